import { uiAsset } from '../core/assets.ts'
import { ControlApi } from '../core/control.ts'
import { html, listen, nginxError, redirect, type HttpReply, type HttpRequest } from '../core/http.ts'
import { productTile } from '../core/svg.ts'
import { labelPdf } from '../shopee/labelPdf.ts'
import { openPage, submitPage } from './authPages.ts'
import { messagePage } from './consentPage.ts'
import { controlRoutes } from './controlRoutes.ts'
import { FINANCE_ENDPOINTS } from './financeApi.ts'
import { FULFILMENT_ENDPOINTS } from './fulfilmentApi.ts'
import { callEndpoint, look, type Endpoint } from './gateway.ts'
import { resolveOptions, type LazadaSandboxOptions } from './options.ts'
import { ORDER_ENDPOINTS } from './orderApi.ts'
import { PRODUCT_ENDPOINTS } from './productApi.ts'
import { REVERSE_ENDPOINTS } from './reverseApi.ts'
import { SELLER_ENDPOINTS } from './sellerApi.ts'
import { TOKEN_ENDPOINTS } from './tokenApi.ts'
import { World } from './world.ts'

const SAVE_MS = 2000
const SECRET_PARAMS = ['sign', 'access_token', 'refresh_token', 'code']

export interface LazadaSandbox {
  /** Base of the API (`/rest`) and of the consent page (`/oauth/authorize`). */
  readonly url: string
  /** Base of the control API and address of its page. */
  readonly controlUrl: string
  /** Live state; act on it with `placeOrder` and `advanceOrder`. */
  readonly state: World
  close(): Promise<void>
}

/** Starts the Lazada stand-in and resolves when it answers. */
export async function startLazadaSandbox(options: LazadaSandboxOptions = {}): Promise<LazadaSandbox> {
  const resolved = resolveOptions(options)
  const world = new World(resolved)
  if (resolved.stateFile !== '') world.load()
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

function endpointTable(): Map<string, Endpoint> {
  const table = new Map<string, Endpoint>()
  const modules = [
    TOKEN_ENDPOINTS,
    SELLER_ENDPOINTS,
    PRODUCT_ENDPOINTS,
    ORDER_ENDPOINTS,
    FULFILMENT_ENDPOINTS,
    REVERSE_ENDPOINTS,
    FINANCE_ENDPOINTS,
  ]
  for (const [methods, path, endpoint] of modules.flat()) {
    for (const method of methods.split('|')) table.set(`${method} /rest${path}`, endpoint)
  }
  return table
}

async function route(
  world: World,
  endpoints: ReadonlyMap<string, Endpoint>,
  control: ControlApi,
  request: HttpRequest,
): Promise<HttpReply> {
  const { path, method } = request
  if (path === '/') return redirect('/_control')
  if (path === '/favicon.ico') return { status: 204 }
  if (path === '/_control') {
    if (!control.allowed(request)) {
      return html(
        messagePage('Tidak dapat dibuka', 'Halaman kendali hanya dapat dibuka dari komputer ini.'),
        403,
      )
    }
    return uiAsset('control.html') ?? nginxError(404, 'Not Found')
  }
  if (path.startsWith('/_control/')) return control.handle(request)
  if (path.startsWith('/_ui/')) return uiAsset(path.slice('/_ui/'.length)) ?? nginxError(404, 'Not Found')
  if (path.startsWith('/img/') || path.startsWith('/p/')) return picture(world, path)
  if (path.startsWith('/labels/')) return label(world, path)
  if (path === '/oauth/authorize') {
    if (method === 'GET') return openPage(world, request)
    return method === 'POST' ? submitPage(world, request) : nginxError(405, 'Not Allowed')
  }
  if (!path.startsWith('/rest/')) return nginxError(404, 'Not Found')
  return apiReply(world, endpoints.get(`${method} ${path}`), request)
}

async function apiReply(
  world: World,
  endpoint: Endpoint | undefined,
  request: HttpRequest,
): Promise<HttpReply> {
  const started = performance.now()
  const seen = look(world, request)
  const reply = await callEndpoint(world, endpoint, request, seen)
  world.requests.add({
    at: new Date(world.clock.ms()).toISOString(),
    method: request.method,
    path: request.path,
    query: shownQuery(seen.params?.values),
    body: Buffer.alloc(0),
    status: reply.hang ? 0 : reply.status,
    error: errorOf(reply),
    ms: Math.round(performance.now() - started),
    shopId: seen.where.shopId ?? null,
    appId: seen.where.appId ?? null,
  })
  return reply
}

/** All parameters of a call, secrets shortened, wherever they were sent. */
function shownQuery(values: ReadonlyMap<string, string> | undefined): URLSearchParams {
  const shown = new URLSearchParams()
  for (const [name, value] of values ?? []) {
    shown.set(name, SECRET_PARAMS.includes(name) ? `${value.slice(0, 4)}…` : value.slice(0, 2000))
  }
  return shown
}

function errorOf(reply: HttpReply): string {
  if (reply.hang) return 'hang'
  if (typeof reply.body !== 'string') return ''
  const code = /"code":"([^"]*)"/.exec(reply.body)?.[1] ?? ''
  const inner = /"error_code":"([^"]+)"/.exec(reply.body)?.[1] ?? ''
  if (code !== '' && code !== '0') return code
  return inner || (reply.status >= 400 ? `http_${reply.status}` : '')
}

function picture(world: World, path: string): HttpReply {
  const uploaded = world.pictures.get(path.slice('/p/'.length))
  if (path.startsWith('/p/') && uploaded) {
    return { status: 200, headers: { 'content-type': uploaded.contentType }, body: uploaded.bytes }
  }
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
    if (shop.sellerId === id) return shop.name
    const item = shop.items.get(id)
    if (item) return item.name
  }
  return ''
}

/** The address of a label dies after ten minutes. */
function label(world: World, path: string): HttpReply {
  const found = world.labels.get(/^\/labels\/(\w+)\.pdf$/.exec(path)?.[1] ?? '')
  if (!found || world.clock.ms() > found.endsAt) return nginxError(404, 'Not Found')
  return { status: 200, headers: { 'content-type': 'application/pdf' }, body: labelPdf(found.pages) }
}
