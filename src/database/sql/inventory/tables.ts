/**
 * What the generated schema cannot say about stock and orders: counters that never go negative, a ledger nobody
 * rewrites, keys that make every effect happen once, and the queue of stock numbers to publish.
 */
export const stockTablesSql = /* sql */ `
alter table stock_levels drop column available;
alter table stock_levels
  add column available integer generated always as (on_hand - reserved - campaign_reserved) stored,
  -- Raised whenever the quantity to publish may have changed; shipping a held unit changes none.
  add column publish_version bigint not null default 0,
  add constraint stock_levels_counters_check check (
    on_hand >= 0 and reserved >= 0 and campaign_reserved >= 0 and incoming >= 0
    and on_hand - reserved - campaign_reserved >= 0 and version >= 0 and publish_version >= 0);
alter table stock_levels set (fillfactor = 50);

alter table stock_movements
  add constraint stock_movements_delta_check check (delta <> 0),
  add constraint stock_movements_bucket_check check (bucket in ('on_hand', 'reserved', 'campaign', 'incoming')),
  add constraint stock_movements_type_check check (type in ('receive', 'sale', 'reserve', 'release', 'adjust',
    'count', 'transfer_out', 'transfer_in', 'return_in', 'scrap', 'campaign_lock', 'campaign_unlock')),
  add constraint stock_movements_source_key unique
    (organisation_id, ref_type, ref_id, ref_line, sku_id, location_id, bucket, type, ref_seq),
  add constraint stock_movements_version_key unique (organisation_id, sku_id, location_id, level_version, bucket);
create trigger stock_movements_append_only before update or delete on stock_movements
  for each row execute function kanal_refuse_change();
create trigger stock_movements_no_truncate before truncate on stock_movements
  for each statement execute function kanal_refuse_change();

alter table reservations add constraint reservations_quantity_check check (quantity > 0);
create unique index reservations_active_key on reservations (order_line_id, sku_id, location_id)
  where status = 'active';

alter table order_lines
  -- Units that the marketplace has ever said left for the buyer. Only grows, whatever order messages arrive in.
  add column handed_over_quantity integer not null default 0,
  add constraint order_lines_quantities_check check (
    reserved_quantity >= 0 and short_quantity >= 0 and shipped_quantity >= 0 and cancelled_quantity >= 0
    and quantity = reserved_quantity + short_quantity + shipped_quantity + cancelled_quantity
    and returned_quantity between 0 and shipped_quantity
    and shipped_quantity <= handed_over_quantity and handed_over_quantity + cancelled_quantity <= quantity);
alter table order_lines set (fillfactor = 80);
create index orders_short_idx on orders (organisation_id) where short_quantity > 0;
create index orders_unlinked_idx on orders (shop_id) where unlinked_quantity > 0;

alter table order_events add column inbox_id uuid;
create trigger order_events_append_only before update or delete on order_events
  for each row execute function kanal_refuse_change();
create trigger order_events_no_truncate before truncate on order_events
  for each statement execute function kanal_refuse_change();

create table outbox_stock (
  listing_id uuid primary key,
  organisation_id uuid not null,
  shop_id uuid not null,
  -- The version that made the listing fall behind; what is sent is whatever is newest by then.
  want_version bigint not null,
  due_at timestamptz not null,
  urgent boolean not null default false,
  lease_until timestamptz,
  leased_by text,
  attempts integer not null default 0,
  last_error text,
  constraint outbox_stock_listing_fk foreign key (organisation_id, listing_id)
    references listings (organisation_id, id) on delete cascade
) with (fillfactor = 70);
create index outbox_stock_due_idx on outbox_stock (shop_id, due_at);
alter table outbox_stock enable row level security;

-- A movement or reservation belongs to a level, and the level's own keys tie SKU, location and organisation
-- together: one check on a row we hold anyway, instead of three on rows that every order of everybody shares.
alter table stock_movements
  drop constraint stock_movements_organisation_fk, drop constraint stock_movements_sku_id_fk,
  drop constraint stock_movements_location_id_fk,
  add constraint stock_movements_level_fk foreign key (organisation_id, sku_id, location_id)
    references stock_levels (organisation_id, sku_id, location_id) on delete restrict;
alter table reservations
  drop constraint reservations_organisation_fk, drop constraint reservations_sku_id_fk,
  drop constraint reservations_location_id_fk,
  add constraint reservations_level_fk foreign key (organisation_id, sku_id, location_id)
    references stock_levels (organisation_id, sku_id, location_id) on delete restrict;
alter table order_lines drop constraint order_lines_organisation_fk;
alter table order_events drop constraint order_events_organisation_fk;

-- Nothing refers to these rows by organisation and id, and no query uses these indexes; each would cost every
-- change of a counter.
alter table stock_movements drop constraint stock_movements_organisation_id_key;
alter table reservations drop constraint reservations_organisation_id_key;
alter table order_events drop constraint order_events_organisation_id_key;
drop index stock_levels_updated_at_idx, stock_levels_created_at_idx, stock_levels_organisation_idx;
drop index stock_movements_updated_at_idx, stock_movements_created_at_idx, stock_movements_organisation_idx,
  stock_movements_sku_idx, stock_movements_location_idx;
drop index reservations_updated_at_idx, reservations_created_at_idx, reservations_organisation_idx,
  reservations_sku_idx, reservations_location_idx;
drop index order_lines_updated_at_idx, order_lines_created_at_idx, order_lines_organisation_idx,
  order_lines_order_idx;
drop index orders_updated_at_idx, orders_created_at_idx, orders_organisation_idx, orders_shop_idx;
drop index order_events_updated_at_idx, order_events_created_at_idx, order_events_organisation_idx,
  order_events_order_idx;
`
