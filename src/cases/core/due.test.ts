import { describe, expect, test } from 'vitest'
import { foldCase } from './fold.ts'
import { ana, ben, caseOf, type Draft, event, idOf, TODAY } from './testing.ts'

const fold = (...drafts: readonly Draft[]) => foldCase(caseOf(...drafts), TODAY)
const consent = (id: string, more: object = {}): Draft => ({
  id,
  kind: 'consent',
  coded: {
    purposes: { C5: 'yes' },
    capacity: 'self',
    way: 'written',
    date: '2024-01',
    risksExplained: true,
    ...more,
  },
})
const bansUntil = (until: string) => fold(event('b', 'travel_ban', '2024-01', { until })).travelBans

describe('what is due', () => {
  test('hearings, tasks, reviews and expiries, earliest first, with the owner of a task', () => {
    const state = fold(
      { id: 'h', kind: 'hearing', coded: { day: '2024-07-05', type: 'trial' } },
      { id: 't', kind: 'task', coded: { state: 'open', due: '2024-07-01', owner: ben } },
      consent('c', { expires: '2024-12-31' }),
      event('a', 'remand_ordered', '2024-05', { reviewDay: '2024-07-20' }),
      { id: 'r', kind: 'risk', coded: { level: 'low', reviewDay: '2024-09-01' } },
    )
    expect(state.due).toEqual([
      { day: '2024-07-01', kind: 'task', entry: idOf('t'), owner: ben },
      { day: '2024-07-05', kind: 'hearing', entry: idOf('h'), owner: null },
      { day: '2024-07-20', kind: 'remand_review', entry: idOf('a'), owner: null },
      { day: '2024-09-01', kind: 'risk_review', entry: idOf('r'), owner: null },
      { day: '2024-12-31', kind: 'consent_expires', entry: idOf('c'), owner: null },
    ])
    expect(state.nextHearing).toEqual({ day: '2024-07-05', entry: idOf('h') })
  })

  test('a past hearing wants its outcome; told by an update, the next day takes its place', () => {
    const past: Draft = { id: 'h', kind: 'hearing', coded: { day: '2024-06-05', type: 'trial' } }
    expect(fold(past).due.map((due) => due.kind)).toEqual(['hearing_outcome'])
    const told = {
      day: '2024-06-05',
      type: 'trial',
      outcome: 'adjourned',
      nextDay: '2024-08-01',
      updates: idOf('h'),
    }
    const state = fold(past, { id: 'u', kind: 'hearing', coded: told })
    expect(state.nextHearing).toEqual({ day: '2024-08-01', entry: idOf('u') })
    expect(state.due).toEqual([{ day: '2024-08-01', kind: 'hearing', entry: idOf('u'), owner: null }])
  })

  test('a task done is due no more', () => {
    const open: Draft = { id: 't', kind: 'task', coded: { state: 'open', due: '2024-07-01' } }
    const done: Draft = { kind: 'task', coded: { state: 'done', updates: idOf('t') } }
    expect(fold(open, done).due).toEqual([])
  })

  test('a review of remand is due only while held', () => {
    const remand = event('a', 'remand_ordered', '2024-04', { reviewDay: '2024-07-20' })
    expect(fold(remand, event('r', 'release_unconditional', '2024-06')).due).toEqual([])
  })

  test('notes wait to be coded until an event says it comes from them', () => {
    const note: Draft = { id: 'n', kind: 'note', coded: { toCode: true } }
    expect(fold(note).toBeCoded).toEqual([idOf('n')])
    expect(fold(note, event('a', 'arrest', '2024-01', { fromNote: idOf('n') })).toBeCoded).toEqual([])
  })

  test('a travel ban is in force until its last day', () => {
    expect(bansUntil('2024-06-30')).toEqual([{ entry: idOf('b'), until: '2024-06-30' }])
    expect(bansUntil('2024-06-29')).toEqual([])
  })
})

