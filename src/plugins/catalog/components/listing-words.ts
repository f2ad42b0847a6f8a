import type { ListingStatus, LocalizedText } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import type { Tone } from '../../../ui/StatusPill.tsx'

/** How the states of a listing look and read, in a shop as on each of its storefronts. */
export const LISTING_LOOKS: Readonly<Record<ListingStatus, { tone: Tone; label: LocalizedText }>> = {
  live: { tone: 'success', label: text('Tayang', 'Live') },
  unlisted: { tone: 'neutral', label: text('Diarsipkan', 'Unlisted') },
  blocked: { tone: 'error', label: text('Diblokir', 'Blocked') },
  deleted: { tone: 'neutral', label: text('Dihapus', 'Deleted') },
  unknown: { tone: 'warning', label: text('Tidak dikenal', 'Unknown') },
}
