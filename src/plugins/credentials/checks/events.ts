import type { Duplicate } from '../lifecycle/duplicates.ts'
import type { Problem } from '../../security/endpoint/refusal.ts'
import type { AnyCheck, Cause, Explanation, LocalizedText, Verdict } from '../../../adapters/contract.ts'

/** What the screen shows one line for: the checks of an integration, and storing at the end of a save. */
export type StepId = AnyCheck['id'] | 'store'
export type StepState = 'running' | 'passed' | 'failed' | 'skipped'

export interface StepLine {
  type: 'step'
  step: StepId
  state: StepState
  label: LocalizedText
  /** Worth showing beside the label: the shop's name, or why the step was skipped. */
  fact?: LocalizedText
  /** How long the step took. */
  ms?: number
}

/** What a test found out. Free of secrets: everything in it has passed the scrubber. */
export interface Finding {
  verdict: Verdict
  cause: Cause | null
  /** Keys of the fields at fault. */
  fields: readonly string[]
  fieldErrors: Readonly<Record<string, LocalizedText>>
  explanation: Explanation | null
  /** The marketplace's own code and request number, for its support. */
  providerCode: string | null
  providerRequestId: string | null
  /** True when a check that needs a shop failed: the app's own keys are then in order. */
  aboutShop: boolean
}

export interface OutcomeLine extends Finding {
  type: 'outcome'
  /** What a caller who does not stream gets as HTTP status. */
  status: number
  saved: boolean
  /** An owner may save although the marketplace could not be reached. */
  canOverride: boolean
  /** Typed secrets that other integrations of the organisation have in force. */
  duplicates: readonly Duplicate[]
  /** Version of the stored credentials after this call; hand it back as `expectedVersion`. */
  version: number
  requestId: string
}

/** Ends a stream whose work was refused or broke down after the first line. */
export interface RefusedLine {
  type: 'refused'
  status: number
  problem: Problem
  requestId: string
}

export type StreamLine = StepLine | OutcomeLine | RefusedLine

export const ACCEPTED: Finding = {
  verdict: 'accepted',
  cause: null,
  fields: [],
  fieldErrors: {},
  explanation: null,
  providerCode: null,
  providerRequestId: null,
  aboutShop: false,
}
