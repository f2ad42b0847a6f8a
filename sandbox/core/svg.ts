/** Escapes text for HTML and SVG. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}

function hueOf(text: string): number {
  let hash = 0
  for (const char of text) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0
  return hash % 360
}

/** A square picture for a product: coloured tile, soft pattern, initials. */
export function productTile(id: string, name: string): string {
  const hue = hueOf(name || id)
  const second = (hue + 38) % 360
  const initials = name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => (word[0] ?? '').toUpperCase())
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400" role="img" aria-label="${escapeHtml(name)}">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 58% 46%)"/><stop offset="1" stop-color="hsl(${second} 62% 34%)"/></linearGradient></defs>
<rect width="400" height="400" fill="url(#g)"/>
<g fill="none" stroke="#fff" stroke-opacity=".13" stroke-width="14"><circle cx="330" cy="70" r="60"/><circle cx="330" cy="70" r="105"/><circle cx="330" cy="70" r="150"/><circle cx="40" cy="390" r="90"/></g>
<text x="200" y="206" fill="#fff" font-family="system-ui,Segoe UI,Roboto,sans-serif" font-size="150" font-weight="700" text-anchor="middle" dominant-baseline="central">${escapeHtml(initials || '?')}</text>
</svg>`
}
