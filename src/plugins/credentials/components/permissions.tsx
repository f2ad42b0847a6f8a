'use client'

import { createContext, useContext } from 'react'
import type { VaultPermission } from '../permissions/permissions.ts'

const Granted = createContext<readonly VaultPermission[]>([])

/** Around everything on the Integrations page: what the person who looks may do there. */
export const PermissionsProvider = Granted.Provider

/** Whether the person may do this. The server decides again; this only spares buttons that would be refused. */
export function useMay(): (permission: VaultPermission) => boolean {
  const granted = useContext(Granted)
  return (permission) => granted.includes(permission)
}
