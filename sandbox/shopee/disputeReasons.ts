/** Why a seller may object to a return, and the evidence each reason wants: pure data. */

export type EvidenceModule = {
  readonly module_index: number
  readonly requirement: string
  readonly is_required: boolean
}

const UNBOXING: EvidenceModule = {
  module_index: 1,
  requirement: 'Photo(s) or Video of unboxing the returned parcel with the consignment note (Airway Bill).',
  is_required: true,
}
const ITEMS: EvidenceModule = {
  module_index: 2,
  requirement: 'Photo(s) or Video of all returned item(s)',
  is_required: true,
}
const OPTIONAL_PACKING: EvidenceModule = {
  module_index: 3,
  requirement: 'Photo(s) or Video while packing the parcel with the consignment note (Airway Bill).',
  is_required: false,
}

type DisputeReason = {
  readonly dispute_reason: number
  readonly dispute_requirement: string
  readonly evidence_module_list: readonly EvidenceModule[]
  readonly sample_evidence: readonly string[]
}

export const DISPUTE_REASONS: readonly DisputeReason[] = [
  {
    dispute_reason: 48,
    dispute_requirement: 'I did not receive the returned parcel.',
    evidence_module_list: [],
    sample_evidence: [],
  },
  {
    dispute_reason: 49,
    dispute_requirement: 'The returned items are incomplete or damaged.',
    evidence_module_list: [UNBOXING, ITEMS, OPTIONAL_PACKING],
    sample_evidence: [],
  },
]
