/**
 * The journal of a desk against the real server: who begins it, what members may write, what the server takes, what two
 * do at once.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { appendToJournal, noJournalsYet } from '../../src/members/client/journal.ts'
import { BEGUN, journalOf } from '../../src/members/core/journal.ts'
import { aesKey } from '../../src/vault/core/v1/webcrypto.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { sealGrant } from '../../src/vault/client/v1/desk.ts'
import { entryToWire } from '../../src/vault/core/wire.ts'
import { type EntryBytes, readEntry } from '../../src/vault/core/v1/entry.ts'
import {
  craft,
  type Insider,
  insider,
  insiders,
  newId,
  newRawCase,
  nowText,
  openingBody,
  type RawCase,
  type Writing,
} from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { confidential, foundCut, rawJournal } from '../support/sealed.ts'

let app: TestDesk
let desk: string
let vera: Insider
let rosa: Insider
let ben: Insider

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  ;({ vera, rosa, ben } = await insiders(app))
})
afterAll(() => app.stop())

const instrument = 'draft-resolution'
const seen = async (device = app.writer) => value(await device.sealedPositions({ desk, instrument }))

const nothing = { notes: [], facts: [], unreadable: [], newer: 0 }

test('a desk is founded with its journal, in which nothing stands', async () => {
  expect(await seen()).toEqual(nothing)
  const { entries } = await rawJournal(rosa, desk)
  const [first, ...others] = entries.map((bytes) => value(readEntry(bytes)).statement)
  const ana = app.steward
  expect(first).toMatchObject({ kind: BEGUN, author: (await ana.me())!.account })
  expect(others).toEqual([])
})

/** Takes a member of the first desk into another one of the same lead. */
const takeIn = async (lead: TestDesk['writer'], at: string, name: string, role: 'writer' | 'reader') => {
  const { link } = value(await lead.invite({ desk: at, role, days: 7 }))
  const device = app.device()
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  value(await device.acceptInvitation({ secret: link.split('#')[1]! }))
  const [accepted] = value(await lead.invitations({ desk: at })).filter(({ state }) => state === 'accepted')
  value(await lead.admit({ desk: at, invitation: accepted!.invitation }))
  await device.me()
  return device
}

test('where founding was cut off a lead begins it, and a writer is told and neither begins nor shuts it', async () => {
  const { desk: west, lead, mend } = await foundCut(app, { name: 'West', by: 'ana' })
  value(await lead.confirmKit(value(await lead.makeKit({ desk: west }))))
  const device = await takeIn(lead, west, 'vera', 'writer')
  const writer = await insider(app, 'vera', west)
  const given = { desk: west, id: newId(), fact: confidential() }
  const of = { desk: west, instrument }
  expect(value(await device.sealedPositions(of)), 'looking begins none').toEqual(nothing)
  expect(await device.noteSealedPosition(given)).toEqual({ ok: false, error: { kind: 'journal_not_begun' } })
  expect(await beginning(writer)).toMatchObject({ status: 403, type: 'not_permitted' })
  expect(await beginning(writer, { grant: toBase64url(writer.deps.chance(60)) })).toMatchObject({
    status: 403,
    type: 'not_permitted',
  })
  expect(value(await lead.sealedPositions(of)), 'a lead who is cut off reads on').toEqual(nothing)
  expect((await writer.ask('GET', `/desks/${west}/journal`)).body).toEqual({ journal: null })
  mend()
  expect(value(await lead.sealedPositions(of))).toEqual(nothing)
  const { facts } = value(await device.noteSealedPosition(given))
  expect(facts.map(({ id }) => id)).toEqual([given.id])
  expect(value(await lead.sealedPositions(of)).facts).toEqual(facts)
})

test('a lead’s device sends no grant that the next device could not open', async () => {
  const { desk: marsh } = await foundCut(app, { name: 'Marsh', by: 'ana' })
  const ana = await insider(app, 'ana', marsh)
  const { deps, unlocked } = ana
  const open = unlocked.desks.get(marsh)!
  unlocked.desks.set(marsh, { ...open, key: { ...open.key, key: await aesKey(deps.chance(32)) } })
  const wrong = appendToJournal(noJournalsYet({ deps, unlocked }), marsh, () => ({ ok: true, value: [] }))
  await expect(wrong).rejects.toThrow('does not open')
  expect((await ana.ask('GET', `/desks/${marsh}/journal`)).body).toEqual({ journal: null })
})

test('its id follows from the desk’s in the program and in the database alike', async () => {
  const { rows } = await asSuperuser(app.database, (client) =>
    client.query<{ id: string }>('select amparo.journal_of($1) as id', [desk]),
  )
  expect(rows[0]!.id).toBe(journalOf(desk))
  expect(journalOf('AAECAwQFBgcICQoLDA0ODw')).toBe('_mivUOeR1ZI0cwjUNjAGAA')
})

