/**
 * Connecting shops and exchanging with them: consent states, the lease on refreshing tokens, catalogue imports,
 * poll cursors and the working columns of the webhook inbox.
 */
export const syncSql = /* sql */ `
-- Who started a consent; found again by the hash of the state the marketplace sends back, once.
create table consent_states (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  nonce_hash bytea not null check (octet_length(nonce_hash) = 32),
  organisation_id uuid not null,
  integration_id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  marketplace text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (organisation_id, integration_id) references integrations (organisation_id, id) on delete cascade
);
create index consent_states_by_expiry on consent_states (expires_at);

-- One row per shop with tokens. A refresh token may be spent once, so whoever holds the lease is alone with it.
create table token_refreshes (
  shop_id uuid primary key,
  organisation_id uuid not null,
  generation bigint not null default 0 check (generation >= 0),
  attempts bigint not null default 0 check (attempts >= 0),
  lease_id uuid,
  lease_until timestamptz,
  last_error jsonb,
  -- When the owner last agreed: news of an earlier consent says nothing about this one.
  consented_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (organisation_id, shop_id) references shops (organisation_id, id) on delete cascade,
  check ((lease_id is null) = (lease_until is null))
);

create table import_runs (
  id uuid primary key default kanal_uuidv7(),
  organisation_id uuid not null,
  shop_id uuid not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  done integer not null default 0 check (done >= 0),
  total integer check (total >= 0),
  created_products integer not null default 0,
  created_skus integer not null default 0,
  linked integer not null default 0,
  unlinked integer not null default 0,
  deleted integer not null default 0,
  error text,
  requested_by uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  foreign key (organisation_id, shop_id) references shops (organisation_id, id) on delete cascade,
  check ((status in ('done', 'failed')) = (finished_at is not null))
);
create index import_runs_by_shop on import_runs (shop_id, created_at desc);
create unique index import_runs_one_open on import_runs (shop_id) where finished_at is null;

-- The run that last saw a listing: one that a finished run did not see is gone from the shop.
alter table listings add column seen_in_run uuid;

-- Everything up to cursor_time is stored. The window and page of a poll that was cut short let the next one go on.
create table poll_cursors (
  shop_id uuid not null,
  resource text not null,
  organisation_id uuid not null,
  cursor_time timestamptz not null,
  window_from timestamptz,
  window_to timestamptz,
  page_token text,
  updated_at timestamptz not null default now(),
  primary key (shop_id, resource),
  foreign key (organisation_id, shop_id) references shops (organisation_id, id) on delete cascade,
  check ((window_from is null) = (window_to is null))
);

alter table webhook_inbox add column lease_until timestamptz;
create index webhook_inbox_pending on webhook_inbox (integration_id, (coalesce(external_shop_id, '')), received_at)
  where processed_at is null;
-- Every incoming message pays for each index and key. These are covered by others, or nothing searches them; that a
-- message is its organisation's follows from its integration, whose row names the same one.
drop index webhook_inbox_organisation_idx, webhook_inbox_updated_at_idx, webhook_inbox_created_at_idx,
  webhook_inbox_integration_idx, webhook_inbox_shop_idx;
alter table webhook_inbox drop constraint webhook_inbox_organisation_fk,
  drop constraint webhook_inbox_organisation_id_key;

drop index sync_log_organisation_idx, sync_log_updated_at_idx, sync_log_created_at_idx;

-- Whoever queues a push wakes the worker in the same transaction. Only a new row or an earlier due time does: the
-- worker's own claims, acknowledgements and postponements wake nobody.
create function kanal_wake_pushes() returns trigger
language plpgsql as $$
declare
  v_shops uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct n.shop_id) into v_shops from after_rows n;
  else
    select array_agg(distinct n.shop_id) into v_shops
    from after_rows n join before_rows o on o.listing_id = n.listing_id where n.due_at < o.due_at;
  end if;
  if v_shops is not null then
    perform graphile_worker.add_jobs(array_agg(('sync.push', json_build_object('shopId', s.id), null, null, 25,
      'push:' || s.id, -10, null)::graphile_worker.job_spec))
    from unnest(v_shops) s(id);
  end if;
  return null;
end $$;
create trigger outbox_stock_queued after insert on outbox_stock
  referencing new table as after_rows for each statement execute function kanal_wake_pushes();
create trigger outbox_stock_hastened after update on outbox_stock
  referencing old table as before_rows new table as after_rows for each statement execute function kanal_wake_pushes();

alter table consent_states enable row level security;
alter table token_refreshes enable row level security;
alter table import_runs enable row level security;
alter table poll_cursors enable row level security;
`

/** Removes what `syncSql` made. */
export const syncDownSql = /* sql */ `
drop trigger outbox_stock_queued on outbox_stock;
drop trigger outbox_stock_hastened on outbox_stock;
drop function kanal_wake_pushes();
alter table webhook_inbox add constraint webhook_inbox_organisation_id_key unique (organisation_id, id),
  add constraint webhook_inbox_organisation_fk foreign key (organisation_id) references organisations (id);
create index webhook_inbox_shop_idx on webhook_inbox (shop_id);
create index webhook_inbox_organisation_idx on webhook_inbox (organisation_id);
create index webhook_inbox_updated_at_idx on webhook_inbox (updated_at);
create index webhook_inbox_created_at_idx on webhook_inbox (created_at);
create index webhook_inbox_integration_idx on webhook_inbox (integration_id);
create index sync_log_organisation_idx on sync_log (organisation_id);
create index sync_log_updated_at_idx on sync_log (updated_at);
create index sync_log_created_at_idx on sync_log (created_at);
drop index webhook_inbox_pending;
alter table webhook_inbox drop column lease_until;
alter table listings drop column seen_in_run;
drop table poll_cursors, import_runs, token_refreshes, consent_states;
`
