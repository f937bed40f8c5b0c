import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseInstrument } from '#instruments/core/instrument_body.ts'
import { flatten } from '#instruments/core/instrument.ts'
import { findStructure } from '#instruments/core/structure_text.ts'
import {
  carryFrom,
  emptyInstrument,
  emptyVersion,
  tidyInstrument,
  versionBefore,
  versionsOf,
  withFacts,
  withText,
} from './instrument_draft.ts'
import { placeDoubts } from './placed_doubts.ts'
import { correct, toRows, toTree } from './provision_rows.ts'

const text = readFileSync('examples/instruments/A-RES-53-144.resolution-part.txt', 'utf8').replace(
  /^#.*\n/gm,
  '',
)
let count = 0
const chance = { newId: () => `id${++count}` }
const read = (given: string) => {
  const found = findStructure(given, chance)
  if (!found.ok) throw new Error(found.error.kind)
  return found.value
}
const source = { publisher: 'United Nations', title: 'A/RES/53/144', address: null, checkedOn: null }
const adopted = withText({ ...emptyVersion('en'), symbol: 'A/RES/53/144', sources: [source] }, read(text))
const ids = (version: typeof adopted) => flatten(version.provisions).map(({ provision }) => provision.id)

test('a pasted text with its fields filled in is an instrument', () => {
  const body = {
    ...emptyInstrument('en'),
    title: { en: 'The Declaration', ar: '' },
    symbol: 'A/RES/53/144',
    sources: [source],
    versions: [adopted],
  }
  const saved = tidyInstrument(body, chance)
  expect(saved).toMatchObject({ slug: 'a-res-53-144', title: { en: 'The Declaration' }, languages: ['en'] })
  expect(versionsOf(saved).map(({ id }) => id)).toEqual(['a-res-53-144'])
  expect(parseInstrument(saved).ok).toBe(true)
})

test('a symbol with dots gives an address without them', () => {
  expect(tidyInstrument({ ...emptyInstrument('en'), symbol: 'A/C.3/70/L.46/Rev.1' }, chance)).toMatchObject({
    slug: 'a-c-3-70-l-46-rev-1',
  })
})

test('what a file tells of itself fills what nobody has written', () => {
  const facts = { symbol: 'A/C.3/81/L.1', on: '2026-11-01', language: 'fr' }
  expect(withFacts(emptyVersion('en'), facts)).toMatchObject(facts)
  expect(withFacts(adopted, facts)).toMatchObject({ ...facts, symbol: 'A/RES/53/144' })
  expect(withFacts(adopted, null)).toBe(adopted)
})

test('a second version keeps the ids, and what is new gets one that nobody bears', () => {
  const next = withText(
    adopted,
    read(
      text.replace('1. Adopts', '1. Welcomes what was done;\n2. Adopts').replace('2. Invites', '3. Invites'),
    ),
  )
  const carried = ids(carryFrom(adopted, next, chance))
  expect(carried.filter((id) => ids(adopted).includes(id))).toEqual(ids(adopted))
  expect(carried).toHaveLength(ids(adopted).length + 1)
  expect(new Set(carried).size).toBe(carried.length)
})

test('a version in another language has the ids of its original, number by number', () => {
  const arabic = read('الجمعية العامة\n\n1. تقرر أن تعمل؛\n\n2. تدعو الدول إلى ذلك.')
  const original = withText(
    adopted,
    read('The General Assembly,\n\n1. Decides to act;\n\n2. Invites States.'),
  )
  const translated = withText({ ...emptyVersion('ar'), symbol: 'A/RES/53/144' }, arabic)
  expect(ids(carryFrom(original, translated, chance))).toEqual(ids(original))
  // A third one goes on from the last of its own language.
  expect(versionBefore([original, translated, adopted], 2)).toBe(original)
  expect(versionBefore([original, translated], 1)).toBe(original)
  const other = { ...translated, stage: 'revised', provisions: translated.provisions.slice(1) } as const
  expect(carryFrom(original, other, chance)).toBe(other)
})

test('a paragraph that was glued and is split finds its id again', () => {
  const rows = toRows(adopted.provisions)
  const glued = correct({ rows, footnotes: [] }, { kind: 'join', at: 1 }).rows
  const first = carryFrom(adopted, { ...adopted, provisions: toTree(glued) }, chance)
  const place = rows[0]?.text.length ?? 0
  const split = correct(
    { rows: toRows(first.provisions), footnotes: [] },
    { kind: 'split', at: 0, place, id: 'x' },
  )
  const again = carryFrom(adopted, { ...first, provisions: toTree(split.rows) }, chance)
  expect(ids(again)).toEqual(ids(adopted))
})

test('what is word for word the same has its id again when it is saved', () => {
  const other = withText(
    { ...emptyVersion('en'), symbol: 'A/RES/53/144/Corr.1', sources: [source] },
    read(text),
  )
  const saved = tidyInstrument({ ...emptyInstrument('en'), versions: [adopted, other] }, chance)
  const [one, two] = versionsOf(saved).map((version) => ids(version as typeof adopted))
  expect(two).toEqual(one)
})

test('a doubt stands beside the paragraph of its line', () => {
  const found = read(
    'The Assembly,\nRecalling its resolution,\nRecalling also the Charter,\n1. Decides to act;\n3. Decides to end.',
  )
  const [doubt] = placeDoubts(found).filter(({ kind }) => kind === 'number_jump')
  const at = flatten(found.provisions).find(({ provision }) => provision.id === doubt?.at)
  expect(at?.provision.number).toBe('OP3')
})
