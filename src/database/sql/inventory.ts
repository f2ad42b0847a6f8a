import { orderApplySql } from './inventory/apply.ts'
import { stockLevelsSql } from './inventory/levels.ts'
import { orderCoreSql } from './inventory/orders.ts'
import { stockOutboxSql } from './inventory/outbox.ts'
import { stockPlansSql } from './inventory/plans.ts'
import { stockTablesSql } from './inventory/tables.ts'

/** Stock and orders inside the database: what must hold, and the functions that are the only way to change them. */
export const inventorySql = [
  stockTablesSql,
  stockLevelsSql,
  stockOutboxSql,
  orderCoreSql,
  orderApplySql,
  stockPlansSql,
].join('\n')
