import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import { decideAppend, type Member } from './decide.ts'
import type { EngagementProblem } from './decide_engagement.ts'
import type { EngagementCoded } from './kinds/engagement.ts'
import { countedEngagements, currentEngagements } from './engagements.ts'
import { foldCase } from './fold.ts'
import { readLog } from './read_log.ts'
import { ana, caseOf, type Draft, event, idOf, logOf, meeting, opened, TODAY } from './testing.ts'
import { timelineOf } from './timeline.ts'

const writer: Member = { account: ana, role: 'writer' }
const fold = (...drafts: readonly Draft[]) => foldCase(caseOf(...drafts), TODAY)
const decide = (proposed: Draft, ...drafts: readonly Draft[]) => {
  const { id, ...entry } = proposed
  return decideAppend(fold(...drafts), { ...entry, ...(id && { id: idOf(id) }) }, writer, TODAY)
}
const refused = (why: EngagementProblem, purpose: 'C3' | 'C5' | 'C8' | null = null) =>
  err({ kind: 'engagement_refused', why, purpose })

const engagement = (id: string, more: object = {}, words: unknown = {}): Draft => ({
  id,
  kind: 'engagement',
  coded: { ...meeting, ...more },
  words,
})
const consent = (more: object = {}): Draft => ({
  id: 'consent',
  kind: 'consent',
  coded: {
    purposes: { C3: 'yes', C5: 'yes', C8: 'yes' },
    capacity: 'self',
    way: 'oral',
    date: '2024-01',
    risksExplained: true,
    ...more,
  },
})
const hearing = (id: string, day: string, more: object = {}): Draft => ({
  id,
  kind: 'hearing',
  coded: { day, type: 'trial', ...more },
})
const cover = (id: string, of: string, officer?: number): Draft => ({
  id,
  kind: 'cover',
  coded: { hearing: idOf(of), ...(officer && { officer }) },
})
const on = { consent: idOf('consent') }
const careful = { askedAgainOn: '2024-06-01', riskChecked: { on: '2024-06-01', text: 'Looked at' } }
const visit = (more: object = {}, words: unknown = careful) =>
  engagement('visit', { type: 'field_visit', duties: ['E06'], ...on, ...more }, words)

const observed = (more: object = {}) =>
  engagement('seen', {
    type: 'trial_observation',
    ...on,
    hearing: idOf('first'),
    date: '2024-05',
    ...more,
  })

describe('what shows the defender needs their consent', () => {
  test('with a consent for this purpose it is logged, and its correction is', () => {
    expect(decide(visit(), consent())).toEqual(ok(undefined))
    const corrected = { ...(visit().coded as object), role: 'ambassador' }
    const correction = {
      kind: 'correction',
      coded: { corrects: idOf('visit'), coded: corrected },
      words: careful,
    }
    const gone = { ...consent({ purposes: { C8: 'withdrawn' } }), id: 'gone' }
    expect(decide(correction, consent(), visit(), gone)).toEqual(ok(undefined))
  })

  test.each([
    ['none is named', 'consent_missing', visit({ consent: undefined }), [consent()]],
    ['it is for another purpose', 'consent_does_not_cover', visit(), [consent({ purposes: { C5: 'yes' } })]],
    ['it has run out', 'consent_expired', visit(), [consent({ expires: '2024-06-29' })]],
    [
      'it was taken back',
      'consent_withdrawn',
      visit(),
      [consent(), { ...consent({ purposes: { C8: 'withdrawn' } }), id: 'gone' }],
    ],
  ] as const)('it is refused where %s', (_, why, proposed, drafts) => {
    expect(decide(proposed, ...drafts)).toEqual(refused(why, 'C8'))
    const { words: __, ...server } = proposed
    expect(decide(server, ...drafts), 'by the server as well').toEqual(refused(why, 'C8'))
    expect(decide(visit({ consent: undefined, result: 'declined' }, { reason: 'No car' }))).toEqual(
      ok(undefined),
    )
  })

  test('what was to be done before the consent was taken back is not done after', () => {
    const gone = { ...consent({ purposes: { C8: 'withdrawn' } }), id: 'gone' }
    const done = { ...visit({ updates: idOf('visit') }), id: 'later' }
    expect(decide(done, consent(), visit({ result: 'pending' }), gone)).toEqual(
      refused('consent_withdrawn', 'C8'),
    )
  })

  test('after the consent was taken back no new act passes as one that was done before', () => {
    const gone = { ...consent({ purposes: { C8: 'withdrawn' } }), id: 'gone' }
    const log = [hearing('first', '2024-05-02'), hearing('next', '2024-06-20'), consent(), observed(), gone]
    const again = (more: object): Draft => ({ ...observed({ updates: idOf('seen'), ...more }), id: 'again' })
    const corrected = (more: object): Draft => ({
      kind: 'correction',
      coded: { corrects: idOf('seen'), coded: observed(more).coded },
      words: {},
    })
    for (const how of [again, corrected])
      for (const more of [{ date: '2024-06' }, { date: '2024' }, { hearing: idOf('next') }]) {
        const { words: _, ...server } = how(more)
        expect(decide(server, ...log), JSON.stringify(more)).toEqual(refused('consent_withdrawn', 'C8'))
      }
    const { words: _, ...mended } = corrected({ date: '2024-04', officer: 3 })
    expect(decide(mended, ...log), 'a mistake is mended all the same').toEqual(ok(undefined))
  })

  test('a consent that is another entry is no consent', () => {
    const proposed = visit({ consent: idOf('arrest') })
    expect(decide(proposed, event('arrest', 'arrest', '2024-03'))).toMatchObject({
      error: { kind: 'reference_missing' },
    })
  })
})

