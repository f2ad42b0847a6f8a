import { type MigrateUpArgs, type MigrateDownArgs, sql } from '@payloadcms/db-postgres'

export async function up({ db }: MigrateUpArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "listings" ADD COLUMN "surfaces" jsonb;
  ALTER TABLE "listings" ADD COLUMN "surface_ids" varchar
    GENERATED ALWAYS AS (jsonb_path_query_array("surfaces", '$[*].surface')::varchar) STORED;`)
}

export async function down({ db }: MigrateDownArgs): Promise<void> {
  await db.execute(sql`
   ALTER TABLE "listings" DROP COLUMN "surface_ids";
  ALTER TABLE "listings" DROP COLUMN "surfaces";`)
}
