/**
 * Settings carried from one Kanal to another: keys to receive them with, and which bundles have been taken in. Runs
 * after `vaultLifecycleSql`.
 */
export const bundlesSql = /* sql */ `
-- A version of credentials that came out of a bundle.
alter table cred_versions drop constraint cred_versions_kind_check;
alter table cred_versions add constraint cred_versions_kind_check
  check (kind in ('save', 'override', 'rollback', 'auto_rollback', 'import'));

-- One-time keys that other instances encrypt to. The private half is sealed by a system key, and gone after use.
create table import_keys (
  id uuid primary key,
  organisation_id uuid not null references organisations (id) on delete cascade,
  public_key bytea not null unique check (octet_length(public_key) = 32),
  sealed_private bytea,
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  check (expires_at <= created_at + interval '24 hours'),
  check (used_at is null or sealed_private is null)
);
-- A new key takes the place of the one before.
create unique index import_keys_one_open on import_keys (organisation_id) where sealed_private is not null;
create index import_keys_by_expiry on import_keys (expires_at) where sealed_private is not null;

-- A bundle is taken in once per organisation, however often and from wherever it is sent.
create table imported_bundles (
  organisation_id uuid not null references organisations (id) on delete cascade,
  bundle_id uuid not null,
  source_name text not null,
  stored integer not null check (stored > 0),
  imported_by uuid,
  imported_at timestamptz not null default now(),
  primary key (organisation_id, bundle_id)
);

alter table import_keys enable row level security;
alter table imported_bundles enable row level security;
revoke all on import_keys, imported_bundles from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on import_keys, imported_bundles from %I', r);
  end loop;
end $$;
`

export const bundlesDownSql = /* sql */ `
drop table imported_bundles, import_keys;
alter table cred_versions drop constraint cred_versions_kind_check;
alter table cred_versions add constraint cred_versions_kind_check
  check (kind in ('save', 'override', 'rollback', 'auto_rollback'));
`
