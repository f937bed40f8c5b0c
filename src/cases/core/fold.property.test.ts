import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventTypeCodes } from '#kernel/core/vocabulary/events.ts'
import { verificationCodes } from '#kernel/core/vocabulary/sources.ts'
import { decideAppend } from './decide.ts'
import { type CaseEntry, entryKindNames } from './entry.ts'
import { fieldsOfEventType } from './kinds/event.ts'
import { foldCase } from './fold.ts'
import { headOf } from './search.ts'
import { happeningsOf } from './happenings.ts'
import { factsOf, readLog } from './read_log.ts'
import type { CaseState } from './state.ts'
import { ana, ben, idOf, TODAY } from './testing.ts'
import { timelineOf } from './timeline.ts'

const RUNS = { numRuns: 300 }
const seqs = 14
const anyId = fc.integer({ min: 0, max: seqs - 1 }).map((seq) => idOf(`e${seq}`))

const months = fc.integer({ min: 2019 * 12, max: 2024 * 12 + 11 }).map((total) => {
  const month = String((total % 12) + 1).padStart(2, '0')
  return `${Math.floor(total / 12)}-${month}`
})
const dates = fc.oneof(
  { weight: 6, arbitrary: months },
  fc.integer({ min: 2018, max: 2025 }).map(String),
  months.map((month) => `../${month}`),
  months.map((month) => `${month}/..`),
  fc.tuple(months, months).map(([a, b]) => (a < b ? `${a}/${b}` : `${b}/${a}`)),
  months.map((month) => `${month}~`),
)
const words = fc.option(fc.dictionary(fc.constantFrom('place', 'narrative', 'date', 'names'), fc.jsonValue()))

const sentence = fc.record({
  kind: fc.constantFrom('prison', 'suspended'),
  length: fc.record({ years: fc.integer({ min: 0, max: 30 }) }),
})
const eventCoded = fc
  .record(
    {
      type: fc.constantFrom(...eventTypeCodes),
      date: dates,
      acts: fc.array(
        fc.record({
          violation: fc.constantFrom('K01', 'D01', 'P'),
          victim: fc.constant(1),
          perpetrators: fc.constant([]),
        }),
        { maxLength: 2 },
      ),
      verification: fc.constantFrom(...verificationCodes),
      after: fc.uniqueArray(anyId, { maxLength: 2 }),
      conflictsWith: fc.uniqueArray(anyId, { maxLength: 1 }),
      charges: fc.uniqueArray(anyId, { maxLength: 2 }),
      sentence,
      appealOutcome: fc.constantFrom('upheld', 'quashed', 'retrial'),
      executed: fc.boolean(),
    },
    { requiredKeys: ['type', 'acts', 'verification'] },
  )
  .map((coded) => {
    const special: readonly string[] = fieldsOfEventType(coded.type)
    const wanted = ['sentence', 'appealOutcome', 'executed'].filter((field) => !special.includes(field))
    return Object.fromEntries(Object.entries(coded).filter(([field]) => !wanted.includes(field)))
  })

const drafts = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('event'), coded: eventCoded, words }) },
  fc.record({
    kind: fc.constant('charge'),
    coded: fc.record({ groups: fc.constant([]), deathPossible: fc.boolean() }),
    words,
  }),
  fc.record({
    kind: fc.constant('risk'),
    coded: fc.record({ level: fc.constantFrom('low', 'high') }),
    words,
  }),
)

const toLog = (list: readonly { readonly kind: string; readonly coded: unknown }[]): readonly CaseEntry[] =>
  [{ kind: 'opened', coded: { dark: false } }, ...list].map((draft, seq) => ({
    ...draft,
    id: idOf(`e${seq}`),
    seq,
    kindVersion: 1,
    author: seq % 2 === 0 ? ana : ben,
    at: '2024-06-01T10:00:00Z',
  }))
const logs = fc.array(drafts, { maxLength: seqs - 1 }).map(toLog)

const plain = ({ kinds, authors, ...state }: CaseState) => ({
  ...state,
  kinds: [...kinds],
  authors: [...authors],
})

/** What the four axes say, without which entry says it. */
const statusOf = ({ custody, proceedings, safety, accountability, daysHeld, pastEnd }: CaseState) => ({
  custody: { ...custody, by: null, pair: null },
  proceedings: { status: proceedings.status, leading: proceedings.leading?.status },
  safety: safety.status,
  accountability: accountability.status,
  daysHeld,
  pastEnd,
})

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

