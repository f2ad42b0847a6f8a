/**
 * Which shops must be told a new number. A row says "this listing is behind", never how much: the quantity is
 * read when it is sent, so a late or repeated send can only be more right.
 */
export const stockOutboxSql = /* sql */ `
-- A first change waits 300 ms for company, and one listing is not told twice within a second, unless the shop
-- shows stock where there is none or none where there is some.
create function kanal_push_due(p_urgent boolean, p_pushed_at timestamptz) returns timestamptz
language sql volatile as $$
  select case when p_urgent then clock_timestamp()
    else greatest(clock_timestamp() + interval '300 milliseconds',
      least(p_pushed_at, clock_timestamp()) + interval '1 second') end
$$;

-- What each SKU's listings should show. A SKU that nobody has counted yet has version 0: say nothing about it.
create function kanal_publishable(p_organisation uuid, p_skus uuid[])
returns table (sku_id uuid, quantity integer, version bigint)
language sql stable as $$
  select s.sku_id, greatest(coalesce(sum(s.available) filter (where w.kind = 'warehouse'), 0), 0)::integer,
    sum(s.publish_version)::bigint
  from stock_levels s join locations w on w.id = s.location_id
  where s.organisation_id = p_organisation and s.sku_id = any(p_skus)
  group by s.sku_id
$$;

-- Queues every live listing of these SKUs that was told an older number. p_listings are believed to show p_shown
-- already (the shop that made the sale lowered its own count): when that is the right number and nothing else is
-- under way for them, they are noted as told instead.
create function kanal_queue_pushes(p_organisation uuid, p_skus uuid[], p_listings uuid[] default null,
  p_shown integer[] default null) returns void
language plpgsql as $$
declare
  v_behind uuid[];
begin
  if p_listings is not null then
    update listings g set pushed_quantity = a.quantity, pushed_version = a.version
    from kanal_publishable(p_organisation, p_skus) a, unnest(p_listings, p_shown) b(id, quantity)
    where g.organisation_id = p_organisation and g.id = b.id and g.sku_id = a.sku_id and g.status = 'live'
      and a.version > 0 and coalesce(g.pushed_version, 0) < a.version and b.quantity = a.quantity
      and not exists (select from outbox_stock x where x.listing_id = g.id);
  end if;
  -- Rows are taken away only under the lock of the SKU, so one that is there now will see this change sent.
  select array_agg(g.id) into v_behind
  from kanal_publishable(p_organisation, p_skus) a
    join listings g on g.organisation_id = p_organisation and g.sku_id = a.sku_id and g.status = 'live'
      and coalesce(g.pushed_version, 0) < a.version
    left join outbox_stock x on x.listing_id = g.id
  where a.version > 0
    and (x.listing_id is null or (not x.urgent and x.attempts = 0 and (g.pushed_quantity = 0) <> (a.quantity = 0)));
  if v_behind is null then return; end if;
  insert into outbox_stock as x (listing_id, organisation_id, shop_id, want_version, urgent, due_at)
  select g.id, g.organisation_id, g.shop_id, a.version, u.urgent, kanal_push_due(u.urgent, g.pushed_at)
  from listings g join kanal_publishable(p_organisation, p_skus) a on a.sku_id = g.sku_id
    cross join lateral (select coalesce((g.pushed_quantity = 0) <> (a.quantity = 0), false)) u(urgent)
  where g.id = any(v_behind)
  order by g.id
  on conflict (listing_id) do update
    set want_version = greatest(x.want_version, excluded.want_version), urgent = x.urgent or excluded.urgent,
      due_at = case when x.attempts > 0 then x.due_at else least(x.due_at, excluded.due_at) end;
end $$;

-- Another SKU counts versions of its own, so what was told about the former one says nothing about the new one.
create function kanal_listing_relinked() returns trigger
language plpgsql as $$
begin
  new.pushed_version := null;
  delete from outbox_stock where listing_id = new.id;
  return new;
end $$;
create trigger listings_relinked before update of sku_id on listings
  for each row when (old.sku_id is distinct from new.sku_id) execute function kanal_listing_relinked();

create function kanal_listing_queue_push() returns trigger
language plpgsql as $$
begin
  perform kanal_queue_pushes(new.organisation_id, array[new.sku_id]);
  return null;
end $$;
create trigger listings_linked after insert on listings
  for each row when (new.sku_id is not null and new.status = 'live') execute function kanal_listing_queue_push();
create trigger listings_linked_later after update of sku_id, status on listings
  for each row when (new.sku_id is not null and new.status = 'live'
    and (old.sku_id is distinct from new.sku_id or old.status is distinct from new.status))
  execute function kanal_listing_queue_push();

-- Version-guarded: an older acknowledgement never overwrites a newer one. What has moved on meanwhile stays due.
create function kanal_acknowledge_pushes(p_listings uuid[], p_quantities integer[], p_versions bigint[]) returns void
language plpgsql as $$
declare
  o record;
begin
  for o in
    select organisation_id as id, array_agg(distinct sku_id) as skus from listings
    where id = any(p_listings) and sku_id is not null group by organisation_id order by organisation_id
  loop
    perform kanal_lock_stock(o.id, o.skus);
  end loop;
  perform from outbox_stock where listing_id = any(p_listings) order by listing_id for update;
  update listings g
  set pushed_quantity = a.quantity, pushed_version = a.version, pushed_at = clock_timestamp(), push_error = null
  from unnest(p_listings, p_quantities, p_versions) a(id, quantity, version)
  where g.id = a.id and coalesce(g.pushed_version, 0) < a.version
    -- A version from the future belongs to a SKU this listing was linked to before.
    and a.version <= (select n.version from kanal_publishable(g.organisation_id, array[g.sku_id]) n);
  delete from outbox_stock x
  using listings g cross join lateral kanal_publishable(g.organisation_id, array[g.sku_id]) n
  where x.listing_id = any(p_listings) and g.id = x.listing_id and n.version <= g.pushed_version;
  update outbox_stock x
  set lease_until = null, leased_by = null, attempts = 0, last_error = null, want_version = n.version,
    urgent = u.urgent, due_at = kanal_push_due(u.urgent, clock_timestamp())
  from listings g
    cross join lateral kanal_publishable(g.organisation_id, array[g.sku_id]) n
    cross join lateral (select coalesce((g.pushed_quantity = 0) <> (n.quantity = 0), false)) u(urgent)
  where x.listing_id = any(p_listings) and g.id = x.listing_id;
end $$;
`
