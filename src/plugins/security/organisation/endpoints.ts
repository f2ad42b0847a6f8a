import { z } from 'zod'
import { OWNERS } from '../../../collections/access/roles.ts'
import { transaction, type Tx } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import {
  permissionsOf,
  setAdminPermissions,
  VAULT_PERMISSIONS,
} from '../../credentials/permissions/permissions.ts'
import { answer } from '../endpoint/answer.ts'
import { requireRole, tell, type Caller } from '../endpoint/caller.ts'
import { endpoint } from '../endpoint/endpoint.ts'
import { readInput } from '../endpoint/input.ts'
import { Refusal } from '../endpoint/refusal.ts'
import {
  clearAllowList,
  confirmAllowList,
  dropTrial,
  tryAllowList,
  TRIAL_MINUTES,
  wouldAdmit,
} from './allow-list.ts'
import { DEMANDS, MOST_GRACE_DAYS, setPolicy } from './policy.ts'
import { MOST_RANGES, normaliseRanges } from './ranges.ts'

const organisation = z.uuid().toLowerCase()
const target = (id: string) => ({ type: 'organisation', id })

const ownersOnly = (caller: Caller, id: string): Promise<void> =>
  requireRole(caller, { organisation: id, roles: OWNERS, target: target(id) })

const change = (
  caller: Caller,
  organisationId: string,
  action: 'security.policy' | 'security.allow_list',
  apply: (tx: Tx) => Promise<{ reason: string; fields?: readonly string[] }>,
): Promise<void> =>
  transaction(caller.kanal.pool, async (tx) => {
    const told = await apply(tx)
    await tell(tx, caller, { organisationId, action, target: target(organisationId), outcome: 'ok', ...told })
  })

/** `POST /api/security/policy`: whether people of the organisation must have a second factor, and from when. */
const policyEndpoint = endpoint({
  method: 'post',
  path: '/security/policy',
  audit: ['security.policy'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(
      req,
      z.object({
        organisation,
        secondFactor: z.enum(DEMANDS),
        graceDays: z.int().min(0).max(MOST_GRACE_DAYS),
      }),
    )
    await ownersOnly(caller, input.organisation)
    await change(caller, input.organisation, 'security.policy', async (tx) => {
      await setPolicy(tx, { ...input, organisationId: input.organisation, userId: caller.userId })
      return { reason: input.secondFactor }
    })
    return answer({ saved: true })
  },
})

const notAddresses = (broken: readonly string[]): Refusal =>
  new Refusal(422, {
    code: 'not_addresses',
    what: text('Daftar belum disimpan.', 'The list was not saved.'),
    why: text(
      `Ini bukan alamat IP atau rentang: ${broken.slice(0, 3).join(', ')}.`,
      `This is no IP address or range: ${broken.slice(0, 3).join(', ')}.`,
    ),
    remedy: text(
      'Tulis satu alamat per baris, misalnya 203.0.113.9 atau 203.0.113.0/24.',
      'Write one address a line, such as 203.0.113.9 or 203.0.113.0/24.',
    ),
  })

const ownAddressOutside = (address: string | null): Refusal =>
  new Refusal(422, {
    code: 'own_address_outside',
    what: text('Daftar belum disimpan.', 'The list was not saved.'),
    why: text(
      `Alamat Anda sendiri (${address ?? '–'}) tidak ada di dalamnya, jadi Anda akan terkunci di luar.`,
      `Your own address (${address ?? '–'}) is not in it, so you would lock yourself out.`,
    ),
    remedy: text('Tambahkan alamat Anda, lalu simpan lagi.', 'Add your address, then save again.'),
  })

const noList = (): Refusal =>
  new Refusal(409, {
    code: 'no_trial',
    what: text('Tidak ada yang perlu dikonfirmasi.', 'There is nothing to confirm.'),
    why: text(
      `Daftar percobaan sudah lewat ${TRIAL_MINUTES} menit dan batal sendiri, atau sudah dikonfirmasi.`,
      `The list on trial lapsed after ${TRIAL_MINUTES} minutes, or is confirmed already.`,
    ),
    remedy: text(
      'Muat ulang halaman, lalu simpan daftar lagi bila perlu.',
      'Reload the page, then save again if needed.',
    ),
  })

/**
 * `POST /api/security/allow-list`: tries a list of addresses out; an empty one lets everybody in and needs no trial.
 * Refused when it does not contain the caller's own address.
 */
const tryEndpoint = endpoint({
  method: 'post',
  path: '/security/allow-list',
  audit: ['security.allow_list'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(
      req,
      z.object({ organisation, ranges: z.array(z.string().max(100)).max(MOST_RANGES) }),
    )
    const organisationId = input.organisation
    await ownersOnly(caller, organisationId)
    const { ranges, broken } = normaliseRanges(input.ranges)
    if (broken.length > 0) throw notAddresses(broken)
    await change(caller, organisationId, 'security.allow_list', async (tx) => {
      if (!(await wouldAdmit(tx, ranges, caller.place.address))) throw ownAddressOutside(caller.place.address)
      if (ranges.length === 0) {
        await clearAllowList(tx, organisationId)
        return { reason: 'cleared' }
      }
      await tryAllowList(tx, { organisationId, ranges, userId: caller.userId })
      return { reason: 'trial', fields: ranges }
    })
    return answer({ saved: true })
  },
})

/** `POST /api/security/allow-list/confirm`: keeps the list on trial, or with `keep: false` goes back at once. */
const confirmEndpoint = endpoint({
  method: 'post',
  path: '/security/allow-list/confirm',
  audit: ['security.allow_list'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(req, z.object({ organisation, keep: z.boolean() }))
    const organisationId = input.organisation
    await ownersOnly(caller, organisationId)
    await change(caller, organisationId, 'security.allow_list', async (tx) => {
      const done = input.keep
        ? await confirmAllowList(tx, organisationId, caller.userId)
        : await dropTrial(tx, organisationId)
      if (!done) throw noList()
      return { reason: input.keep ? 'confirmed' : 'dropped' }
    })
    return answer({ saved: true })
  },
})

/** `POST /api/security/vault-permissions`: what admins of the organisation may do with stored keys. */
const vaultPermissionsEndpoint = endpoint({
  method: 'post',
  path: '/security/vault-permissions',
  audit: ['security.vault_permissions'],
  stepUp: 'required',
  run: async (caller, req) => {
    const input = await readInput(
      req,
      z.object({
        organisation,
        permissions: z.array(z.enum(VAULT_PERMISSIONS)).max(VAULT_PERMISSIONS.length),
      }),
    )
    const organisationId = input.organisation
    await ownersOnly(caller, organisationId)
    const saved = await transaction(caller.kanal.pool, async (tx) => {
      const before = await permissionsOf(tx, organisationId, 'admin')
      const after = await setAdminPermissions(tx, {
        organisationId,
        permissions: input.permissions,
        userId: caller.userId,
      })
      await tell(tx, caller, {
        organisationId,
        action: 'security.vault_permissions',
        target: target(organisationId),
        outcome: 'ok',
        reason: 'admin',
        fields: [
          ...after.filter((each) => !before.includes(each)).map((each) => `+${each}`),
          ...before.filter((each) => !after.includes(each)).map((each) => `−${each}`),
        ],
      })
      return after
    })
    return answer({ permissions: saved })
  },
})

export const organisationEndpoints = [vaultPermissionsEndpoint, policyEndpoint, tryEndpoint, confirmEndpoint]
