import { expect, test } from 'vitest'
import { themeBody } from '#figures/core/theme.ts'
import { emptyTheme, emptyWords, lacksOf, refOfAddress, tidyTheme } from './theme_draft.ts'

const withClaims = (claims: readonly object[]) =>
  tidyTheme({
    ...emptyTheme('en'),
    slug: 'a',
    words: { en: { ...emptyWords, title: 'A', lead: 'B', claims } },
  })

test('a reason whose source was left empty has none, and what a source leaves out is null', () => {
  const claim = { head: 'Head', reason: 'Reason' }
  const empty = { ...claim, source: { publisher: '', title: null } }
  const named = { ...claim, source: { publisher: 'A publisher' } }
  const body = themeBody.parse(withClaims([claim, empty, named]))
  expect(body.words.en?.claims).toEqual([
    claim,
    claim,
    { ...claim, source: { publisher: 'A publisher', title: null, year: null, url: null } },
  ])
})

test('the address of a case is taken for its reference, in any language', () => {
  const ref = 'AbCdEfGhIjKlMnOpQrStU_'
  for (const typed of [ref, `https://example.org/cases/${ref}`, `https://example.org/ar/cases/${ref}/?a=1#b`])
    expect(refOfAddress(typed)).toBe(ref)
  for (const typed of ['https://example.org/figures/x', '/cases/short', 'words'])
    expect(refOfAddress(typed)).toBe(typed)
})

test('a translation lacks what the source has more of; one that was not begun lacks nothing', () => {
  const source = { ...emptyWords, text: ['One.', 'Two.'], claims: [{ head: 'A', reason: 'B' }] }
  const of = (ar?: object) => ({ lang: 'en', words: { en: source, ...(ar && { ar }) } })
  expect(lacksOf(of())).toEqual([])
  expect(lacksOf(of(source))).toEqual([])
  expect(lacksOf(of({ ...emptyWords, text: ['واحد'] }))).toEqual([{ lang: 'ar', fields: ['text', 'claims'] }])
})
