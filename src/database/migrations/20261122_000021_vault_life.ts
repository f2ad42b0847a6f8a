import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'
import { vaultLifeSql } from '../sql/vault-life.ts'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql.raw(vaultLifeSql))
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    drop table vault_permissions;
    alter table cred_heads drop column expires_on, drop column expiry_told, drop column expiry_asked,
      drop column scope_shops;
  `)
}
