import { describe, expect, test } from 'vitest'
import { needCodes } from '#kernel/core/vocabulary/casework.ts'
import { foldCase } from './fold.ts'
import { caseOf, type Draft, event, idOf, logOf, TODAY } from './testing.ts'

const fold = (...drafts: readonly Draft[]) => foldCase(caseOf(...drafts), TODAY)
const kindsOf = (findings: readonly { readonly kind: string }[]) => findings.map((finding) => finding.kind)

const charge = (id: string, deathPossible = false): Draft => ({
  id,
  kind: 'charge',
  coded: { groups: ['security'], deathPossible },
})

const killing = (id: string): Draft =>
  event(id, 'death', '2020-01', { acts: [{ violation: 'K01', victim: 1, perpetrators: ['S1'] }] })

const served = (months: number) =>
  event('s', 'sentence', '2022-06', {
    sentence: { kind: 'prison', length: { months }, creditDays: 0, startsAt: '2022-06' },
  })

describe('life', () => {
  const arrest = event('a', 'arrest', '2024-01')
  const release = event('r', 'release_unconditional', '2024-06')

  test('a likely death closes all and is never shown as a release', () => {
    const state = fold(
      { id: 'charge', kind: 'charge', coded: { groups: ['other'], deathPossible: true } },
      { kind: 'hearing', coded: { day: '2024-07-10', type: 'trial' } },
      arrest,
      event('d', 'death', '2024-03', { verification: 'CORR' }),
      release,
    )
    expect(state.custody.status).toBe('deceased')
    expect(state.safety.status).toBe('deceased')
    expect(state.proceedings).toMatchObject({ status: 'ended', leading: { status: 'ended_by_death' } })
    expect(state).toMatchObject({ deathPossible: false, nextHearing: null, due: [] })
    expect(state.errors).toContainEqual({ kind: 'event_after_death', entries: [idOf('d'), idOf('r')] })
    expect(state.daysHeld).toEqual({ min: 30, max: 90 })
  })

  test('a death not yet likely is reported and closes nothing', () => {
    const state = fold(arrest, event('d', 'death', '2024-03'))
    expect(state.safety.status).toBe('reported_dead')
    expect(state.custody.status).toBe('held')
  })

  test('a release that may be after the death: a warning', () => {
    const state = fold(
      arrest,
      event('d', 'death', '2024-06', { verification: 'VER' }),
      event('r', 'bail', '2024'),
    )
    expect(kindsOf(state.warnings)).toContain('event_maybe_after_death')
  })

  test('a recent threat is danger, until risk is judged low', () => {
    const threat = event('t', 'threat', '2024-05')
    expect(fold(threat).safety.status).toBe('at_risk')
    expect(fold(threat, { kind: 'risk', coded: { level: 'low' } }).safety.status).toBe('none_reported')
    expect(fold({ kind: 'risk', coded: { level: 'extreme' } }).safety.status).toBe('at_risk')
  })
})

