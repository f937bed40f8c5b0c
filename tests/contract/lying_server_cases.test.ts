/**
 * A server that lies about cases: their list, their heads and keys, their logs. What any lie touches is refused by
 * name and not opened, or, where nothing can be told yet, shown as incomplete and never as something else.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { entryToWire, wireToEntry } from '../../src/vault/core/wire.ts'
import { entryHash } from '../../src/vault/core/v1/statement.ts'
import {
  craft,
  type Insider,
  insider,
  insiders,
  newId,
  nowText,
  openRaw,
  put,
  type RawCase,
  send,
  tipOfRaw,
  type Writing,
} from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import {
  aboutCase,
  aboutList,
  type CaseAnswer,
  deviceOf,
  flipped,
  type Lie,
  type ListAnswer,
  Says,
} from '../support/liar.ts'
import { chainLies } from '../support/chain_lies.ts'
import { arrest, opened, publicationOf } from '../support/published.ts'

let app: TestDesk
let desk: string
let vera: Insider
let rosa: Insider
let ben: Insider
let one: RawCase
let other: RawCase

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  ;({ vera, rosa, ben } = await insiders(app))
  one = await openRaw(vera)
  await send(vera, one, await craft(vera, one, { words: { text: 'first' } }))
  await send(vera, one, await craft(vera, one, { words: { text: 'second' } }))
  other = await openRaw(vera)
  await send(vera, other, await craft(vera, other, { words: { text: 'of another case' } }))
})
afterAll(() => app.stop())

/** Opens a case on a device that has never opened it, through a server that changes the case's log. */
const openLied = async (change: (answer: CaseAnswer) => unknown, of = one.id) => {
  const { device } = await deviceOf(app, 'ana', {
    lie: aboutCase(of, change as (answer: CaseAnswer) => void),
  })
  return device.openCase({ desk, case: of })
}

const tampered = (what: string, seq?: number | null) => ({
  ok: false,
  error: { kind: 'tampered', what, ...(seq !== undefined && { seq }) },
})

const tipOf = (answer: CaseAnswer): void => {
  const last = answer.entries.at(-1)
  if (!last) return
  const { statement, signature } = wireToEntry(last)
  answer.tip = { seq: answer.entries.length - 1, hash: entryHash(statement, signature) }
}

const lies: readonly [string, (answer: CaseAnswer) => unknown, string][] = [
  ['cut short', (answer) => (answer.entries.pop(), tipOf(answer)), 'rolled_back'],
  ['with its first entry alone', (answer) => (answer.entries.splice(1), tipOf(answer)), 'rolled_back'],
  ...chainLies,
]

test.each(lies)('a log %s is refused', async (_, change, kind) => {
  expect(await openLied(change)).toMatchObject(tampered(kind))
})

test("another case's log is refused in the place of this one", async () => {
  expect(
    await openLied((answer) =>
      Object.assign(answer, { entries: other.entries.map(entryToWire), tip: tipOfRaw(other) }),
    ),
  ).toMatchObject(tampered('other_log', 0))
})

/** A copy of the case as it would be after entries that the real server never got. */
const imagined = (): RawCase => ({ ...one, entries: [...one.entries] })
const shown =
  (log: RawCase) =>
  (answer: CaseAnswer): void => {
    answer.entries = log.entries.map(entryToWire)
    answer.tip = tipOfRaw(log)!
  }

test('a log whose last entry is another one than was seen is forked', async () => {
  const fork = imagined()
  fork.entries.pop()
  await put(vera, fork, { words: { text: 'another second' } })
  expect(await openLied(shown(fork))).toMatchObject(tampered('forked', 2))
  await put(vera, fork, { words: { text: 'and a third' } })
  expect(await openLied(shown(fork)), 'a longer fork, too').toMatchObject(tampered('forked', 2))
})

const forged = async (by: Insider, given: Writing): Promise<unknown> => {
  const log = imagined()
  await put(by, log, given)
  return openLied(shown(log))
}

