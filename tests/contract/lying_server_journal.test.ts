/**
 * A server that lies about the journal of a desk: what any lie touches is refused by name and not opened. What a member
 * signed wrongly is theirs alone and closes the journal to nobody (journal.test.ts).
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { journalOf } from '../../src/members/core/journal.ts'
import type { EntryWire } from '../../src/vault/core/wire.ts'
import { entryToWire, wireToEntry } from '../../src/vault/core/wire.ts'
import {
  type Insider,
  insider,
  insiders,
  newId,
  nowText,
  openRaw,
  put,
  type RawCase,
  tipOfRaw,
  type Writing,
} from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { deviceOf, flipped, type Lie, notFound, Says } from '../support/liar.ts'
import { chainLies } from '../support/chain_lies.ts'
import { confidential, rawJournal } from '../support/sealed.ts'

type Journal = { entries: EntryWire[]; tip: { seq: number; hash: string }; grant: Grant | null }
type Grant = { epoch: number; deskEpoch: number; sealed: string }
type Answer = { journal: Journal | null }

let app: TestDesk
let desk: string
let south: string
let vera: Insider
let rosa: Insider
let ben: Insider
let olga: Insider
let southern: RawCase
/** The journal as it truly is: its beginning and two notes. */
let truth: RawCase

const instrument = 'draft-resolution'

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  ;({ vera, rosa, ben } = await insiders(app))
  value(await app.writer.noteSealedPosition({ desk, fact: confidential({ member: 'NO' }) }))
  value(await app.second.noteSealedPosition({ desk, fact: confidential({ member: 'SE' }) }))
  truth = await rawJournal(vera, desk)
  const device = app.device()
  value(await device.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  south = value(await device.foundDesk({ name: 'South' })).id
  value(await device.confirmKit(value(await device.makeKit({ desk: south }))))
  value(await device.noteSealedPosition({ desk: south, fact: confidential({ member: 'DK' }) }))
  olga = await insider(app, 'ben', south)
  southern = await rawJournal(olga, south)
})
afterAll(() => app.stop())

const about =
  (change: (answer: Answer, asked: string) => unknown): Lie =>
  (asked, told) => {
    if (!asked.startsWith(`GET /desks/${desk}/journal`)) return told
    const said = change(told as Answer, asked)
    return said instanceof Says ? said : told
  }

const seenBy = (device: { readonly sealedPositions: TestDesk['writer']['sealedPositions'] }) =>
  device.sealedPositions({ desk, instrument })

/** Opens the journal on a device that has never opened it, through a server that changes it. */
const openLied = async (change: (answer: Answer) => unknown, name = 'rosa') =>
  seenBy((await deviceOf(app, name, { lie: about(change) })).device)

const openChanged = (change: (journal: Journal) => unknown, name?: string) =>
  openLied(({ journal }) => change(journal!), name)

/** Somebody who has seen nothing yet: what a device saw, the next one of its member remembers. */
const newcomer = async (name: string, role: 'reader' | 'lead' = 'reader'): Promise<string> => {
  await (await app.join(name, role)).lock()
  return name
}

const tampered = (what: string, seq?: number | null) => ({
  ok: false,
  error: { kind: 'tampered', what, ...(seq !== undefined && { seq }) },
})

test('the truth opens', async () => {
  const { facts } = value(await openLied(() => undefined))
  expect(facts.map(({ member }) => member)).toEqual(['NO', 'SE'])
})

const lies: readonly [string, (journal: Journal) => unknown, string][] = [
  ...chainLies,
  ['without its key', (journal) => (journal.grant = null), 'no_journal_key'],
  [
    'with its key one bit other',
    (journal) => (journal.grant!.sealed = flipped(journal.grant!.sealed, 30)),
    'no_journal_key',
  ],
  ['with its key of another epoch', (journal) => (journal.grant!.epoch = 2), 'no_journal_key'],
  [
    'with its key of another epoch of the desk',
    (journal) => (journal.grant!.deskEpoch = 2),
    'no_journal_key',
  ],
]

test.each(lies)('a journal %s is refused', async (_, change, kind) => {
  expect(await openChanged(change)).toMatchObject(tampered(kind))
})

const shown = (log: RawCase) => (journal: Journal) => {
  journal.entries = log.entries.map(entryToWire)
  journal.tip = tipOfRaw(log)!
}

test("another desk's journal, or a case, is refused in the place of this one", async () => {
  expect(await openChanged(shown(southern))).toMatchObject(tampered('other_log', 0))
  expect(await openChanged(shown(await openRaw(vera)))).toMatchObject(tampered('other_log', 0))
})

