/**
 * What the server refuses by itself. The members here are real and write their own programs: every request is signed
 * and sent by somebody who may come in, and wrong in one thing.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { canonicalBytes } from '../../src/vault/core/v1/canonical.ts'
import { parseStatement, toSign } from '../../src/vault/core/v1/statement.ts'
import { sign } from '../../src/vault/core/v1/webcrypto.ts'
import { entryToWire } from '../../src/vault/core/wire.ts'
import type { EntryBytes } from '../../src/vault/core/v1/entry.ts'
import { toBase64url, utf8 } from '../../src/vault/core/bytes.ts'
import {
  ask,
  craft,
  headFor,
  type Insider,
  insiders,
  newId,
  newRawCase,
  nowText,
  openingBody,
  openRaw,
  put,
  type RawCase,
  type Said,
  send,
  sessionOf,
  tipOfRaw,
  type Writing,
} from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { flipped } from '../support/liar.ts'
import { publicationOf } from '../support/published.ts'

let app: TestDesk
let desk: string
let vera: Insider
let rosa: Insider
let ben: Insider
let log: RawCase

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  ;({ vera, rosa, ben } = await insiders(app))
  log = await openRaw(vera)
})
afterAll(() => {
  expect(app.faults, 'every refusal is an answer, none a fault').toEqual([])
  return app.stop()
})

const entriesOf = (of: RawCase): string => `/desks/${of.desk}/cases/${of.id}/entries`
const says = (answer: Said) => [answer.status, answer.type]

const hour = 3_600_000
const arrest = { type: 'arrest', acts: [], verification: 'VER' }
const norm = { instrument: 'a-res-53-144', provision: 'v1-3' }
const manyNorms = Array.from({ length: 11 }, (_, at) => ({ ...norm, provision: `v1-${at}` }))

test.each<[string, () => Writing, readonly [number, string]]>([
  ['signed by another member', () => ({ signing: rosa.unlocked.keys.signing }), [422, 'wrong_signature']],
  ['in the name of another member', () => ({ author: rosa.account }), [403, 'not_your_entry']],
  ['in the name of nobody', () => ({ author: newId() }), [403, 'not_your_entry']],
  ['under no right', () => ({ place: { roster: null } }), [403, 'no_right']],
  ['under the right of another', () => ({ place: { roster: rightOf(rosa) } }), [403, 'no_right']],
  ['of another log', () => ({ log: newId() }), [422, 'other_log']],
  ['of another desk', () => ({ desk: newId() }), [422, 'other_desk']],
  ['for a later place', () => ({ place: { seq: log.entries.length + 1 } }), [409, 'tip_moved']],
  [
    'for an earlier place',
    () => ({ place: { seq: log.entries.length - 1, prev: null } }),
    [409, 'tip_moved'],
  ],
  ['after another entry', () => ({ place: { prev: 'A'.repeat(43) } }), [409, 'tip_moved']],
  ['from 25 hours ago', () => ({ at: nowText(-25 * hour) }), [422, 'clock_wrong']],
  ['from 25 hours ahead', () => ({ at: nowText(25 * hour) }), [422, 'clock_wrong']],
  ['of a kind nobody knows', () => ({ kind: 'prophecy' }), [422, 'unknown_kind']],
  ['of a kind of objects', () => ({ kind: 'constructor' }), [422, 'unknown_kind']],
  ['of a version to come', () => ({ kindVersion: 3 }), [422, 'unknown_kind']],
  ['of a version that its kind never had', () => ({ kind: 'note', kindVersion: 2 }), [422, 'unknown_kind']],
  [
    'that cites norms in a version that could not',
    () => ({ kindVersion: 1, kind: 'event', coded: { ...arrest, cites: [norm] } }),
    [422, 'part_refused'],
  ],
  [
    'that cites one norm twice',
    () => ({ kindVersion: 2, kind: 'event', coded: { ...arrest, cites: [norm, { ...norm }] } }),
    [422, 'part_refused'],
  ],
  [
    'that cites more norms than ten',
    () => ({ kindVersion: 2, kind: 'event', coded: { ...arrest, cites: manyNorms } }),
    [422, 'part_refused'],
  ],
  ['of no coded part', () => ({ coded: null }), [422, 'part_refused']],
  ['that opens what is open', () => ({ kind: 'opened', coded: { dark: false } }), [422, 'decided']],
  ['dark in a case that is not', () => ({ kind: 'dark', coded: null }), [422, 'decided']],
  [
    'that corrects nothing',
    () => ({ kind: 'correction', coded: { corrects: newId(), coded: {} } }),
    [422, 'decided'],
  ],
  [
    'that erases nothing',
    () => ({ kind: 'erasure', coded: { erases: newId(), parts: ['sealed'], reason: 'danger' } }),
    [422, 'decided'],
  ],
  [
    'that withdraws nothing',
    () => ({ kind: 'withdrawal', coded: { of: newId(), reason: 'danger' } }),
    [422, 'decided'],
  ],
  [
    'that names what is not there',
    () => ({ kind: 'event', coded: { type: 'arrest', after: [newId()], acts: [], verification: 'VER' } }),
    [422, 'decided'],
  ],
  [
    'about what has not happened yet',
    () => ({ kind: 'event', coded: { type: 'arrest', date: '2999-01', acts: [], verification: 'VER' } }),
    [422, 'decided'],
  ],
  [
    'with a character no database keeps',
    () => ({ ...publicationOf({ name: 'a\0b' }, newId()) }),
    [422, 'part_refused'],
  ],
])('an entry %s is refused', async (_, given, [status, type]) => {
  const answer = await send(vera, log, await craft(vera, log, given()))
  expect(says(answer)).toEqual([status, type])
})

const rightOf = (who: Insider): string => who.desk().desk.members.get(who.account)!.right

test('a clock may be a day off and no more', async () => {
  for (const shift of [-23 * hour, 23 * hour])
    expect((await send(vera, log, await craft(vera, log, { at: nowText(shift) }))).status).toBe(201)
})

test('an event that cites norms is taken, and one of the version that could not', async () => {
  for (const given of [
    { kindVersion: 2, coded: { ...arrest, cites: manyNorms.slice(1) } },
    { kindVersion: 1, coded: arrest },
  ])
    expect((await send(vera, log, await craft(vera, log, { kind: 'event', ...given }))).status).toBe(201)
})

test('a moved tip is answered with where the log stands now', async () => {
  const answer = await send(vera, log, await craft(vera, log, { place: { prev: 'A'.repeat(43) } }))
  expect(answer.body.tip).toEqual(tipOfRaw(log))
})

/** A statement of our own writing, signed as it is. */
const statementOf = async (by: Insider, change: (text: string) => string): Promise<EntryBytes> => {
  const entry = await craft(by, log)
  const statement = utf8(change(Buffer.from(entry.statement).toString()))
  return { ...entry, statement, signature: await sign(by.unlocked.keys.signing, toSign(statement)) }
}

