import { text } from '../../i18n/text.ts'
import { Refusal } from '../security/endpoint/refusal.ts'

/** Someone else saved these credentials since the caller looked: look again, then save. */
export class VersionConflictError extends Error {
  readonly expected: number
  readonly actual: number

  constructor(expected: number, actual: number) {
    super(`The credentials were changed meanwhile (expected version ${expected}, found ${actual}).`)
    this.name = 'VersionConflictError'
    this.expected = expected
    this.actual = actual
  }
}

/** The owner has no stored value where one is needed: the seller must fill in the form (or consent) first. */
export class CredentialsMissingError extends Error {
  readonly fields: readonly string[]

  constructor(fields: readonly string[]) {
    super(
      fields.length === 0 ? 'No credentials are stored.' : `No value is stored for: ${fields.join(', ')}.`,
    )
    this.name = 'CredentialsMissingError'
    this.fields = fields
  }
}

/** The caller handed over something the vault cannot store or look up. Carries no value. */
export class CredentialInputError extends Error {
  readonly field: string | undefined

  constructor(message: string, field?: string) {
    super(message)
    this.name = 'CredentialInputError'
    this.field = field
  }
}

/** Code asked for secrets it is not declared to need (see `consumers.ts`). */
export class ConsumerNotAllowedError extends Error {
  constructor(consumer: string, ownerType: string) {
    super(`"${consumer}" is not declared as a reader of ${ownerType} credentials.`)
    this.name = 'ConsumerNotAllowedError'
  }
}

/** The owner of the organisation left this shop out of those that may use the credentials. */
export class OutsideScopeError extends Error {
  constructor() {
    super('The shop is outside the scope of these credentials.')
    this.name = 'OutsideScopeError'
  }
}

/** `ensureOrganisationKey` was not called before the first value of an organisation was sealed. */
export class OrganisationKeyMissingError extends Error {
  constructor() {
    super('The organisation has no encryption key yet: create it, committed, before sealing a value.')
    this.name = 'OrganisationKeyMissingError'
  }
}

/** The organisation's secrets were destroyed on purpose, and nobody has asked for a new key since. */
export class OrganisationKeysDestroyedError extends Refusal {
  constructor() {
    super(409, {
      code: 'secrets_destroyed',
      what: text('Rahasia baru belum bisa disimpan.', 'No new secret can be stored yet.'),
      why: text(
        'Pemilik memusnahkan semua rahasia organisasi ini, berikut kunci enkripsinya.',
        'An owner destroyed all secrets of this organisation together with their encryption key.',
      ),
      remedy: text(
        'Minta pemilik membuka Pengaturan › Kunci enkripsi dan menekan Mulai lagi dengan kunci baru.',
        'Ask an owner to open Settings › Encryption keys and press Start again with a new key.',
      ),
    })
    this.name = 'OrganisationKeysDestroyedError'
  }
}