test("another desk's key or entry is refused, also in the midst of this one's", async () => {
  const theirs = (await olga.ask('GET', `/desks/${south}/journal`)).body as Answer
  expect(await openChanged((journal) => (journal.grant = theirs.journal!.grant))).toMatchObject(
    tampered('no_journal_key'),
  )
  expect(
    await openChanged((journal) => {
      journal.entries.push(entryToWire(southern.entries[1]!))
      journal.tip = { seq: 3, hash: tipOfRaw(southern)!.hash }
    }),
  ).toMatchObject(tampered('other_log', 3))
})

/** The journal as it would be after entries that the real server never took. */
const imagined = (): RawCase => ({ ...truth, entries: [...truth.entries] })
const note: Writing = { kind: 'position', coded: {}, words: confidential({ member: 'XX' }) }

const forged = async (by: Insider, given: Writing): Promise<unknown> => {
  const log = imagined()
  await put(by, log, { ...note, ...given })
  return openChanged(shown(log))
}
const rightOf = (who: Insider) => who.desk().desk.members.get(who.account)!.right

test('an entry that its author had no right to is refused, though the server has taken it', async () => {
  expect(await forged(rosa, {}), "a reader's").toMatchObject(tampered('role_too_low', 3))
  const withdrawal = { kind: 'withdrawal', coded: { of: newId() } }
  expect(await forged(rosa, withdrawal), 'of a kind that readers may write elsewhere').toMatchObject(
    tampered('role_too_low', 3),
  )
  expect(await forged(rosa, { place: { roster: rightOf(vera) } })).toMatchObject(tampered('no_right', 3))
  expect(await forged(rosa, { place: { roster: null } })).toMatchObject(tampered('no_right', 3))
  const asVera = { author: vera.account, place: { roster: rightOf(vera) } }
  expect(await forged(rosa, asVera), 'in a writer’s name').toMatchObject(tampered('wrong_signature', 3))
  expect(await forged(vera, { author: newId() }), 'of nobody admitted').toMatchObject(tampered('no_right', 3))
  expect(await forged(vera, { desk: newId() })).toMatchObject(tampered('other_desk', 3))
  expect(await forged(vera, { log: newId() })).toMatchObject(tampered('other_log', 3))
  const begun = { kind: 'journal_begun', coded: null, key: 'none', words: undefined }
  expect(await forged(vera, begun), 'a second beginning').toMatchObject(tampered('begun_twice', 3))
})

test('a journal that begins like a case, or with a note, is none', async () => {
  for (const first of [note, { kind: 'opened', coded: { dark: false }, words: {} }]) {
    const log = { ...imagined(), entries: [] }
    await put(vera, log, first)
    expect(await openChanged(shown(log))).toMatchObject(tampered('not_opened', 0))
  }
})

test('a right that has ended covers nothing that comes after it', async () => {
  const device = await app.join('emil', 'writer')
  const emil = await insider(app, 'emil', desk)
  await device.lock()
  value(await app.steward.changeRole({ desk, account: emil.account, role: 'reader' }))
  expect(await forged(emil, { at: nowText(3 * 86_400_000) })).toMatchObject(tampered('no_right', 3))
})

test('a kind that this device does not know is passed over, and the rest is read', async () => {
  const log = imagined()
  await put(vera, log, { ...note, kind: 'engagement', coded: { type: 'visit' } })
  await put(vera, log, { ...note, kindVersion: 2 })
  await put(vera, log, note)
  const { facts, newer } = value(
    (await openChanged(shown(log), await newcomer('nils'))) as Awaited<ReturnType<typeof seenBy>>,
  )
  expect(facts.map(({ member }) => member)).toEqual(['NO', 'SE', 'XX'])
  expect(newer, 'and it is said that there is more').toBe(1)
})

/** A device that has seen all there is, and the next one of the same member. */
const afterSeeing = async (then: Lie) => {
  const first = await deviceOf(app, 'vera')
  value(await seenBy(first.device))
  first.lie(then)
  const said = [await seenBy(first.device)]
  await first.device.lock()
  for (const drafts of [first.drafts, undefined])
    said.push(await seenBy((await deviceOf(app, 'vera', { lie: then, ...(drafts && { drafts }) })).device))
  return said
}

test('a journal that goes back is a roll-back on this device and on the next', async () => {
  const back = about(({ journal }, asked) => {
    const log = { ...truth, entries: truth.entries.slice(0, 2) }
    shown(log)(journal!)
    journal!.entries = journal!.entries.slice(Number(asked.split('from=')[1] ?? 0))
  })
  for (const said of await afterSeeing(back)) expect(said).toMatchObject(tampered('rolled_back'))
})

test('a journal that was seen and is not shown any more is withheld', async () => {
  for (const said of await afterSeeing(about((answer) => (answer.journal = null))))
    expect(said).toMatchObject(tampered('withheld'))
  for (const said of await afterSeeing(about(() => notFound)))
    expect(said).toMatchObject(tampered('withheld'))
})

