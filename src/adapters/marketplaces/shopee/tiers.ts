import type { ListingDraft } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { refusal } from './refusal.ts'

const MAX_TIERS = 2
const MAX_MODELS = 50

export interface DraftTier {
  name: string
  options: readonly { name: string; imageRef: string | null }[]
}

/**
 * The tiers of a draft: one for each option name, options in the order of the variants. Pictures belong to the
 * first tier, to all of its options or to none, so options without one borrow the product's first.
 * @throws AdapterError when variants differ in more than two ways, or one of them says nothing about a tier.
 */
export function tiersOf(draft: ListingDraft): DraftTier[] {
  const names = [...new Set(draft.variants.flatMap((variant) => Object.keys(variant.options)))]
  const complete = draft.variants.every((variant) => names.every((name) => variant.options[name]))
  if (names.length > MAX_TIERS || draft.variants.length > MAX_MODELS || !complete) {
    throw refusal(
      'variants do not fit two tiers',
      text(
        'Shopee menerima paling banyak dua jenis variasi dan 50 kombinasi, lengkap untuk setiap varian.',
        'Shopee takes two kinds of options and 50 combinations at most, complete for every variant.',
      ),
      text('Sederhanakan variannya, lalu kirim lagi.', 'Simplify the variants, then send again.'),
      ['variants'],
    )
  }
  return names.map((name, tier) => {
    const options = [...new Set(draft.variants.map((variant) => variant.options[name] ?? ''))]
    const pictures = options.map((option) => pictureOf(draft, name, option))
    const pictured = tier === 0 && pictures.some((picture) => picture !== null)
    return {
      name,
      options: options.map((option, index) => ({
        name: option,
        imageRef: pictured ? (pictures[index] ?? draft.imageRefs[0] ?? null) : null,
      })),
    }
  })
}

const pictureOf = (draft: ListingDraft, name: string, option: string): string | null =>
  draft.variants.find((variant) => variant.options[name] === option && variant.imageRef !== null)?.imageRef ??
  null

/** Where a variant stands in the tiers. */
export function tierIndex(tiers: readonly DraftTier[], options: Readonly<Record<string, string>>): number[] {
  return tiers.map((tier) => tier.options.findIndex((option) => option.name === options[tier.name]))
}
