// `npm test`: every check of the product, on a fresh clone too. See docs/architecture.md for what each proves.
import { refuseOldNode } from './lib/node-version.mjs'

refuseOldNode()
import('./lib/test-run.mjs').then(function (module) {
  return module.runTests()
})
