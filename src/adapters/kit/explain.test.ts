import { expect, it } from 'vitest'
import { CAUSES } from '../contract.ts'
import { explain } from './explain.ts'

it.each(CAUSES)('%s says what, why and what to do, in both languages', (cause) => {
  const { what, why, remedy } = explain(cause, 'Contoh')
  for (const part of [what, why, remedy]) {
    expect(part.id).toMatch(/^[A-Z].+\.$/)
    expect(part.en).toMatch(/^[A-Z].+\.$/)
    expect(part.id).not.toBe(part.en)
  }
})
