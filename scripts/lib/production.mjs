import { StartError } from './report.mjs'

/**
 * Stops a production start that lacks something only the operator may decide.
 * @throws StartError naming every missing variable at once.
 */
export function requireProductionSettings(env) {
  const missing = ['DATABASE_URL', 'KANAL_URL', 'PAYLOAD_SECRET'].filter((name) => !env[name])
  if (!env.CRED_KEK_ACTIVE) missing.push('CRED_KEK_ACTIVE')
  if (!env.CRED_KEK_ACTIVE) {
    if (!Object.keys(env).some((name) => name.startsWith('CRED_KEK_'))) missing.push('CRED_KEK_<id>')
  } else if (!env[`CRED_KEK_${env.CRED_KEK_ACTIVE}`]) missing.push(`CRED_KEK_${env.CRED_KEK_ACTIVE}`)
  if (missing.length === 0) return
  throw new StartError({
    id: `Mode produksi tidak membuat rahasia sendiri; isi dulu: ${missing.join(', ')} (penjelasannya di .env.example), lalu jalankan lagi.`,
    en: `Production never makes up its own secrets; set ${missing.join(', ')} (explained in .env.example) and start again.`,
  })
}
