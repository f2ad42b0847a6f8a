import { z } from 'zod'
import { ENDPOINT_CLASSES, type Limits, type MarketplaceAdapter } from '../../../adapters/contract.ts'

/** The environment variable with the deployment's own budgets. */
export const BUDGETS_VARIABLE = 'KANAL_BUDGETS'

const perSecond = z.number().positive().max(10_000)
const schema = z.record(
  z.string(),
  z.strictObject({
    perShop: perSecond.optional(),
    perApp: perSecond.optional(),
    ...Object.fromEntries(ENDPOINT_CLASSES.map((name) => [name, perSecond.optional()])),
  }),
)
type Overrides = z.output<typeof schema>

/**
 * Budgets as the deployment sets them: JSON by marketplace, requests a second, such as
 * `{"shopee":{"perShop":3,"perApp":40,"read":1}}`. What is not named stays as the adapter has it.
 * @throws Error that names what is wrong.
 */
export function readOverrides(text: string | undefined): Overrides {
  if (!text?.trim()) return {}
  const parsed = schema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(
    `${BUDGETS_VARIABLE}: ${issue?.path.join('.') || 'value'}: ${issue?.message ?? 'not usable'}`,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${BUDGETS_VARIABLE} is not JSON`, { cause })
  }
}

/** The adapters with the deployment's budgets instead of their own. A marketplace that is not among them has no effect. */
export function withOverrides(
  adapters: readonly MarketplaceAdapter[],
  overrides: Overrides,
): readonly MarketplaceAdapter[] {
  return adapters.map((adapter) => {
    const own = overrides[adapter.id]
    return own ? { ...adapter, limits: limitsWith(adapter.limits, own) } : adapter
  })
}

function limitsWith(limits: Limits, own: Overrides[string]): Limits {
  const { perShop, perApp } = own
  const classes = ENDPOINT_CLASSES.flatMap((name) => {
    const value = (own as Partial<Record<string, number>>)[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...limits,
    ...(perShop === undefined ? {} : { requestsPerSecondPerShop: perShop }),
    ...(perApp === undefined ? {} : { requestsPerSecondPerApp: perApp }),
    ...(classes.length === 0
      ? {}
      : {
          requestsPerSecondPerClass: { ...limits.requestsPerSecondPerClass, ...Object.fromEntries(classes) },
        }),
  }
}
