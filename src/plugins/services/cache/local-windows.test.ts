import { expect, it } from 'vitest'
import { LocalWindows } from './local-windows.ts'

const limit = { subject: 'door:api:203.0.113.9', most: 3, windowSeconds: 60 }

it('lets as many in as fit, then says how long to wait, then begins anew', () => {
  const windows = new LocalWindows()
  expect([0, 1, 2, 3].map((second) => windows.count(limit, second * 1000))).toEqual([0, 0, 0, 57])
  expect(windows.count(limit, 59_999)).toBe(1)
  expect(windows.count(limit, 60_000)).toBe(0)
})

it('counts each subject for itself', () => {
  const windows = new LocalWindows()
  for (let n = 0; n < 3; n += 1) windows.count(limit, 0)
  expect(windows.count({ ...limit, subject: 'door:api:203.0.113.10' }, 0)).toBe(0)
})

it('forgets windows that are over, and never keeps more subjects than it can', () => {
  const windows = new LocalWindows()
  for (let n = 0; n < 19_999; n += 1) windows.count({ ...limit, subject: `lama-${n}` }, 0)
  for (let n = 0; n < 3; n += 1) windows.count(limit, 30_000)
  windows.count({ ...limit, subject: 'baru' }, 61_000)
  expect(windows.count(limit, 61_000)).toBeGreaterThan(0)
  for (let n = 0; n < 20_000; n += 1) windows.count({ ...limit, subject: `lain-${n}` }, 61_000)
  expect(windows.count(limit, 61_001)).toBe(0)
})