test.each<[string, (text: string) => string, string]>([
  ['with a space', (text) => text.replace(',', ', '), 'not_canonical'],
  [
    'with its fields in another order',
    (text) => text.replace(/^\{("at":"[^"]+"),(.*)\}$/, '{$2,$1}'),
    'not_canonical',
  ],
  ['with a field twice', (text) => text.replace('{', '{"at":"x",'), 'not_canonical'],
  ['with a field nobody knows', (text) => text.replace('"v":1', '"unknown":1,"v":1'), 'not_a_statement'],
  ['of another version', (text) => text.replace('"v":1', '"v":2'), 'not_a_statement'],
  ['with a number that is none', (text) => text.replace('"v":1', '"v":1.5'), 'outside_profile'],
  ['with a text not in its normal form', (text) => text.replace('2026.1', 'e\u0301'), 'outside_profile'],
  ['that is a list', () => '[]', 'not_a_statement'],
  ['that is no JSON', () => '{', 'not_json'],
  ['that is empty', () => '', 'not_json'],
])('a statement %s is refused', async (_, change, type) => {
  expect(says(await send(vera, log, await statementOf(vera, change)))).toEqual([422, type])
})

test('parts that are not those of the statement are refused', async () => {
  const entry = await craft(vera, log)
  const other = await craft(vera, log)
  for (const part of ['coded', 'sealed'] as const)
    for (const bytes of [null, other[part]!, new Uint8Array(0)])
      expect(says(await send(vera, log, { ...entry, [part]: bytes }))).toEqual([422, 'part_not_of_statement'])
  expect(says(await send(vera, log, { ...entry, open: entry.coded }))).toEqual([422, 'part_not_of_statement'])
  const signature = Uint8Array.from(entry.signature, (byte, place) => (place === 9 ? byte ^ 1 : byte))
  expect(says(await send(vera, log, { ...entry, signature }))).toEqual([422, 'wrong_signature'])
  expect(says(await send(vera, log, { ...entry, signature: entry.signature.subarray(1) }))).toEqual([
    422,
    'wrong_signature',
  ])
})

test.each<[string, unknown, number]>([
  ['nothing', '', 400],
  ['half of it', '{"entries":[', 400],
  ['nothing in it', {}, 400],
  ['no entries', { entries: [] }, 400],
  ['too many entries', { entries: Array.from({ length: 201 }, () => ({})) }, 400],
  ['null', null, 400],
  ['a list', [], 400],
  ['a text', '"x"', 400],
  ['a number', 7, 400],
  ['entries that are none', { entries: [{}] }, 400],
  ['entries of text', { entries: ['x'] }, 400],
  ['a field nobody knows', { entries: [], note: 'x' }, 400],
  ['bytes that are no base64url', { entries: [{ statement: '+/==', signature: '' }] }, 400],
  ['a statement of 5 KiB', { entries: [{ statement: 'A'.repeat(7000), signature: 'A' }] }, 400],
  [
    'a part of a mebibyte',
    { entries: [{ statement: 'AA', signature: 'AA', sealed: 'A'.repeat(1_400_000) }] },
    400,
  ],
  ['more than it may', `{"entries":"${'A'.repeat(17 * 1024 * 1024)}"}`, 413],
  ['no UTF-8', '"\uD800"', 400],
])('a request with %s is refused', async (_, body, status) => {
  const token = await sessionOf(app, vera.account)
  const answer = await ask(app, 'POST', entriesOf(log), { token, body })
  expect(answer.status).toBe(status)
  expect(answer.text.length).toBeLessThan(30_000)
})

test('the same request twice is answered as stored; the same id with other bytes is refused', async () => {
  const entry = await craft(vera, log)
  const first = await send(vera, log, entry)
  const body = { entries: [entryToWire(entry)] }
  const again = await vera.ask('POST', entriesOf(log), body)
  expect([again.status, again.text]).toEqual([201, first.text])
  const { id } = JSON.parse(Buffer.from(entry.statement).toString()) as { id: string }
  expect(says(await send(vera, log, await craft(vera, log, { id })))).toEqual([409, 'id_taken'])
})

test('of twenty at once for one place exactly one is taken, and one entry twenty times is one', async () => {
  const rivals = await Promise.all(Array.from({ length: 20 }, () => craft(vera, log)))
  const answers = await Promise.all(
    rivals.map((entry) => vera.ask('POST', entriesOf(log), { entries: [entryToWire(entry)] })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([
    201,
    ...Array.from({ length: 19 }, () => 409),
  ])
  log.entries.push(rivals[answers.findIndex(({ status }) => status === 201)]!)
  const same = await craft(vera, log)
  const repeated = await Promise.all(
    Array.from({ length: 20 }, () => vera.ask('POST', entriesOf(log), { entries: [entryToWire(same)] })),
  )
  log.entries.push(same)
  expect(new Set(repeated.map(({ status, text }) => `${status} ${text}`))).toEqual(
    new Set([`201 ${JSON.stringify(tipOfRaw(log))}`]),
  )
})

test('a run is taken whole or not at all', async () => {
  const run: RawCase = { ...log, entries: [...log.entries] }
  const good = await put(vera, run)
  const bad = await put(vera, run, { kind: 'prophecy' })
  expect(says(await send(vera, log, good, bad))).toEqual([422, 'unknown_kind'])
  const told = (await vera.ask('GET', `/desks/${desk}/cases/${log.id}?from=0`)).body as { entries: unknown[] }
  expect(told.entries).toHaveLength(log.entries.length)
})

const byReader = async (given: Writing) => send(rosa, log, await craft(rosa, log, given))

test('a reader adds nothing, releases nothing and may only withdraw', async () => {
  expect(says(await byReader({}))).toEqual([403, 'role_too_low'])
  expect(says(await byReader({ kind: 'release', coded: { of: newId() } }))).toEqual([403, 'role_too_low'])
  expect(says(await byReader({ kind: 'withdrawal', coded: { of: newId(), reason: 'danger' } }))).toEqual([
    422,
    'decided',
  ])
})

test('a lead who wrote a publication does not release it', async () => {
  const own = await openRaw(ben)
  const id = newId()
  expect(
    (await send(ben, own, await craft(ben, own, { id, ...publicationOf({ name: 'A' }, newId()) }))).status,
  ).toBe(201)
  expect(says(await send(ben, own, await craft(ben, own, { kind: 'release', coded: { of: id } })))).toEqual([
    403,
    'own_release',
  ])
})

test('a page that is another case’s is not taken over', async () => {
  const ref = newId()
  const release = async (of: RawCase): Promise<Said> => {
    const id = newId()
    await send(vera, of, await craft(vera, of, { id, ...publicationOf({ name: 'A' }, ref) }))
    return send(ben, of, await craft(ben, of, { kind: 'release', coded: { of: id } }))
  }
  expect((await release(await openRaw(vera))).status).toBe(201)
  expect(says(await release(await openRaw(vera)))).toEqual([409, 'id_taken'])
})

test('a head that is not of this run, or not its author’s, is refused', async () => {
  const own = await openRaw(vera)
  const other = await openRaw(vera)
  const entry = await craft(vera, own)
  const next: RawCase = { ...own, entries: [...own.entries, entry] }
  const head = await headFor(vera, next)
  const bad = [
    await headFor(vera, other),
    await headFor(vera, own),
    await headFor(rosa, next),
    { ...head, signature: flipped(head.signature) },
    { ...head, signature: '' },
    { ...head, statement: toBase64url(canonicalBytes({ v: 1 })) },
  ]
  for (const wrong of bad) {
    const answer = await vera.ask('POST', entriesOf(own), { entries: [entryToWire(entry)], head: wrong })
    expect(says(answer)).toEqual([422, 'bad_head'])
    expect(
      says(
        await vera.ask('PUT', `/desks/${desk}/cases/${own.id}/head`, {
          head: wrong === bad[1] ? bad[0] : wrong,
        }),
      ),
    ).toEqual([422, 'bad_head'])
  }
  expect((await vera.ask('POST', entriesOf(own), { entries: [entryToWire(entry)], head })).status).toBe(201)
  const log404 = await vera.ask('PUT', `/desks/${desk}/cases/${desk}/head`, { head })
  expect(log404.status, 'the desk’s own log is no case').toBe(404)
})

test.each<[string, (of: RawCase) => Promise<unknown>, readonly [number, string]]>([
  ['a first entry that opens nothing', (of) => openingBody(vera, of, { first: {} }), [422, 'not_opened']],
  [
    'a first entry for a later place',
    (of) => openingBody(vera, of, { first: { ...opening, place: { seq: 1, prev: 'A'.repeat(43) } } }),
    [409, 'tip_moved'],
  ],
  [
    'the head of another case',
    async (of) => ({
      cases: [{ ...(await openingBody(vera, of)).cases[0], head: await headFor(vera, log) }],
    }),
    [422, 'bad_head'],
  ],
  [
    'no entries',
    async (of) => ({ cases: [{ ...(await openingBody(vera, of)).cases[0], entries: [] }] }),
    [400, 'not_understood'],
  ],
  [
    'no key',
    async (of) => ({ cases: [{ ...(await openingBody(vera, of)).cases[0], grant: undefined }] }),
    [400, 'not_understood'],
  ],
  [
    'an epoch no key has',
    async (of) => ({
      cases: [
        { ...(await openingBody(vera, of)).cases[0], grant: { epoch: 2 ** 40, deskEpoch: 1, sealed: 'AA' } },
      ],
    }),
    [400, 'not_understood'],
  ],
  [
    'a log that is there already',
    async () => ({ cases: [{ ...(await openingBody(vera, { ...log, entries: [] })).cases[0] }] }),
    [409, 'id_taken'],
  ],
  ['a log that is the desk’s own', async (of) => openingBody(vera, { ...of, id: desk }), [409, 'id_taken']],
])('a case with %s is not opened', async (_, body, refusal) => {
  const answer = await vera.ask('POST', `/desks/${desk}/cases`, await body(await newRawCase(vera)))
  expect(says(answer)).toEqual(refusal)
})
const opening: Writing = { kind: 'opened', coded: { dark: false } }

test('of many cases one that is wrong keeps all of them out', async () => {
  const [good, bad] = [await newRawCase(vera), await newRawCase(vera)]
  const cases = [
    ...(await openingBody(vera, good)).cases,
    ...(await openingBody(vera, bad, { first: {} })).cases,
  ]
  expect((await vera.ask('POST', `/desks/${desk}/cases`, { cases })).status).toBe(422)
  expect((await vera.ask('GET', `/desks/${desk}/cases/${good.id}`)).status).toBe(404)
})

test('numbers larger than the database’s are refused, not a fault', async () => {
  for (const from of ['99999999999', '-1', '1.5', '1e99', 'x', 'Infinity'])
    expect((await vera.ask('GET', `/desks/${desk}/cases/${log.id}?from=${from}`)).status, from).toBe(400)
})

test('every statement the server has taken reads back as it was signed', async () => {
  const told = (await vera.ask('GET', `/desks/${desk}/cases/${log.id}`)).body as {
    entries: { statement: string }[]
  }
  expect(told.entries.map(({ statement }) => statement)).toEqual(
    log.entries.map((entry) => toBase64url(entry.statement)),
  )
  for (const { statement } of log.entries) expect(parseStatement(statement).ok).toBe(true)
  expect(value(await app.reader.openCase({ desk, case: log.id })).tip).toBe(log.entries.length - 1)
})
