import { expect, test } from 'vitest'
import { themeBody } from '#figures/core/theme.ts'
import { emptyTheme, emptyWords, tidyTheme } from './theme_draft.ts'

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
