// `npm start`. Written in the plainest JavaScript on purpose: an old Node must be able to read this file to be
// told that it is too old.
import { refuseOldNode } from './lib/node-version.mjs'

refuseOldNode()
import('./lib/launch.mjs').then(function (module) {
  return module.launch(process.argv.slice(2))
})
