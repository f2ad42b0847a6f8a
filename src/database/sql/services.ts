/**
 * System services: whose they are, and how every process learns at once that one was changed. Runs after the
 * integrations table and the vault exist.
 */
export const servicesSql = /* sql */ `
-- One row: the organisation that runs this deployment, which is the first there ever was. It alone sets up services.
create table deployment (
  only_row boolean primary key default true check (only_row),
  operator_id uuid not null references organisations (id) on delete restrict,
  -- Where new files are kept once a store is set up; until then on the disk in any case.
  files_in text not null default 'store' check (files_in in ('disk', 'store'))
);
insert into deployment (operator_id) select id from organisations order by created_at, id limit 1;

create function kanal_first_operator() returns trigger language plpgsql as $$
begin
  insert into deployment (operator_id) values (new.id) on conflict do nothing;
  return null;
end $$;
create trigger organisations_first_operator after insert on organisations
  for each row execute function kanal_first_operator();

-- Told at commit, to whoever listens: what an integration is set to has changed.
create function kanal_tell_settings() returns trigger language plpgsql as $$
begin
  if new.owner_type = 'integration' then perform pg_notify('kanal_settings', new.owner_id::text); end if;
  return null;
end $$;
create trigger cred_heads_tell after insert or update of fields, row_version on cred_heads
  for each row execute function kanal_tell_settings();

create function kanal_tell_status() returns trigger language plpgsql as $$
begin
  perform pg_notify('kanal_settings', new.id::text);
  return null;
end $$;
create trigger integrations_tell after update of status on integrations
  for each row when (old.status is distinct from new.status) execute function kanal_tell_status();

-- A move of all files from one store to the other: at most one at a time, resumable, with its progress.
create table file_moves (
  id uuid primary key default kanal_uuidv7(),
  direction text not null check (direction in ('to_store', 'to_disk')),
  state text not null default 'running' check (state in ('running', 'done', 'failed', 'stopped')),
  total integer not null default 0,
  moved integer not null default 0,
  -- Files that could not be moved and were left where they are.
  skipped text[] not null default '{}',
  bytes bigint not null default 0,
  last_error text,
  started_by uuid,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index file_moves_one_at_a_time on file_moves ((true)) where state = 'running';

-- Where each stored file is. A file without a row is on the local disk.
create table file_places (
  key text primary key check (key <> ''),
  place text not null check (place in ('disk', 'store')),
  size bigint not null check (size >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- The store that holds a copy; still named when the file is back on the disk and the copy is to be removed.
  bucket text,
  moved_at timestamptz not null default now(),
  check (place = 'disk' or bucket is not null)
);
create index file_places_in_store on file_places (key) where place = 'store';

alter table deployment enable row level security;
alter table file_moves enable row level security;
alter table file_places enable row level security;
revoke all on deployment, file_moves, file_places from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on deployment, file_moves, file_places from %I', r);
  end loop;
end $$;
`

export const servicesDownSql = /* sql */ `
drop table file_places, file_moves, deployment;
drop trigger integrations_tell on integrations;
drop trigger cred_heads_tell on cred_heads;
drop trigger organisations_first_operator on organisations;
drop function kanal_tell_status(), kanal_tell_settings(), kanal_first_operator();
`
