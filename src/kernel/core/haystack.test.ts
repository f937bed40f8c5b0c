import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText, searchForms, textMatcher } from './fold_text.ts'
import { haystackOf, searchHaystack } from './haystack.ts'

const names = [
  'Ёров',
  'محمد',
  'Muhammad',
  'José',
  'Nguyễn',
  'Łódź',
  'Ali',
  'علي',
  'Baran',
  'Oleksandr',
  '',
  '-',
]

test('many texts searched as one are found as if each were asked alone', () => {
  const text = fc.array(fc.constantFrom(...names), { maxLength: 3 }).map((words) => words.join(' '))
  const typed = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.nat({ max: 5 }))
    .map(([first, second, cut]) => `${first} ${second}`.slice(0, cut + 1))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), typed, (texts, wanted) => {
      const folded = texts.map(foldText)
      const matches = textMatcher(wanted)
      const alone = folded.flatMap((one, place) => (matches(one) ? [place] : []))
      const found = searchHaystack(haystackOf(folded), searchForms(wanted))
      expect([...found].toSorted((a, b) => a - b)).toEqual(alone)
    }),
  )
})
