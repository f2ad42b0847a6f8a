'use client'

import { Link, useNav, useWindowInfo } from '@payloadcms/ui'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import type { NavSection } from '../nav.ts'
import { SectionIcon } from './SectionIcon.tsx'

export interface DrawnSection {
  id: NavSection['id']
  label: string
  href: string | null
  links: readonly { href: string; label: string }[]
}

const covers = (href: string, pathname: string): boolean =>
  pathname === href || (pathname.startsWith(`${href}/`) && href.split('/').length > 2)

/** Wide enough to work beside the navigation; Payload itself opens it only on wider screens. */
const LAPTOP = '(min-width: 1100px) and (max-width: 1440px)'

/** Shows the navigation on laptops as well, until the person puts it away. */
const useOpenOnLaptops = () => {
  const { hydrated, setNavOpen } = useNav()
  const { l, m, s } = useWindowInfo().breakpoints
  useEffect(() => {
    if (!hydrated || !window.matchMedia(LAPTOP).matches) return undefined
    // Payload closes it in an effect of its own each time it learns of a breakpoint; this comes after that.
    const timer = setTimeout(() => setNavOpen(true), 0)
    return () => clearTimeout(timer)
  }, [hydrated, l, m, s, setNavOpen])
}

/** The links themselves; the one that leads here is marked for eyes and screen readers alike. */
export const NavLinks = ({ sections }: { sections: readonly DrawnSection[] }) => {
  const pathname = usePathname()
  useOpenOnLaptops()
  const current = (href: string) => (covers(href, pathname) ? ('page' as const) : undefined)
  return (
    <ul className="kanal-nav__sections">
      {sections.map(({ id, label, href, links }) => {
        const repeated = links.some((link) => link.href === href)
        return (
          <li key={id}>
            {href ? (
              <Link
                className="kanal-nav__main"
                href={href}
                id={`nav-${id}`}
                aria-current={repeated ? undefined : current(href)}
                prefetch={false}
              >
                <SectionIcon id={id} />
                {label}
              </Link>
            ) : (
              <span className="kanal-nav__main kanal-nav__main--label">
                <SectionIcon id={id} />
                {label}
              </span>
            )}
            {links.length > 0 && (
              <ul className="kanal-nav__more">
                {links.map((link) => (
                  <li key={link.href}>
                    <Link
                      className="kanal-nav__link"
                      href={link.href}
                      aria-current={current(link.href)}
                      prefetch={false}
                    >
                      {link.label}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </li>
        )
      })}
    </ul>
  )
}
