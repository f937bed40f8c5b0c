import { expect, test } from 'vitest'
import { foldCase } from './fold.ts'
import { factsOf, readLog } from './read_log.ts'
import { ana, ben, caseOf, type Draft, event, idOf, TODAY } from './testing.ts'

const fold = (...drafts: readonly Draft[]) => foldCase(caseOf(...drafts), TODAY)
const arrest = event('a', 'arrest', '2024-03')
const correction = (id: string, of: string, coded: unknown, words?: unknown): Draft => ({
  id,
  kind: 'correction',
  coded: { corrects: idOf(of), coded },
  words,
})
const release = (author: string): Draft => ({ kind: 'release', coded: { of: idOf('e') }, author })

test('a correction takes the place of what it corrects, words too', () => {
  const log = readLog(
    caseOf(arrest, correction('x', 'a', event('a', 'abduction', '2024-01').coded, { place: 'Lima' })),
  )
  expect(factsOf(log, 'event')).toMatchObject([
    { id: idOf('a'), coded: { type: 'abduction' }, words: { place: 'Lima' }, correctedBy: idOf('x') },
  ])
})

test('of two corrections the later counts, and the fold warns', () => {
  const state = fold(
    arrest,
    correction('x', 'a', event('a', 'abduction', '2024-01').coded),
    correction('y', 'a', event('a', 'exile', '2024-01').coded),
  )
  expect(state.custody.status).toBe('exiled')
  expect(state.warnings).toContainEqual({ kind: 'corrected_twice', entries: ['a', 'x', 'y'].map(idOf) })
})

test('a correction of nothing is an error', () => {
  expect(fold(correction('x', 'a', arrest.coded)).errors).toContainEqual({
    kind: 'correction_of_nothing',
    entries: [idOf('x')],
  })
})

test('a correction that does not fit its kind is an error and leaves status incomplete', () => {
  const state = fold(arrest, correction('x', 'a', { toCode: true }))
  expect(state.errors).toContainEqual({ kind: 'unreadable', entries: [idOf('x')] })
  expect(state.incomplete).toBe(true)
})

test('an erasure counts from its release by another, and not before', () => {
  const erasure: Draft = {
    id: 'e',
    kind: 'erasure',
    coded: { erases: idOf('a'), parts: ['coded', 'sealed'], reason: 'danger' },
  }
  expect(fold(arrest, erasure).custody.status).toBe('held')
  expect(fold(arrest, erasure, release(ana)).custody.status).toBe('held')
  const erased = fold(arrest, erasure, release(ben))
  expect(erased.custody.status).toBe('never_held')
  expect(erased.incomplete).toBe(false)
  expect(erased.warnings).toContainEqual({ kind: 'coded_part_erased', entries: [idOf('a')] })
  expect(fold({ ...arrest, coded: null }, erasure, release(ben))).toEqual(erased)
})

test('an erased correction takes the facts with it, for what it replaced was wrong', () => {
  const erasure: Draft = {
    id: 'e',
    kind: 'erasure',
    coded: { erases: idOf('x'), parts: ['coded'], reason: 'mistake' },
  }
  const state = fold(arrest, correction('x', 'a', arrest.coded), erasure, {
    kind: 'release',
    coded: { of: idOf('e') },
    author: ben,
  })
  expect(state.custody.status).toBe('never_held')
})

test('an erasure of nothing is an error', () => {
  const coded = { erases: idOf('a'), parts: ['coded'], reason: 'mistake' }
  expect(fold({ id: 'e', kind: 'erasure', coded }).errors).toContainEqual({
    kind: 'erasure_of_nothing',
    entries: [idOf('e')],
  })
})

test('an entry that names what is not there is flagged', () => {
  expect(fold(event('b', 'bail', '2024-01', { charges: [idOf('c')] })).warnings).toContainEqual({
    kind: 'reference_missing',
    entries: [idOf('b'), idOf('c')],
  })
})

test('an id used twice is an error, and the first holds', () => {
  const state = fold(arrest, event('a', 'exile', '2024-05'))
  expect(state.errors).toContainEqual({ kind: 'doubled_id', entries: [idOf('a')] })
  expect(state.custody.status).toBe('held')
})
