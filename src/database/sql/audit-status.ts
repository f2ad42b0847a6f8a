/** What the last verification of the audit trail found; one row at most. */
export const auditStatusSql = /* sql */ `
create table audit_status (
  singleton boolean primary key default true check (singleton),
  verified_at timestamptz not null,
  rows bigint not null,
  faults jsonb not null check (jsonb_typeof(faults) = 'array')
);
alter table audit_status enable row level security;
revoke all on audit_status from public;
create index audit_events_by_time on audit_events (created_at);
`