const rightOf = (who: Insider) => who.desk().desk.members.get(who.account)!.right

test('an entry that its author had no right to is refused, though the server has taken it', async () => {
  expect(await forged(rosa, {}), "a reader's note").toMatchObject(tampered('role_too_low', 3))
  expect(await forged(vera, { kind: 'release', coded: { of: newId() } })).toMatchObject(
    tampered('role_too_low', 3),
  )
  expect(await forged(rosa, { place: { roster: rightOf(vera) } }), "under a writer's right").toMatchObject(
    tampered('no_right', 3),
  )
  expect(await forged(rosa, { place: { roster: null } })).toMatchObject(tampered('no_right', 3))
  const asVera = { author: vera.account, place: { roster: rightOf(vera) } }
  expect(await forged(rosa, asVera), 'in a writer’s name').toMatchObject(tampered('wrong_signature', 3))
  expect(await forged(vera, { author: newId() }), 'of an account nobody admitted').toMatchObject(
    tampered('no_right', 3),
  )
  expect(await forged(vera, { desk: newId() })).toMatchObject(tampered('other_desk', 3))
  expect(await forged(vera, { log: other.id })).toMatchObject(tampered('other_log', 3))
})

test('words sealed under another key than the case’s are refused', async () => {
  const log = { ...imagined(), key: other.key }
  await put(vera, log, {})
  expect(await openLied(shown(log))).toMatchObject(tampered('cannot_open', 3))
})

test('an entry of a kind nobody knows leaves the status incomplete, never wrong', async () => {
  const log = imagined()
  await put(vera, log, { kind: 'prophecy', coded: { custody: 'free' }, words: { text: 'all is well' } })
  const seen = value(await openLied(shown(log)))
  expect(seen.state.incomplete).toBe(true)
  const newer = imagined()
  await put(vera, newer, { kind: 'event', kindVersion: 3, coded: { type: 'release_acquitted' }, words: {} })
  expect(value(await openLied(shown(newer))).state.incomplete).toBe(true)
})

const gone = (log: RawCase) => (answer: CaseAnswer) => {
  shown(log)(answer)
  delete answer.entries[1]!.sealed
}

test('a part is missed until its erasure is released by another, and then it is not', async () => {
  const log = await openRaw(vera)
  await send(vera, log, await craft(vera, log, { words: { text: 'to be erased' } }))
  const target = JSON.parse(Buffer.from(log.entries[1]!.statement).toString()) as { id: string }
  const erasure = {
    kind: 'erasure',
    coded: { erases: target.id, parts: ['sealed'], reason: 'danger' },
    words: {},
  }
  const id = newId()
  const proposed = await craft(ben, log, { ...erasure, id })
  log.entries.push(proposed)
  expect(await openLied(gone(log), log.id)).toMatchObject(tampered('part_missing', 1))
  const released = { ...log, entries: [...log.entries] }
  await put(ben, released, { kind: 'release', coded: { of: id }, words: {} })
  expect(await openLied(gone(released), log.id), 'by its own author').toMatchObject(
    tampered('own_release', 3),
  )
  const ana = await insider(app, 'ana', desk)
  await put(ana, log, { kind: 'release', coded: { of: id }, words: {} })
  const seen = value(await openLied(gone(log), log.id))
  expect(seen.entries[1]).toMatchObject({ words: null, erased: ['sealed'] })
})

test('a publication is not released by whoever proposed it', async () => {
  const log = imagined()
  const id = newId()
  const { words: _, ...publication } = publicationOf({ name: 'Kestrel' }, newId())
  await put(ben, log, { id, words: { reason: 'x' }, ...publication })
  await put(ben, log, { kind: 'release', coded: { of: id }, words: {} })
  expect(await openLied(shown(log))).toMatchObject(tampered('own_release', 4))
})

