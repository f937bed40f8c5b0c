import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWords, countWords, mirror, newText, oldText, tidy, tokens } from './words.ts'

const text = fc
  .array(
    fc.constantFrom(
      'States',
      'urges',
      'the',
      'release',
      'of',
      'defenders',
      ',',
      ';',
      '“as',
      'appropriate”',
      'l’État',
    ),
    {
      maxLength: 24,
    },
  )
  .map((words) => tidy(words.join(' ')))

test('deleting and inserting what is told makes the new text from the old', () => {
  fc.assert(
    fc.property(text, text, (old, now) => {
      const segments = compareWords(old, now)
      expect(oldText(segments)).toBe(old)
      expect(newText(segments)).toBe(now)
    }),
  )
})

test('a text differs from itself in nothing', () => {
  fc.assert(
    fc.property(text, (same) => {
      expect(compareWords(same, same).every(({ kind }) => kind === 'same')).toBe(true)
    }),
  )
})

test('the other direction tells the same with the roles changed', () => {
  fc.assert(
    fc.property(text, text, (old, now) => {
      expect(compareWords(now, old)).toEqual(mirror(compareWords(old, now)))
    }),
  )
})

test('the words kept are as many as the longest common sequence has, but for small ones between changes', () => {
  fc.assert(
    fc.property(text, text, (old, now) => {
      const kept = compareWords(old, now)
        .filter(({ kind }) => kind === 'same')
        .reduce((sum, segment) => sum + tokens(segment.text.trim()).length, 0)
      const most = longestCommon(tokens(old), tokens(now))
      expect(kept).toBeLessThanOrEqual(most)
      const small = tokens(old).filter((token) => /^ ?(?:\p{P}|of|the)$/u.test(token)).length
      expect(kept).toBeGreaterThanOrEqual(most - small)
    }),
  )
})

const longestCommon = (a: readonly string[], b: readonly string[]): number => {
  const row = Array.from({ length: b.length + 1 }, () => 0)
  for (const word of a) {
    let diagonal = 0
    for (const [j, other] of b.entries()) {
      const above = row[j + 1] ?? 0
      row[j + 1] = word === other ? diagonal + 1 : Math.max(above, row[j] ?? 0)
      diagonal = above
    }
  }
  return row[b.length] ?? 0
}

test('what lies between two changed words is joined when it is only a small word', () => {
  expect(compareWords('the rights of women here', 'the duties of men here')).toEqual([
    { kind: 'same', text: ' the' },
    { kind: 'deleted', text: ' rights of women' },
    { kind: 'inserted', text: ' duties of men' },
    { kind: 'same', text: ' here' },
  ])
})

test('hyphens, apostrophes and symbols stay inside their word', () => {
  expect(tokens('women’s long-standing A/C.3/70/L.46')).toEqual([
    ' women’s',
    ' long-standing',
    ' A/C.3/70/L.46',
  ])
  expect(countWords('“women’s rights”, 22,000 prisoners;')).toBe(4)
})

test('thousands of differing words are told as one replacement, at once', () => {
  const old = Array.from({ length: 6000 }, (_, i) => `a${i}`).join(' ')
  const now = Array.from({ length: 6000 }, (_, i) => `b${i}`).join(' ')
  expect(compareWords(old, now).map(({ kind }) => kind)).toEqual(['deleted', 'inserted'])
})
