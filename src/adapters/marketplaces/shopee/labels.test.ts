import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shopee } from './index.ts'
import { failed, StubShopee, wrapped, type StubAnswer } from './testing/stubShopee.ts'

const adapter = shopee()
const API = '/api/v2/logistics'
let stub: StubShopee
beforeEach(async () => {
  stub = await StubShopee.start()
  stub
    .on(
      `${API}/get_shipping_document_parameter`,
      rows({ suggest_shipping_document_type: 'THERMAL_AIR_WAYBILL' }),
    )
    .on(`${API}/get_shipping_document_result`, rows({ status: 'READY' }))
})
afterEach(() => stub.stop())

const rows = (row: object): StubAnswer =>
  wrapped({ result_list: [{ fail_error: '', fail_message: '', ...row }] })
const allFailed = (code: string): StubAnswer => ({
  body: {
    error: 'common.batch_api_all_failed',
    message: 'see result_list',
    request_id: 'r',
    response: { result_list: [{ fail_error: code, fail_message: 'no' }] },
  },
})
const label = () =>
  adapter.logistics!.label(stub.session(), { externalOrderId: 'SN', externalPackageId: 'OFG1' })
const download = (answer: StubAnswer) => stub.on(`${API}/download_shipping_document`, answer)

describe('labels', () => {
  it('are downloaded with the type they were made as', async () => {
    download({ body: '%PDF-1.4', headers: { 'content-type': 'application/json' } })
    expect(await label()).toMatchObject({ state: 'ready', contentType: 'application/pdf' })
    const [request] = stub.to(`${API}/download_shipping_document`)
    expect(JSON.parse(request!.body)).toEqual({
      shipping_document_type: 'THERMAL_AIR_WAYBILL',
      order_list: [{ order_sn: 'SN', package_number: 'OFG1' }],
    })
  })

  it('that come as an envelope are no labels', async () => {
    download(failed('logistics.package_print_failed', 'no'))
    expect(await label()).toMatchObject({ state: 'failed', providerCode: 'logistics.package_print_failed' })
    download(failed('logistics.download_later'))
    expect(await label()).toEqual({ state: 'processing', retryAfterMs: 3_000 })
    download(failed('invalid_acceess_token'))
    await expect(label()).rejects.toMatchObject({ reason: 'token_expired' })
    download({ body: 'who knows' })
    expect(await label()).toMatchObject({ state: 'failed' })
  })

  it('that an error page came for are not taken for HTML labels', async () => {
    download({ status: 400, body: '<html>400 Bad Request</html>' })
    await expect(label()).rejects.toMatchObject({ kind: 'contract' })
  })

  it('wait for the tracking number before they are asked for', async () => {
    stub.on(
      `${API}/get_shipping_document_result`,
      allFailed('logistics.shipping_document_should_print_first'),
    )
    stub.on(`${API}/get_tracking_number`, wrapped({ tracking_number: '' }))
    expect(await label()).toEqual({ state: 'processing', retryAfterMs: 10_000 })
    stub.on(`${API}/get_tracking_number`, wrapped({ tracking_number: 'SPX1' }))
    stub.on(`${API}/create_shipping_document`, allFailed('logistics.tracking_number_invalid'))
    expect(await label()).toMatchObject({
      state: 'failed',
      providerCode: 'logistics.tracking_number_invalid',
    })
    const [request] = stub.to(`${API}/create_shipping_document`)
    expect(JSON.parse(request!.body)).toMatchObject({
      order_list: [{ tracking_number: 'SPX1', shipping_document_type: 'THERMAL_AIR_WAYBILL' }],
    })
  })

  it('that cannot be printed say why', async () => {
    stub.on(`${API}/get_shipping_document_parameter`, allFailed('logistics.package_can_not_print'))
    const state = await label()
    expect(state).toMatchObject({ state: 'failed', providerCode: 'logistics.package_can_not_print' })
    expect(state.state === 'failed' && state.reason.en).toContain('after shipment is arranged')
  })
})