const lineOf = async (lie: Lie, id = one.id) => {
  const { device } = await deviceOf(app, 'ana', { lie })
  const list = value(await device.cases({ desk, filter: {} })).lines
  return { device, line: list.find((line) => line.case === id) }
}
const inList = (answer: ListAnswer, id = one.id) => answer.cases.find((line) => line.case === id)!

const listLies: readonly [string, (answer: ListAnswer) => unknown, string][] = [
  [
    'its head taken from another case',
    (answer) => (inList(answer).head = inList(answer, other.id).head),
    'head_does_not_open',
  ],
  [
    'its head one bit other',
    (answer) => (inList(answer).head!.sealed = flipped(inList(answer).head!.sealed, 30)),
    'head_does_not_open',
  ],
  ['no head', (answer) => (inList(answer).head = null), 'head_does_not_open'],
  [
    'its key taken from another case',
    (answer) => (inList(answer).grant = inList(answer, other.id).grant),
    'no_case_key',
  ],
  [
    'its key one bit other',
    (answer) => (inList(answer).grant!.sealed = flipped(inList(answer).grant!.sealed, 30)),
    'no_case_key',
  ],
  ['its key of another epoch', (answer) => (inList(answer).grant!.epoch = 2), 'no_case_key'],
  ['no key', (answer) => (inList(answer).grant = null), 'no_case_key'],
]

test.each(listLies)(
  'a case with %s is listed with an alarm and without its words',
  async (_, change, alarm) => {
    const { line } = await lineOf(aboutList(change as (answer: ListAnswer) => void))
    expect(line).toMatchObject({ head: null, alarm })
  },
)

test('a list that cannot be read, or never ends, is refused', async () => {
  for (const change of [
    (answer: ListAnswer) => Object.assign(answer.cases[0]!, { tip: 'none' }),
    (answer: ListAnswer) => (answer.next = one.id),
  ]) {
    let asked = 0
    const { device } = await deviceOf(app, 'ana', {
      lie: aboutList((answer) => {
        if ((asked += 1) > 50) throw new Error('asked without end')
        change(answer)
      }),
    })
    expect(await device.cases({ desk, filter: {} })).toMatchObject(tampered('bad_answer'))
  }
})

test('a case that was listed before and is left out is withheld', async () => {
  const first = await deviceOf(app, 'ana')
  value(await first.device.openCase({ desk, case: one.id }))
  await first.device.lock()
  const without = aboutList(
    (answer) => void (answer.cases = answer.cases.filter((line) => line.case !== one.id)),
  )
  for (const drafts of [first.drafts, undefined]) {
    const { device } = await deviceOf(app, 'ana', { lie: without, ...(drafts && { drafts }) })
    const list = value(await device.cases({ desk, filter: { text: 'nothing like it' } })).lines
    expect(
      list.find((line) => line.case === one.id),
      'no search hides an alarm',
    ).toMatchObject({ alarm: 'withheld' })
    expect(await device.openCase({ desk, case: one.id })).toMatchObject(tampered('withheld'))
  }
})

test('a case whose tip goes back in the list, or sideways, is named so', async () => {
  const first = await deviceOf(app, 'ana')
  value(await first.device.openCase({ desk, case: one.id }))
  await first.device.lock()
  const back = aboutList((answer) => (inList(answer).tip.seq -= 1))
  expect((await lineOf(back)).line).toMatchObject({ alarm: 'rolled_back', head: null })
  const aside = aboutList((answer) => (inList(answer).tip.hash = flipped(inList(answer).tip.hash)))
  expect((await lineOf(aside)).line).toMatchObject({ alarm: 'forked', head: null })
})

test('a tip the server made up is no alarm for ever after', async () => {
  const ahead = aboutList((answer) => void (inList(answer).tip = { seq: 9999, hash: 'A'.repeat(43) }))
  const { device, lie, drafts } = await deviceOf(app, 'ana', { lie: ahead })
  value(await device.cases({ desk, filter: {} }))
  lie(null)
  await device.lock()
  const again = await deviceOf(app, 'ana', { drafts })
  expect((await again.device.openCase({ desk, case: one.id })).ok).toBe(true)
})

