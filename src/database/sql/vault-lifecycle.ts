/**
 * What happens to stored credentials after they were saved: which version is which, the keys of before that stay
 * usable for a while, the watch over a new version, and grants to look at one value. Runs after `vaultSql`.
 */
export const vaultLifecycleSql = /* sql */ `
-- previous_fields names versions as fields does; they stay usable beside the ones in force until overlap_until.
alter table cred_heads
  add column previous_fields jsonb check (jsonb_typeof(previous_fields) = 'object'),
  add column overlap_until timestamptz,
  add column overlap_used_at timestamptz,
  add column reveal_allowed_at timestamptz,
  add column reveal_allowed_by uuid,
  add constraint cred_heads_overlap check ((previous_fields is null) = (overlap_until is null));

-- How each version of an integration's credentials came about. Who, when and why; its fields are in cred_values.
create table cred_versions (
  owner_type text not null,
  owner_id uuid not null,
  organisation_id uuid not null,
  version integer not null check (version > 0),
  kind text not null check (kind in ('save', 'override', 'rollback', 'auto_rollback')),
  environment text not null,
  restored_version integer check (restored_version > 0 and restored_version < version),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (owner_type, owner_id, version),
  foreign key (owner_type, owner_id, organisation_id)
    references cred_heads (owner_type, owner_id, organisation_id) on delete restrict,
  check ((kind in ('rollback', 'auto_rollback')) = (restored_version is not null))
);
create index cred_versions_by_organisation on cred_versions (organisation_id);

insert into cred_versions (owner_type, owner_id, organisation_id, version, kind, environment, created_by, created_at)
select distinct on (v.owner_id, v.version)
  v.owner_type, v.owner_id, v.organisation_id, v.version, 'save', i.environment, v.created_by, v.created_at
from cred_values v join integrations i on i.id = v.owner_id
where v.owner_type = 'integration'
order by v.owner_id, v.version, v.created_at;

create or replace function kanal_vault_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('kanal.vault_purge', true) = old.owner_type || ':' || old.owner_id then
    return old;
  end if;
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;
create trigger cred_versions_append_only before update or delete on cred_versions
  for each row execute function kanal_vault_append_only();
create trigger cred_versions_no_truncate before truncate on cred_versions
  for each statement execute function kanal_vault_append_only();

-- As before, and a value of the overlap stays too; what is known of versions that nobody can go back to goes along.
create or replace function kanal_vault_purge(
  p_organisation uuid, p_owner_type text, p_owner uuid, p_keep_from integer
) returns integer language plpgsql as $$
declare
  purged integer;
begin
  perform set_config('kanal.vault_purge', p_owner_type || ':' || p_owner, true);
  delete from cred_values v
  using cred_heads h
  where h.owner_type = p_owner_type and h.owner_id = p_owner and h.organisation_id = p_organisation
    and v.owner_type = h.owner_type and v.owner_id = h.owner_id
    and (h.fields ->> v.field)::integer is distinct from v.version
    and (h.previous_fields ->> v.field)::integer is distinct from v.version
    and (p_keep_from is null or exists (
      select from cred_values newer
      where newer.owner_type = v.owner_type and newer.owner_id = v.owner_id and newer.field = v.field
        and newer.version > v.version and newer.version <= p_keep_from
    ));
  get diagnostics purged = row_count;
  delete from cred_versions
  where owner_type = p_owner_type and owner_id = p_owner and organisation_id = p_organisation
    and (p_keep_from is null or version < p_keep_from);
  perform set_config('kanal.vault_purge', '', true);
  return purged;
end $$;

-- The oldest version to keep: one of the last p_most, or younger than p_younger. Null when there is no history.
create function kanal_vault_keep_from(p_owner_type text, p_owner uuid, p_most integer, p_younger interval)
returns integer language sql stable as $$
  select min(version) from (
    select version, created_at, row_number() over (order by version desc) as newest
    from cred_versions where owner_type = p_owner_type and owner_id = p_owner
  ) known
  where newest <= p_most or created_at > now() - p_younger
$$;

-- The watch over a version that has just come into force.
create table cred_probations (
  owner_type text not null,
  owner_id uuid not null,
  organisation_id uuid not null,
  version integer not null,
  previous_version integer not null check (previous_version < version),
  until timestamptz not null,
  refusals integer not null default 0,
  minutes integer not null default 0,
  refused_at timestamptz,
  reason text,
  state text not null default 'watching'
    check (state in ('watching', 'passed', 'superseded', 'reverted', 'failed', 'undecided')),
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (owner_type, owner_id, version),
  foreign key (owner_type, owner_id, organisation_id)
    references cred_heads (owner_type, owner_id, organisation_id) on delete cascade,
  check ((state = 'watching') = (decided_at is null))
);
create index cred_probations_watching on cred_probations (until) where state = 'watching';

-- Leave to see one value once. The token itself is nowhere: only its SHA-256.
create table cred_grants (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  organisation_id uuid not null,
  owner_type text not null,
  owner_id uuid not null,
  field text not null,
  user_id uuid not null,
  session_id text not null check (session_id <> ''),
  ip text,
  reason text not null check (char_length(reason) between 5 and 200),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  foreign key (owner_type, owner_id, organisation_id)
    references cred_heads (owner_type, owner_id, organisation_id) on delete cascade,
  check (expires_at <= created_at + interval '30 seconds')
);
create index cred_grants_by_expiry on cred_grants (expires_at);

alter table cred_versions enable row level security;
alter table cred_probations enable row level security;
alter table cred_grants enable row level security;
revoke all on cred_versions, cred_probations, cred_grants from public;
revoke execute on function kanal_vault_keep_from(text, uuid, integer, interval) from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on cred_versions, cred_probations, cred_grants from %I', r);
    execute format('revoke execute on function kanal_vault_keep_from(text, uuid, integer, interval) from %I', r);
  end loop;
end $$;
`
