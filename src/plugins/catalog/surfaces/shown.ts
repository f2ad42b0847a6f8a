import type { ListingStatus, SalesSurface } from '../../../adapters/contract.ts'

export interface StoredSurface {
  surface: string
  status: ListingStatus
}

/** What is stored of a listing's storefronts, as it comes out of a json column; null when nothing is known. */
export const shownOn = (value: unknown): readonly StoredSurface[] | null =>
  Array.isArray(value)
    ? value.filter(
        (each): each is StoredSurface =>
          typeof each === 'object' && each !== null && 'surface' in each && 'status' in each,
      )
    : null

/** The status on each storefront of the platform, in the platform's order; null where the listing is not on it. */
export const statusBySurface = (
  surfaces: readonly SalesSurface[],
  stored: readonly StoredSurface[],
): { surface: SalesSurface; status: ListingStatus | null }[] =>
  surfaces.map((surface) => ({
    surface,
    status: stored.find((each) => each.surface === surface.id)?.status ?? null,
  }))
