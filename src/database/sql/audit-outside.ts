/**
 * The audit trail outside this machine: which signed checkpoints were copied to the file store, and how far each
 * organisation's rows have been streamed to another system. Runs after the chain and integrations exist.
 */
export const auditOutsideSql = /* sql */ `
-- One row per checkpoint and place it was copied to.
create table audit_copies (
  place text not null check (char_length(place) between 1 and 400),
  seq bigint not null check (seq > 0),
  copied_at timestamptz not null default clock_timestamp(),
  -- Until when the store refuses to change or delete it; null when it does not refuse.
  locked_until timestamptz,
  primary key (place, seq)
);

-- The last look at the place; one row at most.
create table audit_copy_status (
  singleton boolean primary key default true check (singleton),
  place text not null,
  since timestamptz not null default clock_timestamp(),
  tried_at timestamptz not null default clock_timestamp(),
  -- The cause of the last failure; null when the last try did not fail.
  cause text,
  -- A checkpoint kept there that this database does not have: it was set back, or it is another's.
  unknown_seq bigint
);

-- How far an organisation's rows have been taken by the receiver. Another destination begins anew.
create table audit_stream_cursors (
  organisation_id uuid primary key references organisations (id) on delete restrict,
  destination text not null check (destination ~ '^[0-9a-f]{64}$'),
  seq bigint not null default 0 check (seq >= 0),
  delivered_at timestamptz,
  failures integer not null default 0 check (failures >= 0),
  failing_since timestamptz,
  cause text,
  try_at timestamptz not null default clock_timestamp(),
  leased_until timestamptz,
  check ((failures = 0) = (failing_since is null))
);

-- A newer warning of the same thing took its place: people see that one only.
alter table notice_incidents add column superseded boolean not null default false;

-- A mail server that was set up anew or tested again may take what was held: look at once instead of in five minutes.
create function kanal_wake_held_mail() returns trigger language plpgsql as $$
begin
  if exists (select from notice_deliveries where state = 'held')
    or exists (select from notice_incidents
      where kind = 'system.mail-broken' and lasting and recovered_at is null) then
    perform graphile_worker.add_job('notifications.tend', '{}'::json, job_key := 'notifications.tend:settings');
  end if;
  return null;
end $$;
create trigger cred_heads_wake_held_mail after insert or update of fields, row_version on cred_heads
  for each row when (new.owner_type = 'integration') execute function kanal_wake_held_mail();
create trigger integrations_wake_held_mail after update of status, last_tested_at on integrations
  for each row when (old.status is distinct from new.status or old.last_tested_at is distinct from new.last_tested_at)
  execute function kanal_wake_held_mail();

alter table audit_copies enable row level security;
alter table audit_copy_status enable row level security;
alter table audit_stream_cursors enable row level security;
revoke all on audit_copies, audit_copy_status, audit_stream_cursors from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on audit_copies, audit_copy_status, audit_stream_cursors from %I', r);
  end loop;
end $$;
`

/** Removes everything `auditOutsideSql` made. */
export const auditOutsideDownSql = /* sql */ `
drop trigger integrations_wake_held_mail on integrations;
drop trigger cred_heads_wake_held_mail on cred_heads;
drop function kanal_wake_held_mail();
alter table notice_incidents drop column superseded;
drop table audit_stream_cursors, audit_copy_status, audit_copies;
`
