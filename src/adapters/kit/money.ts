import type { Money } from '../contract.ts'

/** Currencies counted in whole units. Rupiah has cents on paper only, so Kanal counts it whole. */
const WHOLE_UNIT = new Set(['IDR', 'VND', 'JPY', 'KRW', 'CLP'])

/** A provider's amount in major units (15000 or 12.5) as integer minor units, rounded half away from zero. */
export function toMoney(major: number, currency: string): Money {
  const scaled = WHOLE_UNIT.has(currency) ? major : Number((major * 100).toPrecision(15))
  return { amount: Math.sign(scaled) * Math.round(Math.abs(scaled)) || 0, currency }
}
