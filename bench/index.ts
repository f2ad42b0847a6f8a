import { reserve } from './reserve.ts'
import { saleToPush } from './sale-to-push.ts'
import { webhook } from './webhook.ts'

/** `npm run bench -- <name>`: one JSON line per figure, each against a floor measured in the same run. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  reserve,
  webhook,
  'sale-to-push': saleToPush,
}

const name = process.argv[2] ?? ''
const bench = BENCHES[name]
if (!bench) console.error(`Usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}`)
const code = bench
  ? await bench().then(
      () => 0,
      (error: unknown) => {
        console.error(error)
        return 1
      },
    )
  : 2
process.exit(code)
