import { expect, it } from 'vitest'
import { type Condition, conditionsOf, listHref, sameConditions } from './list-href.ts'

it('writes filters the way the list reads them', () => {
  expect(listHref('orders')).toBe('/admin/collections/orders')
  const href = listHref('orders', [
    { field: 'status', operator: 'in', value: ['to_ship', 'arranged'] },
    { field: 'shortQuantity', operator: 'greater_than', value: 0 },
  ])
  expect(decodeURIComponent(href)).toBe(
    '/admin/collections/orders?where[or][0][and][0][status][in][0]=to_ship&where[or][0][and][0][status][in][1]=arranged&where[or][0][and][1][shortQuantity][greater_than]=0',
  )
})

const short: Condition = { field: 'shortQuantity', operator: 'greater_than', value: 0 }
const waiting: Condition = { field: 'status', operator: 'in', value: ['to_ship', 'arranged'] }

const asAddressed = (href: string): Record<string, string> =>
  Object.fromEntries(new URL(href, 'https://kanal.example').searchParams)

it('reads back what it wrote, whatever the order', () => {
  const read = conditionsOf({
    ...asAddressed(listHref('orders', [waiting, short])),
    limit: '25',
    sort: '-placedAt',
  })
  expect(sameConditions(read ?? [], [short, waiting])).toBe(true)
  expect(sameConditions(read ?? [], [short])).toBe(false)
  expect(sameConditions(read ?? [], [short, { ...waiting, value: ['to_ship'] }])).toBe(false)
  expect(conditionsOf(undefined)).toEqual([])
  expect(conditionsOf({ where: '', search: 'Budi' })).toEqual([])
})

it('knows no plain conditions in a filter with alternatives', () => {
  const one = 'where[or][0][and][0][a][equals]'
  expect(conditionsOf({ [one]: '1' })).toEqual([{ field: 'a', operator: 'equals', value: '1' }])
  expect(conditionsOf({ [one]: '1', 'where[or][1][and][0][b][equals]': '2' })).toBeNull()
  expect(conditionsOf({ 'where[status][equals]': 'to_ship' })).toBeNull()
})
