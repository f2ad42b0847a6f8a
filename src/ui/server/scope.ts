import { getTenantFromCookie } from '@payloadcms/plugin-multi-tenant/utilities'
import type { PayloadRequest } from 'payload'
import type { Language } from '../../adapters/contract.ts'
import { membershipsOf, organisationsWith, type Role } from '../../collections/access/roles.ts'
import { languageOf } from '../../i18n/pick.ts'
import { reader } from './database.ts'

/** What a page may show: the organisations in view, the reader's language and the clock they live by. */
export interface Scope {
  /** The organisation chosen in the selector, or all the person belongs to. Never empty. */
  organisations: readonly string[]
  organisationName: string
  timeZone: string
  language: Language
}

/** The organisation chosen in the selector, when the person belongs to it. */
const chosenOf = (req: PayloadRequest): string | null => {
  const cookie = getTenantFromCookie(req.headers, 'text')
  return membershipsOf(req.user).some(({ organisation }) => organisation === cookie) ? String(cookie) : null
}

/** The scope of a request, or null for a visitor who may see nothing. */
export async function scopeOf(req: PayloadRequest): Promise<Scope | null> {
  const own = membershipsOf(req.user).map(({ organisation }) => organisation)
  if (own.length === 0) return null
  const chosen = chosenOf(req)
  const organisations = chosen ? [chosen] : own
  const rows = await reader(req.payload).query<{ name: string; time_zone: string }>(
    'select name, time_zone::text from organisations where id = any($1::uuid[]) order by name',
    [organisations],
  )
  const [first] = rows
  return {
    organisations,
    organisationName: rows.length === 1 ? (first?.name ?? '') : '',
    timeZone: first?.time_zone ?? 'Asia/Jakarta',
    language: languageOf(req.i18n?.language),
  }
}

/** Of the organisations in view, those in which the person has one of the roles. */
export const organisationsInView = (req: PayloadRequest, scope: Scope, roles: readonly Role[]): string[] => {
  const allowed = organisationsWith(req, roles)
  return scope.organisations.filter((organisation) => allowed.includes(organisation))
}

/** The organisation a settings page is about, and the person's role in it. */
export interface Place {
  organisation: string
  organisationName: string
  role: Role
  timeZone: string
  language: Language
}

/** The one organisation in view in which the person has one of the roles; `several` when one has to be chosen first. */
export async function placeInView(
  req: PayloadRequest,
  roles: readonly Role[],
): Promise<Place | 'several' | null> {
  const chosen = chosenOf(req)
  const [membership, ...others] = membershipsOf(req.user).filter(
    ({ organisation, role }) => roles.includes(role) && (chosen === null || organisation === chosen),
  )
  if (!membership) return null
  if (others.length > 0) return 'several'
  const [row] = await reader(req.payload).query<{ name: string; zone: string }>(
    'select name, time_zone::text as zone from organisations where id = $1',
    [membership.organisation],
  )
  return {
    ...membership,
    organisationName: row?.name ?? '',
    timeZone: row?.zone ?? 'Asia/Jakarta',
    language: languageOf(req.i18n?.language),
  }
}
