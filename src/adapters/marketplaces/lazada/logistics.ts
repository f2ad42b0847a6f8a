import { z } from 'zod'
import {
  AdapterError,
  type LabelState,
  type Logistics,
  type PackageRef,
  type ShippingOptions,
  type ShopSession,
} from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { jsonText, numeric, type LazadaClient } from './client.ts'
import { providerError } from './errors.ts'
import { RULES, type RuleName } from './errorTable.ts'
import { fetchLabel } from './label.ts'
import { unitsOfLines, type WireUnit } from './transformOrder.ts'
import { getUnitsOf } from './units.ts'
import { flag, id, list, read, words } from './wire.ts'

const TO_PACK = new Set(['pending', 'topack'])
const PACKED = new Set(['packed', 'toship'])
const LABEL_RETRY_MS = 3_000
/** Statuses in which a parcel still has a label to print. */
const PRINTABLE = new Set([...PACKED, 'ready_to_ship'])

const providers = z.object({
  shipping_allocate_type: words,
  shipment_providers: list(z.object({ name: words, provider_code: words })),
})
type Providers = z.output<typeof providers>

const row = { item_err_code: words, msg: words, retry: flag }
const packed = z.object({
  pack_order_list: list(
    z.object({ order_item_list: list(z.object({ order_item_id: id, package_id: id, ...row })) }),
  ),
})
const readied = z.object({ packages: list(z.object({ package_id: id, ...row })) })

