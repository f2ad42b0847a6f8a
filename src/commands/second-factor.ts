import { transaction } from '../database/tx.ts'
import { createAuditTrail } from '../plugins/audit/trail.ts'
import { masterKeysFromEnv } from '../plugins/credentials/keys/kek.ts'
import { SystemKeys } from '../plugins/credentials/keys/system-keys.ts'
import { resetSecondFactor } from '../plugins/security/organisation/break-glass.ts'
import { organisationsOf } from '../plugins/security/person.ts'
import { withPool, type Command } from './command.ts'

const USAGE = 'npm run kanal -- second-factor reset <e-mail>   take every factor of a person away'

/** Lets somebody back in who lost phone, passkeys and recovery codes. */
export const secondFactor: Command = {
  help: 'let somebody back in who lost every second factor',
  async run([verb, email]) {
    if (verb !== 'reset' || email === undefined) {
      console.error(USAGE)
      return 2
    }
    return withPool('second-factor', async (pool) => {
      const audit = createAuditTrail(new SystemKeys(masterKeysFromEnv(process.env)))
      const had = await transaction(pool, async (tx) => {
        const [user] = await tx.query<{ id: string; name: string }>(
          `select id, coalesce(nullif(name, ''), email) as name from users where email = lower($1)`,
          [email],
        )
        if (!user) throw new Error(`Nobody signs in as "${email}".`)
        return resetSecondFactor(tx, audit, { ...user, organisations: await organisationsOf(tx, user.id) })
      })
      console.log(
        had
          ? `${email} signs in with the password alone now, and should set up a second factor at once.`
          : `${email} had no second factor; every sign-in was ended.`,
      )
      return 0
    })
  },
}
