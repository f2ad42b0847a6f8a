import type { PayloadRequest, ServerProps } from 'payload'
import type { ReactElement } from 'react'
import { membershipsOf } from '../../../collections/access/roles.ts'
import { scopeOf } from '../../../ui/server/scope.ts'
import { Bell } from './Bell.tsx'

/** The bell of the signed-in person, placed into the header of every page. */
export const BellSlot = async ({
  req,
  payload,
}: ServerProps & { req?: PayloadRequest }): Promise<ReactElement | null> => {
  const scope = req ? await scopeOf(req) : null
  if (!req || !scope) return null
  return (
    <Bell
      adminRoute={payload.config.routes.admin}
      language={scope.language}
      timeZone={scope.timeZone}
      manyOrganisations={membershipsOf(req.user).length > 1}
    />
  )
}