test('two devices of leads that need it in the same moment begin one, and both notes stand in it', async () => {
  const { desk: fen, lead, mend } = await foundCut(app, { name: 'Fen', by: 'ana' })
  value(await lead.confirmKit(value(await lead.makeKit({ desk: fen }))))
  mend()
  const other = app.device()
  value(await other.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  const said = await Promise.all([
    lead.noteSealedPosition({ desk: fen, fact: confidential({ member: 'M1' }) }),
    other.noteSealedPosition({ desk: fen, fact: confidential({ member: 'M2' }) }),
  ])
  for (const one of said) value(one)
  const { facts } = value(await lead.sealedPositions({ desk: fen, instrument }))
  expect(facts.map(({ member }) => member).toSorted()).toEqual(['M1', 'M2'])
  const { rows } = await asSuperuser(app.database, (client) =>
    client.query(`select count(*)::int as n from amparo.log where subject = 'journal' and desk = $1`, [fen]),
  )
  expect(rows).toEqual([{ n: 1 }])
})

test('two members who note in the same moment both find their note in it', async () => {
  const said = await Promise.all([
    app.writer.noteSealedPosition({ desk, fact: confidential({ member: 'M1' }) }),
    app.second.noteSealedPosition({ desk, fact: confidential({ member: 'M2' }) }),
  ])
  for (const one of said) value(one)
  expect((await seen()).facts.map(({ member }) => member).toSorted()).toEqual(['M1', 'M2'])
})

test('every member reads it, with who noted it and when by the signed statement', async () => {
  for (const device of [app.reader, app.steward, app.writer]) {
    const { notes, unreadable } = await seen(device)
    expect(unreadable).toEqual([])
    expect(notes.map(({ by }) => by).toSorted()).toEqual(['ben', 'vera'])
    expect(notes[0]!.fact).toMatchObject({ confidential: true, stance: 'leans_for' })
  }
})

test('a member admitted later reads what was noted before', async () => {
  const device = await app.join('emil', 'reader')
  expect((await seen(device)).facts).toHaveLength(2)
})

test('two writers at once lose nothing, from one device or from several', async () => {
  const before = (await seen()).facts.length
  const many = (device: typeof app.writer, name: string) =>
    Array.from({ length: 8 }, (_, n) =>
      device.noteSealedPosition({ desk, fact: confidential({ member: `${name}${n}` }) }),
    )
  const said = await Promise.all([
    ...many(app.writer, 'V'),
    ...many(app.second, 'B'),
    ...many(app.steward, 'A'),
  ])
  // Whoever was overtaken six times says so, and nothing of it is stored.
  const noted = said.filter((one) => one.ok).length
  const refused = said.flatMap((one) => (one.ok ? [] : [one.error.kind]))
  expect(refused.filter((kind) => kind !== 'unreachable')).toEqual([])
  expect(noted).toBeGreaterThanOrEqual(16)
  expect((await seen(app.reader)).facts).toHaveLength(before + noted)
})

test('a note that is sent again under its id stands once', async () => {
  const id = newId()
  const fact = confidential({ member: 'once' })
  value(await app.writer.noteSealedPosition({ desk, id, fact }))
  const again = value(await app.writer.noteSealedPosition({ desk, id, fact }))
  expect(again.notes.filter((note) => note.fact.member === 'once')).toHaveLength(1)
})

test('a struck note counts no more and stays to be read with the reason', async () => {
  const { facts } = value(
    await app.writer.noteSealedPosition({ desk, fact: confidential({ member: 'struck-one' }) }),
  )
  const entry = facts.find(({ member }) => member === 'struck-one')!.id
  const strike = { desk, instrument, entry, why: 'heard wrongly' }
  const after = value(await app.second.strikeSealedPosition(strike))
  expect(after.facts.some(({ member }) => member === 'struck-one')).toBe(false)
  const note = after.notes.find(({ fact }) => fact.id === entry)
  expect(note).toMatchObject({ struck: { why: 'heard wrongly' }, struckBy: 'ben', by: 'vera' })
  expect(await app.writer.strikeSealedPosition(strike)).toMatchObject({ error: { kind: 'struck_already' } })
  expect(await app.writer.strikeSealedPosition({ ...strike, entry: newId() })).toMatchObject({
    error: { kind: 'no_such_note' },
  })
  expect(await app.writer.strikeSealedPosition({ ...strike, entry: facts[0]!.id, why: ' ' })).toMatchObject({
    error: { kind: 'why_missing' },
  })
})

test('what is no fact is refused on the device, and nothing is sent', async () => {
  const ahead = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  for (const wrong of [
    { stance: 'sure' },
    { on: 'yesterday' },
    { on: ahead },
    { source: '' },
    { source: `over \u202E turned` },
    { source: 'half \uD800' },
    { explanation: 'x'.repeat(5001) },
    { instrument: 'No Slug' },
  ])
    expect(
      await app.writer.noteSealedPosition({ desk, fact: confidential(wrong as object) }),
      JSON.stringify(wrong),
    ).toMatchObject({ error: { kind: 'no_fact', fields: Object.keys(wrong) } })
})

test('the longest note in any script is taken', async () => {
  const fact = confidential({ member: 'long', source: '証'.repeat(500), explanation: '"證\n'.repeat(1666) })
  const { notes } = value(await app.writer.noteSealedPosition({ desk, fact }))
  expect(notes.find((note) => note.fact.member === 'long')!.fact.explanation).toBe(fact.explanation!.trim())
})

const note: Writing = { kind: 'position', coded: {}, words: confidential() }
const send = (who: Insider, ...entries: readonly EntryBytes[]) =>
  who.ask('POST', `/desks/${desk}/journal/entries`, { entries: entries.map(entryToWire) })
const sendNote = async (who: Insider, given: Writing) => {
  const log = await rawJournal(who, desk)
  return send(who, await craft(who, log, { ...note, ...given }))
}

const refusals: readonly [string, Writing, number, string][] = [
  ['of a kind that no room gave', { kind: 'note' }, 422, 'unknown_kind'],
  ['of a kind of cases', { kind: 'withdrawal', coded: {} }, 422, 'unknown_kind'],
  ['of a newer form', { kindVersion: 2 }, 422, 'unknown_kind'],
  [
    'that begins it a second time',
    { kind: BEGUN, coded: null, key: 'none', words: undefined },
    422,
    'begun_twice',
  ],
  ['with a coded field', { coded: { member: 'M1' } }, 422, 'part_refused'],
  ['with text for a coded part', { coded: 'M1 leans' }, 422, 'part_refused'],
  ['without a coded part', { coded: null }, 422, 'part_refused'],
  ['without words', { key: 'none', words: undefined }, 422, 'part_refused'],
  ['with an open part', { open: { member: 'M1' } }, 422, 'part_refused'],
  ['larger than any note', { words: { text: 'x'.repeat(40_000) } }, 422, 'part_refused'],
  ['of another log', { log: newId() }, 422, 'other_log'],
  ['of another desk', { desk: newId() }, 422, 'other_desk'],
  ['at another place', { place: { seq: 1 } }, 409, 'tip_moved'],
  ['after another entry', { place: { prev: 'A'.repeat(43) } }, 409, 'tip_moved'],
  ['under another right', { place: { roster: 'A'.repeat(43) } }, 403, 'no_right'],
  ['under no right', { place: { roster: null } }, 403, 'no_right'],
  ['in another name', { author: newId() }, 403, 'not_your_entry'],
  ['dated far ahead', { at: nowText(3 * 86_400_000) }, 422, 'clock_wrong'],
]

test.each(refusals)('an entry %s is refused', async (_, given, status, type) => {
  const before = (await seen(app.reader)).notes.length
  expect(await sendNote(vera, given)).toMatchObject({ status, type })
  expect((await seen(app.reader)).notes).toHaveLength(before)
})

test('a signature by another key is refused', async () => {
  expect(await sendNote(vera, { signing: ben.unlocked.keys.signing })).toMatchObject({
    status: 422,
    type: 'wrong_signature',
  })
})

test('a reader writes nothing into it', async () => {
  expect(await sendNote(rosa, {})).toMatchObject({ status: 403, type: 'not_permitted' })
  expect(await app.reader.noteSealedPosition({ desk, fact: confidential() })).toMatchObject({
    error: { kind: 'refused_by_server', type: 'not_permitted' },
  })
})

test('the same entry sent twice is answered as stored; its id with other bytes is refused', async () => {
  const id = newId()
  const log = await rawJournal(vera, desk)
  const entry = await craft(vera, log, { ...note, id })
  const first = await send(vera, entry)
  expect(first.status).toBe(201)
  expect(await send(vera, entry)).toMatchObject({ status: 201, body: first.body })
  expect(await sendNote(vera, { id })).toMatchObject({ status: 409, type: 'id_taken' })
  const other = await craft(vera, log, { ...note, id, words: confidential({ member: 'other' }) })
  expect(await send(vera, other)).toMatchObject({ status: 409, type: 'id_taken' })
})

test('a run is taken whole or not at all', async () => {
  const log = await rawJournal(vera, desk)
  const one = await craft(vera, log, note)
  const bad = await craft(vera, { ...log, entries: [...log.entries, one] }, { ...note, coded: { a: 1 } })
  expect(await send(vera, one, bad)).toMatchObject({ status: 422, type: 'part_refused' })
  expect((await rawJournal(vera, desk)).entries).toHaveLength(log.entries.length)
})

const beginning = async (
  who: Insider,
  given: { readonly first?: Writing; readonly deskEpoch?: number; readonly grant?: string } = {},
) => {
  const own = who.desk().desk.id
  const raw = who.deps.chance(32)
  const log: RawCase = { id: journalOf(own), desk: own, key: await aesKey(raw), raw, entries: [] }
  const first = { kind: BEGUN, coded: null, key: 'none', words: undefined, ...given.first }
  const entry = entryToWire(await craft(who, log, first))
  const sealed = await sealGrant(who.desk().key, { log: log.id, epoch: 1 }, raw, who.deps.chance)
  const grant = { epoch: 1, deskEpoch: given.deskEpoch ?? 1, sealed: given.grant ?? toBase64url(sealed) }
  return who.ask('POST', `/desks/${own}/journal`, { entry, grant })
}

test('a second journal is refused, and the first stays as it is', async () => {
  const before = (await rawJournal(vera, desk)).entries.length
  expect(await beginning(ben)).toMatchObject({ status: 409, type: 'journal_there' })
  expect((await rawJournal(vera, desk)).entries).toHaveLength(before)
})

test('the first words wait until the desk is safe', async () => {
  const device = app.device()
  value(await device.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  const moor = value(await device.foundDesk({ name: 'Moor' })).id
  const given = { desk: moor, id: newId(), fact: confidential() }
  expect(await device.noteSealedPosition(given)).toMatchObject({
    error: { kind: 'refused_by_server', type: 'desk_not_safe' },
  })
  value(await device.confirmKit(value(await device.makeKit({ desk: moor }))))
  expect(value(await device.noteSealedPosition(given)).facts).toHaveLength(1)
})

test('a journal begins with its own first entry, under a key that the desk can open', async () => {
  const { desk: south } = await foundCut(app, { name: 'South', by: 'ben' })
  const safe = await insider(app, 'ben', south)
  expect(await beginning(safe, { first: { kind: 'opened', coded: { dark: false } } })).toMatchObject({
    type: 'not_opened',
  })
  expect(await beginning(safe, { first: { ...note, key: 'case:1' } })).toMatchObject({ type: 'not_opened' })
  expect(await beginning(safe, { first: { coded: { a: 1 } } })).toMatchObject({ type: 'part_refused' })
  expect(await beginning(safe, { deskEpoch: 2 })).toMatchObject({ type: 'old_grant' })
  expect(await beginning(safe)).toMatchObject({ status: 201 })
})

test('nobody opens a case under the id of a journal, of the own desk or of another', async () => {
  const device = app.device()
  value(await device.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  const west = value(await device.foundDesk({ name: 'West' })).id
  for (const id of [journalOf(west), journalOf(desk)]) {
    const log = { ...(await newRawCase(vera)), id }
    const body = await openingBody(vera, log)
    expect(await vera.ask('POST', `/desks/${desk}/cases`, body)).toMatchObject({
      status: 409,
      type: 'id_taken',
    })
  }
})

test('it is no case: neither listed, nor read, nor written as one', async () => {
  const id = journalOf(desk)
  const list = value(await app.writer.cases({ desk, filter: {} }))
  expect(list.lines.map((line) => line.case)).not.toContain(id)
  const again = app.device()
  value(await again.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  expect(value(await again.cases({ desk, filter: {} })).lines).toEqual([])
  expect((await vera.ask('GET', `/desks/${desk}/cases/${id}`)).status).toBe(404)
  const entry = entryToWire(await craft(vera, await rawJournal(vera, desk)))
  const sent = await vera.ask('POST', `/desks/${desk}/cases/${id}/entries`, { entries: [entry] })
  expect(sent.status).toBe(404)
})

test('words that their author sealed wrongly are named, and close the journal to nobody', async () => {
  const before = (await seen(app.reader)).notes.length
  expect((await sendNote(vera, { words: { text: 'no fact' } })).status).toBe(201)
  const log = await rawJournal(vera, desk)
  const other = { ...log, key: await aesKey(vera.deps.chance(32)) }
  expect((await send(vera, await craft(vera, other, note))).status).toBe(201)
  const { notes, unreadable } = await seen(app.reader)
  expect(notes).toHaveLength(before)
  expect(unreadable.map(({ name }) => name)).toEqual(['vera', 'vera'])
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
