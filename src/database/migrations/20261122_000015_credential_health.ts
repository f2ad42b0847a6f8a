import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'
import { credentialHealthSql } from '../sql/credential-health.ts'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql.raw(credentialHealthSql))
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`drop table credential_checks; drop table credential_health;`)
}
