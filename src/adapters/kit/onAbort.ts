interface Listening {
  leavers: Set<() => void>
  stop: () => void
}

const listening = new WeakMap<AbortSignal, Listening>()

/**
 * Calls `leave` once when the signal aborts, unless the returned function was called before. However many wait on one
 * signal, such as that of a stopping worker, the signal has one listener.
 */
export function onAbort(signal: AbortSignal | undefined, leave: () => void): () => void {
  if (!signal) return () => undefined
  const { leavers, stop } = listening.get(signal) ?? listenTo(signal)
  // A function of its own each time: the same one may wait twice.
  const own = (): void => leave()
  leavers.add(own)
  return () => {
    if (leavers.delete(own) && leavers.size === 0) stop()
  }
}

function listenTo(signal: AbortSignal): Listening {
  const leavers = new Set<() => void>()
  const stop = (): void => {
    signal.removeEventListener('abort', tellAll)
    listening.delete(signal)
  }
  const tellAll = (): void => {
    stop()
    const waiting = [...leavers]
    leavers.clear()
    for (const leave of waiting) leave()
  }
  const each = { leavers, stop }
  listening.set(signal, each)
  signal.addEventListener('abort', tellAll)
  return each
}
