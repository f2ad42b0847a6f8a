/**
 * The only SQL that changes a stock counter. Locks are always taken in this order: all level rows of every SKU
 * involved (sorted), then orders (sorted), then anything else; that is why no two of these calls can deadlock.
 */
export const stockLevelsSql = /* sql */ `
create function kanal_default_location(p_organisation uuid) returns uuid
language plpgsql as $$
declare
  v_id uuid;
begin
  select id into v_id from locations where organisation_id = p_organisation and is_default;
  if v_id is null then
    insert into locations (organisation_id, code, name, kind, is_default)
    values (p_organisation, 'UTAMA', 'Gudang utama', 'warehouse', true)
    on conflict do nothing;
    -- Somebody may have made a location of that code by hand: it becomes the default one.
    update locations set is_default = true
    where organisation_id = p_organisation and code = 'UTAMA' and is_default is not true
      and not exists (select from locations d where d.organisation_id = p_organisation and d.is_default);
    select id into strict v_id from locations where organisation_id = p_organisation and is_default;
  end if;
  return v_id;
end $$;

-- Every SKU has a level at the default location from birth: the row that its stock is locked by.
create function kanal_sku_levels() returns trigger
language plpgsql as $$
begin
  insert into stock_levels (organisation_id, sku_id, location_id)
  select n.organisation_id, n.id, d.location_id
  from (select distinct organisation_id from new_skus) o
    cross join lateral kanal_default_location(o.organisation_id) d(location_id)
    join new_skus n on n.organisation_id = o.organisation_id
  order by n.id;
  return null;
end $$;
create trigger skus_levels after insert on skus referencing new table as new_skus
  for each statement execute function kanal_sku_levels();

-- Makes the caller the only one who changes stock of these SKUs until it commits. Call once, with all of them.
create function kanal_lock_stock(p_organisation uuid, p_skus uuid[]) returns void
language plpgsql as $$
begin
  perform from stock_levels where organisation_id = p_organisation and sku_id = any(p_skus)
  order by sku_id, location_id for update;
end $$;

-- One step of one level: the counters and their ledger rows come from the same two numbers.
create function kanal_stock_step(p_organisation uuid, p_sku uuid, p_location uuid, p_on_hand integer,
  p_reserved integer, p_type text, p_ref_type text, p_ref_id text, p_ref_line text, p_ref_seq integer,
  p_actor text default null, p_reason text default null) returns void
language plpgsql as $$
begin
  with level as (
    update stock_levels
    set on_hand = on_hand + p_on_hand, reserved = reserved + p_reserved, version = version + 1,
      publish_version = publish_version + (p_on_hand <> p_reserved)::integer, updated_at = now()
    where organisation_id = p_organisation and sku_id = p_sku and location_id = p_location
    returning version)
  insert into stock_movements (organisation_id, sku_id, location_id, bucket, delta, type, ref_type, ref_id,
    ref_line, ref_seq, level_version, actor, reason)
  select p_organisation, p_sku, p_location, b.bucket, b.delta, p_type, p_ref_type, p_ref_id, p_ref_line,
    p_ref_seq, level.version, p_actor, p_reason
  from level, (values ('on_hand', p_on_hand), ('reserved', p_reserved)) b(bucket, delta) where b.delta <> 0;
  if not found then raise exception 'SKU % has no level at location %', p_sku, p_location; end if;
end $$;

-- Holds up to p_quantity units for a line, default location first, and says how many there were.
create function kanal_reserve(p_line order_lines, p_quantity integer, p_sequence integer) returns integer
language plpgsql as $$
declare
  l record;
  v_part integer;
  v_taken integer := 0;
begin
  for l in
    select s.location_id, s.available from stock_levels s join locations w on w.id = s.location_id
    where s.organisation_id = p_line.organisation_id and s.sku_id = p_line.sku_id and s.available > 0
      and w.kind = 'warehouse'
    order by w.is_default desc nulls last, s.location_id
  loop
    v_part := least(l.available, p_quantity - v_taken);
    exit when v_part <= 0;
    perform kanal_stock_step(p_line.organisation_id, p_line.sku_id, l.location_id, 0, v_part, 'reserve', 'order',
      p_line.order_id::text, p_line.external_line_id, p_sequence);
    insert into reservations as r (organisation_id, order_line_id, sku_id, location_id, quantity)
    values (p_line.organisation_id, p_line.id, p_line.sku_id, l.location_id, v_part)
    on conflict (order_line_id, sku_id, location_id) where status = 'active'
      do update set quantity = r.quantity + excluded.quantity, updated_at = now();
    v_taken := v_taken + v_part;
  end loop;
  if v_taken > 0 then
    update order_lines set reserved_quantity = reserved_quantity + v_taken,
      short_quantity = short_quantity - v_taken, updated_at = now()
    where id = p_line.id;
  end if;
  return v_taken;
end $$;

-- Gives back p_quantity held units of a line, in the reverse of the order they are taken in.
create function kanal_release(p_line order_lines, p_quantity integer, p_sequence integer) returns void
language plpgsql as $$
declare
  r record;
  v_part integer;
  v_left integer := p_quantity;
begin
  for r in
    select h.id, h.location_id, h.quantity from reservations h join locations w on w.id = h.location_id
    where h.order_line_id = p_line.id and h.status = 'active'
    order by w.is_default asc nulls first, h.location_id desc
  loop
    v_part := least(r.quantity, v_left);
    exit when v_part = 0;
    perform kanal_stock_step(p_line.organisation_id, p_line.sku_id, r.location_id, 0, -v_part, 'release', 'order',
      p_line.order_id::text, p_line.external_line_id, p_sequence);
    if v_part = r.quantity then
      update reservations set status = 'released', updated_at = now() where id = r.id;
    else
      update reservations set quantity = quantity - v_part, updated_at = now() where id = r.id;
    end if;
    v_left := v_left - v_part;
  end loop;
  update order_lines set reserved_quantity = reserved_quantity - p_quantity,
    short_quantity = short_quantity + p_quantity, updated_at = now()
  where id = p_line.id;
end $$;

-- Ships p_quantity held units of a line, each from the location that held it.
create function kanal_consume(p_line order_lines, p_quantity integer, p_sequence integer) returns void
language plpgsql as $$
declare
  r record;
  v_part integer;
  v_left integer := p_quantity;
begin
  for r in
    select h.* from reservations h join locations w on w.id = h.location_id
    where h.order_line_id = p_line.id and h.status = 'active'
    order by w.is_default desc nulls last, h.location_id
  loop
    v_part := least(r.quantity, v_left);
    exit when v_part = 0;
    perform kanal_stock_step(p_line.organisation_id, p_line.sku_id, r.location_id, -v_part, -v_part, 'sale', 'order',
      p_line.order_id::text, p_line.external_line_id, p_sequence);
    if v_part = r.quantity then
      update reservations set status = 'consumed', updated_at = now() where id = r.id;
    else
      update reservations set quantity = quantity - v_part, updated_at = now() where id = r.id;
      insert into reservations (organisation_id, order_line_id, sku_id, location_id, quantity, status)
      values (r.organisation_id, r.order_line_id, r.sku_id, r.location_id, v_part, 'consumed');
    end if;
    v_left := v_left - v_part;
  end loop;
  update order_lines set reserved_quantity = reserved_quantity - p_quantity,
    shipped_quantity = shipped_quantity + p_quantity, updated_at = now()
  where id = p_line.id;
end $$;
`
