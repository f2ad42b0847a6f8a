import type { Money } from '../../contract.ts'
import { toMoney } from '../../kit/money.ts'

/** An amount as Shopee wants it: rupiah as they are, other currencies with their decimals. */
export function toMajor({ amount, currency }: Money): number {
  const perUnit = toMoney(1, currency).amount
  return amount / perUnit
}
