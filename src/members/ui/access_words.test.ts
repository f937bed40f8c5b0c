import { expect, test } from 'vitest'
import { translator } from '#languages/translate.ts'
import type { Unusual } from '#members/core/access_unusual.ts'
import { unusualWords } from './access_words.ts'

const after = (amount: number): Unusual => ({
  kind: 'export_after_role',
  about: 'ana',
  day: '2026-11-23',
  amount,
  before: 0,
  usual: 0,
})

test('an export soon after a role began is told by the hour within which it fell', () => {
  expect(unusualWords(translator('en'), 'Ana', after(0))).toBe(
    'Ana exported on 23 November 2026, within an hour of the beginning of their role.',
  )
  expect(unusualWords(translator('en'), 'Ana', after(70))).toContain('within 71 hours of')
  expect(unusualWords(translator('ar'), 'آنا', after(0))).toContain('خلال ساعة واحدة من')
  expect(unusualWords(translator('ar'), 'آنا', after(2))).toContain('خلال 3 ساعات من')
})
