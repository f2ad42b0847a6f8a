/**
 * The keyed chain beside the audit trail, its signed checkpoints, and the keys of the system that are wrapped by the
 * master key. The chain is computed outside the database, which never holds its key; it only keeps the order.
 */
export const auditChainSql = /* sql */ `
create table system_keys (
  id uuid primary key,
  purpose text not null check (purpose ~ '^[a-z][a-z.]{0,40}$'),
  organisation_id uuid references organisations (id) on delete restrict,
  kek_id text not null check (kek_id <> ''),
  wrapped bytea not null,
  commitment bytea not null check (octet_length(commitment) = 32),
  created_at timestamptz not null default now(),
  unique nulls not distinct (purpose, organisation_id)
);
create index system_keys_by_kek on system_keys (kek_id);

create table audit_chain (
  organisation_id uuid not null references organisations (id) on delete restrict,
  seq bigint not null check (seq > 0),
  event_id uuid not null unique references audit_events (id) deferrable initially deferred,
  previous bytea not null check (octet_length(previous) = 32),
  mac bytea not null check (octet_length(mac) = 32),
  primary key (organisation_id, seq)
);

-- What every chain ended with at an instant, signed; each names the one before by its hash.
create table audit_checkpoints (
  seq bigint primary key check (seq > 0),
  at timestamptz not null,
  statement text not null,
  signature bytea not null check (octet_length(signature) = 64)
);

do $$
declare
  t text;
begin
  foreach t in array array['audit_chain', 'audit_checkpoints'] loop
    execute format('create trigger %1$s_append_only before update or delete on %1$s
      for each row execute function kanal_refuse_change()', t);
    execute format('create trigger %1$s_no_truncate before truncate on %1$s
      for each statement execute function kanal_refuse_change()', t);
  end loop;
end $$;

alter table system_keys enable row level security;
alter table audit_chain enable row level security;
alter table audit_checkpoints enable row level security;
revoke all on system_keys, audit_chain, audit_checkpoints from public;
-- The role that owns the tables may add to the trail and read it, and nothing else.
revoke update, delete, truncate on audit_events, audit_chain, audit_checkpoints from current_user;
-- A foreign key locks the row it points at, which takes the right to update some column; the trigger still refuses.
grant update (updated_at) on audit_events to current_user;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on system_keys, audit_chain, audit_checkpoints from %I', r);
  end loop;
end $$;
`

/** Takes the chain away; the trail itself stays. */
export const auditChainDownSql = /* sql */ `
drop table audit_checkpoints;
drop table audit_chain;
drop table system_keys;
grant update, delete, truncate on audit_events to current_user;
`
