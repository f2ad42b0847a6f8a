import { describe, expect, it } from 'vitest'
import { FaultEngine } from './faults.ts'
import { isLoopback } from './loopback.ts'
import { SeededRandom } from './random.ts'
import { Router } from './router.ts'
import { escapeHtml, productTile } from './svg.ts'
import { Throttle } from './throttle.ts'
import { stringifyWire } from './wire.ts'

describe('core', () => {
  it('writes bigints bare and leaves undefined keys out', () => {
    expect(stringifyWire({ a: 9_007_199_254_740_993n, b: undefined, c: [null, 'x"', true] })).toBe(
      '{"a":9007199254740993,"c":[null,"x\\"",true]}',
    )
  })

  it('repeats the same chance for the same seed', () => {
    const draw = (seed: number) => {
      const random = new SeededRandom(seed)
      return Array.from({ length: 5 }, () => random.int(0, 1000))
    }
    expect(draw(5)).toEqual(draw(5))
    expect(draw(5)).not.toEqual(draw(6))
  })

  it('strikes with about the given probability and within the filters', () => {
    const faults = new FaultEngine<'x'>(new SeededRandom(1))
    faults.add({ kind: 'x', probability: 0.25, shopId: 7, path: 'order/' })
    const strikes = Array.from({ length: 4000 }, () =>
      faults.strike('x', { shopId: 7, path: '/api/v2/order/get' }),
    )
    expect(strikes.filter(Boolean).length / 4000).toBeCloseTo(0.25, 1)
    expect(faults.strike('x', { shopId: 8, path: '/api/v2/order/get' })).toBeUndefined()
    expect(faults.strike('x', { shopId: 7, path: '/api/v2/shop/get' })).toBeUndefined()
  })

  it('tells unknown paths from wrong verbs', () => {
    const router = new Router<string>().add('POST', '/orders/:sn/advance', 'advance')
    expect(router.match('POST', '/orders/A%20B/advance')).toEqual({
      kind: 'found',
      route: 'advance',
      params: { sn: 'A B' },
    })
    expect(router.match('GET', '/orders/1/advance').kind).toBe('wrong_verb')
    expect(router.match('POST', '/orders/%zz/advance').kind).toBe('not_found')
  })

  it('counts calls per key and second', () => {
    const throttle = new Throttle()
    expect([1, 2, 3].map(() => throttle.exceeded('a', 2, 1000))).toEqual([false, false, true])
    expect(throttle.exceeded('b', 2, 1000)).toBe(false)
    expect(throttle.exceeded('a', 2, 2000)).toBe(false)
  })

  it('knows this machine and escapes what it draws', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '::ffff:10.0.0.1'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(escapeHtml('<a href="x">')).not.toMatch(/[<>"]/)
    expect(productTile('1', '<script> Kopi')).not.toContain('<script>')
  })
})
