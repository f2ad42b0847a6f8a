import { expect, it } from 'vitest'
import { toMoney } from './money.ts'

it.each([
  [15000, 'IDR', 15000],
  [15000.4, 'IDR', 15000],
  [12.5, 'MYR', 1250],
  [1.005, 'SGD', 101],
  [-2.5, 'SGD', -250],
  [0, 'IDR', 0],
])('%d %s is %d minor units', (major, currency, amount) => {
  expect(toMoney(major, currency)).toEqual({ amount, currency })
})
