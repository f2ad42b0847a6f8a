/** Who works on the queue, and which slots of which schedules have been fired. The jobs themselves are graphile-worker's. */
export const queueSql = /* sql */ `
create table worker_heartbeats (
  worker_id text primary key,
  host text not null,
  process_id integer not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);

create table schedule_slots (
  schedule text not null,
  slot timestamptz not null,
  fired_at timestamptz not null default now(),
  primary key (schedule, slot)
);
create index schedule_slots_slot_idx on schedule_slots (slot);

alter table worker_heartbeats enable row level security;
alter table schedule_slots enable row level security;
revoke all on worker_heartbeats, schedule_slots from public;
`

/** Removes everything `queueSql` made. */
export const queueDownSql = /* sql */ `
drop table schedule_slots;
drop table worker_heartbeats;
`
