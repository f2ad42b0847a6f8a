import type { Explanation, Verdict } from '../../adapters/contract.ts'
import type { Problem } from '../security/endpoint/refusal.ts'
import type { EntryReport } from './examine.ts'

/** What a bundle would do here, for the person to decide. */
export interface BundleReport {
  bundleId: string
  source: string
  /** ISO times. */
  createdAt: string
  expiresAt: string
  entries: readonly EntryReport[]
}

/** Everything chosen is stored; the tests begin. */
export interface StoredLine {
  type: 'stored'
  total: number
}
/** One imported integration was tested. */
export interface TestedLine {
  type: 'tested'
  done: number
  total: number
  name: string
  verdict: Verdict
  explanation: Explanation | null
}
export interface DoneLine {
  type: 'done'
  accepted: number
  total: number
}
export interface RefusedLine {
  type: 'refused'
  status: number
  problem: Problem
  requestId: string
}
/** An import as it goes on, one line of JSON each. */
export type ImportLine = StoredLine | TestedLine | DoneLine | RefusedLine
