import { expect, test } from 'vitest'

import { exampleInstruments } from '../../cli/example_instruments.ts'
import { parseInstrument } from './instrument_body.ts'
import { namingsOf } from './named_by.ts'

const texts = exampleInstruments()
const resolution = texts.find(({ slug }) => slug === 'a-res-53-144')!
const council = texts.find(({ slug }) => slug === 'a-hrc-31-l-28')!

/** A text of one paragraph. */
const saying = (words: string, symbol: string | null = 'A/C.3/80/L.1') => {
  const version = {
    ...council.versions[0]!,
    symbol,
    provisions: [{ ...council.versions[0]!.provisions[0]!, text: words }],
  }
  return { ...council, slug: 'said', symbol, versions: [version] }
}
const named = (words: string, symbol?: string | null) => {
  const text = saying(words, symbol)
  expect(parseInstrument(text).ok).toBe(true)
  return [...namingsOf([resolution, council, text])].flatMap(([slug, by]) =>
    by.some((one) => one.slug === 'said') ? [slug] : [],
  )
}

test.each([
  ['Recalling its resolution 53/144 of 9 December 1998, by which it adopted'],
  ['Recalling General Assembly resolution 53/144 of 9 December 1998'],
  ['as set out in A/RES/53/144.'],
  ['its resolutions 52/1 of 1 May 1997, 53/144 of 9 December 1998 and 66/164 of 19 December 2011'],
  ['called for by the General Assembly in its resolution 53/144;'],
  ['Guided by resolution 53/144, annex,'],
])('%s names the resolution', (words) => {
  expect(named(words)).toEqual(['a-res-53-144'])
})

test.each([
  ['Recalling Human Rights Council resolution 53/144'],
  ['pursuant to Council resolution 53/144;'],
  ['Taking note of Commission on Human Rights resolution 53/144'],
  ['Recalling its resolution 53/1441'],
  ['as set out in A/RES/53/1445 and in A/RES/53/144/Add.1'],
  ['in 53/144 of all cases'],
  ['resolution 153/144'],
])('%s does not: another body, another number, or nobody knows', (words) => {
  expect(named(words)).toEqual([])
})

test('a text of another body means its own resolutions, and one of no body of the UN means none', () => {
  const recalling = 'Recalling its resolution 31/32 of 24 March 2016'
  expect(named(recalling, 'A/HRC/40/L.1')).toEqual(['a-hrc-31-l-28'])
  expect(named(recalling, 'A/80/1')).toEqual([])
  expect(named('Recalling its resolution 53/144', 'S.Res.9')).toEqual([])
  expect(named('Recalling its resolution 53/144', null)).toEqual([])
})

test('among the real texts the Council names two resolutions of the Assembly, and none names itself', () => {
  const namings = namingsOf(texts)
  expect(namings.get('a-res-53-144')).toContainEqual({
    slug: 'a-hrc-31-l-28',
    version: 'l.28',
    number: 'PP3',
  })
  expect(namings.get('human-rights-defenders-2015')?.map(({ slug }) => slug)).toContain('a-hrc-31-l-28')
  for (const [slug, by] of namings) expect(by.map((one) => one.slug)).not.toContain(slug)
})
