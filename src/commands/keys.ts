import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { autocommit } from '../database/tx.ts'
import { createSecrets, type Kanal } from '../plugins/context.ts'
import { verifyMasterKeys } from '../plugins/credentials/keys/canary.ts'
import { masterKeysFromEnv, type KekProvider } from '../plugins/credentials/keys/kek.ts'
import { RotationRefused } from '../plugins/credentials/rotation/errors.ts'
import { followRotation } from '../plugins/credentials/rotation/follow.ts'
import { runningRotation, type Rotation } from '../plugins/credentials/rotation/rotations.ts'
import { shredOrganisation } from '../plugins/credentials/rotation/shred.ts'
import {
  changeMasterKey,
  changeOrganisationKey,
  startAgain,
  wakeRotation,
  type ChangedBy,
} from '../plugins/credentials/rotation/start.ts'
import { masterKeyStatus, organisationKeyStatus } from '../plugins/credentials/rotation/status.ts'
import { withPool, type Command } from './command.ts'
import { organisationNamed } from './organisation.ts'

const USAGE = `npm run kanal -- keys status                                 what wraps what, who holds which master key, changes under way
npm run kanal -- keys rotate <organisation>                  give an organisation a new key and seal everything with it
npm run kanal -- keys promote <kek id>                       put a master key in force and wrap every key with it
npm run kanal -- keys shred <organisation> --confirm <name>  destroy every secret of an organisation, for good
npm run kanal -- keys start-again <organisation>             a new key for an organisation whose secrets were destroyed
An organisation is given by its id or exact name. Stopped with Ctrl-C, the same command goes on where it was.`

interface Desk {
  kanal: Pick<Kanal, 'pool' | 'vault' | 'audit'>
  keks: KekProvider
}

const by = (word: string): ChangedBy => ({ actor: { type: 'system', name: `kanal keys ${word}` } })
const seconds = (from: Date, to: Date): string => ((to.getTime() - from.getTime()) / 1_000).toFixed(1)

type Shown = Pick<Rotation, 'kind' | 'toKey' | 'state' | 'done' | 'total' | 'unreadable' | 'isStalled'>

const lineOf = ({ kind, toKey, state, done, total, unreadable, isStalled }: Shown): string =>
  `${kind === 'master' ? `master key ${toKey}` : 'organisation key'}: ${isStalled ? 'stands still' : state}, ` +
  `${done} of ${total}${unreadable > 0 ? `, ${unreadable} do not open` : ''}`

async function status({ kanal, keks }: Desk): Promise<number> {
  const tx = autocommit(kanal.pool)
  const { keys, processes, rotations } = await masterKeyStatus(tx, keks)
  console.log('Master keys')
  for (const { kekId, state, keys: wrapped, lacking } of keys) {
    const where = lacking.length > 0 ? `, lacking in: ${lacking.join(', ')}` : ''
    console.log(`  ${kekId.padEnd(20)} ${state.padEnd(9)} wraps ${wrapped} key(s)${where}`)
  }
  console.log(`Running processes: ${processes.map(({ role }) => role).join(', ') || 'none'}`)
  for (const rotation of rotations.slice(0, 3)) console.log(`  ${lineOf(rotation)}`)
  console.log('Organisations')
  const organisations = await tx.query<{ id: string }>('select id from organisations order by name, id')
  for (const { id } of organisations) {
    const {
      organisation,
      state,
      version,
      since,
      values,
      rotations: changes,
    } = await organisationKeyStatus(tx, id)
    const key = version === null ? state : `v${version} since ${since?.slice(0, 10)}`
    console.log(`  ${organisation.name} (${id}): ${key}, ${values} value(s)`)
    const [latest] = changes
    if (latest) console.log(`    ${lineOf(latest)}`)
  }
  return 0
}

/** Starts a change, or goes on with the one under way, and shows how far it is. */
async function carry(
  { kanal, keks }: Desk,
  organisationId: string | null,
  start: () => Promise<string>,
): Promise<number> {
  const rotationId = await start().catch(async (error: unknown) => {
    const isRunning = error instanceof RotationRefused && error.code === 'already_running'
    const running = isRunning ? await runningRotation(autocommit(kanal.pool), organisationId) : null
    if (running === null) throw error
    await wakeRotation(kanal, organisationId)
    console.log('Goes on where it was.')
    return running
  })
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  let shown = ''
  try {
    const ended = await followRotation(kanal, keks, rotationId, {
      signal: stop.signal,
      onProgress: (rotation) => {
        const line = lineOf(rotation)
        if (line !== shown) console.log(line)
        shown = line
      },
    })
    if (ended.finishedAt) console.log(`${ended.state}, ${seconds(ended.startedAt, ended.finishedAt)} s`)
    if (ended.state === 'failed')
      console.error(`Some values do not open; their key is kept (${ended.error}).`)
    return ended.state === 'done' ? 0 : 1
  } catch (error) {
    if (!stop.signal.aborted) throw error
    console.log('Stopped. A worker goes on with it, or this command when it is given again.')
    return 130
  }
}

async function shred({ kanal }: Desk, named: string, confirm: string | undefined): Promise<number> {
  const { id, name } = await organisationNamed(autocommit(kanal.pool), named)
  if (confirm !== name) {
    console.error(`This destroys every secret of "${name}" for good. To do it, add: --confirm "${name}"`)
    return 2
  }
  const { shops, integrations, keys } = await shredOrganisation(kanal, {
    organisationId: id,
    name,
    by: by('shred'),
  })
  console.log(
    `${shops} shop(s) and ${integrations} integration(s) disconnected, ${keys.length} key(s) destroyed:`,
  )
  for (const { version, commitment } of keys) console.log(`  v${version} ${commitment}`)
  console.log('Backups from before still open with the master key: delete them too.')
  return 0
}

async function run(pool: Pool, word: string | undefined, what: string | undefined, confirm?: string) {
  const keks = masterKeysFromEnv(process.env)
  const desk: Desk = { kanal: { pool, ...createSecrets(keks) }, keks }
  await verifyMasterKeys(autocommit(pool), keks)
  if (word === 'status') return status(desk)
  if (what === undefined) return usage()
  if (word === 'promote') return carry(desk, null, () => changeMasterKey(desk.kanal, keks, what, by(word)))
  if (word === 'shred') return shred(desk, what, confirm)
  const { id } = await organisationNamed(autocommit(pool), what)
  if (word === 'rotate') return carry(desk, id, () => changeOrganisationKey(desk.kanal, id, by(word)))
  if (word !== 'start-again') return usage()
  console.log(`Key v${await startAgain(desk.kanal, id, by(word))} is in force.`)
  return 0
}

function usage(): number {
  console.error(USAGE)
  return 2
}

/** Changes and destroys encryption keys; needs neither the web process nor a worker. */
export const keys: Command = {
  help: 'show, change or destroy encryption keys',
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { confirm: { type: 'string' } },
    })
    const [word, what] = positionals
    if (word === undefined) return usage()
    return withPool('keys', (pool) => run(pool, word, what, values.confirm))
  },
}
