/**
 * Notices: what happened (one open incident per organisation, kind and key), who has read it, how each person wants
 * to hear of it, and every e-mail that was meant to go out. Runs after organisations and users exist.
 */
export const notificationsSql = /* sql */ `
create table notice_incidents (
  id uuid primary key default kanal_uuidv7(),
  organisation_id uuid not null references organisations (id) on delete restrict,
  kind text not null check (kind ~ '^[a-z]+[.][a-z_-]+$'),
  dedupe_key text not null check (char_length(dedupe_key) between 1 and 200),
  -- A lasting incident is open until it recovers; anything else happened once and is over.
  lasting boolean not null,
  params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
  link text check (link like '/%'),
  audience_roles text[] not null,
  audience_user_id uuid references users (id) on delete cascade,
  count integer not null default 1 check (count > 0),
  opened_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  recovered_at timestamptz,
  -- When the recovery went out by e-mail. Until then a relapse continues the same incident.
  recovery_told_at timestamptz,
  -- The last moment worth telling: opened, relapsed or recovered, but not merely repeated.
  told_at timestamptz not null default clock_timestamp(),
  unique (organisation_id, id),
  check (lasting or recovered_at is null),
  check (recovery_told_at is null or recovered_at is not null),
  check (cardinality(audience_roles) > 0 or audience_user_id is not null)
);
create unique index notice_incidents_one_open
  on notice_incidents (organisation_id, kind, dedupe_key) where recovered_at is null;
create index notice_incidents_by_key on notice_incidents (organisation_id, kind, dedupe_key, opened_at desc);
create index notice_incidents_newest on notice_incidents (organisation_id, told_at desc);

create table notice_reads (
  organisation_id uuid not null,
  incident_id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  read_at timestamptz not null,
  primary key (user_id, incident_id),
  foreign key (organisation_id, incident_id) references notice_incidents (organisation_id, id) on delete cascade
);

-- A row without a user holds what the organisation chose for everybody who did not choose.
create table notice_preferences (
  organisation_id uuid not null references organisations (id) on delete restrict,
  user_id uuid references users (id) on delete cascade,
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (organisation_id, user_id)
);

create table notice_languages (
  user_id uuid primary key references users (id) on delete cascade,
  language text not null check (language in ('id', 'en')),
  updated_at timestamptz not null default now()
);

-- One row per e-mail and person. gathered: waits for the daily summary; held: waits for the mail server to recover.
create table notice_deliveries (
  id uuid primary key default kanal_uuidv7(),
  organisation_id uuid not null,
  incident_id uuid,
  user_id uuid not null references users (id) on delete cascade,
  moment text not null check (moment in ('opened', 'recovered', 'digest')),
  state text not null check (state in ('queued', 'gathered', 'held', 'sent', 'failed', 'skipped', 'summarised')),
  due_at timestamptz not null,
  digest_key text,
  digest_id uuid references notice_deliveries (id) on delete set null,
  attempts integer not null default 0 check (attempts >= 0),
  leased_until timestamptz,
  cause_code text,
  cause jsonb,
  provider_id text,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  foreign key (organisation_id) references organisations (id) on delete restrict,
  foreign key (organisation_id, incident_id) references notice_incidents (organisation_id, id) on delete cascade,
  unique (incident_id, user_id, moment),
  unique (organisation_id, user_id, digest_key),
  check ((moment = 'digest') = (incident_id is null)),
  check ((moment = 'digest') = (digest_key is not null))
);
create index notice_deliveries_newest on notice_deliveries (organisation_id, created_at desc);
create index notice_deliveries_waiting on notice_deliveries (organisation_id, user_id, state)
  where state in ('gathered', 'held');

-- Tells every listening process that what somebody sees has changed. Carries ids only.
create function kanal_notices_changed(p_organisation uuid, p_user uuid) returns void language sql as $$
  select pg_notify('kanal_notices', json_build_object('organisation', p_organisation, 'user', p_user)::text)
$$;

-- Opens an incident, or counts up the open one. Returns opened, relapsed or repeated.
create function kanal_notify(
  p_organisation uuid, p_kind text, p_key text, p_lasting boolean, p_params jsonb, p_link text,
  p_roles text[], p_user uuid, out incident_id uuid, out change text
) language plpgsql as $$
declare
  is_new boolean;
  previous timestamptz;
begin
  -- One at a time per key, so that a relapse and a first occurrence cannot both open.
  perform pg_advisory_xact_lock(hashtextextended(p_organisation::text || ':' || p_kind || ':' || p_key, 4010));
  update notice_incidents i
  set recovered_at = null, count = i.count + 1, params = p_params, link = p_link,
      last_at = clock_timestamp(), told_at = clock_timestamp()
  where i.id = (
      select r.id from notice_incidents r
      where r.organisation_id = p_organisation and r.kind = p_kind and r.dedupe_key = p_key
      order by r.opened_at desc limit 1
    ) and i.recovered_at is not null and i.recovery_told_at is null
  returning i.id into incident_id;
  if found then
    change := 'relapsed';
    perform kanal_notices_changed(p_organisation, null);
    return;
  end if;
  select i.last_at into previous from notice_incidents i
  where i.organisation_id = p_organisation and i.kind = p_kind and i.dedupe_key = p_key and i.recovered_at is null;
  insert into notice_incidents as i
    (organisation_id, kind, dedupe_key, lasting, params, link, audience_roles, audience_user_id)
  values (p_organisation, p_kind, p_key, p_lasting, p_params, p_link, p_roles, p_user)
  on conflict (organisation_id, kind, dedupe_key) where recovered_at is null
  do update set count = i.count + 1, last_at = clock_timestamp(), params = excluded.params, link = excluded.link
  returning i.id, i.xmax = 0 into incident_id, is_new;
  change := case when is_new then 'opened' else 'repeated' end;
  -- A flood of repeats is told once a minute.
  if is_new or previous < clock_timestamp() - interval '1 minute' then
    perform kanal_notices_changed(p_organisation, null);
  end if;
end $$;

-- Closes the open incident of that key. Returns its id, or null when there is none.
create function kanal_recover(p_organisation uuid, p_kind text, p_key text, p_params jsonb)
returns uuid language plpgsql as $$
declare
  closed uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_organisation::text || ':' || p_kind || ':' || p_key, 4010));
  update notice_incidents i
  set recovered_at = clock_timestamp(), told_at = clock_timestamp(), params = i.params || p_params
  where i.organisation_id = p_organisation and i.kind = p_kind and i.dedupe_key = p_key
    and i.lasting and i.recovered_at is null
  returning i.id into closed;
  if found then
    perform kanal_notices_changed(p_organisation, null);
  end if;
  return closed;
end $$;

alter table notice_incidents enable row level security;
alter table notice_reads enable row level security;
alter table notice_preferences enable row level security;
alter table notice_languages enable row level security;
alter table notice_deliveries enable row level security;
revoke all on notice_incidents, notice_reads, notice_preferences, notice_languages, notice_deliveries from public;
revoke execute on function kanal_notices_changed(uuid, uuid),
  kanal_notify(uuid, text, text, boolean, jsonb, text, text[], uuid), kanal_recover(uuid, text, text, jsonb)
  from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on notice_incidents, notice_reads, notice_preferences, notice_languages,
      notice_deliveries from %I', r);
    execute format('revoke execute on function kanal_notices_changed(uuid, uuid),
      kanal_notify(uuid, text, text, boolean, jsonb, text, text[], uuid),
      kanal_recover(uuid, text, text, jsonb) from %I', r);
  end loop;
end $$;
`

/** Removes everything `notificationsSql` made. */
export const notificationsDownSql = /* sql */ `
drop function kanal_recover(uuid, text, text, jsonb);
drop function kanal_notify(uuid, text, text, boolean, jsonb, text, text[], uuid);
drop function kanal_notices_changed(uuid, uuid);
drop table notice_deliveries;
drop table notice_languages;
drop table notice_preferences;
drop table notice_reads;
drop table notice_incidents;
`