describe('proceedings', () => {
  test('each charge stands by itself; the summary is the most advanced open one', () => {
    const state = fold(
      charge('one'),
      charge('two'),
      event('v', 'verdict_acquitted', '2024-01', { charges: [idOf('one')] }),
      event('t', 'trial_opened', '2024-02', { charges: [idOf('two')] }),
    )
    expect(state.proceedings.charges.map((one) => one.status)).toEqual(['acquitted', 'on_trial'])
    expect(state.proceedings).toMatchObject({ status: 'open', leading: { charge: idOf('two') } })
  })

  test('guilty is not final until it says so', () => {
    const guilty = [
      charge('one'),
      event('v', 'verdict_guilty', '2023-01'),
      event('f', 'appeal_filed', '2023-02'),
    ]
    expect(fold(...guilty).proceedings).toMatchObject({
      status: 'convicted_not_final',
      leading: { status: 'pending_appeal' },
    })
    expect(fold(...guilty, event('x', 'sentence_final', '2023-09')).proceedings.status).toBe('final')
  })

  test('verdict, sentence and appeal of one month need no order', () => {
    const sentence = { sentence: { kind: 'prison', length: { years: 2 } } }
    const state = fold(
      event('f', 'appeal_filed', '2024-02'),
      event('s', 'sentence', '2024-02', sentence),
      event('v', 'verdict_guilty', '2024-02'),
    )
    expect(state.proceedings.leading?.status).toBe('pending_appeal')
  })

  test('convicted and acquitted of one charge in one month: ambiguous, with the two', () => {
    const state = fold(
      charge('one'),
      event('g', 'verdict_guilty', '2024-02'),
      event('q', 'verdict_acquitted', '2024-02'),
    )
    expect(state.proceedings).toMatchObject({
      status: 'ambiguous',
      leading: { pair: [idOf('g'), idOf('q')] },
    })
  })

  test('an acquittal under appeal is on trial again, and stands when upheld', () => {
    const appealed = [event('v', 'verdict_acquitted', '2023-01'), event('f', 'appeal_filed', '2023-02')]
    expect(fold(...appealed).proceedings.leading?.status).toBe('on_trial')
    const upheld = event('u', 'appeal_decided', '2023-09', { appealOutcome: 'upheld' })
    expect(fold(...appealed, upheld).proceedings.leading?.status).toBe('acquitted')
  })

  test('an appeal replaces the operative sentence, or quashes it', () => {
    const first = event('s', 'sentence', '2023-01', { sentence: { kind: 'prison', length: { years: 9 } } })
    const reduced = { appealOutcome: 'reduced', sentence: { kind: 'prison', length: { years: 3 } } }
    expect(fold(first, event('d', 'appeal_decided', '2023-06', reduced)).expectedEnd).toEqual({
      earliest: '2026-06-01',
      latest: '2026-06-30',
    })
    const quashed = fold(first, event('d', 'appeal_decided', '2023-06', { appealOutcome: 'quashed' }))
    expect(quashed.sentences).toEqual([])
    expect(quashed.proceedings.leading?.status).toBe('conviction_quashed')
  })

  test('dropped and charged anew later is open again', () => {
    const state = fold(event('d', 'charge_dropped', '2023-01'), event('c', 'charge', '2023-06'))
    expect(state.proceedings.status).toBe('open')
  })

  test('a possible death sentence is marked while its charge is open', () => {
    expect(fold(charge('one', true)).deathPossible).toBe(true)
    expect(fold(charge('one', true), event('d', 'charge_dropped', '2024-01')).deathPossible).toBe(false)
    expect(fold(event('s', 'sentence', '2024-01', { sentence: { kind: 'death' } })).deathPossible).toBe(true)
  })
})

describe('time in custody', () => {
  test('days held are a least and a most where months are known', () => {
    const state = fold(event('a', 'arrest', '2024-01'), event('r', 'release_unconditional', '2024-03'))
    expect(state.daysHeld).toEqual({ min: 30, max: 90 })
  })

  test('open custody counts to today; a disappearance counts in the most only', () => {
    expect(fold(event('a', 'arrest', '2024-06')).daysHeld).toEqual({ min: 0, max: 29 })
    expect(fold(event('d', 'disappearance_reported', '2024-05')).daysHeld).toEqual({ min: 0, max: 60 })
  })

  test('a release without an arrest leaves the most unknown', () => {
    expect(fold(event('r', 'release_unconditional', '2024-03')).daysHeld).toEqual({ min: 0, max: null })
  })

  test('an unknown order leaves the most as wide as it may be', () => {
    const state = fold(event('a', 'arrest', '2024-03'), event('r', 'release_unconditional', '2024-03'))
    expect(state.daysHeld).toEqual({ min: 0, max: 121 })
  })

  test('held beyond the end of the sentence is flagged: certain, or possible', () => {
    const arrest = event('a', 'arrest', '2020-01')
    expect(fold(arrest, served(12))).toMatchObject({
      pastEnd: 'certain',
      expectedEnd: { earliest: '2023-06-01', latest: '2023-06-30' },
    })
    expect(fold(arrest, served(24))).toMatchObject({ pastEnd: 'possible' })
    expect(fold(arrest, served(36))).toMatchObject({ pastEnd: 'no' })
    expect(kindsOf(fold(arrest, served(12)).warnings)).toContain('past_end_still_held')
  })

  test('credit brings the end forward', () => {
    const sentence = { kind: 'prison', length: { years: 1 }, creditDays: 31, startsAt: '2024-02' }
    expect(fold(event('s', 'sentence', '2024-02', { sentence })).expectedEnd).toEqual({
      earliest: '2025-01-01',
      latest: '2025-01-28',
    })
  })
})

