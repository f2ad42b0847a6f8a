/** What each process counted of its cryptography, so that one answer tells of all. Numbers only; old rows go. */
export const cryptoMetricsSql = /* sql */ `
create table crypto_metrics (
  process_id uuid primary key,
  role text not null check (role in ('web', 'worker')),
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now(),
  counts jsonb not null check (jsonb_typeof(counts) = 'object')
);
alter table crypto_metrics enable row level security;
revoke all on crypto_metrics from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on crypto_metrics from %I', r);
  end loop;
end $$;
`
