import { NavHamburger, NavWrapper } from '@payloadcms/next/client'
import { Logout } from '@payloadcms/ui'
import { RenderServerComponent } from '@payloadcms/ui/elements/RenderServerComponent'
import type { SanitizedPermissions, ServerProps, VisibleEntities } from 'payload'
import { organisationsWith } from '../../../collections/access/roles.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { KanalIcon } from '../../../ui/KanalIcon.tsx'
import { type NavLink, REACHED_ELSEWHERE, sections } from '../nav.ts'
import { NavLinks, type DrawnSection } from './NavLinks.tsx'
import './Nav.css'

type Props = ServerProps & {
  permissions: SanitizedPermissions
  visibleEntities: VisibleEntities
}

/** Payload's navigation frame around Kanal's own order of links: a seller's day from top to bottom. */
export const Nav = (props: Props) => {
  const { i18n, payload, permissions, user, visibleEntities } = props
  const language = languageOf(i18n.language)
  const { admin: adminRoute } = payload.config.routes
  const readable: readonly string[] = visibleEntities.collections.filter(
    (slug) => permissions.collections?.[slug]?.read,
  )

  const hrefOf = (link: NavLink): string | null => {
    if ('collection' in link)
      return readable.includes(link.collection) ? `${adminRoute}/collections/${link.collection}` : null
    return organisationsWith({ user: user ?? null }, link.roles).length > 0
      ? `${adminRoute}${link.path}`
      : null
  }
  const draw = (link: NavLink) => {
    const href = hrefOf(link)
    return href ? [{ href, label: pick(link.label, language) }] : []
  }
  const placed = new Set(
    sections
      .flatMap(({ main, more }) => [main, ...more])
      .flatMap((link) => ('collection' in link ? [link.collection] : [])),
  )
  const others = payload.config.collections
    .filter(({ slug }) => readable.includes(slug) && !placed.has(slug) && !REACHED_ELSEWHERE.includes(slug))
    .map(({ slug, labels }): NavLink => {
      const { plural } = labels
      const label =
        typeof plural === 'object' && 'id' in plural
          ? text(String(plural.id), String(plural.en))
          : text(slug, slug)
      return { label, collection: slug }
    })

  const drawn: DrawnSection[] = sections.flatMap(({ id, main, more }) => {
    const [link] = draw(main)
    const links = [...more, ...(id === 'settings' ? others : [])].flatMap(draw)
    return link || links.length > 0
      ? [{ id, label: pick(main.label, language), href: link?.href ?? null, links }]
      : []
  })

  const { beforeNav, logout } = payload.config.admin.components
  const shared = { importMap: payload.importMap, serverProps: props }
  return (
    <NavWrapper baseClass="nav">
      <a className="kanal-nav__brand" href={adminRoute}>
        <KanalIcon size={26} />
        <span aria-hidden="true">Kanal</span>
      </a>
      {RenderServerComponent({ ...shared, Component: beforeNav })}
      <nav
        className="nav__wrap kanal-nav"
        aria-label={pick(text('Navigasi utama', 'Main navigation'), language)}
      >
        <NavLinks sections={drawn} />
        <div className="nav__controls">
          {RenderServerComponent({ ...shared, Component: logout?.Button, Fallback: Logout })}
        </div>
      </nav>
      <div className="nav__header">
        <div className="nav__header-content">
          <NavHamburger baseClass="nav" />
        </div>
      </div>
    </NavWrapper>
  )
}
