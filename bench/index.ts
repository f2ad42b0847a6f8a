/** `npm run bench -- <name>`: one JSON line per figure, each against a floor measured in the same run. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  // Loaded when run: some set the environment before the configuration reads it.
  budget: async () => (await import('./budget.ts')).budget(),
  reserve: async () => (await import('./reserve.ts')).reserve(),
  webhook: async () => (await import('./webhook.ts')).webhook(),
  'sale-to-push': async () => (await import('./sale-to-push.ts')).saleToPush(),
  rotation: async () => (await import('./rotation.ts')).rotation(),
  vault: async () => (await import('./vault.ts')).vault(),
  audit: async () => (await import('./audit.ts')).audit(),
  'double-date': async () => (await import('./double-date.ts')).doubleDate(),
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
