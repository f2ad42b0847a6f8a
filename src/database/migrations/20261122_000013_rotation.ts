import { type MigrateDownArgs, type MigrateUpArgs, sql } from '@payloadcms/db-postgres'
import { rotationSql } from '../sql/rotation.ts'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql.raw(rotationSql))
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
    drop function kanal_vault_reseal(uuid, uuid[], bytea[], bytea[], bytea[]);
    drop index cred_values_by_key;
    drop table key_rotations;
    drop table vault_settings;
    drop table kek_heartbeats;`)
}
