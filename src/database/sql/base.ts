/**
 * Ground for every other room: time-ordered ids made in SQL for set-based inserts (PostgreSQL 18 has `uuidv7()`,
 * 15 to 17 and Supabase do not), laid out as RFC 9562 section 5.7 says.
 */
export const baseSql = /* sql */ `
create or replace function kanal_uuidv7() returns uuid
language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

create or replace function kanal_refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = '42501';
end $$;
`
