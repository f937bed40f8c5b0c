import { describe, expect, test } from 'vitest'
import { foldCase } from './fold.ts'
import { caseOf, type Draft, event, idOf, TODAY } from './testing.ts'

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

  test('`after` through others against the dates is impossible: every link is named, and the dates hold', () => {
    const state = fold(
      event('late', 'threat', '2019-02'),
      event('a', 'detention_without_processing', null, { after: [idOf('late')] }),
      event('early', 'threat', '2018', { after: [idOf('a')] }),
      event('h', 'house_arrest_ordered', '2019-01/2019-02'),
    )
    expect(state.errors).toEqual([
      { kind: 'order_impossible', entries: [idOf('late'), idOf('a')] },
      { kind: 'order_impossible', entries: [idOf('a'), idOf('early')] },
    ])
    expect(state.custody).toMatchObject({ status: 'ambiguous', pair: [idOf('a'), idOf('h')] })
  })

  test('what was rejected puts nothing in order, and contradicts nothing', () => {
    const rejected = { verification: 'REJ' }
    const state = fold(
      { kind: 'risk', coded: { level: 'low' } },
      event('e3', 'threat', '2018', { ...rejected, after: [idOf('e7')] }),
      event('e4', 'threat', null, rejected),
      event('e5', 'threat', '2019-02', rejected),
      { id: 'e6', kind: 'charge', coded: { groups: [], deathPossible: false } },
      event('e7', 'detention_without_processing', null, { verification: 'CORR', after: [idOf('e5')] }),
      event('e8', 'house_arrest_ordered', '2019-01/2019-02', { verification: 'VER' }),
    )
    expect(state.errors).toEqual([])
    expect(state.custody).toMatchObject({ status: 'ambiguous', pair: [idOf('e7'), idOf('e8')] })
    expect(state.intervals[0]?.from?.span).toEqual({ earliest: '0000-01-01', latest: '9999-12-31' })
  })

  test('what comes after a claim comes after the best claim of the same happening', () => {
    const state = fold(
      event('first', 'arrest', '2023-03'),
      event('r', 'release_unconditional', '2024-03', { verification: 'VER' }),
      event('claim', 'release_unconditional', '2024-05', { conflictsWith: [idOf('r')] }),
      event('a', 'arrest', '2024-03', { after: [idOf('claim')] }),
    )
    expect(state.errors).toEqual([])
    expect(state.custody.status).toBe('held')
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
