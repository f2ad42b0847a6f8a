/** Makes an element: `h('p', { class: 'x', onclick }, 'text', child)`. Text is never read as HTML. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'value') element.value = value
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  )
  return element
}

/** A label around a control. */
export function field(label, control) {
  return h('label', { class: 'field' }, label, control)
}

/** A select from [value, text] pairs. */
export function choice(options, value, onchange, label) {
  return h(
    'select',
    { onchange: (event) => onchange?.(event.target.value), 'aria-label': label },
    options.map(([key, text, disabled]) =>
      h('option', { value: key, selected: String(key) === String(value), disabled }, text),
    ),
  )
}

/** Replaces the content while keeping the focus and open details where they were (by data-key). */
export function swap(container, ...children) {
  const focused = document.activeElement?.getAttribute?.('data-key')
  const open = [...container.querySelectorAll('details[open][data-key]')].map((d) =>
    d.getAttribute('data-key'),
  )
  container.replaceChildren(...children)
  for (const key of open)
    container.querySelector(`details[data-key="${CSS.escape(key)}"]`)?.setAttribute('open', '')
  if (focused) container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
}

export function rupiah(amount) {
  return `Rp${Number(amount).toLocaleString('id-ID')}`
}

export function timeOf(value) {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(value)
  return date.toLocaleTimeString('id-ID', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: 'Asia/Jakarta',
  })
}