describe('what only a device can ask', () => {
  test('the defender was asked again within thirty days', () => {
    const late = { ...careful, date: '2024-06-20', askedAgainOn: '2024-05-20' }
    expect(decide(visit({}, late), consent())).toEqual(refused('not_asked_again', 'C8'))
    expect(decide(visit({}, { ...late, askedAgainOn: '2024-05-21' }), consent())).toEqual(ok(undefined))
    expect(decide(visit({}, { ...late, askedAgainOn: '2024-06-21' }), consent())).toEqual(
      refused('not_asked_again', 'C8'),
    )
    const { words: _, ...server } = visit()
    expect(decide(server, consent())).toEqual(ok(undefined))
  })

  test('the risk was looked at', () => {
    expect(decide(visit({}, { askedAgainOn: '2024-06-01' }), consent())).toEqual(
      refused('risk_not_checked', 'C8'),
    )
    const named = engagement('s', { type: 'statement', duties: ['E12'], ...on })
    expect(decide(named, consent())).toEqual(refused('risk_not_checked', 'C5'))
  })

  test('what was not done has its reason', () => {
    expect(decide(engagement('m', { result: 'declined' }, { reason: ' ' }))).toEqual(
      refused('reason_missing'),
    )
    expect(decide(engagement('m', { result: 'declined' }, { reason: 'No interpreter' }))).toEqual(
      ok(undefined),
    )
  })

  test('what lies ahead is not done', () => {
    expect(decide(engagement('m', { date: '2024-08' }))).toMatchObject({ error: { kind: 'date_in_future' } })
    const ahead = foldCase(caseOf(), '2024-06-10')
    const proposed = engagement('m', {}, { date: '2024-06-20' })
    expect(decideAppend(ahead, proposed, writer, '2024-06-10')).toEqual(refused('done_in_future'))
  })

  test.each([
    ['date', {}, { date: '2024-05-31' }],
    ['requestedOn', { requested: '2024-05' }, { requestedOn: '2024-04-30' }],
    ['answeredOn', { daysToAnswer: 3 }, { requestedOn: '2024-06-01', answeredOn: '2024-06-05' }],
    ['answeredOn', {}, { requestedOn: '2024-06-05', answeredOn: '2024-06-01' }],
    [
      'programme.decidedOn',
      { daysToDecision: 9 },
      { programme: { slug: 'a', appliedOn: '2024-06-01', decision: 'granted', decidedOn: '2024-06-05' } },
    ],
    ['trial', {}, { trial: { seat: 'refused' } }],
  ])('words that say something else in %s are refused', (field, more, words) => {
    expect(decide(engagement('m', more, words))).toEqual(
      err({ kind: 'words_contradict_coded', fields: [field] }),
    )
  })
})