test('folding is deterministic and does not depend on the order of keys or of the list', () => {
  fc.assert(
    fc.property(logs, (log) => {
      const folded = plain(foldCase(log, TODAY))
      expect(plain(foldCase(log, TODAY))).toEqual(folded)
      expect(plain(foldCase(reversed(log.toReversed()) as readonly CaseEntry[], TODAY))).toEqual(folded)
    }),
    RUNS,
  )
})

test('status depends on coded parts alone', () => {
  fc.assert(
    fc.property(logs, words, (log, other) => {
      const folded = plain(foldCase(log, TODAY))
      const closed = log.map((entry) => ({ ...entry, words: undefined }))
      expect(plain(foldCase(closed, TODAY))).toEqual(folded)
      expect(
        plain(
          foldCase(
            log.map((entry) => ({ ...entry, words: null })),
            TODAY,
          ),
        ),
      ).toEqual(folded)
      expect(
        plain(
          foldCase(
            log.map((entry) => ({ ...entry, words: other })),
            TODAY,
          ),
        ),
      ).toEqual(folded)
    }),
    RUNS,
  )
})

test('a correction equals having written it right', () => {
  fc.assert(
    fc.property(logs, fc.nat(seqs), eventCoded, eventCoded, (log, at, wrong, right) => {
      const place = at % log.length
      const before = log.slice(1, place + 1)
      const after = log.slice(place + 1)
      const written = toLog([...before, { kind: 'event', coded: right }, ...after])
      const mistaken = toLog([...before, { kind: 'event', coded: wrong }, ...after])
      const corrects = mistaken[place + 1]?.id
      const correction: CaseEntry = {
        id: 'correction'.padEnd(22, '_'),
        seq: mistaken.length,
        kindVersion: 1,
        author: ana,
        at: '2024-06-01T10:00:00Z',
        kind: 'correction',
        coded: { corrects, coded: right },
      }
      const expected = foldCase(written, TODAY)
      const corrected = foldCase([...mistaken, correction], TODAY)
      expect(statusOf(corrected)).toEqual(statusOf(expected))
      expect(corrected.warnings).toEqual(expected.warnings)
      expect(corrected.errors).toEqual(expected.errors)
    }),
    RUNS,
  )
})

test('an entry of an unknown kind leaves status unknown wherever it stands', () => {
  fc.assert(
    fc.property(logs, fc.string(), fc.jsonValue(), (log, kind, coded) => {
      fc.pre(!(entryKindNames as readonly string[]).includes(kind))
      const state = foldCase([...log, { ...log[0]!, id: idOf('newer'), seq: log.length, kind, coded }], TODAY)
      expect(state.incomplete).toBe(true)
      for (const axis of [state.custody, state.proceedings, state.safety, state.accountability]) {
        expect(axis.status).toBe('unknown')
      }
    }),
    RUNS,
  )
})

test('no sequence of entries, however broken, makes folding, heads, timelines or decisions throw', () => {
  const kinds = fc.oneof(fc.constantFrom(...entryKindNames), fc.string())
  const broken = fc.record({
    kind: kinds,
    coded: fc.oneof(fc.jsonValue(), eventCoded),
    words: fc.jsonValue(),
  })
  fc.assert(
    fc.property(fc.array(fc.oneof(broken, drafts), { maxLength: 10 }), broken, (list, proposed) => {
      const log = toLog(list)
      const state = foldCase(log, TODAY)
      timelineOf(readLog(log), state)
      headOf(state, log)
      decideAppend(state, proposed, { account: ana, role: 'lead' }, TODAY)
    }),
    RUNS,
  )
})

test('events are shown in an order that contradicts nothing that is known of it', () => {
  fc.assert(
    fc.property(logs, (log) => {
      const { all, order } = happeningsOf(factsOf(readLog(log), 'event'), TODAY)
      for (const [place, event] of all.entries()) {
        expect(event.span.earliest <= event.span.latest).toBe(true)
        for (const later of all.slice(place)) expect(order.isKnownBefore(later.id, event.id)).toBe(false)
      }
    }),
    RUNS,
  )
})

test('days held are never fewer at most than at least, and one whose order is known is never ambiguous', () => {
  fc.assert(
    fc.property(logs, (log) => {
      const { daysHeld, custody, proceedings } = foldCase(log, TODAY)
      expect(daysHeld.min).toBeGreaterThanOrEqual(0)
      if (daysHeld.max !== null) expect(daysHeld.max).toBeGreaterThanOrEqual(daysHeld.min)
      if (custody.status === 'ambiguous') expect(custody.pair).not.toBeNull()
      for (const { status, pair } of proceedings.charges) expect(pair !== null).toBe(status === 'ambiguous')
    }),
    RUNS,
  )
})
