/**
 * Changing keys while everything runs: which master keys the living processes hold, which one seals, how far a
 * rotation is, and the one way to seal a stored value again. Runs after `vaultLifecycleSql`.
 */
export const rotationSql = /* sql */ `
create table kek_heartbeats (
  process_id uuid primary key,
  role text not null,
  kek_ids text[] not null,
  beat_at timestamptz not null default now()
);

-- One row at most: the master key that wraps new keys, once somebody has chosen one here.
create table vault_settings (
  singleton boolean primary key default true check (singleton),
  active_kek_id text not null check (active_kek_id <> ''),
  updated_at timestamptz not null default now()
);

create table key_rotations (
  id uuid primary key default kanal_uuidv7(),
  kind text not null check (kind in ('master', 'organisation')),
  organisation_id uuid references organisations (id) on delete restrict,
  to_key text not null check (to_key <> ''),
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  total integer not null default 0,
  done integer not null default 0,
  -- Values that did not open: they stay as they are, and so does their key.
  unreadable integer not null default 0,
  cursor uuid,
  requested_by uuid,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now(),
  finished_at timestamptz,
  error text,
  check ((kind = 'organisation') = (organisation_id is not null)),
  check ((state = 'running') = (finished_at is null))
);
create unique index key_rotations_one_running on key_rotations (kind, organisation_id) nulls not distinct
  where state = 'running';
create index key_rotations_by_organisation on key_rotations (organisation_id, started_at);

-- Bytes 7 to 22 of an envelope name the key it was sealed with.
create index cred_values_by_key on cred_values (organisation_id, substr(envelope, 7, 16)) where envelope is not null;

create or replace function kanal_vault_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('kanal.vault_purge', true) = old.owner_type || ':' || old.owner_id then
    return old;
  end if;
  if tg_op = 'UPDATE' and tg_table_name = 'cred_values' then
    if current_setting('kanal.vault_reseal', true) = old.organisation_id::text
      and to_jsonb(new) - 'envelope' - 'fp' = to_jsonb(old) - 'envelope' - 'fp'
      and new.envelope is not null and (new.fp is null) = (old.fp is null) then
      return new;
    end if;
  end if;
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;

-- Replaces envelopes that are still the ones read before: whoever changed a value meanwhile wins. Returns how many.
create function kanal_vault_reseal(
  p_organisation uuid, p_ids uuid[], p_before bytea[], p_after bytea[], p_fps bytea[]
) returns integer language plpgsql as $$
declare
  resealed integer;
begin
  perform set_config('kanal.vault_reseal', p_organisation::text, true);
  update cred_values v set envelope = r.after, fp = case when v.fp is null then null else r.fp end
  from unnest(p_ids, p_before, p_after, p_fps) r (id, before, after, fp)
  where v.id = r.id and v.organisation_id = p_organisation and v.envelope = r.before;
  get diagnostics resealed = row_count;
  perform set_config('kanal.vault_reseal', '', true);
  return resealed;
end $$;

alter table kek_heartbeats enable row level security;
alter table vault_settings enable row level security;
alter table key_rotations enable row level security;
revoke all on kek_heartbeats, vault_settings, key_rotations from public;
revoke execute on function kanal_vault_reseal(uuid, uuid[], bytea[], bytea[], bytea[]) from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on kek_heartbeats, vault_settings, key_rotations from %I', r);
    execute format(
      'revoke execute on function kanal_vault_reseal(uuid, uuid[], bytea[], bytea[], bytea[]) from %I', r);
  end loop;
end $$;
`
