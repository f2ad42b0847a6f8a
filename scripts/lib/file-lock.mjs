import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Whether a process with this id exists. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const holderOf = (file) => {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

/** Takes the lock file for this process, or returns the id of the living process that holds it. */
export function tryLock(file) {
  // Linked into place with its content, so that nobody ever reads a lock that does not name its holder yet.
  const own = `${file}.${process.pid}`
  writeFileSync(own, String(process.pid), { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(own, file)
        return undefined
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
        const holder = holderOf(file)
        if (isAlive(holder) && holder !== process.pid) return holder
        rmSync(file, { force: true })
      }
    }
    return holderOf(file)
  } finally {
    rmSync(own, { force: true })
  }
}

/** Gives the lock file back, when it is ours. */
export function unlock(file) {
  if (holderOf(file) === process.pid) rmSync(file, { force: true })
}

/** Runs `work` while holding the lock file, waiting for another process to finish with it. */
export async function withLock(file, work) {
  while (tryLock(file) !== undefined) await new Promise((resolve) => setTimeout(resolve, 100))
  try {
    return await work()
  } finally {
    unlock(file)
  }
}
