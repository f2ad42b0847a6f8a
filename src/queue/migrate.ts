import { runMigrations } from 'graphile-worker'

/** Brings the job queue's own schema up to date. Call it from the migration step only, which is serialised. */
export const migrateQueue = (connectionString: string): Promise<void> => runMigrations({ connectionString })
