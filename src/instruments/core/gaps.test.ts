import { expect, test } from 'vitest'
import { realVersion } from '../../../tests/support/real_texts.ts'
import { flatten } from './instrument.ts'
import { gapsIn } from './gaps.ts'

const gapsBefore = (file: string): readonly string[] => {
  const { provisions } = realVersion(file)
  const gaps = gapsIn(provisions)
  return flatten(provisions).flatMap(({ provision }) => (gaps.has(provision.id) ? [provision.number] : []))
}

test('in fragments of a resolution every place is told where paragraphs are missing', () => {
  expect(gapsBefore('A-RES-70-161.fragments.txt')).toEqual(['PPX1', 'OP6', 'OP10(e)', 'OP16', 'OP23'])
})

test.each(['A-C.3-78-L.41_draft.txt', 'declaration-hrd-gist.txt', 'duties-of-missions.txt'])(
  'nothing is missing in %s',
  (file) => {
    expect(gapsBefore(file)).toEqual([])
  },
)
