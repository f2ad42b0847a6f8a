import { pathToFileURL } from 'node:url'
import { startLazadaFromEnv } from './lazada/fromEnv.ts'
import { startShopeeSandbox } from './shopee/app.ts'
import { startTikTokShopFromEnv } from './tiktok-shop/fromEnv.ts'

export { startLazadaSandbox, type LazadaSandbox } from './lazada/app.ts'
export { startShopeeSandbox, type ShopeeSandbox } from './shopee/app.ts'
export { DEMO_PARTNER_ID, DEMO_PARTNER_KEY, type ShopeeSandboxOptions } from './shopee/options.ts'
export { placeOrder, type OrderRequest } from './shopee/orderLife.ts'
export { advanceOrder, STEPS, type Step } from './shopee/orderSteps.ts'
export { signPush, signRequest } from './shopee/sign.ts'
export { startTikTokShopSandbox, type TikTokShopSandbox } from './tiktok-shop/app.ts'
export {
  DEMO_APP_KEY,
  DEMO_APP_SECRET,
  DEMO_SERVICE_ID,
  type TikTokShopSandboxOptions,
} from './tiktok-shop/options.ts'

function numberFromEnv(name: string): number | undefined {
  const raw = process.env[name]
  if (raw === undefined || raw === '') return undefined
  const value = Number(raw)
  if (!Number.isFinite(value)) throw new Error(`${name} must be a number`)
  return value
}

async function main(): Promise<void> {
  const { env } = process
  const shopee = await startShopeeSandbox({
    host: env['SANDBOX_HOST'] || undefined,
    port: numberFromEnv('SANDBOX_SHOPEE_PORT'),
    publicUrl: env['SANDBOX_SHOPEE_PUBLIC_URL'] || undefined,
    stateFile: env['SANDBOX_SHOPEE_STATE_FILE'] || undefined,
    seed: numberFromEnv('SANDBOX_SEED'),
    timeScale: numberFromEnv('SANDBOX_TIME_SCALE'),
    strict: env['SANDBOX_STRICT'] !== 'false',
    refreshReplay: env['SANDBOX_SHOPEE_REFRESH_REPLAY'] !== 'false',
    verifyCallback: env['SANDBOX_SHOPEE_VERIFY_CALLBACK'] !== 'false',
    remoteControl: env['SANDBOX_REMOTE_CONTROL'] === 'true',
    partnerId: numberFromEnv('SANDBOX_SHOPEE_PARTNER_ID'),
    partnerKey: env['SANDBOX_SHOPEE_PARTNER_KEY'] || undefined,
    pushSecretKey: env['SANDBOX_SHOPEE_PUSH_KEY'] || undefined,
  })
  console.log(`sandbox shopee  api ${shopee.url}  control ${shopee.controlUrl}`)
  const tiktokShop = await startTikTokShopFromEnv(env)
  console.log(`sandbox tiktok-shop  api ${tiktokShop.url}  control ${tiktokShop.controlUrl}`)
  const lazada = await startLazadaFromEnv(env)
  console.log(`sandbox lazada  api ${lazada.url}  control ${lazada.controlUrl}`)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void Promise.all([shopee.close(), tiktokShop.close(), lazada.close()]).then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    console.error('sandbox could not start:', error)
    process.exit(1)
  })
}
