import { ShimmerEffect } from '@payloadcms/ui'
import type { ReactElement } from 'react'

/** The outline of the cards while they load. */
export const IntegrationsSkeleton = (): ReactElement => (
  <div aria-busy="true" className="kanal-integrations__cards">
    <ShimmerEffect height={190} />
    <ShimmerEffect height={190} />
  </div>
)
