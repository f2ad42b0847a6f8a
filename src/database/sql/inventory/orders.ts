/**
 * Orders against stock. A marketplace message is turned into "what should be held, shipped and cancelled now" and
 * the difference to what is, so that repeats change nothing and the order in which messages arrive does not matter.
 */
export const orderCoreSql = /* sql */ `
create type kanal_message_line as (
  external_line_id text, external_item_id text, external_variant_id text, seller_sku text, sku_code text,
  title text, variant_name text, quantity integer, cancelled integer, returned integer,
  unit_price bigint, currency text, image_url text, listing_id uuid, sku_id uuid);

-- First part of an order's version: a final state outlives any later open one, an unknown one never wins.
create function kanal_status_class(p_status text) returns integer
language sql immutable as $$
  select case when p_status = 'unknown' then -1
    when p_status in ('completed', 'cancelled', 'returning', 'returned') then 1 else 0 end
$$;

-- What a status asks of stock: hold the units, wait without holding, they left, or give them back.
create function kanal_order_effect(p_status text, p_reserve_unpaid boolean) returns text
language sql immutable as $$
  select case
    when p_status in ('pending', 'to_ship', 'arranged', 'cancel_requested') then 'hold'
    when p_status = 'unpaid' and p_reserve_unpaid then 'hold'
    when p_status in ('handed_over', 'in_transit', 'delivered', 'completed', 'returning', 'returned') then 'ship'
    when p_status = 'cancelled' then 'cancel'
    else 'wait' end
$$;

-- Units of a line that a message says have left for the buyer.
create function kanal_line_left(p_line kanal_message_line, p_effect text) returns integer
language sql immutable as $$
  select least(p_line.quantity, greatest(p_line.returned,
    case when p_effect = 'ship' then p_line.quantity - p_line.cancelled else 0 end, 0))
$$;

create function kanal_is_newer(p_order orders, p_status text, p_updated timestamptz, p_rank integer) returns boolean
language sql stable as $$
  select (kanal_status_class(p_status), p_updated, p_rank)
    > (kanal_status_class(p_order.status::text), p_order.remote_updated_at, p_order.status_rank)
$$;

-- Newer than what is stored, or older but telling of units that left which we had not heard of.
create function kanal_is_news(p_order orders, p_status text, p_updated timestamptz, p_rank integer,
  p_lines kanal_message_line[], p_effect text) returns boolean
language plpgsql stable as $$
begin
  return kanal_is_newer(p_order, p_status, p_updated, p_rank) or exists (
    select from unnest(p_lines) m
      left join order_lines l on l.order_id = p_order.id and l.external_line_id = m.external_line_id
    where kanal_line_left(m, p_effect) > coalesce(l.handed_over_quantity, 0));
end $$;

-- The lines of a message with the listing and SKU each belongs to: by the shop's item, else by SKU code when the
-- item has not been imported yet. An item that is imported and unlinked stays unlinked.
create function kanal_linked_lines(p_organisation uuid, p_shop uuid, p_lines kanal_message_line[])
returns kanal_message_line[]
language plpgsql stable as $$
begin
  return array(
    select (m.external_line_id, m.external_item_id, m.external_variant_id, m.seller_sku, m.sku_code, m.title,
      m.variant_name, m.quantity, m.cancelled, m.returned, m.unit_price, m.currency, m.image_url,
      g.id, coalesce(g.sku_id, k.id))::kanal_message_line
    from unnest(p_lines) m
      left join listings g on g.shop_id = p_shop and g.external_item_id = m.external_item_id
        and g.external_variant_id = m.external_variant_id
      left join skus k on g.id is null and k.organisation_id = p_organisation and m.sku_code <> ''
        and k.code_normalised = m.sku_code);
end $$;

-- The first count of a SKU already lacks what left before it: such a sale must not be taken off again.
create function kanal_before_first_count(p_organisation uuid, p_sku uuid, p_at timestamptz) returns boolean
language sql stable as $$
  select coalesce(p_at < min(m.created_at), false) from stock_movements m
  where m.organisation_id = p_organisation and m.sku_id = p_sku and m.level_version = 1
$$;

-- Writes the next line of an order's history; the order's row is locked or new.
create function kanal_order_event(p_order orders, p_to text, p_raw text, p_source text, p_remote timestamptz,
  p_inbox uuid, p_from text) returns integer
language plpgsql as $$
declare
  v_sequence integer := 1;
begin
  if p_from is not null then
    select coalesce(max(sequence), 0) + 1 into v_sequence from order_events where order_id = p_order.id;
  end if;
  insert into order_events (organisation_id, order_id, sequence, from_status, to_status, raw_status, source,
    remote_updated_at, inbox_id)
  values (p_order.organisation_id, p_order.id, v_sequence, p_from::enum_order_status_from,
    p_to::enum_order_status_to, p_raw, p_source, p_remote, p_inbox);
  return v_sequence;
end $$;

-- What is still missing for an open order: linked units without stock, and units nobody has linked to a SKU.
create function kanal_recount_order(p_order uuid) returns void
language plpgsql as $$
begin
  update orders o set short_quantity = n.short, unlinked_quantity = n.unlinked
  from (
    select coalesce(sum(open - l.reserved_quantity) filter (where l.sku_id is not null and e.effect = 'hold'), 0) as short,
      coalesce(sum(open) filter (where l.sku_id is null and e.effect in ('hold', 'wait')), 0) as unlinked
    from orders p join shops s on s.id = p.shop_id
      cross join kanal_order_effect(p.status::text, coalesce(s.reserve_unpaid, true)) e(effect)
      join order_lines l on l.order_id = p.id
      cross join lateral (select l.quantity - l.cancelled_quantity - l.handed_over_quantity) u(open)
    where p.id = p_order
  ) n
  where o.id = p_order and (o.short_quantity, o.unlinked_quantity) is distinct from (n.short, n.unlinked);
end $$;

-- Holds stock that has become free for open orders that lack it, earliest ship-by first. The caller has locked
-- the SKUs; whoever changes a line of them holds the same locks, so the candidates cannot change under us.
create function kanal_fill_short(p_organisation uuid, p_skus uuid[]) returns integer
language plpgsql as $$
declare
  v_lines uuid[];
  v_wants integer[];
  v_order orders;
  v_filled integer := 0;
  v_sequence integer;
  c record;
begin
  select array_agg(w.id order by w.order_id, w.external_line_id),
      array_agg(least(w.wanted, w.free - w.before) order by w.order_id, w.external_line_id)
    into v_lines, v_wants
  from (
    select l.id, l.order_id, l.external_line_id, a.quantity as free, u.wanted,
      sum(u.wanted) over (partition by l.sku_id order by o.ship_by nulls last, o.placed_at, o.id, l.external_line_id)
        - u.wanted as before
    from kanal_publishable(p_organisation, p_skus) a
      join orders o on o.organisation_id = p_organisation and o.short_quantity > 0
      join order_lines l on l.order_id = o.id and l.sku_id = a.sku_id
      join shops s on s.id = o.shop_id
      cross join lateral (
        select l.quantity - l.cancelled_quantity - l.handed_over_quantity - l.reserved_quantity) u(wanted)
    where a.quantity > 0 and u.wanted > 0
      and kanal_order_effect(o.status::text, coalesce(s.reserve_unpaid, true)) = 'hold'
  ) w where w.before < w.free;
  if v_lines is null then return 0; end if;

  perform from orders where id in (select order_id from order_lines where id = any(v_lines)) order by id for update;
  for c in
    select l as line, t.wanted from unnest(v_lines, v_wants) with ordinality t(id, wanted, place)
      join order_lines l on l.id = t.id order by t.place
  loop
    if v_order.id is distinct from (c.line).order_id then
      if v_order.id is not null then perform kanal_recount_order(v_order.id); end if;
      select * into v_order from orders where id = (c.line).order_id;
      v_sequence := kanal_order_event(v_order, v_order.status::text, v_order.raw_status, 'stock', null, null,
        v_order.status::text);
    end if;
    v_filled := v_filled + kanal_reserve(c.line, c.wanted, v_sequence);
  end loop;
  perform kanal_recount_order(v_order.id);
  return v_filled;
end $$;

-- Counted, received or corrected stock. Each change: sku_id, location_id (or null), quantity, and absolute or not.
-- A change whose reference is known already is left alone, so a repeat of the call changes nothing.
create function kanal_change_stock(p_organisation uuid, p_changes jsonb, p_type text, p_ref_type text, p_ref_id text,
  p_actor text, p_reason text, p_listings uuid[] default null, p_shown integer[] default null)
returns table (sku_id uuid, location_id uuid, on_hand integer, reserved integer, available integer, delta integer)
language plpgsql as $$
#variable_conflict use_column
declare
  v_skus uuid[] := (select array_agg(distinct c.sku_id) from jsonb_to_recordset(p_changes) c(sku_id uuid));
  v_default uuid := kanal_default_location(p_organisation);
  v_level stock_levels;
  v_delta integer;
  v_raised uuid[] := '{}';
  c record;
begin
  perform kanal_lock_stock(p_organisation, v_skus);
  for c in
    select x.sku_id as sku, coalesce(x.location_id, v_default) as location, x.quantity, x.absolute
    from jsonb_to_recordset(p_changes) x(sku_id uuid, location_id uuid, quantity integer, absolute boolean)
    order by 1, 2
  loop
    insert into stock_levels (organisation_id, sku_id, location_id) values (p_organisation, c.sku, c.location)
    on conflict do nothing;
    select * into v_level from stock_levels s
    where s.organisation_id = p_organisation and s.sku_id = c.sku and s.location_id = c.location for update;
    v_delta := case when c.absolute then c.quantity - v_level.on_hand else c.quantity end;
    if exists (select from stock_movements m where m.organisation_id = p_organisation and m.ref_type = p_ref_type
        and m.ref_id = p_ref_id and m.ref_line = '' and m.sku_id = c.sku and m.location_id = c.location) then
      v_delta := 0;
    end if;
    if v_delta <> 0 then
      perform kanal_stock_step(p_organisation, c.sku, c.location, v_delta, 0, p_type, p_ref_type, p_ref_id, '', 0,
        p_actor, p_reason);
    elsif v_level.publish_version = 0 then
      -- Counted, and there is none: from now on that is a fact worth publishing.
      update stock_levels s set publish_version = 1 where s.id = v_level.id;
    end if;
    if v_delta > 0 then v_raised := v_raised || c.sku; end if;
    sku_id := c.sku;
    location_id := c.location;
    delta := v_delta;
    select s.on_hand, s.reserved, s.available into on_hand, reserved, available
    from stock_levels s where s.id = v_level.id;
    return next;
  end loop;
  if v_raised <> '{}' then perform kanal_fill_short(p_organisation, v_raised); end if;
  perform kanal_queue_pushes(p_organisation, v_skus, p_listings, p_shown);
end $$;
`
