import { allowList } from './commands/allow-list.ts'
import { audit } from './commands/audit.ts'
import type { Command } from './commands/command.ts'
import { invariants } from './commands/invariants.ts'
import { keys } from './commands/keys.ts'
import { secondFactor } from './commands/second-factor.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  invariants,
  audit,
  keys,
  'allow-list': allowList,
  'second-factor': secondFactor,
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (!command) {
  console.error('Usage: npm run kanal -- <command>\n')
  for (const [word, { help }] of Object.entries(COMMANDS)) console.error(`  ${word.padEnd(14)} ${help}`)
}
const code = command
  ? await command.run(args).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      return 1
    })
  : 2
// Payload's database adapter keeps a connection checked out for ever, which would keep this process alive.
process.exit(code)
