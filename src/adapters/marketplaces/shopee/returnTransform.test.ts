import { describe, expect, it } from 'vitest'
import { parseJson } from '../../kit/json.ts'
import { evidenceFor } from './disputes.ts'
import { wireOrder } from './orderTransform.ts'
import { returnStatus, toReturn, wireReturn } from './returnTransform.ts'
import { recorded } from './testing/stubShopee.ts'

const wire = wireReturn.parse((parseJson(recorded('return_detail')) as { response: unknown }).response)
const order = wireOrder.parse({
  order_sn: '2409250TESTSN1',
  item_list: [
    { item_id: 3400133012, model_id: 10001457001, order_item_id: 71, line_item_id: 1 },
    { item_id: 3400133012, model_id: 10001457001, order_item_id: 72, line_item_id: 2 },
  ],
})

describe('returns', () => {
  it('finds its lines in the order, each once', () => {
    const found = toReturn(wire, order)
    expect(found.lines.map((line) => [line.externalLineId, line.refund?.amount ?? null])).toEqual([
      ['71:3400133012:10001457001:1', 59000],
      ['72:3400133012:10001457001:2', 59000],
      ['9:0:1', null],
    ])
    expect(found).toMatchObject({
      status: 'in_transit',
      rawStatus: 'PROCESSING',
      refundOnly: false,
      refund: { amount: 118000, currency: 'IDR' },
      respondBy: new Date(1790090000_000),
      trackingNumber: 'SPXRET001',
      imageUrls: ['https://cf.shopee.co.id/file/bukti'],
    })
  })

  it('tells lines apart without the order', () => {
    expect(toReturn(wire, undefined).lines.map((line) => line.externalLineId)).toEqual([
      '3400133012:10001457001:1',
      '3400133012:10001457001:2',
      '9:0:1',
    ])
  })

  it.each([
    ['REQUESTED', 'requested'],
    ['SELLER_DISPUTE', 'disputed'],
    ['CLOSED', 'rejected'],
    ['toString', 'unknown'],
  ])('%s is %s', (raw, status) => expect(returnStatus(raw)).toBe(status))
})

describe('evidence', () => {
  const evidence = (index: number, required: boolean) => ({
    module_index: index,
    requirement: `bukti ${index}`,
    is_required: required,
  })
  const reason = {
    dispute_reason: '49',
    dispute_requirement: '',
    evidence_module_list: [evidence(1, false), evidence(2, true), evidence(3, true)],
  }

  it('gives mandatory kinds their pictures first, three each at most', () => {
    expect(evidenceFor(reason, ['a', 'b'])).toEqual([
      { module_index: 2, requirement: 'bukti 2', image_url: ['a'] },
      { module_index: 3, requirement: 'bukti 3', image_url: ['b'] },
    ])
    const many = evidenceFor(
      reason,
      Array.from({ length: 12 }, (_, index) => String(index)),
    )
    expect(many).toMatchObject([{ image_url: ['0', '3', '6'] }, {}, { image_url: ['2', '5', '8'] }])
    expect(evidenceFor({ ...reason, evidence_module_list: [] }, ['a'])).toEqual([])
    expect(evidenceFor(undefined, ['a'])).toEqual([])
  })
})
