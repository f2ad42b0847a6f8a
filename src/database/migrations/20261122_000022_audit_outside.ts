import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'
import { auditOutsideDownSql, auditOutsideSql } from '../sql/audit-outside.ts'
import { cryptoMetricsSql } from '../sql/crypto-metrics.ts'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql.raw(auditOutsideSql))
  await db.execute(sql.raw(cryptoMetricsSql))
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`drop table crypto_metrics;`)
  await db.execute(sql.raw(auditOutsideDownSql))
}
