import { startTikTokShopSandbox, type TikTokShopSandbox } from './app.ts'

/** Starts the stand-in as the environment says; see the README of this folder. */
export function startTikTokShopFromEnv(env: NodeJS.ProcessEnv): Promise<TikTokShopSandbox> {
  const own = (name: string): string | undefined => env[`SANDBOX_TIKTOK_SHOP_${name}`] || undefined
  const number = (name: string, raw: string | undefined): number | undefined => {
    if (raw === undefined || raw === '') return undefined
    if (!Number.isFinite(Number(raw))) throw new Error(`${name} must be a number`)
    return Number(raw)
  }
  return startTikTokShopSandbox({
    host: env['SANDBOX_HOST'] || undefined,
    port: number('SANDBOX_TIKTOK_SHOP_PORT', own('PORT')),
    publicUrl: own('PUBLIC_URL'),
    stateFile: own('STATE_FILE'),
    redirectUrl: own('REDIRECT_URL'),
    appKey: own('APP_KEY'),
    appSecret: own('APP_SECRET'),
    serviceId: own('SERVICE_ID'),
    holdsOrders: own('HOLDS_ORDERS') === 'true',
    refreshTokenDies: own('REFRESH_TOKEN_DIES') === 'true',
    acceptsZeroQuantity: own('ACCEPTS_ZERO') !== 'false',
    acceptsUnsignedEmptyBody: own('ACCEPTS_UNSIGNED_EMPTY_BODY') === 'true',
    acceptsSuperfluousCipher: own('ACCEPTS_SUPERFLUOUS_CIPHER') === 'true',
    seed: number('SANDBOX_SEED', env['SANDBOX_SEED']),
    timeScale: number('SANDBOX_TIME_SCALE', env['SANDBOX_TIME_SCALE']),
    strict: env['SANDBOX_STRICT'] !== 'false',
    remoteControl: env['SANDBOX_REMOTE_CONTROL'] === 'true',
  })
}
