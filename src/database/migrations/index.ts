import * as migration_20261122_000000_initial from './20261122_000000_initial.ts'
import * as migration_20261122_000001_ground from './20261122_000001_ground.ts'
import * as migration_20261122_000002_vault from './20261122_000002_vault.ts'
import * as migration_20261122_000003_audit from './20261122_000003_audit.ts'
import * as migration_20261122_000005_inventory from './20261122_000005_inventory.ts'
import * as migration_20261122_000006_sync from './20261122_000006_sync.ts'
import * as migration_20261122_000007_rate_limits from './20261122_000007_rate_limits.ts'
import * as migration_20261122_000008_queue from './20261122_000008_queue.ts'
import * as migration_20261122_000009_marketplace_care from './20261122_000009_marketplace_care.ts'
import * as migration_20261122_000010_notifications from './20261122_000010_notifications.ts'
import * as migration_20261122_000011_security from './20261122_000011_security.ts'
import * as migration_20261122_000012_vault_lifecycle from './20261122_000012_vault_lifecycle.ts'
import * as migration_20261122_000013_rotation from './20261122_000013_rotation.ts'
import * as migration_20261122_000014_audit_chain from './20261122_000014_audit_chain.ts'
import * as migration_20261122_000015_credential_health from './20261122_000015_credential_health.ts'
import * as migration_20261122_000016_services from './20261122_000016_services.ts'
import * as migration_20261122_000017_bundles from './20261122_000017_bundles.ts'
import * as migration_20261122_000018_audit_status from './20261122_000018_audit_status.ts'
import * as migration_20261122_000020_listing_surfaces from './20261122_000020_listing_surfaces.ts'
import * as migration_20261122_000021_vault_life from './20261122_000021_vault_life.ts'
import * as migration_20261122_000022_audit_outside from './20261122_000022_audit_outside.ts'
import * as migration_20261122_000023_figures from './20261122_000023_figures.ts'

export const migrations = [
  {
    up: migration_20261122_000000_initial.up,
    down: migration_20261122_000000_initial.down,
    name: '20261122_000000_initial',
  },
  {
    up: migration_20261122_000001_ground.up,
    down: migration_20261122_000001_ground.down,
    name: '20261122_000001_ground',
  },
  {
    up: migration_20261122_000002_vault.up,
    down: migration_20261122_000002_vault.down,
    name: '20261122_000002_vault',
  },
  {
    up: migration_20261122_000003_audit.up,
    down: migration_20261122_000003_audit.down,
    name: '20261122_000003_audit',
  },
  {
    up: migration_20261122_000005_inventory.up,
    down: migration_20261122_000005_inventory.down,
    name: '20261122_000005_inventory',
  },
  {
    up: migration_20261122_000006_sync.up,
    down: migration_20261122_000006_sync.down,
    name: '20261122_000006_sync',
  },
  {
    up: migration_20261122_000007_rate_limits.up,
    down: migration_20261122_000007_rate_limits.down,
    name: '20261122_000007_rate_limits',
  },
  {
    up: migration_20261122_000008_queue.up,
    down: migration_20261122_000008_queue.down,
    name: '20261122_000008_queue',
  },
  {
    up: migration_20261122_000009_marketplace_care.up,
    down: migration_20261122_000009_marketplace_care.down,
    name: '20261122_000009_marketplace_care',
  },
  {
    up: migration_20261122_000010_notifications.up,
    down: migration_20261122_000010_notifications.down,
    name: '20261122_000010_notifications',
  },
  {
    up: migration_20261122_000011_security.up,
    down: migration_20261122_000011_security.down,
    name: '20261122_000011_security',
  },
  {
    up: migration_20261122_000012_vault_lifecycle.up,
    down: migration_20261122_000012_vault_lifecycle.down,
    name: '20261122_000012_vault_lifecycle',
  },
  {
    up: migration_20261122_000013_rotation.up,
    down: migration_20261122_000013_rotation.down,
    name: '20261122_000013_rotation',
  },
  {
    up: migration_20261122_000014_audit_chain.up,
    down: migration_20261122_000014_audit_chain.down,
    name: '20261122_000014_audit_chain',
  },
  {
    up: migration_20261122_000015_credential_health.up,
    down: migration_20261122_000015_credential_health.down,
    name: '20261122_000015_credential_health',
  },
  {
    up: migration_20261122_000016_services.up,
    down: migration_20261122_000016_services.down,
    name: '20261122_000016_services',
  },
  {
    up: migration_20261122_000017_bundles.up,
    down: migration_20261122_000017_bundles.down,
    name: '20261122_000017_bundles',
  },
  {
    up: migration_20261122_000018_audit_status.up,
    down: migration_20261122_000018_audit_status.down,
    name: '20261122_000018_audit_status',
  },
  {
    up: migration_20261122_000020_listing_surfaces.up,
    down: migration_20261122_000020_listing_surfaces.down,
    name: '20261122_000020_listing_surfaces',
  },
  {
    up: migration_20261122_000021_vault_life.up,
    down: migration_20261122_000021_vault_life.down,
    name: '20261122_000021_vault_life',
  },
  {
    up: migration_20261122_000022_audit_outside.up,
    down: migration_20261122_000022_audit_outside.down,
    name: '20261122_000022_audit_outside',
  },
  {
    up: migration_20261122_000023_figures.up,
    down: migration_20261122_000023_figures.down,
    name: '20261122_000023_figures',
  },
]