describe('accountability', () => {
  test('it is defined for killings only', () => {
    expect(fold(event('a', 'attack', '2024-01')).accountability.status).toBe('not_defined')
    expect(fold(killing('k')).accountability.status).toBe('none_known')
  })

  test.each([
    ['investigation_opened', 'investigation'],
    ['suspect_arrested', 'suspects_arrested'],
    ['suspect_convicted', 'partial'],
    ['investigation_closed_no_result', 'closed_without_result'],
  ])('%s: %s', (type, status) => {
    expect(fold(killing('k'), event('e', type, '2021-01')).accountability.status).toBe(status)
  })

  test('full when all who are responsible are convicted; of two killings one is partial', () => {
    const full = event('e', 'suspect_convicted', '2021-01', { allResponsible: true, concerns: idOf('k') })
    expect(fold(killing('k'), full).accountability.status).toBe('full')
    expect(fold(killing('k'), killing('l'), full).accountability).toMatchObject({
      status: 'partial',
      killings: [{ status: 'full' }, { status: 'none_known' }],
    })
  })
})

describe('a log that cannot be read whole', () => {
  test('an unknown kind leaves status incomplete, never wrong', () => {
    const state = fold(event('a', 'arrest', '2024-01'), { kind: 'exoneration', coded: {} })
    expect(state).toMatchObject({ incomplete: true, unknownBecause: 'newer_version' })
    expect(state.custody.status).toBe('unknown')
    expect(state.proceedings.status).toBe('unknown')
  })

  test('a newer version of a known kind does too', () => {
    const newer = { ...event('a', 'arrest', '2024-01'), kindVersion: 3 }
    expect(fold(newer)).toMatchObject({ incomplete: true, unknownBecause: 'newer_version' })
  })

  test('every version that was ever written is read: events that cite norms and those that could not', () => {
    const cites = [{ instrument: 'a-res-53-144', provision: 'v1-3' }]
    const of2 = { ...event('b', 'release_unconditional', '2024-02', { cites }), kindVersion: 2 }
    const state = fold(event('a', 'arrest', '2024-01'), of2)
    expect(state).toMatchObject({ incomplete: false, custody: { status: 'released' } })
  })

  test('a dark entry has the version of its envelope, whatever kind lies in it', () => {
    const words = { kind: 'need', coded: { type: needCodes[0], urgency: 'now', state: 'open' }, words: {} }
    const dark = (kindVersion: number): Draft => ({ kind: 'dark', kindVersion, coded: null, words })
    const start: Draft = { kind: 'opened', coded: { dark: true } }
    const read = (kindVersion: number) => foldCase(logOf(start, dark(kindVersion)), TODAY)
    expect(read(2).warnings).not.toContainEqual(expect.objectContaining({ kind: 'written_by_newer_version' }))
    expect(read(3)).toMatchObject({ incomplete: true, unknownBecause: 'newer_version' })
  })

  test('a missing part is an error and leaves status incomplete', () => {
    const state = fold({ id: 'e', kind: 'event', coded: null })
    expect(state.incomplete).toBe(true)
    expect(state.errors).toContainEqual({ kind: 'part_missing', entries: [idOf('e')] })
  })

  test('a part no schema allows is an error and leaves status incomplete', () => {
    const state = fold(event('e', 'arrest', '2024-01-15'))
    expect(state.incomplete).toBe(true)
    expect(state.errors).toContainEqual({ kind: 'unreadable', entries: [idOf('e')] })
  })

  test('a dark case is unknown from outside and folds on a device', () => {
    const arrest = event('a', 'arrest', '2024-01')
    const start: Draft = { kind: 'opened', coded: { dark: true } }
    const sealed: Draft = { id: 'a', kind: 'dark', coded: null }
    expect(foldCase(logOf(start, sealed), TODAY)).toMatchObject({
      dark: true,
      unknownBecause: 'dark',
      custody: { status: 'unknown' },
    })
    const words = { kind: 'event', coded: arrest.coded, words: { place: 'Lima' } }
    expect(foldCase(logOf(start, { ...sealed, words }), TODAY)).toMatchObject({
      dark: true,
      incomplete: false,
      custody: { status: 'held' },
    })
  })

  test('an empty log was never opened', () => {
    expect(foldCase([], TODAY).errors).toEqual([{ kind: 'not_opened', entries: [] }])
  })
})
