import { uiAsset } from '../core/assets.ts'
import { ControlApi } from '../core/control.ts'
import { html, listen, nginxError, redirect, type HttpReply, type HttpRequest } from '../core/http.ts'
import { Router } from '../core/router.ts'
import { productTile } from '../core/svg.ts'
import { consentReply } from './consent.ts'
import { messagePage } from './consentPage.ts'
import { controlRoutes } from './controlRoutes.ts'
import { EVENT_ENDPOINTS } from './eventApi.ts'
import { FINANCE_ENDPOINTS } from './financeApi.ts'
import { callEndpoint, faultContext, noEndpoint, type Endpoint } from './gateway.ts'
import { INVENTORY_ENDPOINTS } from './inventoryApi.ts'
import { resolveOptions, type TikTokShopSandboxOptions } from './options.ts'
import { ORDER_ENDPOINTS } from './orderApi.ts'
import { documentReply, PARCEL_ENDPOINTS } from './parcelApi.ts'
import { PRODUCT_ENDPOINTS } from './productApi.ts'
import { RETURN_ENDPOINTS } from './returnApi.ts'
import { SHOP_ENDPOINTS } from './shopApi.ts'
import { SPLIT_ENDPOINTS } from './splitApi.ts'
import { tokenReply } from './tokenApi.ts'
import { World } from './world.ts'

const SAVE_MS = 2000
const ENDPOINTS = [
  SHOP_ENDPOINTS,
  PRODUCT_ENDPOINTS,
  INVENTORY_ENDPOINTS,
  ORDER_ENDPOINTS,
  SPLIT_ENDPOINTS,
  PARCEL_ENDPOINTS,
  RETURN_ENDPOINTS,
  FINANCE_ENDPOINTS,
  EVENT_ENDPOINTS,
].flat()

export interface TikTokShopSandbox {
  /** API, token and consent host. */
  readonly url: string
  /** Base of the control API and address of its page. */
  readonly controlUrl: string
  /** Live state; act on it with `placeOrder` and `advanceOrder`. */
  readonly state: World
  close(): Promise<void>
}

/** Starts the stand-in and resolves when it answers. */
export async function startTikTokShopSandbox(
  options: TikTokShopSandboxOptions = {},
): Promise<TikTokShopSandbox> {
  const resolved = resolveOptions(options)
  const world = new World(resolved)
  if (resolved.stateFile !== '') world.load()
  const endpoints = new Router<Endpoint>()
  for (const [method, path, endpoint] of ENDPOINTS) endpoints.add(method, path, endpoint)
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
  if (path.startsWith('/documents/')) return documentReply(world, request)
  if (path === '/open/authorize') {
    return method === 'GET' || method === 'POST'
      ? consentReply(world, request)
      : nginxError(405, 'Not Allowed')
  }
  return logged(world, request, () => apiReply(world, endpoints, request))
}

async function apiReply(world: World, endpoints: Router<Endpoint>, request: HttpRequest): Promise<HttpReply> {
  if (request.path.startsWith('/api/')) return tokenReply(world, request)
  const match = endpoints.match(request.method, request.path)
  if (match.kind === 'found') return callEndpoint(world, match.route, request, match.params)
  return noEndpoint(match.kind === 'not_found' && isOtherVersion(request.path) ? 'retired' : match.kind)
}

/** A known resource at a version it is not served at. */
function isOtherVersion(path: string): boolean {
  const versionless = (text: string): string =>
    text.replace(/\/\d{6}\//, '/*/').replace(/\/(:\w+|\d{7,})/g, '/:id')
  return ENDPOINTS.some(([, known]) => versionless(known) === versionless(path))
}

async function logged(
  world: World,
  request: HttpRequest,
  answer: () => Promise<HttpReply>,
): Promise<HttpReply> {
  const started = performance.now()
  const reply = await answer()
  const { shopId, appId } = faultContext(world, request)
  world.requests.add({
    at: new Date(world.clock.ms()).toISOString(),
    method: request.method,
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
  const code = typeof reply.body === 'string' ? /^\{"code":(\d+)/.exec(reply.body)?.[1] : undefined
  if (code !== undefined) return code === '0' ? '' : code
  return reply.status >= 400 ? `http_${reply.status}` : ''
}

function picture(world: World, path: string): HttpReply {
  const id = /^\/img\/(\d+)\.svg$/.exec(path)?.[1]
  if (id === undefined) return nginxError(404, 'Not Found')
  const name = [...world.shops.values()].flatMap((shop) =>
    shop.id === id ? shop.name : (shop.products.get(id)?.title ?? []),
  )[0]
  return {
    status: 200,
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' },
    body: productTile(id, name ?? ''),
  }
}