test('an old answer after an append is a roll-back, on this device and on the next', async () => {
  const made = value(await app.writer.createCase({ desk, entries: [opened(), arrest()] })).case
  const told = new Map<string, unknown>()
  const ana = await deviceOf(app, 'ana', {
    lie: (asked, answer) => {
      if (asked.startsWith('GET ')) told.set(asked.replace(/\?.*/, ''), structuredClone(answer))
      return answer
    },
  })
  value(await ana.device.openCase({ desk, case: made }))
  const note = { kind: 'note', coded: { toCode: true }, words: { text: 'new' } }
  ana.lie(null)
  value(await ana.device.append({ desk, case: made, entries: [note] }))
  const replay: Lie = (asked, answer) => {
    const old = asked.includes('/cases') ? told.get(asked.replace(/\?.*/, '')) : undefined
    if (!old || !asked.includes('?from=')) return old ? structuredClone(old) : answer
    const { entries, tip } = structuredClone(old) as CaseAnswer
    return { entries: entries.slice(Number(asked.split('from=')[1])), tip }
  }
  ana.lie(replay)
  expect(await ana.device.openCase({ desk, case: made })).toMatchObject(tampered('rolled_back'))
  await ana.device.lock()
  for (const drafts of [ana.drafts, undefined]) {
    const next = await deviceOf(app, 'ana', { lie: replay, ...(drafts && { drafts }) })
    const list = value(await next.device.cases({ desk, filter: {} })).lines
    expect(list.find((line) => line.case === made)).toMatchObject({ alarm: 'rolled_back', head: null })
    expect(await next.device.openCase({ desk, case: made })).toMatchObject(tampered('rolled_back'))
  }
})

test('an entry or a case the server acknowledged and never kept is missed', async () => {
  const made = value(await app.writer.createCase({ desk, entries: [opened()] })).case
  let swallow = false
  const through = async (request: Request, pass: (request: Request) => Promise<Response>) => {
    const { pathname } = new URL(request.url)
    const kept = !(swallow && request.method === 'POST' && /\/cases(\/|$)/.test(pathname))
    if (kept) return pass(request)
    const tip = { seq: 1, hash: 'A'.repeat(43) }
    return Response.json(pathname.endsWith('/entries') ? tip : { tips: [tip] }, { status: 201 })
  }
  const device = app.device({ through })
  value(await device.signIn({ name: 'ben', passphrase: 'grapple untidy mosaic perch walnut celery' }))
  value(await device.openCase({ desk, case: made }))
  swallow = true
  await device.append({
    desk,
    case: made,
    entries: [{ kind: 'note', coded: { toCode: true }, words: { text: 'a' } }],
  })
  expect(await device.openCase({ desk, case: made })).toMatchObject(tampered('rolled_back'))
  expect(await device.createCase({ desk, entries: [opened()] })).toMatchObject(tampered('withheld'))
})

test('an answer that is no answer of the API is refused as such', async () => {
  const broken: readonly unknown[] = [
    {},
    [],
    null,
    'text',
    { entries: [] },
    { entries: [{}], tip: { seq: 0, hash: '' } },
  ]
  for (const body of broken) {
    const { device } = await deviceOf(app, 'ana', {
      lie: (asked, told) => (asked.includes(`/cases/${one.id}`) ? new Says(200, body) : told),
    })
    expect(await device.openCase({ desk, case: one.id })).toMatchObject(tampered('bad_answer'))
  }
})

test('a right that has ended covers nothing that comes after it', async () => {
  const device = await app.join('emil', 'writer')
  const emil = await insider(app, 'emil', desk)
  const log = await openRaw(emil)
  await device.lock()
  value(await app.steward.changeRole({ desk, account: emil.account, role: 'reader' }))
  const late = await craft(emil, log, { at: nowText(3 * 86_400_000) })
  log.entries.push(late)
  expect(await openLied(shown(log), log.id)).toMatchObject(tampered('no_right', 1))
})
