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

it('reads back what it wrote, whatever the order', () => {
  const read = conditionsOf({
    or: [{ and: [{ status: { in: ['to_ship', 'arranged'] } }, { shortQuantity: { greater_than: '0' } }] }],
  })
  expect(sameConditions(read ?? [], [short, waiting])).toBe(true)
  expect(sameConditions(read ?? [], [short])).toBe(false)
  expect(sameConditions(read ?? [], [short, { ...waiting, value: ['to_ship'] }])).toBe(false)
  expect(conditionsOf(undefined)).toEqual([])
})

it('knows no plain conditions in a filter with alternatives', () => {
  expect(
    conditionsOf({ or: [{ and: [{ a: { equals: '1' } }] }, { and: [{ b: { equals: '2' } }] }] }),
  ).toBeNull()
  expect(conditionsOf({ status: { equals: 'to_ship' } })).toBeNull()
})
