import { describe, expect, test } from 'vitest'
import { foldCase } from './fold.ts'
import { caseOf, type Draft, event, idOf, logOf, TODAY } from './testing.ts'

const fold = (...drafts: readonly Draft[]) => foldCase(caseOf(...drafts), TODAY)
const kindsOf = (findings: readonly { readonly kind: string }[]) => findings.map((finding) => finding.kind)

describe('custody', () => {
  test('no custody event: never held, though charged', () => {
    const state = fold(event('c', 'charge', '2024-01'))
    expect(state.custody.status).toBe('never_held')
    expect(state.proceedings.status).toBe('open')
  })

  test('an arrest without a release: held, since then', () => {
    const { custody } = fold(event('a', 'arrest', '2024-03'))
    expect(custody).toMatchObject({
      status: 'held',
      basis: 'arrested',
      since: { earliest: '2024-03-01', latest: '2024-03-31' },
      asOf: '2024-03-31',
      lastConfirmed: '2024-03-31',
    })
  })

  test('a disappearance: disappeared, on the axis of life too', () => {
    const state = fold(event('d', 'disappearance_reported', '2024-03'))
    expect(state.custody.status).toBe('disappeared')
    expect(state.safety.status).toBe('disappeared')
  })

  test('a disappearance does not end with a release, and says so', () => {
    const state = fold(
      event('d', 'disappearance_reported', '2024-03'),
      event('r', 'release_unconditional', '2024-05'),
    )
    expect(state.custody.status).toBe('disappeared')
    expect(state.warnings).toContainEqual({
      kind: 'disappearance_not_ended',
      entries: [idOf('d'), idOf('r')],
    })
  })

  test.each([
    ['custody_acknowledged', 'held'],
    ['located_alive_in_custody', 'held'],
    ['located_alive_free', 'free'],
  ])('a disappearance ends with %s', (type, status) => {
    expect(
      fold(event('d', 'disappearance_reported', '2024-01'), event('e', type, '2024-03')).custody.status,
    ).toBe(status)
  })

  test('an abduction: abducted', () => {
    expect(fold(event('a', 'abduction', '2024-03')).custody.status).toBe('abducted')
  })

  test('held with a custodial sentence begun: serving', () => {
    const state = fold(
      event('a', 'arrest', '2023-03'),
      event('s', 'sentence', '2023-09', { sentence: { kind: 'prison', length: { years: 5 } } }),
    )
    expect(state.custody).toMatchObject({ status: 'held', basis: 'serving' })
  })

  test('a sentence takes nobody into custody', () => {
    const sentence = { sentence: { kind: 'prison', length: { years: 5 } } }
    expect(fold(event('s', 'sentence', '2023-09', sentence)).custody.status).toBe('never_held')
  })

  test('bail: released with conditions that still run', () => {
    const state = fold(
      event('a', 'arrest', '2024-01'),
      event('b', 'bail', '2024-03', { conditions: ['travel_ban'], until: '2024-12-31' }),
    )
    expect(state.custody).toMatchObject({ status: 'released', conditional: true })
    expect(state.conditions).toEqual({ entry: idOf('b'), conditions: ['travel_ban'], until: '2024-12-31' })
    expect(state.due).toEqual([{ day: '2024-12-31', kind: 'conditions_end', entry: idOf('b'), owner: null }])
  })

  test('release ends custody but no charge, and says that charges are open', () => {
    const state = fold(
      { id: 'charge', kind: 'charge', coded: { groups: ['terrorism'], deathPossible: false } },
      event('a', 'arrest', '2024-01'),
      event('r', 'release_unconditional', '2024-03'),
    )
    expect(state.custody).toMatchObject({ status: 'released', conditional: false })
    expect(state.proceedings).toMatchObject({ status: 'open', chargesOpen: true })
    expect(state.warnings).toContainEqual({ kind: 'charges_still_open', entries: [idOf('charge')] })
  })

  test('acquittal ends the proceeding but no custody', () => {
    const state = fold(event('a', 'arrest', '2024-01'), event('v', 'verdict_acquitted', '2024-03'))
    expect(state.custody.status).toBe('held')
    expect(state.proceedings.status).toBe('ended')
  })

  test.each([
    ['escape', 'at_large'],
    ['exile', 'exiled'],
  ])('last event %s: %s', (type, status) => {
    expect(fold(event('a', 'arrest', '2024-01'), event('e', type, '2024-03')).custody.status).toBe(status)
  })

  test('being wanted in another matter does not end custody', () => {
    expect(fold(event('w', 'wanted', '2024-01')).custody.status).toBe('at_large')
    expect(fold(event('a', 'arrest', '2024-01'), event('w', 'wanted', '2024-03')).custody.status).toBe('held')
  })

  test('a pardon frees only when carried out', () => {
    const arrest = event('a', 'arrest', '2024-01')
    expect(fold(arrest, event('p', 'pardon', '2024-03')).custody.status).toBe('held')
    expect(fold(arrest, event('p', 'pardon', '2024-03', { executed: true })).custody.status).toBe('released')
  })

  test('arrest and release of one month: ambiguous, with the two to put in order', () => {
    const { custody } = fold(event('a', 'arrest', '2024-03'), event('r', 'release_unconditional', '2024-03'))
    expect(custody).toMatchObject({ status: 'ambiguous', pair: [idOf('a'), idOf('r')] })
    expect(custody.between).toEqual(['released', 'held'])
  })

  test('`after` settles the order inside a month, either way', () => {
    const release = event('r', 'release_unconditional', '2024-03')
    const arrest = event('a', 'arrest', '2024-03')
    const before = fold(arrest, event('r', 'release_unconditional', '2024-03', { after: [idOf('a')] }))
    expect(before.custody.status).toBe('released')
    const earlier = event('old', 'arrest', '2023-01')
    const after = fold(earlier, release, event('a', 'arrest', '2024-03', { after: [idOf('r')] }))
    expect(after.custody.status).toBe('held')
  })

  test('events of unknown order that lead to the same are not ambiguous', () => {
    const state = fold(event('a', 'arrest', '2024-03'), event('m', 'remand_ordered', '2024-03'))
    expect(state.custody).toMatchObject({ status: 'held', basis: 'pretrial' })
  })

  test('an ambiguity of the past is gone once a later event decides', () => {
    const state = fold(
      event('a', 'arrest', '2023-03'),
      event('r', 'release_unconditional', '2023-03'),
      event('b', 'arrest', '2024-01'),
    )
    expect(state.custody).toMatchObject({ status: 'held', pair: null })
  })

  test('a release before every arrest is impossible: an error', () => {
    const state = fold(event('r', 'release_unconditional', '2023-01'), event('a', 'arrest', '2024-03'))
    expect(state.errors).toContainEqual({ kind: 'release_before_arrest', entries: [idOf('r'), idOf('a')] })
  })

  test('a release that may be before the arrest: a warning', () => {
    const state = fold(event('r', 'release_unconditional', '2024'), event('a', 'arrest', '2024-03/2024-05'))
    expect(state.warnings).toContainEqual({
      kind: 'release_maybe_before_arrest',
      entries: [idOf('r'), idOf('a')],
    })
    expect(kindsOf(state.errors)).toEqual([])
  })

  test('a release with no arrest on record: a warning', () => {
    const state = fold(event('r', 'release_unconditional', '2024-01'))
    expect(state.warnings).toContainEqual({ kind: 'release_without_arrest', entries: [idOf('r')] })
  })

  test('a second arrest before the first custody is closed: overlapping intervals, an error', () => {
    const state = fold(event('a', 'arrest', '2023-01'), event('b', 'arrest', '2024-01'))
    expect(state.errors).toContainEqual({ kind: 'custody_overlaps', entries: [idOf('a'), idOf('b')] })
  })

  test('a second arrest that may have come after the release: a warning', () => {
    const state = fold(
      event('a', 'arrest', '2023-01'),
      event('b', 'arrest', '2024-01'),
      event('r', 'release_unconditional', '2023/2024'),
    )
    expect(kindsOf(state.errors)).toEqual([])
    expect(kindsOf(state.warnings)).toContain('custody_maybe_overlaps')
  })

  test('a second arrest of the same date is flagged', () => {
    const state = fold(event('a', 'arrest', '2024-01'), event('b', 'arrest', '2024-01'))
    expect(state.warnings).toContainEqual({
      kind: 'second_arrest_same_date',
      entries: [idOf('a'), idOf('b')],
    })
  })

  test('the arrests of a group may overlap', () => {
    const state = fold(
      { kind: 'identity', coded: { holder: 'group', sectors: [] } },
      event('a', 'arrest', '2023-01'),
      event('b', 'arrest', '2024-01'),
    )
    expect(state.errors).toEqual([])
  })

  test('`after` against the dates is impossible: an error, and the dates hold', () => {
    const state = fold(
      event('r', 'release_unconditional', '2024-03'),
      event('a', 'arrest', '2023-01', { after: [idOf('r')] }),
    )
    expect(state.errors).toContainEqual({ kind: 'order_impossible', entries: [idOf('r'), idOf('a')] })
    expect(state.custody.status).toBe('released')
  })

  test('`after` in a circle is an error and decides nothing', () => {
    const state = fold(
      event('a', 'arrest', '2024-03', { after: [idOf('r')] }),
      event('r', 'release_unconditional', '2024-03', { after: [idOf('a')] }),
    )
    expect(kindsOf(state.errors)).toContain('order_circular')
    expect(state.custody.status).toBe('ambiguous')
  })

  test('custody nobody confirmed for long is shown as last known; a note confirms it', () => {
    const arrest = event('a', 'arrest', '2020-01')
    expect(fold(arrest).custody.stale).toBe(true)
    const confirmed = fold(arrest, { kind: 'note', coded: { toCode: false, confirms: ['custody'] } })
    expect(confirmed.custody).toMatchObject({ stale: false, lastConfirmed: '2024-06-01', asOf: '2020-01-31' })
  })

  test('a rejected event decides nothing', () => {
    expect(fold(event('a', 'arrest', '2024-01', { verification: 'REJ' })).custody.status).toBe('never_held')
  })

  test('of conflicting claims the best verified counts, and both are named', () => {
    const state = fold(
      event('a', 'arrest', '2024-01', { verification: 'VER' }),
      event('b', 'arrest', '2023-05', { conflictsWith: [idOf('a')] }),
    )
    expect(state.custody.since?.earliest).toBe('2024-01-01')
    expect(state.warnings).toContainEqual({ kind: 'conflicting_claims', entries: [idOf('a'), idOf('b')] })
    expect(state.errors).toEqual([])
  })

  test('an event of the future decides nothing yet, and is flagged', () => {
    const state = fold(event('a', 'arrest', '2024-08'))
    expect(state.custody.status).toBe('never_held')
    expect(kindsOf(state.warnings)).toContain('date_in_future')
  })
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
  const charge = (id: string, deathPossible = false): Draft => ({
    id,
    kind: 'charge',
    coded: { groups: ['security'], deathPossible },
  })

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
    const served = (months: number) =>
      event('s', 'sentence', '2022-06', {
        sentence: { kind: 'prison', length: { months }, creditDays: 0, startsAt: '2022-06' },
      })
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
  const killing = (id: string): Draft =>
    event(id, 'death', '2020-01', { acts: [{ violation: 'K01', victim: 1, perpetrators: ['S1'] }] })

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
    const newer = { ...event('a', 'arrest', '2024-01'), kindVersion: 2 }
    expect(fold(newer)).toMatchObject({ incomplete: true, unknownBecause: 'newer_version' })
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
