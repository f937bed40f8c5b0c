/**
 * Two requests of the example organisation to an invented embassy, as signed bundles that pass between desks which compared their
 * keys: one that came with facts and was answered, one that waits. Nothing of it happened.
 */
import { appendEntries, createAs } from '#cases/client/case_writing.ts'
import { noCasesYet } from '#cases/client/desk_cases.ts'
import type { CaseRefusal, NewEntry } from '#cases/client/views.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import type { Duty } from '#kernel/core/vocabulary/missions.ts'
import { noJournalsYet } from '#members/client/journal.ts'
import { newId } from '#members/client/unlocked.ts'
import { makeBundle, type BundleWish } from '#missions/client/bundle_making.ts'
import { takeBundle } from '#missions/client/bundle_taking.ts'
import { type BundleHere, findBundles, noteCounterpart } from '#missions/client/bundles.ts'
import type { Party } from '#missions/core/bundle.ts'
import { lookupIn } from '#platform/client/reports_methods.ts'

import { type Device, expectOk } from './device.ts'
import { drawsFrom, type Draws } from './draws.ts'
import { identityOf, openingOf, SYNTHETIC } from './example_cases.ts'
import { examplePerson } from './example_people.ts'

type Loading = {
  readonly seed: string
  readonly today: string
  /** Whose person asks. */
  readonly from: { readonly device: Device; readonly desk: string }
  /** The embassy that is asked, where the person is. */
  readonly to: { readonly device: Device; readonly desk: string; readonly host: string }
}

type Side = { readonly here: BundleHere<CaseRefusal>; readonly desk: string; readonly own: Party }

export const loadBundles = async ({ seed, today, from, to }: Loading): Promise<void> => {
  const draws = drawsFrom(`${seed} bundles`)
  const [asking, asked] = [await sideOf(from), await sideOf(to)]
  expectOk(await compared(asking, asked.own, 'mission'), 'compare keys')
  expectOk(await compared(asked, asking.own, 'organisation'), 'compare keys')
  const at = { draws, today, host: to.host }

  const first = await openAt(asking, from.device, { ...at, reference: 'BUNDLE-1' })
  const ref = await pass(asking, asked, requestOf(first, { duties: ['E05'], answerBy: addDays(today, -3) }))
  const facts = { kind: 'facts', case: first, fields: ['names', 'country', 'charges', 'hearings'] } as const
  const taken = await pass(asking, asked, { ...facts, summary: `${SYNTHETIC} They would like to be met.` })
  const engagement = await meet(asked, taken.case, { draws, today })
  const text = `${SYNTHETIC} Two of us met them; we stay in touch.`
  await pass(asked, asking, { kind: 'answer', ref: ref.ref, engagement, text })

  const second = await openAt(asking, from.device, { ...at, reference: 'BUNDLE-2' })
  await pass(asking, asked, requestOf(second, { duties: ['E13'], answerBy: addDays(today, 9) }))
}

const sideOf = async ({ device, desk }: Loading['from']): Promise<Side> => {
  const journals = noJournalsYet(device)
  const cases = noCasesYet({ ...device, progress: () => undefined })
  const here: BundleHere<CaseRefusal> = {
    journals,
    cases: {
      ...lookupIn(cases),
      append: (given) => appendEntries(cases, given),
      create: (given) => createAs(cases, given),
    },
  }
  return { here, desk, own: expectOk(await findBundles(journals, desk), 'a card').own.party }
}

const compared = ({ here, desk }: Side, party: Party, side: 'mission' | 'organisation') =>
  noteCounterpart(here.journals, { desk, party, side, trusted: true })

const requestOf = (
  log: string,
  { duties, answerBy }: { readonly duties: readonly Duty[]; readonly answerBy: string },
): BundleWish => ({
  kind: 'request',
  case: log,
  body: { duties: [...duties], text: `${SYNTHETIC} Please do what your guidelines say of this.`, answerBy },
})

/** Made on one side, taken in on the other, as a file that somebody carries. */
const pass = async (
  from: Side,
  to: Side,
  wish: BundleWish,
): Promise<{ readonly ref: string; readonly case: string }> => {
  const made = expectOk(await makeBundle(from.here, { desk: from.desk, to: to.own, wish }), `a ${wish.kind}`)
  const told = `As ${from.own.desk} told it (invented)`
  const form = { desk: to.desk, bytes: made.bytes, case: null, told, text: SYNTHETIC }
  const taken = expectOk(await takeBundle(to.here, form), `take a ${wish.kind} in`)
  return { ref: made.ref, case: taken.case ?? '' }
}

type Opening = {
  readonly draws: Draws
  readonly today: string
  readonly host: string
  readonly reference: string
}

/** Somebody who agreed that an embassy is told of them. */
const openAt = async (
  { here, desk }: Side,
  { deps }: Device,
  { draws, today, host, reference }: Opening,
): Promise<string> => {
  const log = newId(deps)
  const purposes = { C0: 'yes', C1: 'yes', C3: 'yes' }
  const given = {
    capacity: 'self',
    way: 'written',
    date: addDays(today, -60).slice(0, 7),
    risksExplained: true,
  }
  const entries: readonly NewEntry[] = [
    openingOf({ dark: false, country: host, reference }),
    identityOf(draws, examplePerson(draws, host), reference),
    { kind: 'consent', coded: { purposes, ...given }, words: { note: SYNTHETIC } },
    {
      kind: 'charge',
      coded: { groups: ['expression'], severity: 'serious', deathPossible: false },
      words: { note: SYNTHETIC },
    },
    { kind: 'hearing', coded: { day: addDays(today, 12), type: 'trial' }, words: { note: SYNTHETIC } },
  ]
  expectOk(await here.cases.create({ desk, case: log, entries: entries.map(whole) }), 'open a case')
  return log
}

const whole = (entry: NewEntry) => ({ ...entry, words: entry.words ?? {} })

const meet = async (
  { here, desk }: Side,
  log: string,
  { draws, today }: { readonly draws: Draws; readonly today: string },
): Promise<string> => {
  const [id, day, asked] = [draws.id(), addDays(today, -1), addDays(today, -8)]
  const coded = {
    type: 'meeting',
    duties: ['E05'],
    officer: 1,
    role: 'human_rights_officer',
    date: day.slice(0, 7),
    result: 'done',
    requestedBy: 'organisation',
    requested: asked.slice(0, 7),
    daysToAnswer: 6,
    confidentiality: 'shared',
  }
  const words = { date: day, requestedOn: asked, answeredOn: addDays(today, -2), what: SYNTHETIC }
  const entries = [{ id, kind: 'engagement', coded, words }]
  expectOk(await here.cases.append({ desk, case: log, entries }), 'log a meeting')
  return id
}