test('a journal that went on from another entry than was seen is forked, however long', async () => {
  const fork = imagined()
  fork.entries.pop()
  await put(vera, fork, { ...note, words: confidential({ member: 'FI' }) })
  await put(vera, fork, note)
  const other = about(({ journal }, asked) => {
    const from = Number(asked.split('from=')[1] ?? 0)
    shown(fork)(journal!)
    journal!.entries = journal!.entries.slice(from)
  })
  const [here, ...next] = await afterSeeing(other)
  // This device holds what it has verified: what comes after does not fit onto it.
  expect(here).toMatchObject(tampered('broken_link', 3))
  for (const said of next) expect(said).toMatchObject(tampered('forked', 2))
})

test('two journals that were begun side by side are found out as soon as one device sees both', async () => {
  const second: RawCase = { ...imagined(), entries: [] }
  const begun = { kind: 'journal_begun', coded: null, key: 'none', words: undefined }
  await put(ben, second, begun)
  for (let n = 0; n < 4; n++) await put(ben, second, note)
  expect(
    value((await openChanged(shown(second), await newcomer('nora'))) as Awaited<ReturnType<typeof seenBy>>)
      .facts,
  ).toHaveLength(4)
  const both = about(({ journal }, asked) => {
    const from = Number(asked.split('from=')[1] ?? 0)
    shown(second)(journal!)
    journal!.entries = journal!.entries.slice(from)
  })
  const [here, ...next] = await afterSeeing(both)
  expect(here).toMatchObject(tampered('broken_link'))
  for (const said of next) expect(said).toMatchObject(tampered('forked'))
})

test('a server that says a journal is there and shows none is not believed, and one that keeps nothing is missed', async () => {
  const hidden = async (name: string) => {
    const { device } = await deviceOf(app, name, { lie: about((answer) => (answer.journal = null)) })
    return [await seenBy(device), await device.noteSealedPosition({ desk, fact: confidential() })]
  }
  for (const said of await hidden(await newcomer('lars', 'lead')))
    expect(said).toMatchObject(tampered('withheld'))
  const device = app.device({
    through: async (request, pass) =>
      request.method === 'POST' && request.url.endsWith('/journal/entries')
        ? Response.json({ seq: 3, hash: 'A'.repeat(43) }, { status: 201 })
        : pass(request),
  })
  value(await device.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  value(await device.noteSealedPosition({ desk, fact: confidential({ member: 'lost' }) }))
  expect(await seenBy(device)).toMatchObject(tampered('rolled_back'))
})

test('an answer that is no answer of the API is refused as such', async () => {
  const broken = [{}, [], 'text', { journal: {} }, { journal: { entries: [], tip: { seq: 0, hash: '' } } }]
  for (const body of broken)
    expect(await openLied(() => new Says(200, body)), JSON.stringify(body)).toMatchObject(
      tampered('bad_answer'),
    )
})

test('every byte of the journal, one bit of it other: refused, or what is read is the truth', async () => {
  const text = (await rosa.ask('GET', `/desks/${desk}/journal?from=0`)).text
  const bytes = new TextEncoder().encode(text)
  const { createApi } = await import('../../src/platform/client/api.ts')
  const { noJournalsYet, openJournal } = await import('../../src/members/client/journal.ts')
  const { emptyMemory } = await import('../../src/members/client/memory.ts')
  const read = async (told: Uint8Array<ArrayBuffer>) => {
    const api = createApi({
      base: 'http://localhost:3000',
      fetch: async (input) =>
        String(input instanceof Request ? input.url : input).includes('/journal')
          ? new Response(told, { headers: { 'content-type': 'application/json' } })
          : new Response(null, { status: 500 }),
    })
    const unlocked = { ...rosa.unlocked, memory: emptyMemory() }
    return openJournal(noJournalsYet({ deps: { ...rosa.deps, api }, unlocked }), desk)
  }
  const entriesOf = (open: Awaited<ReturnType<typeof read>>) => value(open)!.entries
  const whole = entriesOf(await read(bytes))
  let passed = 0
  for (const place of bytes.keys()) {
    if (place % 3 !== 0) continue
    const other = Uint8Array.from(bytes)
    other[place] = other[place]! ^ (1 << (place % 8))
    const seen = await read(other)
    if (!seen.ok) expect(seen.error.kind, `byte ${place}`).toBe('tampered')
    else if (seen.value === null) expect.unreachable(`byte ${place}`)
    else expect((passed++, entriesOf(seen)), `byte ${place}`).toEqual(whole)
  }
  // What may pass: the tip's seq, which says nothing that the journal does not.
  expect(passed).toBeLessThan(6)
}, 120_000)

test('the id of the journal is nobody’s word', () => {
  expect(journalOf(desk)).toBe(truth.id)
  expect(wireToEntry(entryToWire(truth.entries[0]!))).toEqual(truth.entries[0])
})
