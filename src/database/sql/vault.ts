/**
 * The credential vault: organisation keys, sealed values, and which of them are in force. Runs after the
 * organisations table and `kanal_uuidv7()` exist.
 */
export const vaultSql = /* sql */ `
create table cred_keys (
  id uuid primary key,
  organisation_id uuid not null references organisations (id) on delete restrict,
  version integer not null check (version > 0),
  kek_id text not null check (kek_id <> ''),
  wrapped bytea,
  commitment bytea not null check (octet_length(commitment) = 32),
  state text not null check (state in ('pending', 'active', 'decrypt_only', 'destroyed')),
  created_at timestamptz not null default now(),
  unique (organisation_id, version),
  check ((state = 'destroyed') = (wrapped is null))
);
create unique index cred_keys_one_active on cred_keys (organisation_id) where state = 'active';
create index cred_keys_by_kek on cred_keys (kek_id) where wrapped is not null;

create table cred_canaries (
  kek_id text primary key check (kek_id <> ''),
  wrapped bytea not null,
  commitment bytea not null check (octet_length(commitment) = 32),
  created_at timestamptz not null default now()
);

-- One row per owner, kept when its values are purged so that version numbers never start again.
-- fields says which version of which field is in force: {"app_key": 1, "app_secret": 3}.
create table cred_heads (
  owner_type text not null check (owner_type in ('integration', 'shop')),
  owner_id uuid not null,
  organisation_id uuid not null references organisations (id) on delete restrict,
  fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  current_version integer not null default 0 check (current_version >= 0),
  row_version integer not null default 0 check (row_version >= 0),
  last_used_at timestamptz,
  last_used_by text,
  last_used_for text,
  updated_at timestamptz not null default now(),
  primary key (owner_type, owner_id),
  unique (owner_type, owner_id, organisation_id)
);
create index cred_heads_by_organisation on cred_heads (organisation_id);

-- Append-only. A row without an envelope says that the field was cleared in that version.
create table cred_values (
  id uuid primary key default kanal_uuidv7(),
  organisation_id uuid not null,
  owner_type text not null,
  owner_id uuid not null,
  field text not null check (field ~ '^[A-Za-z][A-Za-z0-9_.-]{0,63}$'),
  version integer not null check (version > 0),
  envelope bytea check (octet_length(envelope) >= 118 and substr(envelope, 1, 4) = 'CRD1'::bytea),
  last4 text check (char_length(last4) = 4),
  fp bytea check (octet_length(fp) = 16),
  created_by uuid,
  created_at timestamptz not null default now(),
  unique (owner_type, owner_id, field, version),
  foreign key (owner_type, owner_id, organisation_id)
    references cred_heads (owner_type, owner_id, organisation_id) on delete restrict,
  check (envelope is not null or (last4 is null and fp is null))
);
create index cred_values_by_fingerprint on cred_values (organisation_id, fp) where fp is not null;

create function kanal_vault_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('kanal.vault_purge', true) = old.owner_type || ':' || old.owner_id then
    return old;
  end if;
  raise exception 'cred_values is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;
create trigger cred_values_append_only before update or delete on cred_values
  for each row execute function kanal_vault_append_only();
create trigger cred_values_no_truncate before truncate on cred_values
  for each statement execute function kanal_vault_append_only();

-- The one way to delete values. Deletes what no version from p_keep_from on needs, or with null everything, and
-- never a value in force. Returns how many rows went.
create function kanal_vault_purge(p_organisation uuid, p_owner_type text, p_owner uuid, p_keep_from integer)
returns integer language plpgsql as $$
declare
  purged integer;
begin
  perform set_config('kanal.vault_purge', p_owner_type || ':' || p_owner, true);
  delete from cred_values v
  using cred_heads h
  where h.owner_type = p_owner_type and h.owner_id = p_owner and h.organisation_id = p_organisation
    and v.owner_type = h.owner_type and v.owner_id = h.owner_id
    and (h.fields ->> v.field)::integer is distinct from v.version
    and (p_keep_from is null or exists (
      select from cred_values newer
      where newer.owner_type = v.owner_type and newer.owner_id = v.owner_id and newer.field = v.field
        and newer.version > v.version and newer.version <= p_keep_from
    ));
  get diagnostics purged = row_count;
  perform set_config('kanal.vault_purge', '', true);
  return purged;
end $$;

alter table cred_keys enable row level security;
alter table cred_canaries enable row level security;
alter table cred_heads enable row level security;
alter table cred_values enable row level security;
revoke all on cred_keys, cred_canaries, cred_heads, cred_values from public;
revoke execute on function kanal_vault_purge(uuid, text, uuid, integer) from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on cred_keys, cred_canaries, cred_heads, cred_values from %I', r);
    execute format('revoke execute on function kanal_vault_purge(uuid, text, uuid, integer) from %I', r);
  end loop;
end $$;
`
