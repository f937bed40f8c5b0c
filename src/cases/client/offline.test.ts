/** A device that its member chose: what it shows and takes without the server, and what becomes of that afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  memoryDrafts,
  memoryKept,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  type TestKept,
  value,
} from '../../../tests/support/app.ts'
import type { DraftStore } from '../../members/client/unlocked.ts'
import type { Workbench } from '../../platform/client/workbench.ts'

/** Longer than a server that was away is left in peace, and than a list counts as fresh. */
const LATER = 20_000
let skipped = 0
let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk(() => new Date(Date.now() + skipped))
})
afterAll(() => app.stop())

const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
const named = (text: string) => ({
  kind: 'identity',
  coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
  words: { names: [{ text, kind: 'full' }] },
})
const note = (text: string) => ({ kind: 'note', coded: { toCode: false }, words: { text } })

type Line = { up: boolean; losesAnswers: boolean }
type Device = {
  readonly line: Line
  readonly kept: TestKept
  readonly drafts: DraftStore
  readonly bench: Workbench
  /** As after the browser was closed. */
  readonly again: () => Workbench
}

const deviceOf = async (name: string, given: { readonly limit?: number } = {}): Promise<Device> => {
  const line: Line = { up: true, losesAnswers: false }
  const kept = memoryKept(given.limit)
  const drafts = memoryDrafts()
  const again = (): Workbench =>
    app.device({
      kept,
      drafts,
      through: async (request, send) => {
        if (!line.up) throw new TypeError('no line')
        const answer = await send(request)
        if (line.losesAnswers && request.method === 'POST') throw new TypeError('cut')
        return answer
      },
    })
  const bench = again()
  value(await bench.signIn({ name, passphrase: PASSPHRASE }))
  value(await bench.keepOffline({ passphrase: PASSPHRASE }))
  return { line, kept, drafts, bench, again }
}

