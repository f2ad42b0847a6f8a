/**
 * Every look-up of these functions has its index, and a connection keeps the plan it made first. Made while the
 * tables were still empty, that plan would read them whole and grow slower with every order, so reading whole
 * tables is ruled out for them.
 */
export const stockPlansSql = /* sql */ `
do $$
declare
  f record;
begin
  for f in
    select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = current_schema()::regnamespace and p.proname in ('kanal_apply_order',
      'kanal_link_listings', 'kanal_lock_stock', 'kanal_reserve', 'kanal_release', 'kanal_consume',
      'kanal_fill_short', 'kanal_change_stock', 'kanal_queue_pushes', 'kanal_acknowledge_pushes')
  loop
    execute format('alter function %s set enable_seqscan = off', f.signature);
  end loop;
end $$;
`
