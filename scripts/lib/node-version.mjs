/** Oldest Node that the pinned packages support. */
var OLDEST = [20, 19]

/** Ends the process with one sentence when this Node is older than the product needs. Old syntax on purpose. */
export function refuseOldNode() {
  var parts = process.versions.node.split('.').map(Number)
  var tooOld = parts[0] < OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] < OLDEST[1])
  if (!tooOld) return
  var needed = OLDEST.join('.')
  console.error(
    '\n✗ Kanal membutuhkan Node.js ' +
      needed +
      ' atau lebih baru, sedangkan yang terpasang ' +
      process.versions.node +
      '. Pasang versi LTS dari https://nodejs.org lalu jalankan lagi.\n' +
      '  Kanal needs Node.js ' +
      needed +
      ' or newer and this is ' +
      process.versions.node +
      '. Install the LTS release from https://nodejs.org and start again.\n',
  )
  process.exit(1)
}
