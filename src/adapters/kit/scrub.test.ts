import { expect, it } from 'vitest'
import { scrub } from './scrub.ts'

it('masks secrets wherever they occur', () => {
  expect(scrub('key s3cret+key and s3cret%2Bkey', ['s3cret+key'])).toBe('key ••• and •••')
  expect(scrub('code 12345', ['12345', undefined, ''])).toBe('code 12345')
  expect(scrub('x'.repeat(400), [])).toHaveLength(301)
})
