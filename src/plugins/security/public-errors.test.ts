import { APIError } from 'payload'
import { expect, it } from 'vitest'
import { tellPublicError } from './public-errors.ts'

type Args = Parameters<typeof tellPublicError>[0]

/** What the other copy of Payload's class would make. */
class OtherCopy extends Error {
  readonly isOperational = true
  readonly status = 401
  readonly isPublic: boolean
  readonly data = { code: 'step_up_required', methods: ['password'] }

  constructor(isPublic: boolean) {
    super('Buktikan identitas Anda.')
    this.isPublic = isPublic
  }
}
const ask = (error: Error, result: object): ReturnType<typeof tellPublicError> =>
  tellPublicError({ error, result } as Args)

it('answers an error of another copy of the class as it was meant', () => {
  const hidden = { errors: [{ message: 'An unknown error occurred.' }] }
  expect(ask(new OtherCopy(true), hidden)).toEqual({
    status: 401,
    response: {
      errors: [
        {
          name: 'APIError',
          message: 'Buktikan identitas Anda.',
          data: { code: 'step_up_required', methods: ['password'] },
        },
      ],
    },
  })
})

it('keeps what is not meant to be read, and what was answered rightly, as it is', () => {
  expect(ask(new OtherCopy(false), { errors: [{ message: 'Something went wrong.' }] })).toBeUndefined()
  expect(ask(new Error('rahasia'), { errors: [{ message: 'Something went wrong.' }] })).toBeUndefined()
  const told = new APIError('Kata sandi terlalu pendek.', 400, undefined, true)
  expect(ask(told, { errors: [{ message: 'Kata sandi terlalu pendek.' }] })).toBeUndefined()
})
