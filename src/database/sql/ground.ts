import { baseSql } from './base.ts'

/**
 * What Payload's generated schema cannot say: every tenant row names its organisation, a row never points into
 * another organisation, counters and money are integers, ids have a default for set-based inserts, and no table
 * can be read by roles that Supabase opens to the browser (row-level security on, no policy).
 */
export const groundSql = /* sql */ `
${baseSql}

do $$
declare
  t text;
  tenant_tables text[] := array['orders','order_lines','order_events','products','skus','listings','media',
    'stock_levels','stock_movements','reservations','locations','shops','webhook_inbox','sync_log',
    'integrations','audit_events'];
begin
  foreach t in array tenant_tables loop
    execute format('alter table %I alter column organisation_id set not null', t);
    execute format('alter table %I drop constraint if exists %I', t, t || '_organisation_id_organisations_id_fk');
    execute format('alter table %I add constraint %I foreign key (organisation_id) references organisations(id) on delete restrict', t, t || '_organisation_fk');
    execute format('alter table %I alter column id set default kanal_uuidv7()', t);
    execute format('alter table %I add constraint %I unique (organisation_id, id)', t, t || '_organisation_id_key');
  end loop;
  alter table organisations alter column id set default kanal_uuidv7();
end $$;

-- A row of one organisation never refers to a row of another (invariant I21).
do $$
declare
  r record;
begin
  for r in select * from (values
    ('order_lines','order_id','orders'), ('order_lines','sku_id','skus'), ('order_lines','listing_id','listings'),
    ('order_events','order_id','orders'), ('orders','shop_id','shops'), ('skus','product_id','products'),
    ('listings','shop_id','shops'), ('listings','sku_id','skus'),
    ('stock_levels','sku_id','skus'), ('stock_levels','location_id','locations'),
    ('stock_movements','sku_id','skus'), ('stock_movements','location_id','locations'),
    ('reservations','sku_id','skus'), ('reservations','location_id','locations'),
    ('reservations','order_line_id','order_lines'), ('shops','integration_id','integrations'),
    ('webhook_inbox','integration_id','integrations'), ('webhook_inbox','shop_id','shops'),
    ('sync_log','shop_id','shops'), ('sync_log','listing_id','listings'), ('products','image_id','media')
  ) as pairs(child, col, parent) loop
    execute format('alter table %I drop constraint if exists %I', r.child, r.child || '_' || r.col || '_' || r.parent || '_id_fk');
    execute format('alter table %I add constraint %I foreign key (organisation_id, %I) references %I (organisation_id, id) on delete restrict',
      r.child, r.child || '_' || r.col || '_fk', r.col, r.parent);
  end loop;
end $$;

do $$
declare
  r record;
begin
  for r in select * from (values
    ('orders','status_rank','integer'), ('orders','total','bigint'), ('orders','short_quantity','integer'),
    ('orders','unlinked_quantity','integer'), ('order_lines','quantity','integer'),
    ('order_lines','reserved_quantity','integer'), ('order_lines','short_quantity','integer'),
    ('order_lines','shipped_quantity','integer'), ('order_lines','cancelled_quantity','integer'),
    ('order_lines','returned_quantity','integer'), ('order_lines','unit_price','bigint'),
    ('order_events','sequence','integer'), ('skus','price','bigint'), ('skus','cost','bigint'),
    ('listings','price','bigint'), ('listings','observed_quantity','integer'), ('listings','pushed_quantity','integer'),
    ('listings','pushed_version','bigint'), ('stock_levels','on_hand','integer'), ('stock_levels','reserved','integer'),
    ('stock_levels','campaign_reserved','integer'), ('stock_levels','incoming','integer'),
    ('stock_levels','version','bigint'), ('stock_movements','delta','integer'),
    ('stock_movements','ref_seq','integer'), ('stock_movements','level_version','bigint'),
    ('reservations','quantity','integer'), ('webhook_inbox','attempts','integer'),
    ('integrations','version','bigint'), ('sync_log','duration_ms','integer')
  ) as columns(t, c, type) loop
    execute format('alter table %I alter column %I type %s', r.t, r.c, r.type);
  end loop;
end $$;

alter table listings alter column external_variant_id set not null;
alter table order_lines alter column external_variant_id set not null;
alter table skus alter column code_normalised set not null;
alter table skus add constraint skus_code_normalised_check check (code_normalised = upper(code_normalised) and code_normalised <> '');
create unique index skus_barcode_key on skus (organisation_id, barcode) where barcode is not null and barcode <> '';
create unique index locations_default_key on locations (organisation_id) where is_default;
create unique index shops_one_organisation_key on shops (marketplace, external_shop_id) where status <> 'disconnected';
alter table shops add constraint shops_identity_key unique (organisation_id, marketplace, external_shop_id);
alter table webhook_inbox add column body_raw bytea, add column headers jsonb;

do $$
declare
  t record;
begin
  for t in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table %I enable row level security', t.tablename);
  end loop;
end $$;
`
