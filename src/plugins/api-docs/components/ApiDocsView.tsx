import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps } from 'payload'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import './api-docs.css'

interface Operation {
  summary?: string
  tags?: string[]
}
interface Spec {
  paths?: Record<string, Record<string, Operation>>
}

const texts = {
  title: text('API', 'API'),
  intro: text(
    'Semua yang ada di layar juga tersedia lewat REST dan GraphQL, dengan hak akses yang sama dengan akun Anda. Kredensial tidak pernah ikut dikirim.',
    'Everything on screen is also available over REST and GraphQL, with the same rights as your account. Credentials are never part of an answer.',
  ),
  download: text('Unduh deskripsi OpenAPI', 'Download the OpenAPI description'),
}

async function readSpec({ req }: AdminViewServerProps['initPageResult']): Promise<Spec> {
  const endpoint = req.payload.config.endpoints.find(({ path }) => path === '/openapi.json')
  const response = await endpoint?.handler(req)
  return response ? ((await response.json()) as Spec) : {}
}

const byTag = (spec: Spec): [string, { method: string; path: string; summary: string }[]][] => {
  const groups = new Map<string, { method: string; path: string; summary: string }[]>()
  for (const [path, operations] of Object.entries(spec.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'other'
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, summary: operation.summary ?? '' }])
    }
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b))
}

/** Lists every operation of the REST API, grouped by collection, for people who are signed in. */
export async function ApiDocsView({ initPageResult, params, searchParams }: AdminViewServerProps) {
  const { req, permissions, visibleEntities, locale } = initPageResult
  if (!req.user) redirect(`${req.payload.config.routes.admin}/login`)
  const language = req.i18n.language
  const groups = byTag(await readSpec(initPageResult))
  return (
    <DefaultTemplate
      i18n={req.i18n}
      locale={locale}
      params={params}
      payload={req.payload}
      permissions={permissions}
      req={req}
      searchParams={searchParams}
      user={req.user}
      viewActions={[]}
      visibleEntities={visibleEntities}
    >
      <Gutter className="kanal-api">
        <h1>{pick(texts.title, language)}</h1>
        <p className="kanal-api__intro">{pick(texts.intro, language)}</p>
        <p>
          <a download="kanal-openapi.json" href="/api/openapi.json">
            {pick(texts.download, language)}
          </a>
        </p>
        {groups.map(([tag, operations]) => (
          <details className="kanal-api__group" key={tag}>
            <summary>
              {tag} <span>{operations.length}</span>
            </summary>
            <ul>
              {operations.map(({ method, path, summary }) => (
                <li key={method + path}>
                  <code className={`kanal-api__method kanal-api__method--${method}`}>
                    {method.toUpperCase()}
                  </code>
                  <code>{path}</code>
                  <span>{summary}</span>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </Gutter>
    </DefaultTemplate>
  )
}
