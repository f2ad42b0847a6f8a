/**
 * Who is really there: sign-ins and their second factors, proofs of identity, what an organisation asks of its
 * people, and from where it may be reached. Runs after the users and organisations tables exist.
 */
export const securitySql = /* sql */ `
-- One row per sign-in, under the id of Payload's own session. What ended here stays ended, whatever that list says.
create table auth_sessions (
  id text primary key check (id <> ''),
  user_id uuid not null references users (id) on delete cascade,
  state text not null check (state in ('pending', 'active', 'ended')),
  method text check (method in ('password', 'passkey', 'totp', 'recovery')),
  address inet,
  browser bytea check (octet_length(browser) = 32),
  user_agent text check (char_length(user_agent) <= 400),
  created_at timestamptz not null default now(),
  last_active_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index auth_sessions_by_user on auth_sessions (user_id, created_at desc);

create table auth_step_ups (
  id bigint generated always as identity primary key,
  session_id text not null references auth_sessions (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  method text not null check (method in ('password', 'passkey', 'totp', 'recovery')),
  address inet,
  browser bytea,
  at timestamptz not null default now()
);
create index auth_step_ups_by_session on auth_step_ups (session_id, at desc);

-- The seed is sealed with a key of the deployment, because a person may belong to several organisations.
create table auth_totp (
  user_id uuid primary key references users (id) on delete cascade,
  sealed bytea not null check (substr(sealed, 1, 4) = 'CRD1'::bytea),
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

create table auth_recovery_codes (
  user_id uuid not null references users (id) on delete cascade,
  salt bytea not null check (octet_length(salt) = 16),
  hash bytea not null check (octet_length(hash) = 32),
  created_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (user_id, hash)
);

create table auth_passkeys (
  id uuid primary key default kanal_uuidv7(),
  user_id uuid not null references users (id) on delete cascade,
  credential_id text not null unique check (credential_id <> ''),
  public_key bytea not null,
  counter bigint not null default 0 check (counter >= 0),
  transports text[] not null default '{}',
  name text not null check (char_length(name) between 1 and 60),
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index auth_passkeys_by_user on auth_passkeys (user_id, created_at);

create table auth_challenges (
  challenge text primary key check (challenge <> ''),
  user_id uuid not null references users (id) on delete cascade,
  session_id text not null references auth_sessions (id) on delete cascade,
  action text not null check (action in ('register', 'sign_in', 'step_up')),
  expires_at timestamptz not null
);
create index auth_challenges_by_session on auth_challenges (session_id);

create table auth_policies (
  organisation_id uuid primary key references organisations (id) on delete cascade,
  second_factor text not null default 'optional' check (second_factor in ('off', 'optional', 'required')),
  grace_days integer not null default 7 check (grace_days between 0 and 90),
  required_since timestamptz,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  check ((second_factor = 'required') = (required_since is not null))
);

-- ranges is what was confirmed. A trial counts only until its end, and confirming makes it ranges; nothing has to
-- run for an unconfirmed one to lapse.
create table auth_allow_lists (
  organisation_id uuid primary key references organisations (id) on delete cascade,
  ranges cidr[] not null default '{}',
  trial cidr[] check (cardinality(trial) > 0),
  trial_ends_at timestamptz,
  trial_by uuid,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  check ((trial is null) = (trial_ends_at is null))
);

create function kanal_allowed_ranges(list auth_allow_lists) returns cidr[] language sql stable as $$
  select case when list.trial_ends_at > now() then list.trial else list.ranges end
$$;

-- Whether people may act in the organisation from this address. No list, or an empty one, lets everybody in.
create function kanal_address_allowed(p_organisation uuid, p_address inet) returns boolean language sql stable as $$
  select coalesce(
    (select cardinality(ranges) = 0 or coalesce(p_address <<= any (ranges), false)
     from (select kanal_allowed_ranges(l) as ranges from auth_allow_lists l where l.organisation_id = p_organisation) x),
    true)
$$;

create function kanal_has_factor(p_user uuid) returns boolean language sql stable as $$
  select exists (select from auth_totp where user_id = p_user and confirmed_at is not null)
    or exists (select from auth_passkeys where user_id = p_user)
$$;

do $$
declare
  t text;
  f text;
  r text;
begin
  foreach t in array array['auth_sessions', 'auth_step_ups', 'auth_totp', 'auth_recovery_codes', 'auth_passkeys',
    'auth_challenges', 'auth_policies', 'auth_allow_lists'] loop
    execute format('alter table %I enable row level security', t);
    execute format('revoke all on %I from public', t);
    for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
      execute format('revoke all on %I from %I', t, r);
    end loop;
  end loop;
  foreach f in array array['kanal_allowed_ranges(auth_allow_lists)', 'kanal_address_allowed(uuid, inet)',
    'kanal_has_factor(uuid)'] loop
    execute format('revoke execute on function %s from public', f);
    for r in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
      execute format('revoke execute on function %s from %I', f, r);
    end loop;
  end loop;
end $$;
`

/** Removes everything `securitySql` made. */
export const securityDownSql = /* sql */ `
drop function kanal_has_factor(uuid);
drop function kanal_address_allowed(uuid, inet);
drop function kanal_allowed_ranges(auth_allow_lists);
drop table auth_allow_lists, auth_policies, auth_challenges, auth_passkeys, auth_recovery_codes, auth_totp,
  auth_step_ups, auth_sessions;
`
