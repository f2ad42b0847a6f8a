import { expect, it } from 'vitest'
import { trimEvent } from './trim.ts'

const SECRET = 'kunci-rahasia-yang-sangat-panjang'
const scrub = (text: string): string => text.replaceAll(SECRET, '[secret]')

it('leaves no half of a secret where a long text is cut', () => {
  for (let before = 1_960; before < 2_010; before += 1) {
    const { message = '' } = trimEvent({ message: 'x'.repeat(before) + SECRET + 'y'.repeat(500) }, scrub)
    expect(message.length).toBeLessThanOrEqual(2_000)
    expect(message).not.toMatch(/kunci|rahasia|panjang/)
  }
})
