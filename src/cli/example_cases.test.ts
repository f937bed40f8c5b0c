import { expect, test } from 'vitest'
import { decideAppend } from '#cases/core/decide.ts'
import { foldCase } from '#cases/core/fold.ts'
import type { CaseEntry } from '#cases/core/entry.ts'
import type { NewEntry } from '#cases/client/views.ts'
import type { CaseState } from '#cases/core/state.ts'

import { type ExampleCase, exampleCases, SYNTHETIC } from './example_cases.ts'
import { publicCase } from './example_public_case.ts'

const today = '2026-11-22'
const wish = { seed: 'test', cases: 200, today }
const all = [...exampleCases(wish)]

/** Appends the entries one by one, as a desk would, and answers with what each rule says. */
const work = (
  entries: readonly NewEntry[],
): { readonly state: CaseState; readonly refused: readonly unknown[] } => {
  const log: CaseEntry[] = []
  const refused: unknown[] = []
  for (const { id, ...entry } of entries) {
    const decided = decideAppend(foldCase(log, today), entry, { account: 'a', role: 'lead' }, today)
    if (!decided.ok) refused.push(decided.error)
    const about = { seq: log.length, at: `${today}T00:00:00Z`, author: 'a', kindVersion: 1 }
    log.push({ ...entry, ...about, id: id ?? `entry${log.length}` })
  }
  return { state: foldCase(log, today), refused }
}

const isDark = ({ entries }: ExampleCase): boolean => (entries[0]!.coded as { dark: boolean }).dark
const clear = all.filter((one) => !isDark(one))
const worked = clear.map(({ entries }) => work(entries))

test('the same seed gives the same cases, another seed others', () => {
  expect([...exampleCases(wish)]).toEqual(all)
  expect([...exampleCases({ ...wish, seed: 'other' })]).not.toEqual(all)
})

test('every case follows the rules and contradicts itself nowhere', () => {
  expect(worked.flatMap(({ refused }) => refused)).toEqual([])
  expect(worked.flatMap(({ state }) => state.errors)).toEqual([])
})

test('every synthetic case says that it is one, coded and in words', () => {
  for (const { entries } of all) {
    expect(entries[0]?.coded).toMatchObject({ synthetic: true })
    expect(entries[0]?.words).toMatchObject({ reason: SYNTHETIC, tags: ['synthetic'] })
    for (const { open } of entries)
      if (open !== undefined) expect(JSON.stringify(open)).toContain('Synthetic example')
  }
})

test('they lie in thirty countries, in many scripts, at two desks, and stand at every point of a story', () => {
  const scripts = all.flatMap(({ entries }) =>
    (entries[1]!.words as { names: readonly { script?: string }[] }).names.map(({ script }) => script),
  )
  expect(new Set(worked.map(({ state }) => state.country)).size).toBe(30)
  for (const script of ['Latn', 'Cyrl', 'Arab', 'Hans', 'Deva', 'Ethi', 'Thai'])
    expect(scripts).toContain(script)
  expect(new Set(all.map(({ desk }) => desk))).toEqual(new Set(['prisoners', 'emergency']))
  const custody = new Set(worked.map(({ state }) => state.custody.status))
  for (const status of [
    'held',
    'released',
    'disappeared',
    'abducted',
    'deceased',
    'never_held',
    'house_arrest',
  ])
    expect(custody).toContain(status)
  expect(worked.some(({ state }) => state.closed)).toBe(true)
  expect(worked.some(({ state }) => state.toBeCoded.length > 0)).toBe(true)
  expect(worked.some(({ state }) => state.due.length > 0)).toBe(true)
  expect(clear.length).toBeLessThan(all.length)
  expect(all.filter(({ publication }) => publication?.release === false)).toHaveLength(1)
})

test('a benchmark can ask for as many events as it wants', () => {
  const [one] = exampleCases({ ...wish, cases: 1, events: 100 })
  expect(one?.entries.filter(({ kind }) => kind === 'event').length).toBeGreaterThanOrEqual(99)
  expect(work(one?.entries ?? []).refused).toEqual([])
})

test('of the one real person nothing is said but what the named source states', () => {
  const { state, refused } = work(publicCase.entries)
  expect(refused).toEqual([])
  expect(state).toMatchObject({
    synthetic: false,
    country: 'TJ',
    custody: { status: 'held', basis: 'serving' },
  })
  expect(publicCase.entries.map(({ kind }) => kind)).toEqual([
    'opened',
    'identity',
    'source',
    'event',
    'event',
    'publication',
  ])
  const { open } = publicCase.entries.at(-1) as {
    open: { timeline: unknown; charges?: unknown; demands?: unknown }
  }
  expect(open.timeline).toEqual([
    { date: '2015-09', type: 'arrest' },
    { date: '../2018-02', type: 'sentence', text: '25 years in prison' },
  ])
  expect([open.charges, open.demands]).toEqual([undefined, undefined])
})
