import { Link } from '@payloadcms/ui'
import type { ReactNode } from 'react'

/** The content of a cell, linked to the row's page when the column is the one that opens it. */
export const CellLink = ({ href, children }: { href: string | null; children: ReactNode }) =>
  href ? (
    <Link href={href} prefetch={false}>
      {children}
    </Link>
  ) : (
    <>{children}</>
  )
