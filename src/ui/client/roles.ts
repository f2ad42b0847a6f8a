'use client'

import { useAuth } from '@payloadcms/ui'
import type { Role } from '../../collections/access/roles.ts'

interface Member {
  memberships?: { organisation?: unknown; role?: Role }[] | null
}

/**
 * Whether the person on screen has one of the roles in the organisation. Decides what is drawn only: the server
 * decides again on every request.
 */
export function useRole(organisation: string, roles: readonly Role[]): boolean {
  const { user } = useAuth<Member & { id: string; collection: 'users'; email: string }>()
  return (user?.memberships ?? []).some((row) => {
    const id =
      typeof row.organisation === 'object'
        ? (row.organisation as { id?: string } | null)?.id
        : row.organisation
    return id === organisation && row.role !== undefined && roles.includes(row.role)
  })
}
