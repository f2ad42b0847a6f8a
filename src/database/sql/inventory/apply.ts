/** One order message, and newly linked listings, carried into stock: each a single call of the caller's transaction. */
export const orderApplySql = /* sql */ `
create function kanal_apply_order(p_organisation uuid, p_shop uuid, p_marketplace text, p_reserve_unpaid boolean,
  p_source text, p_inbox uuid, p_order jsonb)
returns table (outcome text, order_id uuid, short_quantity integer, unlinked_quantity integer)
language plpgsql as $$
#variable_conflict use_column
declare
  m record;
  o orders;
  v_line order_lines;
  v_known boolean;
  v_created boolean := false;
  v_newer boolean;
  v_effect text;
  v_lines kanal_message_line[];
  v_skus uuid[];
  v_freed uuid[] := '{}';
  v_listings uuid[];
  v_shown integer[];
  v_sequence integer;
  v_left integer;
  v_quantity integer;
  v_cancelled integer;
  v_held integer;
  v_part integer;
  v_open integer;
  v_state text;
  v_short integer := 0;
  v_unlinked integer := 0;
  v_excess integer;
  v_want integer;
  t record;
begin
  select * into m from jsonb_to_record(p_order) r(external_order_id text, status text, status_rank integer,
    raw_status text, sales_surface text, remote_updated_at timestamptz, placed_at timestamptz, paid_at timestamptz,
    ship_by timestamptz, total bigint, currency text, buyer_name text, buyer_note text, recipient jsonb, courier text,
    tracking_number text, cancel_reason text);
  v_lines := array(select l from jsonb_populate_recordset(null::kanal_message_line, p_order -> 'lines') l);
  v_effect := kanal_order_effect(m.status, p_reserve_unpaid);

  -- Asked without a lock first: versions only grow, so what is no news now never will be.
  select * into o from orders where shop_id = p_shop and external_order_id = m.external_order_id;
  v_known := found;
  if v_known and not kanal_is_news(o, m.status, m.remote_updated_at, m.status_rank, v_lines, v_effect) then
    if m.status = 'unknown' and o.status <> 'unknown' then
      perform from orders where id = o.id for update;
      if not exists (select from order_events e where e.order_id = o.id and e.to_status = 'unknown'
          and e.raw_status = m.raw_status) then
        perform kanal_order_event(o, 'unknown', m.raw_status, p_source, m.remote_updated_at, p_inbox, o.status::text);
      end if;
    end if;
    return query select case when (o.remote_updated_at, o.status_rank) = (m.remote_updated_at, m.status_rank)
      then 'unchanged' else 'stale' end, o.id, o.short_quantity, o.unlinked_quantity;
    return;
  end if;

  v_lines := kanal_linked_lines(p_organisation, p_shop, v_lines);
  v_skus := array(
    select s.sku_id from (
      select l.sku_id from order_lines l where l.order_id = o.id
      union
      select m.sku_id from unnest(v_lines) m) s
    where s.sku_id is not null order by 1);
  if v_skus <> '{}' then perform kanal_lock_stock(p_organisation, v_skus); end if;

  if not v_known then
    insert into orders as n (organisation_id, shop_id, external_order_id, marketplace, sales_surface, status, raw_status,
      status_rank, remote_updated_at, placed_at, paid_at, ship_by, total, currency, buyer_name, buyer_note, recipient,
      courier, tracking_number, cancel_reason)
    values (p_organisation, p_shop, m.external_order_id, p_marketplace, m.sales_surface, m.status::enum_orders_status,
      m.raw_status, m.status_rank, m.remote_updated_at, m.placed_at, m.paid_at, m.ship_by, m.total, m.currency,
      m.buyer_name, m.buyer_note, m.recipient, m.courier, m.tracking_number, m.cancel_reason)
    on conflict (shop_id, external_order_id) do nothing returning n.* into o;
    v_created := found;
  end if;
  if v_created then
    v_newer := true;
    v_sequence := kanal_order_event(o, m.status, m.raw_status, p_source, m.remote_updated_at, p_inbox, null);
  else
    select * into o from orders where shop_id = p_shop and external_order_id = m.external_order_id for update;
    if not kanal_is_news(o, m.status, m.remote_updated_at, m.status_rank, v_lines, v_effect) then
      return query select 'stale', o.id, o.short_quantity, o.unlinked_quantity;
      return;
    end if;
    if exists (select from order_lines l where l.order_id = o.id and l.sku_id is not null and l.sku_id <> all(v_skus)) then
      raise exception 'the lines of order % changed meanwhile', o.id using errcode = '40001';
    end if;
    v_newer := kanal_is_newer(o, m.status, m.remote_updated_at, m.status_rank);
    v_sequence := case when v_newer
      then kanal_order_event(o, m.status, m.raw_status, p_source, m.remote_updated_at, p_inbox, o.status::text)
      else kanal_order_event(o, o.status::text, m.raw_status, p_source, null, p_inbox, o.status::text) end;
    if v_newer then
      update orders n set status = m.status::enum_orders_status, raw_status = m.raw_status, status_rank = m.status_rank,
        remote_updated_at = m.remote_updated_at, sales_surface = m.sales_surface, paid_at = m.paid_at,
        ship_by = m.ship_by, total = m.total, currency = m.currency, buyer_name = m.buyer_name,
        buyer_note = m.buyer_note, recipient = m.recipient, courier = m.courier, tracking_number = m.tracking_number,
        cancel_reason = m.cancel_reason, updated_at = now()
      where n.id = o.id returning n.* into o;
    end if;
  end if;

  -- A line that only an older message names is gone by now: it enters as cancelled.
  insert into order_lines (organisation_id, order_id, external_line_id, listing_id, sku_id, external_item_id,
    external_variant_id, title, variant_name, seller_sku, image_url, quantity, cancelled_quantity, short_quantity,
    unit_price, currency)
  select p_organisation, o.id, l.external_line_id, l.listing_id, l.sku_id, l.external_item_id, l.external_variant_id,
    l.title, l.variant_name, l.seller_sku, l.image_url, l.quantity, case when v_newer then 0 else l.quantity end,
    case when v_newer then l.quantity else 0 end, l.unit_price, l.currency
  from unnest(v_lines) l
  on conflict (order_id, external_line_id) do nothing;

  v_state := kanal_order_effect(o.status::text, p_reserve_unpaid);
  -- Lines that lose units come first, so that what they free is there for the others.
  for t in
    select l as line, n as message, n.external_line_id is not null as named, kanal_line_left(n, v_effect) as gone
    from order_lines l left join unnest(v_lines) n on n.external_line_id = l.external_line_id
    where l.order_id = o.id
    order by coalesce(n.quantity - n.cancelled, 0) < l.quantity - l.cancelled_quantity desc, l.external_line_id
  loop
    v_line := t.line;
    v_left := greatest(v_line.handed_over_quantity, coalesce(t.gone, 0));
    if v_newer then
      v_quantity := greatest(coalesce((t.message).quantity, v_line.quantity), v_left);
      v_cancelled := case when v_effect = 'cancel' or not t.named then v_quantity - v_left
        else least((t.message).cancelled, v_quantity - v_left) end;
    else
      v_quantity := greatest(v_line.quantity, v_left);
      v_cancelled := least(v_line.cancelled_quantity, v_quantity - v_left);
    end if;
    v_open := v_quantity - v_cancelled - v_left;
    v_want := v_left - v_line.handed_over_quantity + case when v_state = 'hold' then v_open else 0 end;
    v_held := least(v_line.reserved_quantity, v_want);

    v_excess := v_line.reserved_quantity - v_want;
    if v_excess > 0 then
      perform kanal_release(v_line, v_excess, v_sequence);
      v_freed := v_freed || v_line.sku_id;
      select * into v_line from order_lines l where l.id = v_line.id;
    end if;
    if (v_line.quantity, v_line.cancelled_quantity, v_line.handed_over_quantity)
        is distinct from (v_quantity, v_cancelled, v_left) then
      update order_lines l set quantity = v_quantity, cancelled_quantity = v_cancelled, handed_over_quantity = v_left,
        short_quantity = v_quantity - v_cancelled - l.reserved_quantity - l.shipped_quantity, updated_at = now()
      where l.id = v_line.id;
    end if;
    if v_line.sku_id is null then
      if v_state in ('hold', 'wait') then v_unlinked := v_unlinked + v_open; end if;
    else
      if v_want > v_held and not (v_left > v_line.handed_over_quantity
          and kanal_before_first_count(p_organisation, v_line.sku_id, m.remote_updated_at)) then
        v_held := v_held + kanal_reserve(v_line, v_want - v_held, v_sequence);
      end if;
      if v_left > v_line.handed_over_quantity and v_held > 0 then
        v_part := least(v_held, v_left - v_line.handed_over_quantity);
        perform kanal_consume(v_line, v_part, v_sequence);
        v_held := v_held - v_part;
      end if;
      if v_state = 'hold' then v_short := v_short + v_open - v_held; end if;
    end if;
    if v_newer and coalesce((t.message).returned, 0) <> v_line.returned_quantity then
      update order_lines l set returned_quantity = least(coalesce((t.message).returned, 0), l.shipped_quantity)
      where l.id = v_line.id;
    end if;
  end loop;

  if (o.short_quantity, o.unlinked_quantity) <> (v_short, v_unlinked) then
    update orders n set short_quantity = v_short, unlinked_quantity = v_unlinked where n.id = o.id;
  end if;
  if v_freed <> '{}' then perform kanal_fill_short(p_organisation, v_freed); end if;
  if v_created then
    -- The shop that sold has lowered its own count, unless our last number may have reached it after the sale.
    select array_agg(s.id), array_agg(s.shown) into v_listings, v_shown
    from (
      select g.id, (g.pushed_quantity - sum(l.quantity - l.cancelled_quantity))::integer as shown
      from order_lines l join listings g on g.id = l.listing_id
      where l.order_id = o.id and m.placed_at > g.pushed_at + interval '5 seconds'
      group by g.id, g.pushed_quantity) s;
  end if;
  if v_skus <> '{}' then perform kanal_queue_pushes(p_organisation, v_skus, v_listings, v_shown); end if;
  return query select case when v_created then 'created' else 'updated' end, n.id, n.short_quantity, n.unlinked_quantity
    from orders n where n.id = o.id;
end $$;

-- Links listings to SKUs, and with them the lines of still open orders that waited for it; holds their stock.
create function kanal_link_listings(p_organisation uuid, p_listings uuid[], p_skus uuid[], p_source text)
returns table (listings integer, lines integer)
language plpgsql as $$
#variable_conflict use_column
declare
  v_lines uuid[];
  v_new uuid[];
  v_orders uuid[];
  v_skus uuid[];
  v_order orders;
  v_sequence integer;
  v_linked integer;
  c record;
begin
  select array_agg(l.id order by l.order_id, l.external_line_id), array_agg(w.sku_id order by l.order_id, l.external_line_id),
      array_agg(distinct l.order_id)
    into v_lines, v_new, v_orders
  from unnest(p_listings, p_skus) w(listing_id, sku_id)
    join listings g on g.id = w.listing_id and g.organisation_id = p_organisation
    join orders o on o.shop_id = g.shop_id and o.unlinked_quantity > 0
    join order_lines l on l.order_id = o.id and l.sku_id is null and l.handed_over_quantity = 0
      and l.external_item_id = g.external_item_id and l.external_variant_id = g.external_variant_id;
  v_skus := array(select distinct s.id from (select unnest(p_skus) as id union
    select l.sku_id from order_lines l where l.order_id = any(v_orders)) s where s.id is not null order by 1);
  if v_skus = '{}' then return query select 0, 0; return; end if;
  perform kanal_lock_stock(p_organisation, v_skus);

  update listings g set sku_id = w.sku_id, link_source = p_source, updated_at = now()
  from unnest(p_listings, p_skus) w(listing_id, sku_id)
  where g.id = w.listing_id and g.organisation_id = p_organisation and g.sku_id is distinct from w.sku_id;
  get diagnostics v_linked = row_count;

  listings := v_linked;
  lines := 0;
  if v_lines is not null then
    perform from orders where id = any(v_orders) order by id for update;
    for c in
      select l as line, t.sku_id, g.id as listing_id from unnest(v_lines, v_new) with ordinality t(id, sku_id, place)
        join order_lines l on l.id = t.id and l.sku_id is null and l.handed_over_quantity = 0
        join orders o on o.id = l.order_id
        join listings g on g.shop_id = o.shop_id and g.external_item_id = l.external_item_id
          and g.external_variant_id = l.external_variant_id
      order by t.place
    loop
      if v_order.id is distinct from (c.line).order_id then
        if v_order.id is not null then perform kanal_recount_order(v_order.id); end if;
        select * into v_order from orders where id = (c.line).order_id;
        v_sequence := kanal_order_event(v_order, v_order.status::text, v_order.raw_status, 'link', null, null,
          v_order.status::text);
      end if;
      c.line.sku_id := c.sku_id;
      update order_lines set sku_id = c.sku_id, listing_id = c.listing_id, updated_at = now() where id = (c.line).id;
      if kanal_order_effect(v_order.status::text, coalesce((select reserve_unpaid from shops where id = v_order.shop_id), true)) = 'hold' then
        perform kanal_reserve(c.line, (c.line).short_quantity, v_sequence);
      end if;
      lines := lines + 1;
    end loop;
    if v_order.id is not null then perform kanal_recount_order(v_order.id); end if;
  end if;
  perform kanal_queue_pushes(p_organisation, v_skus);
  return next;
end $$;
`
