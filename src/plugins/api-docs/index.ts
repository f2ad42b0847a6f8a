import { APIError, type Config, type Endpoint, type PayloadHandler, type Plugin } from 'payload'
import { openapi } from 'payload-oapi'

const SPEC_PATH = '/openapi.json'

const signedInOnly =
  (handler: PayloadHandler): PayloadHandler =>
  (req) => {
    if (req.user?.collection !== 'users') throw new APIError('Sign in first.', 401, undefined, true)
    return handler(req)
  }

/**
 * The REST API described as OpenAPI at `/api/openapi.json`, and as a page at `/admin/api-docs`, for people who are
 * signed in. The generator's own password endpoint is left out: it would hand tokens to scripts.
 */
export const apiDocs = (): Plugin => (config: Config) => {
  const described = openapi({
    openapiVersion: '3.1',
    specEndpoint: SPEC_PATH,
    metadata: { title: 'Kanal', version: '1', description: 'REST API of this Kanal installation.' },
    filters: { hideInternalCollections: true },
  })(config) as Config
  const added = (described.endpoints ?? []).slice((config.endpoints ?? []).length)
  const spec = added.filter(({ path }) => path === SPEC_PATH)
  return {
    ...described,
    endpoints: [
      ...(config.endpoints ?? []),
      ...spec.map((endpoint): Endpoint => ({ ...endpoint, handler: signedInOnly(endpoint.handler) })),
    ],
    admin: {
      ...described.admin,
      components: {
        ...described.admin?.components,
        views: {
          ...described.admin?.components?.views,
          apiDocs: {
            Component: '/src/plugins/api-docs/components/ApiDocsView.tsx#ApiDocsView',
            path: '/api-docs',
            meta: { title: 'API' },
          },
        },
      },
    },
  }
}
