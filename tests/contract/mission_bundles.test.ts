/** Bundles between two installations that share nothing: a request and facts go out, an answer and a coverage row come back. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { NewEntry } from '../../src/cases/client/views.ts'
import type { Party } from '../../src/missions/core/bundle.ts'
import type { MadeBundle, MakeForm } from '../../src/missions/client/bundle_making.ts'
import type { LogForm } from '../../src/missions/client/views.ts'
import { newId } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'

const now = new Date('2026-11-22T12:00:00Z')
let ngo: TestDesk
let mission: TestDesk
let missionParty: Party
let ngoParty: Party
beforeAll(async () => {
  ngo = await startTestDesk(() => now)
  mission = await startTestDesk(() => now)
})
afterAll(async () => {
  for (const app of [ngo, mission]) {
    expect(app.faults).toEqual([])
    await app.stop()
  }
})

const blobOf = (bytes: Uint8Array) => ({ file: new Blob([bytes as Uint8Array<ArrayBuffer>]) })
const hearing = newId()
const consent = (purposes: object, words: object = {}): NewEntry => ({
  kind: 'consent',
  coded: { purposes, capacity: 'self', way: 'written', date: '2026-10', risksExplained: true },
  words,
})
const person = (name: string): NewEntry => ({
  kind: 'identity',
  coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
  words: { names: [{ text: name, kind: 'full' }], born: '1980-02-03', health: 'CANARY-HEALTH' },
})
const openCase = async (name: string, ...more: readonly NewEntry[]): Promise<string> => {
  const opened: NewEntry = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  return value(await ngo.steward.createCase({ desk: ngo.desk, entries: [opened, person(name), ...more] }))
    .case
}
const toMission = (wish: MakeForm['wish']): MakeForm => ({ desk: ngo.desk, to: missionParty, wish })
const toNgo = (wish: MakeForm['wish']): MakeForm => ({ desk: mission.desk, to: ngoParty, wish })
const body = { duties: ['E06' as const], text: 'Please attend the hearing.' }
const taken = { told: 'As Watch told it', text: 'The answer' }

test('keys are unknown until somebody says that their digits were compared', async () => {
  const own = value(await ngo.steward.bundles({ desk: ngo.desk }))
  const theirs = value(await mission.steward.bundles({ desk: mission.desk }))
  ;[ngoParty, missionParty] = [own.own.party, theirs.own.party]
  const seen = value(await ngo.steward.lookAtCard(blobOf(theirs.card)))
  expect(seen).toEqual(theirs.own)
  expect(seen.digits).toMatch(/^(\d{5} ){7}\d{5}$/)
  const log = await openCase('Nodira Karim', consent({ C3: 'yes' }))
  const asked = toMission({ kind: 'request', case: log, body })
  expect(await ngo.steward.makeBundle(asked)).toMatchObject({ error: { kind: 'not_compared' } })
  const form = { desk: ngo.desk, party: seen.party, side: 'mission' as const, trusted: true }
  expect(await ngo.reader.noteCounterpart(form)).toMatchObject({ ok: false })
  expect(await ngo.steward.noteCounterpart({ ...form, party: ngoParty })).toMatchObject({
    error: { kind: 'own_keys' },
  })
  expect(value(await ngo.writer.noteCounterpart(form)).counterparts).toMatchObject([
    { digits: theirs.own.digits, comparedOn: '2026-11-22', trusted: true },
  ])
  const made = value(await ngo.steward.makeBundle(asked))
  const file = { desk: mission.desk, ...blobOf(made.bytes) }
  expect(await mission.writer.lookAtBundle(file)).toMatchObject({
    error: { kind: 'unknown_sender', changed: false, sender: { digits: own.own.digits } },
  })
  expect(await mission.writer.takeBundle({ ...file, ...taken, case: null })).toMatchObject({
    error: { kind: 'unknown_sender' },
  })
  value(
    await mission.writer.noteCounterpart({
      desk: mission.desk,
      party: ngoParty,
      side: 'organisation',
      trusted: true,
    }),
  )
  expect(value(await mission.writer.lookAtBundle(file)).bundle).toMatchObject({ kind: 'request', body })
  value(await mission.writer.takeBundle({ ...file, ...taken, case: null }))
  expect(await mission.second.takeBundle({ ...file, ...taken, case: null })).toMatchObject({
    error: { kind: 'taken_already' },
  })
})

test('the key of another member, and one that is not trusted any more, are said to have changed', async () => {
  const log = await openCase('Gulnora Aziz', consent({ C3: 'yes' }))
  const other = value(await ngo.second.makeBundle(toMission({ kind: 'request', case: log, body })))
  const file = { desk: mission.desk, ...blobOf(other.bytes) }
  expect(await mission.writer.lookAtBundle(file)).toMatchObject({
    error: { kind: 'unknown_sender', changed: true },
  })
})

let facts: MadeBundle
let log: string

test('facts leave by consent, field by field, and a lead’s log says that they left', async () => {
  const silent = await openCase('Silent Person')
  const make = (one: string, more: object = {}) =>
    ngo.steward.makeBundle(toMission({ kind: 'facts', case: one, fields: ['names'], ...more }))
  expect(await make(silent)).toMatchObject({ error: { kind: 'no_consent' } })
  const elsewhere = await openCase('Named Partner', consent({ C3: 'yes' }, { partners: ['Another Embassy'] }))
  expect(await make(elsewhere)).toMatchObject({ error: { kind: 'other_partner' } })
  const long = { duties: body.duties, text: 'a'.repeat(4001) }
  const other = await openCase('Long Asker', consent({ C3: 'yes' }))
  expect(await ngo.steward.makeBundle(toMission({ kind: 'request', case: other, body: long }))).toMatchObject(
    { error: { kind: 'does_not_fit' } },
  )
  log = await openCase('Maryam Sharif', consent({ C3: 'yes' }), {
    id: hearing,
    kind: 'hearing',
    coded: { day: '2026-12-01', type: 'trial' },
    words: { court: 'City court', judge: 'CANARY-JUDGE' },
  })
  expect(await make(log, { fields: [] })).toMatchObject({ error: { kind: 'nothing_chosen' } })
  expect(await make(log, { summary: 'She was held with Silent Person.' })).toMatchObject({
    error: { kind: 'names_without_consent', names: ['Silent Person'] },
  })
  const wish = toMission({ kind: 'facts', case: log, fields: ['names', 'country', 'hearings'] })
  expect(await ngo.writer.makeBundle(wish)).toMatchObject({ error: { kind: 'not_a_lead' } })
  const request = value(await ngo.steward.makeBundle(toMission({ kind: 'request', case: log, body })))
  facts = value(await ngo.steward.makeBundle(wish))
  expect(facts.ref, 'facts belong to what was asked').toBe(request.ref)
  const shown = value(await mission.writer.lookAtBundle({ desk: mission.desk, ...blobOf(facts.bytes) }))
  expect(shown.bundle.body).toEqual({
    consent: { scope: 'C3', given: '2026-10', capacity: 'self', way: 'written', risksExplained: true },
    holder: 'person',
    country: 'TJ',
    names: [{ text: 'Maryam Sharif', kind: 'full' }],
    hearings: [{ hearing, day: '2026-12-01', type: 'trial', court: 'City court' }],
  })
})

test('what the person excluded does not leave, nor that it is excluded; the lead is told what was left out', async () => {
  const of = await openCase(
    'Farida Aminova',
    consent({ C3: 'yes' }, { exclusions: 'never the Bukhara court' }),
    { kind: 'hearing', coded: { day: '2026-12-02', type: 'trial' }, words: { court: 'Court of Bukhara' } },
    { kind: 'hearing', coded: { day: '2026-12-03', type: 'appeal' }, words: {} },
  )
  const make = (more: object) =>
    ngo.steward.makeBundle(toMission({ kind: 'facts', case: of, fields: ['names', 'hearings'], ...more }))
  expect(await make({ summary: 'She is heard in Bukhara.' })).toMatchObject({
    error: { kind: 'excluded', words: ['Bukhara'] },
  })
  const asked = { kind: 'request' as const, case: of, body: { ...body, text: 'Go to Bukhara.' } }
  expect(await ngo.steward.makeBundle(toMission(asked))).toMatchObject({ error: { kind: 'excluded' } })
  const made = value(await make({}))
  expect(made.leftOut).toEqual(['hearings'])
  const shown = value(await mission.writer.lookAtBundle({ desk: mission.desk, ...blobOf(made.bytes) }))
  expect(shown.bundle).toMatchObject({ body: { names: [{ text: 'Farida Aminova' }] } })
  expect(JSON.stringify(shown.bundle)).not.toMatch(/bukhara/i)
})

test('a file for another desk, and an altered one, are refused', async () => {
  expect(await ngo.writer.lookAtBundle({ desk: ngo.desk, ...blobOf(facts.bytes) })).toMatchObject({
    error: { kind: 'not_for_this_desk' },
  })
  const bytes = facts.bytes.slice()
  bytes[bytes.length - 5]! ^= 1
  expect((await mission.writer.lookAtBundle({ desk: mission.desk, ...blobOf(bytes) })).ok).toBe(false)
})

test('a mission opens a case from facts, answers, and says that it comes; the organisation reads both', async () => {
  const file = { desk: mission.desk, ...blobOf(facts.bytes), case: null, ...taken }
  const theirs = value(await mission.writer.takeBundle(file)).case!
  expect(await mission.writer.takeBundle(file)).toMatchObject({ error: { kind: 'taken_already' } })
  const opened = value(await mission.reader.openCase({ desk: mission.desk, case: theirs }))
  expect(opened.entries.map(({ kind }) => kind)).toEqual(['opened', 'identity', 'consent', 'hearing', 'note'])
  expect(opened.state.consents.C3.allowed).toBe(true)
  expect(JSON.stringify(opened.entries)).not.toContain('CANARY')
  const cover = opened.entries.find(({ kind }) => kind === 'hearing')!.id
  value(await mission.writer.coverHearing({ desk: mission.desk, case: theirs, hearing: cover, officer: 4 }))
  const log1: LogForm = {
    desk: mission.desk,
    case: theirs,
    coded: {
      type: 'demarche',
      duties: ['E11'],
      role: 'ambassador',
      date: '2026-11',
      result: 'done',
      requestedBy: 'defender',
      confidentiality: 'shared',
      consent: opened.entries.find(({ kind }) => kind === 'consent')!.id,
    } as LogForm['coded'],
    words: { askedAgainOn: '2026-11-21', riskChecked: { on: '2026-11-21', text: 'Looked at' } },
  }
  const { id } = value(await mission.writer.logEngagement(log1))
  const quiet = value(
    await mission.writer.logEngagement({
      ...log1,
      another: true,
      coded: { ...log1.coded, confidentiality: 'internal' },
    }),
  )
  const answer = { kind: 'answer' as const, ref: facts.ref, engagement: quiet.id }
  expect(await mission.steward.makeBundle(toNgo(answer))).toMatchObject({ error: { kind: 'quiet' } })
  expect(await mission.steward.makeBundle(toNgo({ ...answer, ref: newId() }))).toMatchObject({
    error: { kind: 'answers_nothing' },
  })
  const text = 'Raised with the ministr\u0079\u0301.'
  const made = value(await mission.steward.makeBundle(toNgo({ ...answer, engagement: id, text })))
  const row = value(await mission.steward.makeBundle(toNgo({ kind: 'coverage', ref: facts.ref, hearing })))
  const back = (bytes: Uint8Array) => ({ desk: ngo.desk, ...blobOf(bytes) })
  const said = value(await ngo.writer.lookAtBundle(back(made.bytes)))
  expect(said).toMatchObject({
    answers: log,
    bundle: {
      kind: 'answer',
      body: { type: 'demarche', result: 'done', date: '2026-11', text: text.normalize('NFC') },
    },
  })
  expect(value(await ngo.writer.lookAtBundle(back(row.bytes))).bundle.body).toEqual({
    hearing,
    covered: true,
  })
  for (const { bytes } of [made, row])
    expect(value(await ngo.writer.takeBundle({ ...back(bytes), ...taken, case: null })).case).toBe(log)
  const { entries } = value(await ngo.reader.openCase({ desk: ngo.desk, case: log }))
  expect(entries.filter(({ kind }) => kind === 'note')).toMatchObject([
    { words: { title: taken.told, text: taken.text } },
    { words: { title: taken.told, text: taken.text } },
  ])
})

test('facts of somebody whom the mission knows are linked to their case, and a partner gets no more than it may keep', async () => {
  const to = value(await ngo.steward.bundles({ desk: ngo.desk })).counterparts[0]!
  const party: Party = {
    organisation: to.name,
    desk: to.desk,
    signing: to.signing,
    recipient: to.recipient,
  }
  const form = { desk: ngo.desk, party, trusted: true }
  value(await ngo.writer.noteCounterpart({ ...form, side: 'organisation' }))
  const one = await openCase('Zarina Rahim', consent({ C2: 'yes', C3: 'no' }))
  const wish = toMission({ kind: 'facts', case: one, fields: ['names'], summary: 'CANARY-SUMMARY' })
  const made = value(await ngo.steward.makeBundle(wish))
  const opened: NewEntry = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  const known = value(
    await mission.writer.createCase({ desk: mission.desk, entries: [opened, person('Zarina Rahim')] }),
  ).case
  const file = { desk: mission.desk, ...blobOf(made.bytes), case: known, ...taken }
  expect(value(await mission.writer.takeBundle(file)).case).toBe(known)
  const { entries, state } = value(await mission.reader.openCase({ desk: mission.desk, case: known }))
  expect(entries.map(({ kind }) => kind)).toEqual(['opened', 'identity', 'consent', 'note'])
  expect(entries.at(-1)).toMatchObject({ words: { title: taken.told, text: 'CANARY-SUMMARY' } })
  expect([state.consents.C0.allowed, state.consents.C2.allowed, state.consents.C3.allowed]).toEqual([
    true,
    false,
    false,
  ])
})

test('after trust is taken back nothing goes and nothing comes', async () => {
  const form = { desk: ngo.desk, party: missionParty, side: 'mission' as const, trusted: false }
  value(await ngo.writer.noteCounterpart(form))
  expect(
    await ngo.steward.makeBundle(toMission({ kind: 'facts', case: log, fields: ['names'] })),
  ).toMatchObject({ error: { kind: 'not_compared' } })
})
