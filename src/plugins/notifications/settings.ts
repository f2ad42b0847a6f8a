import type { Language } from '../../adapters/contract.ts'
import type { Tx } from '../../database/tx.ts'
import { languageOf } from '../../i18n/pick.ts'
import { readSettings, type Settings } from './preferences.ts'

export interface StoredSettings {
  own: Settings
  shared: Settings
  /** The language of the person's e-mails. */
  language: Language
}

/** What a person and their organisation chose. */
export async function loadSettings(
  tx: Tx,
  { organisation, user }: { organisation: string; user: string },
): Promise<StoredSettings> {
  const rows = await tx.query<{ user_id: string | null; settings: unknown }>(
    'select user_id, settings from notice_preferences where organisation_id = $1 and (user_id = $2 or user_id is null)',
    [organisation, user],
  )
  const [spoken] = await tx.query<{ language: string }>(
    'select language from notice_languages where user_id = $1',
    [user],
  )
  return {
    own: readSettings(rows.find(({ user_id: id }) => id !== null)?.settings),
    shared: readSettings(rows.find(({ user_id: id }) => id === null)?.settings),
    language: languageOf(spoken?.language),
  }
}

const namesIn = ({ rules = {}, quiet, digestAt }: Settings): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(rules).map(([topic, channel]) => [`rules.${topic}`, channel])),
  ...(quiet === undefined ? {} : { quiet: JSON.stringify(quiet) }),
  ...(digestAt === undefined ? {} : { digestAt }),
})

/**
 * Stores what was chosen: by a person, or with `user` null for the organisation. Whoever is affected sees it at once.
 * @returns the names of what changed
 */
export async function saveSettings(
  tx: Tx,
  { organisation, user, settings }: { organisation: string; user: string | null; settings: Settings },
): Promise<string[]> {
  const [before] = await tx.query<{ settings: unknown }>(
    'select settings from notice_preferences where organisation_id = $1 and user_id is not distinct from $2 for update',
    [organisation, user],
  )
  await tx.query(
    `insert into notice_preferences (organisation_id, user_id, settings) values ($1, $2, $3::jsonb)
     on conflict (organisation_id, user_id) do update set settings = excluded.settings, updated_at = now()`,
    [organisation, user, JSON.stringify(settings)],
  )
  await tx.query('select kanal_notices_changed($1, $2)', [organisation, user])
  const old = namesIn(readSettings(before?.settings))
  const now = namesIn(settings)
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => old[name] !== now[name])
    .sort()
}

/** Stores the language of a person's e-mails. */
export async function saveLanguage(tx: Tx, user: string, language: Language): Promise<void> {
  await tx.query(
    `insert into notice_languages (user_id, language) values ($1, $2)
     on conflict (user_id) do update set language = excluded.language, updated_at = now()`,
    [user, language],
  )
}
