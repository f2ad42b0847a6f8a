import { ACCESS_RULES } from './accessRules.ts'
import type { ErrorRule } from './errorRule.ts'
import { LISTING_RULES } from './listingRules.ts'
import { ORDER_RULES } from './orderRules.ts'

/** Every situation Shopee reports, once; codes and texts point here. */
export const RULES = {
  ...ACCESS_RULES,
  ...LISTING_RULES,
  ...ORDER_RULES,
} as const satisfies Record<string, ErrorRule>

export type RuleName = keyof typeof RULES
