import type { ErrorRule } from './errorRule.ts'
import { gateway } from './errorsOfGateway.ts'
import { orders } from './errorsOfOrders.ts'
import { products } from './errorsOfProducts.ts'

/** Every situation the platform reports, once; codes and texts point here. */
export const RULES = { ...gateway, ...products, ...orders } as const satisfies Record<string, ErrorRule>

export type RuleName = keyof typeof RULES
