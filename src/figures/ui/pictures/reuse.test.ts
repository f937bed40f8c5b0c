import { expect, test } from 'vitest'

import { translator } from '#languages/translate.ts'
import { reuseWords } from './reuse.ts'

test('without a licence nothing is promised, with one it is named', () => {
  expect(reuseWords(translator('en'), null)).toBe('Name the source where you show it.')
  expect(reuseWords(translator('en'), 'CC BY 4.0')).toBe(
    'Licence: CC BY 4.0. Name the source where you show it.',
  )
  expect(reuseWords(translator('ar'), 'CC BY 4.0')).toContain('CC BY 4.0')
})
