import { APIError, type CollectionBeforeChangeHook, type CollectionBeforeOperationHook } from 'payload'
import { hasRole, idOf, membershipsOf, OWNERS, type Membership } from '../../collections/access/roles.ts'

/** Shortest password accepted; NIST 800-63B asks for 8, a vault deserves more. */
export const MINIMUM_PASSWORD_LENGTH = 12

/** Payload accepts three characters; every way of setting a password passes here first. */
export const enforcePasswordLength: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  const sets = operation === 'create' || operation === 'update' || operation === 'resetPassword'
  const password: unknown = sets ? (args as { data?: { password?: unknown } }).data?.password : undefined
  if (typeof password === 'string' && password.length < MINIMUM_PASSWORD_LENGTH) {
    throw new APIError(
      req.i18n?.language === 'en'
        ? `The password is too short. Use at least ${MINIMUM_PASSWORD_LENGTH} characters.`
        : `Kata sandi terlalu pendek. Pakai sedikitnya ${MINIMUM_PASSWORD_LENGTH} karakter.`,
      400,
      undefined,
      true,
    )
  }
  return args
}

/** The very first person becomes owner of a new organisation, so that nobody starts with an empty screen. */
export const assignFirstOrganisation: CollectionBeforeChangeHook = async ({ data, operation, req }) => {
  const isPlaced = Array.isArray(data.memberships) && data.memberships.length > 0
  if (operation !== 'create' || req.user || isPlaced) return data
  const { totalDocs } = await req.payload.count({ collection: 'users', req })
  if (totalDocs > 0) return data
  const name = (data as { businessName?: string }).businessName?.trim() || 'Usaha saya'
  const organisation = await req.payload.create({
    collection: 'organisations',
    data: { name, timeZone: 'Asia/Jakarta' },
    req,
  })
  return { ...data, memberships: [{ organisation: organisation.id, role: 'owner' }] }
}

type Row = { organisation?: unknown; role?: unknown }
const asMemberships = (rows: unknown): Membership[] =>
  ((rows ?? []) as Row[]).map((row) => ({
    organisation: idOf(row.organisation) ?? '',
    role: row.role as Membership['role'],
  }))
const key = ({ organisation, role }: Membership): string => `${organisation}:${role}`

/**
 * Keeps people from lifting themselves or touching strangers: memberships change only where the actor is owner,
 * and another person's account is edited only by someone who owns every organisation that person belongs to.
 */
export const guardMemberships: CollectionBeforeChangeHook = ({ data, originalDoc, operation, req }) => {
  const actor = req.user
  if (!actor) return data
  const before =
    operation === 'update' ? asMemberships((originalDoc as { memberships?: unknown }).memberships) : []
  const after = 'memberships' in data ? asMemberships(data.memberships) : before
  const english = req.i18n?.language === 'en'

  const isSelf = operation === 'update' && originalDoc?.id === actor.id
  const ownsAll = before.every(({ organisation }) => hasRole(req, organisation, OWNERS))
  if (operation === 'update' && !isSelf && !ownsAll) {
    throw new APIError(
      english
        ? 'This person also belongs to an organisation that you do not own, so you cannot change the account.'
        : 'Orang ini juga anggota organisasi yang bukan milik Anda, jadi akunnya tidak bisa Anda ubah.',
      403,
      undefined,
      true,
    )
  }
  const had = new Set(before.map(key))
  const has = new Set(after.map(key))
  const changed = [
    ...before.filter((row) => !has.has(key(row))),
    ...after.filter((row) => !had.has(key(row))),
  ]
  if (changed.some(({ organisation }) => !hasRole(req, organisation, OWNERS))) {
    throw new APIError(
      english
        ? 'Only an owner can give or change roles.'
        : 'Hanya pemilik yang bisa memberi atau mengubah peran.',
      403,
      undefined,
      true,
    )
  }
  const losesLastOwner =
    isSelf &&
    membershipsOf(actor).some(
      ({ organisation, role }) => role === 'owner' && !has.has(key({ organisation, role: 'owner' })),
    )
  if (losesLastOwner) {
    throw new APIError(
      english
        ? 'You cannot give up your own owner role. Ask another owner to do it.'
        : 'Anda tidak bisa melepas peran pemilik Anda sendiri. Minta pemilik lain melakukannya.',
      403,
      undefined,
      true,
    )
  }
  return data
}
