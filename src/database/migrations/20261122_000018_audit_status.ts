import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'
import { auditStatusSql } from '../sql/audit-status.ts'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql.raw(auditStatusSql))
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`drop index audit_events_by_time; drop table audit_status;`)
}