describe('chains and links', () => {
  test('an update keeps the type', () => {
    const other = engagement('b', { type: 'report', updates: idOf('a') })
    expect(decide(other, engagement('a'))).toEqual(refused('other_type'))
    expect(decide(engagement('b', { updates: idOf('x') }))).toMatchObject({
      error: { kind: 'reference_missing' },
    })
  })

  test('nothing is the same act as itself, or as what is no engagement', () => {
    expect(decide(engagement('a', { sameAs: idOf('a') }))).toEqual(refused('same_as_itself'))
    const chained = engagement('b', { updates: idOf('a'), sameAs: idOf('a') })
    expect(decide(chained, engagement('a'))).toEqual(refused('same_as_itself'))
    expect(decide(engagement('c', { sameAs: idOf('b') }), consent())).toEqual(ok(undefined))
    const named = engagement('b', { sameAs: idOf('consent') })
    expect(decide(named, consent())).toEqual(refused('same_as_no_engagement'))
  })

  test('an act of two logs counts once; what is left of it counts when the other was erased', () => {
    const twice = [engagement('a'), engagement('b', { sameAs: idOf('a') })]
    expect(countedEngagements(fold(...twice).engagements).map(({ entry }) => entry)).toEqual([idOf('a')])
    const erasure: Draft = {
      id: 'e',
      kind: 'erasure',
      coded: { erases: idOf('a'), parts: ['coded'], reason: 'danger' },
    }
    const released: Draft = { kind: 'release', coded: { of: idOf('e') }, author: 'ben'.padEnd(22, 'b') }
    const left = fold(...twice, erasure, released).engagements
    expect(countedEngagements(left).map(({ entry }) => entry)).toEqual([idOf('b')])
  })

  test('the next step is due until an update says another, and the last contact is told', () => {
    const first = engagement('a', { due: '2024-07-01', result: 'done' })
    expect(fold(first).due).toMatchObject([{ kind: 'next_step', day: '2024-07-01', entry: idOf('a') }])
    expect(fold(first, engagement('b', { updates: idOf('a') })).due).toEqual([])
    expect(fold(first, engagement('c', { date: '2024-02' })).lastContact).toMatchObject({ entry: idOf('a') })
    expect(fold(engagement('d', { type: 'report' })).lastContact).toBeNull()
  })

  test('the timeline shows it once, in its month', () => {
    const drafts = [event('e', 'arrest', '2024-01'), engagement('a'), engagement('b', { updates: idOf('a') })]
    const state = fold(...drafts)
    const { items } = timelineOf(readLog(caseOf(...drafts)), state)
    expect(items.map(({ kind, entry }) => [kind, entry])).toEqual([
      ['event', idOf('e')],
      ['engagement', idOf('b')],
    ])
  })
})

describe('covers of hearings', () => {
  test('a hearing that is over cannot be covered, nor one of another case', () => {
    expect(decide(cover('c', 'h', 3), hearing('h', '2024-06-28'))).toEqual(refused('hearing_over'))
    expect(decide(cover('c', 'h', 3), hearing('h', '2024-07-02', { outcome: 'held' }))).toEqual(
      refused('hearing_over'),
    )
    expect(decide(cover('c', 'h', 3), hearing('h', TODAY))).toEqual(ok(undefined))
    expect(decide(cover('c', 'x', 3))).toMatchObject({ error: { kind: 'reference_missing' } })
  })

  test('the last one holds, also for a hearing that was moved; nobody is nobody', () => {
    const drafts = [
      hearing('h', '2024-07-02'),
      cover('c', 'h', 3),
      hearing('i', '2024-07-09', { updates: idOf('h') }),
    ]
    expect(fold(...drafts).courtDays).toMatchObject([
      { entry: idOf('h'), day: '2024-07-09', covered: true, officer: 3 },
    ])
    expect(fold(...drafts, cover('d', 'i')).courtDays).toMatchObject([{ covered: false, officer: null }])
  })

  test('the next day that an outcome names is another day in court, which nobody covers yet', () => {
    const drafts = [
      hearing('h', '2024-06-20'),
      cover('c', 'h', 3),
      hearing('i', '2024-06-20', { updates: idOf('h'), outcome: 'adjourned', nextDay: '2024-07-20' }),
    ]
    const seen = visit({ type: 'trial_observation', duties: ['E09'], hearing: idOf('i'), result: 'done' })
    expect(fold(...drafts, consent(), seen).courtDays).toMatchObject([
      { day: '2024-06-20', held: true, covered: true, observed: 'done' },
      { day: '2024-07-20', held: false, covered: false, observed: null },
    ])
    expect(decide(cover('d', 'h', 4), ...drafts)).toEqual(ok(undefined))
    expect(fold(...drafts, cover('d', 'h', 4)).courtDays).toMatchObject([{ officer: 3 }, { officer: 4 }])
  })
})