/** Parcels: pack the units, tell Lazada they are ready to ship, print the label. */
export function lazadaLogistics(client: LazadaClient): Logistics {
  return {
    async options(session, ref): Promise<ShippingOptions> {
      const units = await parcelUnits(session, ref)
      const found = await providersFor(session, ref.externalOrderId, units)
      const free = found.shipping_allocate_type === 'NTFS'
      return {
        methods: [free ? 'dropoff' : 'pickup'],
        pickupAddresses: [],
        // Where the seller picks the courier, the couriers are what there is to choose from, each with its counters.
        dropoffBranches: free
          ? found.shipment_providers.map(({ provider_code: code, name }) => ({ id: code, name, address: '' }))
          : [],
        required: free ? { dropoff: ['branch'] } : {},
      }
    },

    /** Both steps are taken only for units that still need them, so asking again finishes what broke off. */
    async arrange(session, arrangement) {
      const units = await parcelUnits(session, arrangement)
      const toPack = units.filter((unit) => TO_PACK.has(unit.status.toLowerCase()))
      const packages = new Set(
        units.filter((unit) => PACKED.has(unit.status.toLowerCase())).map((unit) => unit.package_id),
      )
      if (toPack.length === 0 && packages.size === 0) throw refusal(session, 'orderChanged')
      for (const ofWarehouse of byWarehouse(toPack)) {
        const chosen = arrangement.courier ?? arrangement.branchId
        for (const each of await pack(session, arrangement.externalOrderId, ofWarehouse, chosen))
          packages.add(each)
      }
      await readyToShip(session, [...packages].filter(Boolean))
    },

    async tracking(session, ref) {
      const [first, ...rest] = await parcelUnits(session, ref)
      const units = first ? [first, ...rest] : []
      return {
        trackingNumber: units.find((unit) => unit.tracking_code !== '')?.tracking_code ?? null,
        courier: units.find((unit) => unit.shipment_provider !== '')?.shipment_provider ?? null,
        // Lazada has no trace call for sellers: what is known is the present state.
        events: first?.updated_at
          ? [{ at: first.updated_at, description: first.status, rawStatus: first.status }]
          : [],
      }
    },

    async label(session, ref): Promise<LabelState> {
      const units = await parcelUnits(session, ref)
      const printable = units.filter((unit) => PRINTABLE.has(unit.status.toLowerCase()))
      const packages = [...new Set(printable.map((unit) => unit.package_id).filter(Boolean))]
      if (packages.length === 0) return failed('unprintable', '700040')
      try {
        const body = await fetchLabel(client, session, packages)
        return body
          ? { state: 'ready', contentType: 'application/pdf', body }
          : { state: 'processing', retryAfterMs: LABEL_RETRY_MS }
      } catch (error) {
        if (!(error instanceof AdapterError) || error.kind !== 'permanent') throw error
        const reason = error.explanation?.why ?? text(error.message, error.message)
        return { state: 'failed', reason, providerCode: error.providerCode ?? '' }
      }
    },

    async split(session, { externalOrderId, packages }) {
      const units = await getUnitsOf(client, session, externalOrderId)
      const refs: PackageRef[] = []
      for (const lineIds of packages) {
        const ofParcel = unitsOfLines(units, lineIds)
        for (const each of await pack(session, externalOrderId, ofParcel, undefined)) {
          refs.push({ externalOrderId, externalPackageId: each })
        }
      }
      return refs
    },
  }

  /** The units of one parcel, or of the whole order while it has none; cancelled ones never. */
  async function parcelUnits(session: ShopSession, ref: PackageRef): Promise<WireUnit[]> {
    const units = await getUnitsOf(client, session, ref.externalOrderId)
    const alive = units.filter((unit) => unit.status.toLowerCase() !== 'canceled')
    return ref.externalPackageId === ''
      ? alive
      : alive.filter((unit) => unit.package_id === ref.externalPackageId)
  }

  async function providersFor(
    session: ShopSession,
    orderId: string,
    units: readonly WireUnit[],
  ): Promise<Providers> {
    const orders = [
      { order_id: numeric(orderId), order_item_ids: units.map((unit) => numeric(unit.order_item_id)) },
    ]
    const { data, requestId } = await client.forShop(session, {
      method: 'POST',
      path: '/order/shipment/providers/get',
      params: { getShipmentProvidersReq: jsonText({ orders }) },
      idempotent: true,
    })
    return read(providers, data ?? {}, 'shipment/providers/get', requestId)
  }

  /** Packs units into one parcel and returns its id. @throws AdapterError for the first unit refused. */
  async function pack(
    session: ShopSession,
    orderId: string,
    units: readonly WireUnit[],
    courier: string | undefined,
  ): Promise<string[]> {
    const { shipping_allocate_type: allocation } = await providersFor(session, orderId, units)
    const { data, requestId } = await client.forShop(session, {
      method: 'POST',
      path: '/order/fulfill/pack',
      params: {
        packReq: jsonText({
          pack_order_list: [
            { order_id: numeric(orderId), order_item_list: units.map((unit) => numeric(unit.order_item_id)) },
          ],
          delivery_type: 'dropship',
          shipping_allocate_type: allocation || 'TFS',
          ...(allocation === 'NTFS' && courier ? { shipment_provider_code: courier } : {}),
        }),
      },
      idempotent: false,
    })
    const rows = read(packed, data ?? {}, 'order/fulfill/pack', requestId).pack_order_list.flatMap(
      (order) => order.order_item_list,
    )
    refuseFailed(session, rows, requestId)
    return [...new Set(rows.map((each) => each.package_id).filter(Boolean))]
  }

  async function readyToShip(session: ShopSession, packageIds: readonly string[]): Promise<void> {
    const { data, requestId } = await client.forShop(session, {
      method: 'POST',
      path: '/order/package/rts',
      params: { readyToShipReq: jsonText({ packages: packageIds.map((each) => ({ package_id: each })) }) },
      idempotent: false,
    })
    refuseFailed(session, read(readied, data ?? {}, 'order/package/rts', requestId).packages, requestId)
  }

  /** A success of the whole call may hold refused rows. */
  function refuseFailed(
    session: ShopSession,
    rows: readonly { item_err_code: string; msg: string }[],
    requestId: string,
  ): void {
    const bad = rows.find((each) => each.item_err_code !== '0' && each.item_err_code !== '')
    if (!bad) return
    throw providerError({
      code: bad.item_err_code,
      message: bad.msg,
      detail: [],
      requestId,
      httpStatus: 200,
      appKey: session.credentials['appKey'] ?? '',
      now: session.now(),
      quotaResetUtcHour: client.unconfirmed.quotaResetUtcHour,
    })
  }
}

/** All units of a parcel must lie in one warehouse. */
function byWarehouse(units: readonly WireUnit[]): WireUnit[][] {
  const groups = new Map<string, WireUnit[]>()
  for (const unit of units) {
    groups.set(unit.warehouse_code, [...(groups.get(unit.warehouse_code) ?? []), unit])
  }
  return [...groups.values()]
}

function failed(rule: RuleName, providerCode: string): LabelState {
  return { state: 'failed', reason: RULES[rule].explanation({ appKey: '' }).why, providerCode }
}

function refusal(session: ShopSession, name: RuleName): AdapterError {
  const { kind, reason, explanation } = RULES[name]
  const appKey = session.credentials['appKey'] ?? ''
  return new AdapterError({
    kind,
    reason,
    message: 'Lazada order: no unit is waiting to be shipped',
    explanation: explanation({ appKey }),
  })
}
