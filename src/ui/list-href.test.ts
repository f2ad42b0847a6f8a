import { expect, it } from 'vitest'
import { listHref } from './list-href.ts'

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
