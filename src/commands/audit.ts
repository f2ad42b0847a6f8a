import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { autocommit } from '../database/tx.ts'
import { makeCheckpoint, parseSealedLine, sealedLine, type Checkpoint } from '../plugins/audit/checkpoint.ts'
import { withArchive } from '../plugins/audit/outside/archive.ts'
import { readUnknown } from '../plugins/audit/outside/copies.ts'
import { publicKeyPem } from '../plugins/audit/signing.ts'
import { verifyTrail } from '../plugins/audit/verify-all.ts'
import { masterKeysFromEnv } from '../plugins/credentials/keys/kek.ts'
import { SystemKeys } from '../plugins/credentials/keys/system-keys.ts'
import { createKanal } from '../plugins/context.ts'
import { registryOf } from '../plugins/registry.ts'
import { servicesOf } from '../plugins/services/hub.ts'
import { withPool, type Command } from './command.ts'

/** Checkpoints kept elsewhere, one line each; lines of a JSON log are read too. */
async function keptIn(file: string | undefined): Promise<Checkpoint[]> {
  if (file === undefined) return []
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line) => {
    const sealed = /"checkpoint":"([^"]+)"/.exec(line)?.[1] ?? line.trim()
    return /^[\w-]+\.[\w-]+$/.test(sealed) ? [parseSealedLine(sealed)] : []
  })
}

/** Checkpoints in the file store that this database does not have. @throws Error when no store is set up. */
async function keptInStore(pool: Pool): Promise<Checkpoint[]> {
  // Loaded only here: it takes seconds.
  const { default: config } = await import('../../payload.config.ts')
  const kanal = createKanal({ pool, registry: registryOf(await config) })
  try {
    return await withArchive(kanal, 'audit.verify', (archive) => {
      if (!archive) throw new Error('No file store is set up in Settings › Integrations.')
      return readUnknown(autocommit(pool), archive)
    })
  } finally {
    await servicesOf(kanal).close()
  }
}

async function verify(
  pool: Pool,
  keys: SystemKeys,
  { file, inStore }: { file: string | undefined; inStore: boolean },
): Promise<number> {
  const unknown = inStore ? await keptInStore(pool) : []
  if (inStore)
    console.log(`${unknown.length} checkpoint(s) in the file store that this database does not have`)
  const kept = [...(await keptIn(file)), ...unknown]
  const started = performance.now()
  const { rows, organisations, checkpoints, faults } = await verifyTrail(pool, keys, { kept })
  const seconds = (performance.now() - started) / 1_000
  console.log(
    `${rows} rows of ${organisations} organisation(s), ${checkpoints} checkpoint(s), ${kept.length} kept elsewhere: ${seconds.toFixed(1)} s`,
  )
  for (const { kind, organisationId, seq, eventId } of faults) {
    const where = organisationId === null ? `checkpoint ${seq}` : `organisation ${organisationId}, row ${seq}`
    console.log(`BROKEN  ${kind.padEnd(13)} ${where}${eventId ? `, event ${eventId}` : ''}`)
  }
  if (faults.length === 0) console.log('ok      every row is the one that was written')
  return faults.length === 0 ? 0 : 1
}

const USAGE = `npm run kanal -- audit verify [--kept <file>]   recompute every chain; the file holds checkpoints kept elsewhere
                             [--store]         compare with the copies in the file store, too
npm run kanal -- audit checkpoint               sign the ends of all chains now, and print the line to keep
npm run kanal -- audit key                      print the public key of the checkpoints`

/** Verifies and signs the audit trail. Exit code 1 names the first bad row of each chain. */
export const audit: Command = {
  help: 'verify the audit trail, or sign its present end',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { kept: { type: 'string' }, store: { type: 'boolean', default: false } },
    })
    return withPool('audit', async (pool) => {
      const keys = new SystemKeys(masterKeysFromEnv(process.env))
      switch (positionals[0]) {
        case 'verify':
          return verify(pool, keys, { file: values.kept, inStore: values.store })
        case 'checkpoint':
          console.log(sealedLine(await makeCheckpoint(pool, keys)))
          return 0
        case 'key':
          console.log((await publicKeyPem(autocommit(pool), keys)).trim())
          return 0
        default:
          console.error(USAGE)
          return 2
      }
    })
  },
}