const cut = (line: Line): void => void (line.up = false)
const mend = (line: Line): void => {
  line.up = true
  skipped += LATER
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

const textsOf = (view: { readonly entries: readonly { readonly words?: unknown }[] }): readonly string[] =>
  view.entries.flatMap(({ words }) => (words as { text?: string } | null)?.text ?? [])

const newCase = async (name: string): Promise<{ readonly desk: string; readonly case: string }> => {
  const { desk } = app
  const made = value(await app.writer.createCase({ desk, entries: [opened, named(name)] }))
  return { desk, case: made.case }
}

test('what was opened is read and searched without the server, after the browser was closed too', async () => {
  const where = await newCase('Nodira Keeping')
  await newCase('Never Opened')
  const device = await deviceOf('vera')
  value(await device.bench.cases({ desk: app.desk, filter: {} }))
  value(await device.bench.openCase(where))
  await settled()
  await device.bench.lock()
  cut(device.line)
  const later = device.again()
  const me = value(await later.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  expect(me.alarms).toEqual([])
  expect(me.desks.map(({ name }) => name)).toEqual(['North'])
  const { lines } = value(await later.cases({ desk: app.desk, filter: { text: 'nodira' } }))
  expect(lines.map(({ head, alarm }) => [head?.names[0], alarm])).toEqual([['Nodira Keeping', null]])
  expect(value(await later.openCase(where)).head.names).toEqual(['Nodira Keeping'])
  const unopened = value(await later.cases({ desk: app.desk, filter: { text: 'never opened' } })).lines[0]
  expect(await later.openCase({ desk: app.desk, case: unopened?.case ?? '' })).toMatchObject({
    error: { kind: 'unreachable' },
  })
  const now = await later.offline()
  expect(now.chosen).toBe(true)
  expect(now.away).not.toBeNull()
})

test('a case opened just before the line went stays in a list that is asked for anew', async () => {
  const where = await newCase('Opened At The Door')
  await newCase('Not Opened')
  const device = await deviceOf('vera')
  value(await device.bench.cases({ desk: app.desk, filter: {} }))
  value(await device.bench.openCase(where))
  cut(device.line)
  skipped += LATER
  const { lines } = value(await device.bench.cases({ desk: app.desk, filter: { text: 'at the door' } }))
  expect(lines.map(({ case: id }) => id)).toEqual([where.case])
  const written = await device.bench.append({ ...where, entries: [note('On the stairs')] })
  expect(textsOf(value(written))).toEqual(['On the stairs'])
})

test('a wrong passphrase opens nothing without the server either', async () => {
  const device = await deviceOf('vera')
  await device.bench.lock()
  cut(device.line)
  expect(await device.again().signIn({ name: 'vera', passphrase: 'not the right one at all' })).toEqual({
    ok: false,
    error: { kind: 'wrong_sign_in' },
  })
})

test('a device that was not chosen keeps nothing and does not open', async () => {
  const line = { up: true }
  const kept = memoryKept()
  const bench = app.device({
    kept,
    through: async (request, send) => {
      if (!line.up) throw new TypeError('no line')
      return send(request)
    },
  })
  value(await bench.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  const where = await newCase('Unkept')
  value(await bench.openCase(where))
  await settled()
  expect(await kept.store.marks()).toEqual([])
  line.up = false
  expect(await bench.append({ ...where, entries: [note('stays a draft')] })).toMatchObject({
    error: { kind: 'unreachable' },
  })
  await bench.lock()
  expect(await bench.signIn({ name: 'vera', passphrase: PASSPHRASE })).toMatchObject({
    error: { kind: 'unreachable' },
  })
})

test('to choose a device takes the passphrase', async () => {
  const kept = memoryKept()
  const bench = app.device({ kept })
  value(await bench.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  expect(await bench.keepOffline({ passphrase: 'somebody found it open' })).toMatchObject({ ok: false })
  expect(await kept.store.marks()).toEqual([])
})

test('what is written without the server is folded on top, sent later, and counts once', async () => {
  const where = await newCase('Outbox')
  const device = await deviceOf('vera')
  value(await device.bench.openCase(where))
  await settled()
  cut(device.line)
  const view = value(await device.bench.append({ ...where, entries: [note('on the bus')] }))
  expect(view.waiting).toHaveLength(1)
  expect(view.entries.at(-1)).toMatchObject({ waits: true, words: { text: 'on the bus' } })
  value(await device.bench.append({ ...where, entries: [note('at night')] }))
  const { lines } = value(await device.bench.cases({ desk: app.desk, filter: { text: 'outbox' } }))
  expect(lines[0]?.waiting).toBe(2)
  value(await app.second.append({ ...where, entries: [note('from ben meanwhile')] }))

  // Closed, and opened without the server.
  await device.bench.lock()
  const later = device.again()
  value(await later.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  expect(textsOf(value(await later.openCase(where)))).toEqual(['on the bus', 'at night'])
  mend(device.line)
  // Another start, and no session any more: the passphrase is asked for, and nothing is lost by it.
  expect(await later.sendOutbox()).toMatchObject({ error: { kind: 'locked' } })
  value(await later.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  expect(value(await later.sendOutbox())).toMatchObject({ waiting: 0, refused: 0, away: null })
  const after = value(await later.openCase(where))
  expect(textsOf(after)).toEqual(['from ben meanwhile', 'on the bus', 'at night'])
  expect(after.waiting).toEqual([])
  expect(textsOf(value(await app.steward.openCase(where)))).toEqual(textsOf(after))
})

test('an answer that is lost after the server has stored the entry doubles nothing', async () => {
  const where = await newCase('Lost answers')
  const device = await deviceOf('vera')
  value(await device.bench.openCase(where))
  device.line.losesAnswers = true
  const kept = value(await device.bench.append({ ...where, entries: [note('stored and not told')] }))
  expect(kept.entries.at(-1)?.words).toEqual({ text: 'stored and not told' })
  const made = value(await device.bench.createCase({ desk: app.desk, entries: [opened, named('New Lost')] }))
  device.line.losesAnswers = false
  mend(device.line)
  expect(value(await device.bench.sendOutbox())).toMatchObject({ waiting: 0, refused: 0 })
  expect(textsOf(value(await app.steward.openCase(where)))).toEqual(['stored and not told'])
  skipped += LATER
  const { lines } = value(await app.steward.cases({ desk: app.desk, filter: { text: 'New Lost' } }))
  expect(lines.map((line) => [line.case, line.tip])).toEqual([[made.case, 1]])
})

test('a case opened without the server is listed, added to, and sent under the same id', async () => {
  const device = await deviceOf('vera')
  value(await device.bench.cases({ desk: app.desk, filter: {} }))
  await settled()
  cut(device.line)
  const made = value(
    await device.bench.createCase({ desk: app.desk, entries: [opened, named('Offline Child')] }),
  )
  const where = { desk: app.desk, case: made.case }
  value(await device.bench.append({ ...where, entries: [note('first visit')] }))
  const { lines } = value(await device.bench.cases({ desk: app.desk, filter: { text: 'offline child' } }))
  expect(lines).toMatchObject([{ case: made.case, alarm: null, waiting: 3 }])
  mend(device.line)
  expect(value(await device.bench.sendOutbox())).toMatchObject({ waiting: 0, refused: 0 })
  expect(textsOf(value(await app.steward.openCase(where)))).toEqual(['first visit'])
})

test('what the log no longer allows waits with its reason and with what came meanwhile', async () => {
  const where = await newCase('Refused')
  const device = await deviceOf('vera')
  value(await device.bench.openCase(where))
  await settled()
  cut(device.line)
  value(await device.bench.append({ ...where, entries: [note('for a case that was closed')] }))
  const close = { kind: 'closed', coded: { reason: 'other' }, words: {} }
  value(await app.second.append({ ...where, entries: [close] }))
  mend(device.line)
  expect(value(await device.bench.sendOutbox())).toMatchObject({ waiting: 0, refused: 1 })
  const [line] = value(await device.bench.outbox({ desk: app.desk }))
  expect(line).toMatchObject({ title: 'Refused', refused: { kind: 'decided', why: { kind: 'case_closed' } } })
  expect(line?.meanwhile.map(({ kind, authorName }) => [kind, authorName])).toEqual([['closed', 'ben']])
  const shown = value(await device.bench.openCase(where))
  expect(shown.state.closed).toBe(true)
  expect(textsOf(shown)).toEqual([])
  expect(shown.waiting[0]?.entries[0]?.words).toEqual({ text: 'for a case that was closed' })

  // Nothing is tried again by itself; by hand it is, and the case is open again.
  value(await app.second.append({ ...where, entries: [opened] }))
  expect(value(await device.bench.sendOutbox())).toMatchObject({ refused: 1 })
  const item = line?.item ?? ''
  expect(value(await device.bench.settleOutbox({ item, act: 'retry' }))).toMatchObject({
    refused: 0,
    waiting: 0,
  })
  expect(textsOf(value(await app.steward.openCase(where)))).toEqual(['for a case that was closed'])
})

test('an entry that was refused can be dropped, and nothing else drops it', async () => {
  const where = await newCase('Dropped')
  const device = await deviceOf('vera')
  value(await device.bench.openCase(where))
  await settled()
  cut(device.line)
  value(await device.bench.append({ ...where, entries: [note('never mind')] }))
  const [line] = value(await device.bench.outbox({ desk: app.desk }))
  value(await device.bench.settleOutbox({ item: line?.item ?? '', act: 'drop' }))
  mend(device.line)
  expect(value(await device.bench.sendOutbox())).toMatchObject({ waiting: 0, refused: 0 })
  expect(textsOf(value(await app.steward.openCase(where)))).toEqual([])
})

test('signing out leaves nothing of the member on the device, though the server is away', async () => {
  const where = await newCase('Leaving')
  const device = await deviceOf('vera')
  value(await device.bench.openCase(where))
  await settled()
  cut(device.line)
  value(await device.bench.append({ ...where, entries: [note('lost by choice')] }))
  await device.bench.signOut()
  expect(await device.kept.store.marks()).toEqual([])
  expect(await device.again().signIn({ name: 'vera', passphrase: PASSPHRASE })).toMatchObject({
    error: { kind: 'unreachable' },
  })
})

test('a session that the server ended closes the device until the server lets it open again', async () => {
  await app.join('zora', 'writer')
  const device = await deviceOf('zora')
  const other = app.device()
  value(await other.signIn({ name: 'zora', passphrase: PASSPHRASE }))
  value(await other.endOtherSessions())
  expect(await device.bench.sendOutbox()).toMatchObject({ error: { kind: 'locked' } })
  await device.bench.lock()
  cut(device.line)
  expect(await device.again().signIn({ name: 'zora', passphrase: PASSPHRASE })).toMatchObject({
    error: { kind: 'unreachable' },
  })
  mend(device.line)
  const back = device.again()
  value(await back.signIn({ name: 'zora', passphrase: PASSPHRASE }))
  expect((await back.offline()).chosen).toBe(true)
})

test('nothing that is kept is readable without the keys', async () => {
  const where = await newCase('Canary Readable')
  const device = await deviceOf('vera')
  value(await device.bench.openCase(where))
  value(await device.bench.cases({ desk: app.desk, filter: {} }))
  await settled()
  cut(device.line)
  value(await device.bench.append({ ...where, entries: [note('canary in the outbox')] }))
  const marks = await device.kept.store.marks()
  const all = await Promise.all(marks.map(({ key }) => device.kept.store.get(key)))
  const text = all.map((bytes) => new TextDecoder('latin1').decode(bytes ?? new Uint8Array())).join('\n')
  expect(text.length).toBeGreaterThan(5000)
  for (const canary of ['Canary', 'canary', where.case, app.desk, 'TJ"', 'identity', 'North'])
    expect(`${text} ${JSON.stringify(marks)}`).not.toContain(canary)
})

test('the cases opened longest ago make room, and what waits never does', async () => {
  const device = await deviceOf('vera', { limit: 120_000 })
  const old = await newCase('The Oldest')
  value(await device.bench.openCase(old))
  await settled()
  cut(device.line)
  value(await device.bench.append({ ...old, entries: [note('waits')] }))
  mend(device.line)
  const before = (await device.bench.offline()).cases
  for (let at = 0; at < 12; at++) {
    const where = await newCase(`Filler ${at}`)
    value(await app.writer.append({ ...where, entries: [note('long '.repeat(2000))] }))
    value(await device.bench.openCase(where))
    await settled()
  }
  const now = await device.bench.offline()
  expect(before).toBeGreaterThan(0)
  expect(now.bytes).toBeLessThanOrEqual(120_000)
  expect(now.cases).toBeGreaterThan(0)
  expect(now.cases).toBeLessThan(12)
})

test('a device that had the list asks for the lines that changed, and for no others', async () => {
  const asked: string[] = []
  const kept = memoryKept()
  const drafts = memoryDrafts()
  const device = (): Workbench =>
    app.device({
      kept,
      drafts,
      through: (request, send) => {
        asked.push(new URL(request.url).pathname.split('/').at(-1) ?? '')
        return send(request)
      },
    })
  const first = device()
  value(await first.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await first.keepOffline({ passphrase: PASSPHRASE }))
  await settled()
  await first.lock()
  const where = await newCase('Opened Since')
  asked.length = 0
  const next = device()
  value(await next.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  const { lines } = value(await next.cases({ desk: app.desk, filter: { text: 'opened since' } }))
  expect(lines.map((line) => line.case)).toEqual([where.case])
  expect(asked).toContain('case-digests')
  expect(asked).toContain('case-lines')
  expect(asked).not.toContain('cases')
})
