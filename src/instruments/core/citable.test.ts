import { expect, test } from 'vitest'

import { exampleInstruments } from '../../cli/example_instruments.ts'
import { citableAnswer, citableTexts, normLines, plainLine } from './citable.ts'
import { flatten } from './instrument.ts'
import { addressToProvision, provisionToAddress } from './provision_number.ts'

const bodies = exampleInstruments()
const texts = citableTexts(bodies)
const declaration = texts[0]!

test('the Declaration comes first with its 36 paragraphs, the duties of missions with theirs', () => {
  const said = (slug: string) =>
    texts.find((one) => one.slug === slug)!.provisions.filter(({ text }) => text !== '').length
  expect(declaration.slug).toBe('declaration-on-human-rights-defenders')
  expect([declaration.slug, 'duties-of-missions', 'duties-proposed-2011'].map(said)).toEqual([36, 24, 17])
  // An article that stands in paragraphs can be cited whole.
  expect(declaration.provisions).toHaveLength(44)
  expect(citableAnswer.parse({ texts })).toEqual({ texts })
})

test('every provision of every version has an address of its own that leads back to it', () => {
  for (const { slug, versions } of bodies)
    for (const version of versions) {
      const addresses = flatten(version.provisions).map(({ provision: { number } }) => {
        const address = provisionToAddress({ slug, version: version.id, number })!
        expect(addressToProvision(address)).toEqual({ slug, version: version.id, number })
        return address
      })
      expect(new Set(addresses).size).toBe(addresses.length)
    }
})

test('a citation leads to the newest version that has its paragraph, and says so in the language of the page', () => {
  const citation = { instrument: declaration.slug, provision: declaration.provisions[0]!.id }
  const [line] = normLines([citation], { texts, lang: 'ar' })
  expect(line).toMatchObject({ lang: 'ar', path: `/instruments/${declaration.slug}/gist/article-1` })
  expect(line!.number).toBe('Article 1')
  expect(plainLine(line!)).toBe(`Article 1 · ${line!.words}`)
})

test('what left the text stays cited where it last stood, and is not offered', () => {
  const body = bodies.find(({ slug }) => slug === 'human-rights-defenders-2015')!
  const [first, ...rest] = body.versions
  const lost = flatten(first!.provisions)[0]!.provision
  const later = rest.map((one) => ({
    ...one,
    provisions: one.provisions.filter(({ id }) => id !== lost.id),
  }))
  const [text] = citableTexts([{ ...body, versions: [first!, ...later] }])
  expect(text!.provisions.find(({ id }) => id === lost.id)).toMatchObject({ version: first!.id, gone: true })
})

test('a citation of a text that was taken back is said in plain words, without a link', () => {
  const citation = { instrument: 'taken-back', provision: 'v1-1' }
  const said = { ...citation, words: 'OP1 · A text' }
  expect(normLines([citation, said], { texts, lang: 'en' })).toMatchObject([
    { path: null, words: 'taken-back, v1-1' },
    { path: null, words: 'OP1 · A text' },
  ])
})
