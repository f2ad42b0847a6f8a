import { describe, expect, it } from 'vitest'
import type { LocalizedText } from '../../adapters/contract.ts'
import { ROLES } from '../../collections/access/roles.ts'
import { NOTICE_KIND_IDS, NOTICE_KINDS, type NoticeKindDefinition } from './kinds.ts'
import { fill, wordsOf } from './render.ts'

const templatesOf = (kind: NoticeKindDefinition): LocalizedText[] => [
  kind.title,
  kind.what,
  kind.remedy,
  kind.action,
  ...(kind.recovered ? [kind.recovered] : []),
]
const namesIn = (template: string): string[] =>
  [...template.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name)

describe.each(NOTICE_KIND_IDS)('%s', (id) => {
  const kind: NoticeKindDefinition = NOTICE_KINDS[id]

  it('has every text in both languages, as whole sentences that differ', () => {
    for (const { id: indonesian, en } of templatesOf(kind)) {
      expect(indonesian.trim()).not.toBe('')
      expect(en.trim()).not.toBe('')
      expect(indonesian).not.toBe(en)
    }
    for (const sentence of [kind.what, kind.remedy].flatMap(({ id: indonesian, en }) => [indonesian, en]))
      expect(sentence).toMatch(/[.}]$/)
  })

  it('uses every name it asks for, and no other, in both languages alike', () => {
    for (const { id: indonesian, en } of templatesOf(kind))
      expect([...new Set(namesIn(indonesian))].sort()).toEqual([...new Set(namesIn(en))].sort())
    const used = new Set([kind.title, kind.what, kind.remedy].flatMap((each) => namesIn(each.id)))
    expect([...used].sort()).toEqual([...kind.params].sort())
    for (const name of templatesOf(kind).flatMap((each) => namesIn(each.id)))
      expect(kind.params).toContain(name)
  })

  it('leads to a page and to people', () => {
    expect(kind.link).toMatch(/^\/[a-z-]/)
    for (const role of kind.roles) expect(ROLES).toContain(role)
  })
})

describe('fill', () => {
  it('takes words that depend on the language', () => {
    const why = { id: 'Kata sandi ditolak.', en: 'The password was refused.' }
    expect(wordsOf('system.mail-broken', { why }, 'en').what).toContain('The password was refused.')
    expect(wordsOf('system.mail-broken', { why }, 'id').what).toContain('Kata sandi ditolak.')
  })

  it('keeps names on one line, short, and free of direction marks', () => {
    const template = { id: '{n}', en: '{n}' }
    expect(fill(template, { n: 'Melati\r\nBcc: a@b.c' }, 'id')).toBe('Melati Bcc: a@b.c')
    expect(fill(template, { n: 'a\u202eb' }, 'id')).toBe('a b')
    expect(fill(template, { n: 'x'.repeat(500) }, 'id')).toHaveLength(200)
  })

  it('does not read names inside names', () => {
    expect(fill({ id: '{a}', en: '{a}' }, { a: '{b}', b: 'secret' }, 'id')).toBe('{b}')
  })

  it('has words for a kind it does not know', () => {
    expect(wordsOf('gone.kind', {}, 'id').title).toBe('Pemberitahuan')
  })
})
