import { expect, it } from 'vitest'
import { payloadText } from './payload.ts'

const row = { Skus: { Sku: [{ SkuId: 18446744073709551615n, Name: 'Teh & <Kopi> ]]>' }, { SkuId: 2n }] } }

it('writes XML: lists repeat their element, texts are kept from becoming markup', () => {
  expect(payloadText('xml', { Product: row })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Request><Product><Skus>' +
      '<Sku><SkuId>18446744073709551615</SkuId><Name><![CDATA[Teh & <Kopi> ]]]]><![CDATA[>]]></Name></Sku>' +
      '<Sku><SkuId>2</SkuId></Sku></Skus></Product></Request>',
  )
})

it('drops what XML cannot hold', () => {
  expect(payloadText('xml', { Name: 'a\u0000b\u001Fc\nd' })).toContain('<Name>abc\nd</Name>')
})

it('writes JSON: lists stay lists, big ids stay exact', () => {
  expect(payloadText('json', { Product: row })).toBe(
    '{"Request":{"Product":{"Skus":{"Sku":[{"SkuId":18446744073709551615,"Name":"Teh & <Kopi> ]]>"},{"SkuId":2}]}}}}',
  )
})
