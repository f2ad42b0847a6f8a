/**
 * What an owner decides about stored credentials: until when the provider takes them, which shops may use them, and
 * what admins may do with them. Runs after `vaultLifecycleSql`.
 */
export const vaultLifeSql = /* sql */ `
-- expires_on is the last day; expiry_told the nearest warning given so far, in days, 0 when the day had passed;
-- expiry_asked says that the value a date was known for has been replaced, and nobody has given the new one's.
-- scope_shops: only these shops may use the credentials; null for all.
alter table cred_heads
  add column expires_on date,
  add column expiry_told integer check (expiry_told in (30, 14, 7, 1, 0)),
  add column expiry_asked boolean not null default false,
  add column scope_shops uuid[] check (array_position(scope_shops, null) is null),
  add constraint cred_heads_expiry_told check (expiry_told is null or expires_on is not null),
  add constraint cred_heads_expiry_asked check (not expiry_asked or expires_on is null);
create index cred_heads_by_expiry on cred_heads (expires_on) where expires_on is not null;

-- What a role may do in the vault. Owners may everything and have no row; a role without one has the defaults.
create table vault_permissions (
  organisation_id uuid not null references organisations (id) on delete cascade,
  role text not null check (role = 'admin'),
  permissions text[] not null check (permissions <@ array['see', 'test', 'rotate', 'reveal', 'export']),
  updated_by uuid,
  updated_at timestamptz not null default now(),
  primary key (organisation_id, role),
  -- Who may not see that a credential exists can do nothing with it.
  check (permissions = '{}' or 'see' = any (permissions))
);

alter table vault_permissions enable row level security;
revoke all on vault_permissions from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on vault_permissions from %I', r);
  end loop;
end $$;
`