test('a closed case takes no engagement, a dark one only sealed', () => {
  const closed: Draft = { kind: 'closed', coded: { reason: 'resolved' } }
  expect(decide(engagement('a'), closed)).toEqual(err({ kind: 'case_closed' }))
  const dark = foldCase(logOf({ ...opened, coded: { dark: true } }), TODAY)
  expect(decideAppend(dark, engagement('a'), writer, TODAY)).toEqual(err({ kind: 'dark_wants_sealed' }))
  const { kind, coded: inside, words } = visit()
  const sealed = { kind: 'dark', coded: null, words: { kind, coded: inside, words } }
  expect(decideAppend(dark, sealed, writer, TODAY), 'a device sees inside').toMatchObject({ ok: false })
})

describe('by chance', () => {
  type Made = { readonly updates?: number; readonly sameAs?: number }
  const made: fc.Arbitrary<readonly Made[]> = fc.array(
    fc.record({ updates: fc.nat(9), sameAs: fc.nat(11) }, { requiredKeys: [] }),
    { minLength: 1, maxLength: 10 },
  )
  const logged = (all: readonly Made[]) =>
    all.map(({ updates, sameAs }, at) => ({
      id: idOf(`e${at}`),
      coded: {
        ...meeting,
        ...(updates !== undefined && { updates: idOf(`e${updates}`) }),
        ...(sameAs !== undefined && { sameAs: idOf(`e${sameAs}`) }),
      } as never,
    }))

  test('every act that is linked within one log counts exactly once', () => {
    for (let seed = 1; seed <= 20; seed++)
      fc.assert(
        fc.property(made, (all) => {
          const current = currentEngagements(logged(all))
          const roots = new Map(current.map((one) => [one.entry, one]))
          // Where the links lead, or the ring that they end in.
          for (const one of current) {
            let at = one
            for (let step = 0; step <= current.length && at.sameAs !== null; step++) {
              const next = roots.get(at.sameAs)
              if (next === undefined) break
              at = next
            }
            expect(at.sameAs === null || !roots.has(at.sameAs)).toBe(true)
          }
        }),
        { seed, numRuns: 60 },
      )
  })

  test('a device that opens the words and the server that does not fold the same', () => {
    for (let seed = 1; seed <= 20; seed++)
      fc.assert(
        fc.property(made, fc.nat(9), (all, corrected) => {
          const drafts: readonly Draft[] = [
            ...logged(all).map(({ id, coded: one }) => ({ id, kind: 'engagement', coded: one, words: {} })),
            {
              kind: 'correction',
              coded: { corrects: idOf(`e${corrected}`), coded: { ...meeting, result: 'pending' } },
              words: {},
            },
          ]
          const entries = caseOf(...drafts)
          const server = entries.map((entry) => ({ ...entry, words: undefined }))
          const shuffled = entries.toReversed()
          const state = foldCase(entries, TODAY).engagements
          expect(foldCase(server, TODAY).engagements).toEqual(state)
          expect(foldCase(shuffled, TODAY).engagements).toEqual(state)
        }),
        { seed, numRuns: 40 },
      )
  })
})

test('of thousands of links in a row or a ring one act counts, at once', () => {
  const ids = Array.from({ length: 5000 }, (_, n) => String(n).padStart(22, '0'))
  const linked = (first: string | undefined) =>
    ids.map((id, n) => ({
      id,
      coded: { ...meeting, sameAs: n === 0 ? first : ids[n - 1] } as unknown as EngagementCoded,
    }))
  const before = performance.now()
  for (const first of [undefined, ids.at(-1), ids[2500]]) {
    const counted = countedEngagements(currentEngagements(linked(first)))
    expect(counted.map(({ entry }) => entry)).toEqual([ids[0]])
  }
  // Milliseconds; with the square of their number it took minutes.
  expect(performance.now() - before).toBeLessThan(2000)
})