describe('consent', () => {
  test('nothing recorded means no, but for statistics without identity', () => {
    const { consents } = fold()
    expect(Object.entries(consents).flatMap(([scope, { allowed }]) => (allowed ? [scope] : []))).toEqual([
      'C1',
    ])
  })

  test('the desk can say no to statistics', () => {
    expect(fold(consent('c', { purposes: { C1: 'no' } })).consents.C1.allowed).toBe(false)
  })

  test('the latest counts, purpose by purpose', () => {
    const { consents } = fold(
      consent('c', { purposes: { C4: 'yes', C5: 'yes' } }),
      consent('d', { purposes: { C5: 'withdrawn' } }),
    )
    expect(consents.C5).toEqual({ allowed: false, state: 'withdrawn', entry: idOf('d'), expires: null })
    expect(consents.C4.allowed).toBe(true)
  })

  test('one recorded later but given earlier does not count', () => {
    const { consents } = fold(
      consent('c', { purposes: { C5: 'withdrawn' }, date: '2024-03' }),
      consent('d', { date: '2023-05' }),
    )
    expect(consents.C5.state).toBe('withdrawn')
  })

  test('an expired consent is none, from the day after its last', () => {
    expect(fold(consent('c', { expires: '2024-06-30' })).consents.C5.allowed).toBe(true)
    expect(fold(consent('c', { expires: '2024-06-29' })).consents.C5).toMatchObject({
      allowed: false,
      state: 'expired',
    })
  })

  test('somebody else agreeing after the person said no is flagged', () => {
    const state = fold(consent('c', { purposes: { C5: 'no' } }), consent('d', { capacity: 'family' }))
    expect(state.warnings).toContainEqual({ kind: 'consent_over_own_no', entries: [idOf('c'), idOf('d')] })
  })

  test.each<[string, object, object]>([
    ['the person agreed themself', { purposes: { C5: 'no' } }, {}],
    ['somebody else says no too', { purposes: { C5: 'no' } }, { capacity: 'family', purposes: { C5: 'no' } }],
    [
      'it was somebody else who said no',
      { purposes: { C5: 'no' }, capacity: 'lawyer' },
      { capacity: 'family' },
    ],
    ['the person had said yes', {}, { capacity: 'family' }],
    ['the no was to something else', { purposes: { C4: 'no' } }, { capacity: 'family' }],
  ])('no flag where %s', (_, first, later) => {
    const { warnings } = fold(consent('c', first), consent('d', later))
    expect(warnings.map(({ kind }) => kind)).not.toContain('consent_over_own_no')
  })

  test('a yes says until when it holds, and a no has no end', () => {
    const until = { expires: '2024-12-31' }
    expect(fold(consent('c', until)).consents.C5).toEqual({
      allowed: true,
      state: 'yes',
      entry: idOf('c'),
      ...until,
    })
    const no = { purposes: { C5: 'no' }, expires: '2024-01-31' }
    expect(fold(consent('c', no)).consents.C5).toEqual({
      allowed: false,
      state: 'no',
      entry: idOf('c'),
      expires: null,
    })
  })
})

const ref = 'r'.repeat(22)
const publication = (id: string, more: object = {}): Draft => ({
  id,
  kind: 'publication',
  coded: { basis: 'consent', consent: idOf('c'), ref, fields: [], lang: 'en', ...more },
  open: { ref, lang: 'en', isPseudonym: false },
})
const release = (of: string, author = ben): Draft => ({ kind: 'release', coded: { of: idOf(of) }, author })
const withdraw = (id: string, of: string): Draft => ({
  id,
  kind: 'withdrawal',
  coded: { of: idOf(of), reason: 'danger' },
})
const statesOf = (...drafts: readonly Draft[]) =>
  fold(consent('c'), ...drafts).publications.map((one) => one.state)

describe('publications', () => {
  test('proposed until a second member releases it; the author does not count', () => {
    expect(statesOf(publication('p'))).toEqual(['proposed'])
    expect(statesOf(publication('p'), release('p'))).toEqual(['released'])
    expect(statesOf(publication('p'), release('p', ana))).toEqual(['proposed'])
  })

  test('a withdrawal ends it for good', () => {
    const withdrawal: Draft = { kind: 'withdrawal', coded: { of: idOf('p'), reason: 'danger' } }
    expect(statesOf(publication('p'), release('p'), withdrawal, release('p'))).toEqual(['withdrawn'])
  })

  test('the first withdrawal is the one that counts, and one of nothing changes nothing', () => {
    const drafts = [consent('c'), publication('p'), release('p'), withdraw('w', 'p'), withdraw('x', 'p')]
    expect(fold(...drafts).publications).toMatchObject([{ state: 'withdrawn', withdrawnBy: idOf('w') }])
    expect(statesOf(publication('p'), withdraw('w', 'c'))).toEqual(['proposed'])
  })

  test('a release by its author is none, and is told', () => {
    const own: Draft = { ...release('p', ana), id: 'r' }
    expect(fold(consent('c'), publication('p'), own).warnings).toContainEqual({
      kind: 'release_by_author',
      entries: [idOf('p'), idOf('r')],
    })
  })

  test('a released newer version replaces the older', () => {
    const newer = publication('q', { replaces: idOf('p') })
    expect(statesOf(publication('p'), release('p'), newer)).toEqual(['released', 'proposed'])
    expect(statesOf(publication('p'), release('p'), newer, release('q'))).toEqual(['replaced', 'released'])
  })

  test('a page whose consent has gone is flagged', () => {
    const gone = consent('d', { purposes: { C5: 'withdrawn' } })
    const state = fold(consent('c'), publication('p'), release('p'), gone)
    expect(state.warnings).toContainEqual({ kind: 'published_without_basis', entries: [idOf('p')] })
    expect(state.publications[0]?.basisProblem).toBe('consent_withdrawn')
    const waiting = fold(consent('c'), publication('p'), gone)
    expect(waiting.warnings, 'nobody reads it').toEqual([])
    expect(fold(consent('c'), publication('p'), release('p')).warnings, 'it has its ground').toEqual([])
  })
})
