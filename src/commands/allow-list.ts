import { transaction } from '../database/tx.ts'
import { createAuditTrail } from '../plugins/audit/trail.ts'
import { masterKeysFromEnv } from '../plugins/credentials/keys/kek.ts'
import { SystemKeys } from '../plugins/credentials/keys/system-keys.ts'
import { breakAllowList } from '../plugins/security/organisation/break-glass.ts'
import { withPool, type Command } from './command.ts'
import { organisationNamed } from './organisation.ts'

const USAGE =
  'npm run kanal -- allow-list clear <organisation>   let every address in again; by id or exact name'

/** Undoes a list of allowed addresses that locked everybody out. */
export const allowList: Command = {
  help: 'undo a list of allowed addresses that locked people out',
  async run([verb, ...words]) {
    const named = words.join(' ')
    if (verb !== 'clear' || named === '') {
      console.error(USAGE)
      return 2
    }
    return withPool('allow-list', async (pool) => {
      const audit = createAuditTrail(new SystemKeys(masterKeysFromEnv(process.env)))
      const { name, had } = await transaction(pool, async (tx) => {
        const organisation = await organisationNamed(tx, named)
        return { name: organisation.name, had: await breakAllowList(tx, audit, organisation) }
      })
      console.log(
        had
          ? `${name} can be reached from every address again.`
          : `${name} had no list of allowed addresses; nothing changed.`,
      )
      return 0
    })
  },
}
