import { autocommit } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import { admit } from '../../security/rate-limit.ts'
import { countWith } from './limits.ts'
import { LocalWindows } from './local-windows.ts'

const MINUTE = 60
const QUARTER_HOUR = 15 * MINUTE

interface Door {
  name: string
  most: number
  windowSeconds: number
  /** `shared`: without Redis PostgreSQL counts. `local`: each process counts for itself, as it is asked too often. */
  without: 'shared' | 'local'
  leads(method: string, path: string): boolean
}

const PASSWORD_LINKS = /^\/api\/users\/(forgot-password|reset-password|unlock|verify)\b/

/** What one address may ask for, the narrow doors first. An office behind one address has more people than one. */
const DOORS: readonly Door[] = [
  {
    name: 'password-link',
    most: 10,
    windowSeconds: QUARTER_HOUR,
    without: 'shared',
    leads: (method, path) => method === 'POST' && PASSWORD_LINKS.test(path),
  },
  {
    name: 'sign-in',
    most: 120,
    windowSeconds: QUARTER_HOUR,
    without: 'shared',
    leads: (method, path) => method === 'POST' && /^\/api\/users\/(login|first-register)\b/.test(path),
  },
  {
    name: 'consent',
    most: 30,
    windowSeconds: MINUTE,
    without: 'shared',
    leads: (_, path) => path.startsWith('/oauth/'),
  },
  {
    name: 'api',
    most: 3_000,
    windowSeconds: MINUTE,
    without: 'local',
    leads: (_, path) => path.startsWith('/api/') || path.startsWith('/admin'),
  },
]

/**
 * Counts a request of an address at the door it knocks on, before anything else is done for it. These limits keep
 * floods out; what decides about secrets is counted in PostgreSQL, exactly. Nobody is turned away because a counter
 * does not answer.
 * @returns 0 when it may come in, else the seconds to wait.
 */
export async function admitAtDoor(
  kanal: Kanal,
  { method, path, address }: { method: string; path: string; address: string | null },
): Promise<number> {
  const door = DOORS.find(({ leads }) => leads(method, path))
  if (!door) return 0
  const { name, most, windowSeconds } = door
  const limit = { subject: `door:${name}:${address ?? 'unknown'}`, most, windowSeconds }
  const otherwise = {
    local: () => localWindows.count(limit, Date.now()),
    shared: () => admit(autocommit(kanal.pool), limit),
  }[door.without]
  try {
    return await countWith(kanal, limit, otherwise)
  } catch (error) {
    kanal.log.warn({ err: error, door: name }, 'a request was not counted')
    return 0
  }
}

const localWindows = new LocalWindows()
