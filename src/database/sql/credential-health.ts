/** Looking after stored credentials: when each is tested next, what it has been answering, and how it went lately. */
export const credentialHealthSql = /* sql */ `
create table credential_health (
  integration_id uuid primary key,
  organisation_id uuid not null,
  next_at timestamptz not null,
  -- Answers in a row that the streak below is made of.
  rejected integer not null default 0 check (rejected >= 0),
  rejected_since timestamptz,
  unverified integer not null default 0 check (unverified >= 0),
  checked_at timestamptz,
  foreign key (organisation_id, integration_id) references integrations (organisation_id, id) on delete cascade,
  check ((rejected = 0) = (rejected_since is null))
);
create index credential_health_due on credential_health (next_at);

create table credential_checks (
  id uuid primary key default kanal_uuidv7(),
  organisation_id uuid not null,
  integration_id uuid not null,
  at timestamptz not null default now(),
  source text not null check (source in ('monitor', 'person')),
  verdict text not null check (verdict in ('accepted', 'rejected', 'unverified')),
  cause text,
  ms integer not null check (ms >= 0),
  foreign key (organisation_id, integration_id) references integrations (organisation_id, id) on delete cascade
);
create index credential_checks_by_integration on credential_checks (integration_id, at);
create index credential_checks_by_age on credential_checks (at);

alter table credential_health enable row level security;
alter table credential_checks enable row level security;
revoke all on credential_health, credential_checks from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on credential_health, credential_checks from %I', r);
  end loop;
end $$;
`
