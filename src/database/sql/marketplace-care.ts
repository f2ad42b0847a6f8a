/**
 * Looking after connections: consents that share one token pair, when consents end and which warnings were given, and
 * how many calls are left to each shop, endpoint class and app.
 */
export const marketplaceCareSql = /* sql */ `
-- Shops whose tokens came as one pair are refreshed as one: the lease is the group's. A shop of its own is a group of one.
create table token_groups (
  id uuid primary key default kanal_uuidv7(),
  organisation_id uuid not null references organisations (id) on delete cascade,
  -- The marketplace's own name of what the shops share; not secret.
  name text,
  attempts bigint not null default 0 check (attempts >= 0),
  lease_id uuid,
  lease_until timestamptz,
  last_error jsonb,
  updated_at timestamptz not null default now(),
  unique (organisation_id, id),
  check ((lease_id is null) = (lease_until is null))
);
insert into token_groups (id, organisation_id, attempts) select shop_id, organisation_id, attempts from token_refreshes;
alter table token_refreshes add column group_id uuid;
update token_refreshes set group_id = shop_id;
alter table token_refreshes alter column group_id set not null,
  add constraint token_refreshes_group_fk foreign key (organisation_id, group_id)
    references token_groups (organisation_id, id),
  drop column attempts, drop column lease_id, drop column lease_until, drop column last_error;
create index token_refreshes_by_group on token_refreshes (group_id);

-- When a shop's consent ends, by what the shop says of itself and by its refresh token; the former counts if there.
create table shop_consents (
  shop_id uuid primary key,
  organisation_id uuid not null,
  from_shop timestamptz,
  from_token timestamptz,
  -- The last warning given, in days before the end, and the end it was about.
  warned_days smallint check (warned_days in (14, 7, 1, 0)),
  warned_for timestamptz,
  updated_at timestamptz not null default now(),
  foreign key (organisation_id, shop_id) references shops (organisation_id, id) on delete cascade,
  check ((warned_days is null) = (warned_for is null))
);
insert into shop_consents (shop_id, organisation_id, from_shop)
  select id, organisation_id, consent_expires_at from shops where status <> 'disconnected';

-- Calls left, counted up to a moment that lies in the future while the marketplace has asked for a pause. Unlogged: a
-- claim must not wait for the disk, and a counter that starts again after a crash does no harm.
create unlogged table call_budgets (
  bucket text primary key check (bucket <> ''),
  tokens double precision not null,
  at timestamptz not null
) with (fillfactor = 50);

-- Takes up to p_most calls out of all these buckets together, each with its rate a second and the most it holds; the
-- first is the shop's. Of a shared bucket (the app's) a shop must leave the more, the more it has taken out of it in
-- the last seconds: whoever calls little finds something left, and whoever calls alone still gets all that comes in.
-- Returns how many were granted, and if none, after how many milliseconds the next one may be.
create function kanal_claim_calls(p_buckets text[], p_rates double precision[], p_caps double precision[],
  p_shared boolean[], p_most integer, out granted integer, out wait_ms double precision)
language plpgsql as $$
declare
  v_now timestamptz;
  v_meter text := p_buckets[1] || ':use';
  v_use double precision := 0;
begin
  perform from call_budgets where bucket = any(p_buckets) order by bucket for update;
  insert into call_budgets (bucket, tokens, at)
    select w.bucket, w.cap, clock_timestamp() from unnest(p_buckets, p_caps) w(bucket, cap)
    where not exists (select from call_budgets b where b.bucket = w.bucket)
    order by w.bucket
  on conflict (bucket) do update set tokens = call_budgets.tokens;
  v_now := clock_timestamp();
  update call_budgets b
  set tokens = least(w.cap, b.tokens + w.rate * greatest(0, extract(epoch from v_now - b.at))),
    at = greatest(b.at, v_now)
  from unnest(p_buckets, p_rates, p_caps) w(bucket, rate, cap) where b.bucket = w.bucket;
  if true = any(p_shared) then
    -- What was taken counts for less with time: by half in one and a half seconds.
    insert into call_budgets as b (bucket, tokens, at) values (v_meter, 0, v_now)
    on conflict (bucket) do update
      set tokens = b.tokens * exp(greatest(-50, -extract(epoch from greatest(v_now, b.at) - b.at) / 2)),
        at = greatest(b.at, v_now)
    returning b.tokens into v_use;
  end if;
  select greatest(0, least(p_most, min(case when b.at > v_now then 0 else floor(b.tokens - r.kept) end)))::integer,
    coalesce(max(1000 * (greatest(0, extract(epoch from b.at - v_now)) + greatest(0, 1 + r.kept - b.tokens) / w.rate)), 0)
  into granted, wait_ms
  from unnest(p_buckets, p_rates, p_caps, p_shared) w(bucket, rate, cap, shared)
    join call_budgets b on b.bucket = w.bucket
    cross join lateral (select case when w.shared then (w.cap - 1) * v_use / (v_use + w.rate / 2) else 0 end) r(kept);
  if granted > 0 then
    update call_budgets set tokens = tokens - granted where bucket = any(p_buckets);
    update call_budgets set tokens = tokens + granted where bucket = v_meter;
    wait_ms := 0;
  end if;
end $$;

-- Lets nothing out of a bucket for so long, for all processes. Afterwards it starts empty.
create function kanal_hold_calls(p_bucket text, p_ms double precision) returns void
language sql as $$
  insert into call_budgets as b (bucket, tokens, at)
  values (p_bucket, 0, clock_timestamp() + p_ms * interval '1 millisecond')
  on conflict (bucket) do update set tokens = least(b.tokens, 0), at = greatest(b.at, excluded.at)
$$;

alter table token_groups enable row level security;
alter table shop_consents enable row level security;
alter table call_budgets enable row level security;
revoke all on token_groups, shop_consents, call_budgets from public;
revoke execute on function kanal_claim_calls(text[], double precision[], double precision[], boolean[], integer) from public;
revoke execute on function kanal_hold_calls(text, double precision) from public;
do $$
declare
  r text;
begin
  for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
    execute format('revoke all on token_groups, shop_consents, call_budgets from %I', r);
  end loop;
end $$;
`

/** Removes what `marketplaceCareSql` made. Every shop refreshes alone again. */
export const marketplaceCareDownSql = /* sql */ `
drop function kanal_hold_calls(text, double precision);
drop function kanal_claim_calls(text[], double precision[], double precision[], boolean[], integer);
drop table call_budgets, shop_consents;
alter table token_refreshes add column attempts bigint not null default 0 check (attempts >= 0),
  add column lease_id uuid, add column lease_until timestamptz, add column last_error jsonb,
  add check ((lease_id is null) = (lease_until is null)), drop column group_id;
drop table token_groups;
`
