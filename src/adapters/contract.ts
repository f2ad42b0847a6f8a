/**
 * The marketplace contract: everything Kanal needs to know of a marketplace, as data plus pure or HTTP-only
 * functions. An adapter imports this file and nothing else of ours; a capability that is left out disappears
 * from the interface. External ids are strings (they exceed 2^53), money is integer minor units with its
 * currency (IDR has none, so integer rupiah), instants are `Date` in UTC.
 */
export * from './contract/adapter.ts'
export type * from './contract/authorization.ts'
export type * from './contract/catalog.ts'
export type * from './contract/checks.ts'
export * from './contract/credentials.ts'
export * from './contract/failures.ts'
export type * from './contract/finance.ts'
export type * from './contract/forms.ts'
export type * from './contract/httpCheck.ts'
export type * from './contract/language.ts'
export type * from './contract/logistics.ts'
export * from './contract/orders.ts'
export type * from './contract/returns.ts'
export type * from './contract/selling.ts'
export * from './contract/service.ts'
export type * from './contract/sessions.ts'
export type * from './contract/shop.ts'
export type * from './contract/sketch.ts'
export type * from './contract/stock.ts'
export type * from './contract/values.ts'
export type * from './contract/webhook.ts'
