/** Recent uses of things that may only be done so often, one row per subject. */
export const rateLimitsSql = /* sql */ `
create table rate_limits (
  subject text primary key check (subject <> ''),
  uses timestamptz[] not null
);
alter table rate_limits enable row level security;
revoke all on rate_limits from public;
`

/** Removes everything `rateLimitsSql` made. */
export const rateLimitsDownSql = /* sql */ `
drop table rate_limits;
`
