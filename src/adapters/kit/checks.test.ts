import { expect, it } from 'vitest'
import { AdapterError, type Cause } from '../contract.ts'
import { leaveToLater } from './checks.ts'

const failing = (reason: Cause) => () =>
  Promise.reject(new AdapterError({ kind: 'permission', reason, message: reason }))

it('passes what a later step tells', async () => {
  await expect(leaveToLater(['account_suspended'], failing('account_suspended'))).resolves.toBeUndefined()
  await expect(leaveToLater([], () => Promise.resolve(7))).resolves.toBeUndefined()
})

it('throws every other failure, also those that are no adapter errors', async () => {
  await expect(leaveToLater(['account_suspended'], failing('token_expired'))).rejects.toMatchObject({
    reason: 'token_expired',
  })
  const slip = new TypeError('a slip')
  await expect(leaveToLater(['internal'], () => Promise.reject(slip))).rejects.toBe(slip)
})
