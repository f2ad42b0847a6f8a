import { ControlApi } from '../core/control.ts'
import { uiAsset } from '../core/assets.ts'
import { html, json, listen, nginxError, redirect, type HttpReply, type HttpRequest } from '../core/http.ts'
import { Router } from '../core/router.ts'
import { productTile } from '../core/svg.ts'
import { openPage, openSignedLink, submitPage } from './authPages.ts'
import { messagePage } from './consentPage.ts'
import { controlRoutes } from './controlRoutes.ts'
import { callEndpoint, faultContext, type Endpoint } from './gateway.ts'
import { LABEL_ENDPOINTS } from './labelApi.ts'
import { LOGISTICS_ENDPOINTS } from './logisticsApi.ts'
import { MEDIA_ENDPOINTS, uploadedPicture } from './mediaApi.ts'
import { resolveOptions, type ShopeeSandboxOptions } from './options.ts'
import { issueTrackingNumber } from './orderLife.ts'
import { ORDER_ENDPOINTS } from './orderApi.ts'
import { PAYMENT_ENDPOINTS } from './paymentApi.ts'
import { PRODUCT_ENDPOINTS } from './productApi.ts'
import { PUBLIC_ENDPOINTS } from './publicApi.ts'
import { PUBLISHING_ENDPOINTS } from './publishingApi.ts'
import { PUSH_ENDPOINTS } from './pushApi.ts'
import { RETURN_ENDPOINTS } from './returnApi.ts'
import { SHOP_ENDPOINTS } from './shopApi.ts'
import { SPLIT_ENDPOINTS } from './splitApi.ts'
import { TAXONOMY_ENDPOINTS } from './taxonomyApi.ts'
import { VARIATION_ENDPOINTS } from './variationApi.ts'
import { World } from './world.ts'

const SAVE_MS = 2000

export interface ShopeeSandbox {
  /** API and consent host. */
  readonly url: string
  /** Base of the control API and address of its page. */
  readonly controlUrl: string
  /** Live state; act on it with `placeOrder` and `advanceOrder`. */
  readonly state: World
  close(): Promise<void>
}

/** Starts the Shopee stand-in and resolves when it answers. */
export async function startShopeeSandbox(options: ShopeeSandboxOptions = {}): Promise<ShopeeSandbox> {
  const resolved = resolveOptions(options)
  const world = new World(resolved)
  if (resolved.stateFile !== '') resume(world)
  const endpoints = endpointTable()
  const control = new ControlApi(controlRoutes(world), resolved.remoteControl)
  const server = await listen(
    (request) => route(world, endpoints, control, request),
    resolved.host,
    resolved.port,
  )
  world.publicUrl = (resolved.publicUrl ?? server.url).replace(/\/$/, '')
  const saving = setInterval(() => world.save(), SAVE_MS)
  return {
    url: server.url,
    controlUrl: `${server.url}/_control`,
    state: world,
    close: async () => {
      clearInterval(saving)
      await server.close()
      await world.close()
    },
  }
}

/** Loads the kept state and takes up what was under way when it was written. */
function resume(world: World): void {
  world.load()
  for (const shop of world.shops.values()) {
    for (const order of shop.orders.values()) {
      if (order.status !== 'PROCESSED') continue
      for (const parcel of order.parcels)
        if (parcel.trackingNumber === '') issueTrackingNumber(world, order, parcel)
    }
  }
}

function endpointTable(): Router<Endpoint> {
  const table = new Router<Endpoint>()
  const modules = [
    PUBLIC_ENDPOINTS,
    SHOP_ENDPOINTS,
    PRODUCT_ENDPOINTS,
    TAXONOMY_ENDPOINTS,
    PUBLISHING_ENDPOINTS,
    VARIATION_ENDPOINTS,
    MEDIA_ENDPOINTS,
    ORDER_ENDPOINTS,
    SPLIT_ENDPOINTS,
    LOGISTICS_ENDPOINTS,
    LABEL_ENDPOINTS,
    RETURN_ENDPOINTS,
    PAYMENT_ENDPOINTS,
    PUSH_ENDPOINTS,
  ]
  for (const endpoints of modules)
    for (const [method, path, endpoint] of endpoints) table.add(method, path, endpoint)
  return table
}

async function route(
  world: World,
  endpoints: Router<Endpoint>,
  control: ControlApi,
  request: HttpRequest,
): Promise<HttpReply> {
  const { path, method } = request
  if (path === '/') return redirect('/_control')
  if (path === '/favicon.ico') return { status: 204 }
  if (path === '/_control') {
    if (!control.allowed(request))
      return html(
        messagePage('Tidak dapat dibuka', 'Halaman kendali hanya dapat dibuka dari komputer ini.'),
        403,
      )
    return uiAsset('control.html') ?? nginxError(404, 'Not Found')
  }
  if (path.startsWith('/_control/')) return control.handle(request)
  if (path.startsWith('/_ui/')) return uiAsset(path.slice('/_ui/'.length)) ?? nginxError(404, 'Not Found')
  if (path.startsWith('/img/')) return picture(world, path)
  const page = pageReply(world, request)
  if (page) return page
  return apiReply(world, endpoints, request, method)
}

function pageReply(world: World, request: HttpRequest): HttpReply | undefined {
  const { path, method } = request
  const kind = path.includes('cancel_auth') ? 'cancel' : 'consent'
  if (path === '/auth' || path === '/cancel_auth') {
    if (method === 'GET') return openPage(world, request, kind)
    return method === 'POST' ? submitPage(world, request, kind) : nginxError(405, 'Not Allowed')
  }
  if (
    method === 'GET' &&
    (path === '/api/v2/shop/auth_partner' || path === '/api/v2/shop/cancel_auth_partner')
  ) {
    return openSignedLink(world, request, kind)
  }
  return undefined
}

async function apiReply(
  world: World,
  endpoints: Router<Endpoint>,
  request: HttpRequest,
  method: string,
): Promise<HttpReply> {
  const started = performance.now()
  const match = endpoints.match(method, request.path)
  const reply: HttpReply =
    match.kind === 'found'
      ? await callEndpoint(world, match.route, request)
      : json({ error: 'error_not_found', message: 'Wrong path or method.', request_id: '' }, 404)
  const { shopId, appId } = faultContext(request)
  world.requests.add({
    at: new Date(world.clock.ms()).toISOString(),
    method,
    path: request.path,
    query: request.query,
    body: request.body,
    status: reply.hang ? 0 : reply.status,
    error: errorOf(reply),
    ms: Math.round(performance.now() - started),
    shopId: shopId ?? null,
    appId: appId ?? null,
  })
  return reply
}

function errorOf(reply: HttpReply): string {
  if (reply.hang) return 'hang'
  if (typeof reply.body !== 'string') return ''
  return /"error":"([^"]*)"/.exec(reply.body)?.[1] ?? (reply.status >= 400 ? `http_${reply.status}` : '')
}

function picture(world: World, path: string): HttpReply {
  const uploaded = uploadedPicture(world, path)
  if (uploaded) return uploaded
  const id = /^\/img\/(\d+)\.svg$/.exec(path)?.[1]
  if (id === undefined) return nginxError(404, 'Not Found')
  return {
    status: 200,
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' },
    body: productTile(id, nameOf(world, Number(id))),
  }
}

function nameOf(world: World, id: number): string {
  for (const shop of world.shops.values()) {
    if (shop.shopId === id) return shop.name
    const item = shop.items.get(id)
    if (item) return item.name
  }
  return ''
}
