/** What one member's device asks at once: its own requests that cross are never taken for a lie of the server. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  memoryDrafts,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  type Through,
  value,
} from '../../../tests/support/app.ts'
import { seededChance } from '../../../tests/support/chance.ts'
import type { Workbench } from './workbench.ts'

/** Longer than a list counts as fresh. */
const LATER = 16_000
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

const deviceOf = async (name: string, through: Through): Promise<Workbench> => {
  const device = app.device({ through })
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  return device
}

const wait = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms))

/** Lets answers of one address pass only when they are told to. */
const gate = (holds: (request: Request) => boolean) => {
  const waiting: (() => void)[] = []
  let shut = false
  const through: Through = async (request, send) => {
    const held = shut && holds(request)
    const response = await send(request)
    if (held) await new Promise<void>((pass) => waiting.push(pass))
    return response
  }
  return {
    through,
    shut: () => void (shut = true),
    open: () => {
      shut = false
      for (const pass of waiting.splice(0)) pass()
    },
    held: async () => {
      while (waiting.length === 0) await new Promise((next) => setTimeout(next, 1))
    },
  }
}

const isList = (request: Request): boolean =>
  request.method === 'GET' && /\/cases(\?|$)/.test(new URL(request.url).pathname)

const isFounding = (request: Request): boolean =>
  request.method === 'POST' && new URL(request.url).pathname.endsWith('/desks')

const isMe = (request: Request): boolean =>
  request.method === 'GET' && new URL(request.url).pathname.endsWith('/me')

const breaking: Through = async (request, send) => {
  const response = await send(request)
  if (!isList(request)) return response
  const torn = new ReadableStream<Uint8Array>({
    start: (stream) => {
      stream.enqueue(new TextEncoder().encode('{"cases":['))
      stream.error(new TypeError('terminated'))
    },
  })
  return new Response(torn, { status: 200, headers: response.headers })
}

test('many calls of one device at once raise no alarm and lose nothing', async () => {
  const chance = seededChance('crossing')
  const slow: Through = async (request, send) => {
    await wait(chance(1)[0]! % 12)
    const response = await send(request)
    await wait(chance(1)[0]! % 12)
    return response
  }
  const device = await deviceOf('vera', slow)
  const { desk } = app
  const made = value(await device.createCase({ desk, entries: [opened] }))
  const where = { desk, case: made.case }
  const alarms: unknown[] = []
  const look = async (): Promise<void> => {
    for (let at = 0; at < 12; at++) {
      skipped += LATER
      const { lines } = value(await device.cases({ desk, filter: {} }))
      alarms.push(...lines.filter(({ alarm }) => alarm !== null))
      value(await device.overview({ desk }))
      alarms.push(...((await device.me())?.alarms ?? []))
    }
  }
  const read = async (): Promise<void> => {
    for (let at = 0; at < 20; at++) value(await device.openCase(where))
  }
  const write = async (by: string): Promise<void> => {
    for (let at = 0; at < 6; at++) value(await device.append({ ...where, entries: [note(`${by} ${at}`)] }))
  }
  const create = async (): Promise<void> => {
    for (let at = 0; at < 5; at++)
      value(await device.createCase({ desk, entries: [opened, named(`New ${at}`)] }))
  }
  await Promise.all([look(), look(), read(), write('a'), write('b'), create()])
  expect(alarms).toEqual([])
  const { entries } = value(await device.openCase(where))
  const texts = entries.map(({ words }) => (words as { text?: string }).text).filter(Boolean)
  expect(texts.toSorted()).toEqual(['a', 'b'].flatMap((by) => [0, 1, 2, 3, 4, 5].map((at) => `${by} ${at}`)))
  const { lines } = value(await device.cases({ desk, filter: { text: 'New' } }))
  expect(lines.map(({ head }) => head?.names[0]).toSorted()).toEqual([0, 1, 2, 3, 4].map((at) => `New ${at}`))
  expect(app.faults).toEqual([])
})

test('a list asked for before an entry was added does not hide it when it comes later', async () => {
  const { through, shut, open, held } = gate(isList)
  const device = await deviceOf('vera', through)
  const { desk } = app
  const made = value(await device.createCase({ desk, entries: [opened, named('Before')] }))
  const where = { desk, case: made.case }
  value(await device.cases({ desk, filter: {} }))
  skipped += LATER
  shut()
  const late = device.cases({ desk, filter: {} })
  await held()
  value(await device.append({ ...where, entries: [named('Afterwards')] }))
  const fresh = value(await device.createCase({ desk, entries: [opened, named('Meanwhile')] }))
  open()
  value(await late)
  const found = async (text: string) =>
    value(await device.cases({ desk, filter: { text } })).lines.map((line) => [line.case, line.alarm])
  expect(await found('Afterwards')).toEqual([[made.case, null]])
  expect(await found('Meanwhile')).toEqual([[fresh.case, null]])
})

test('two lists wanted at once are fetched once', async () => {
  let lists = 0
  const device = await deviceOf('vera', (request, send) => {
    if (isList(request)) lists += 1
    return send(request)
  })
  const { desk } = app
  await Promise.all([device.cases({ desk, filter: {} }), device.overview({ desk })])
  expect(lists).toBe(1)
})

test('what somebody types is answered from memory while the list is looked at anew', async () => {
  const { through, shut, open, held } = gate(isList)
  const device = await deviceOf('vera', through)
  const { desk } = app
  value(await device.createCase({ desk, entries: [opened, named('Typed Quickly')] }))
  value(await device.cases({ desk, filter: {} }))
  skipped += LATER
  shut()
  const { lines } = value(await device.cases({ desk, filter: { text: 'quickly' } }))
  expect(lines.map(({ head }) => head?.names)).toEqual([['Typed Quickly']])
  await held()
  open()
})

test('a list that took long is shown from memory, and asked for again after nine times as long', async () => {
  let lists = 0
  const { through, shut, open, held } = gate(isList)
  const device = await deviceOf('vera', (request, send) => {
    if (isList(request)) lists += 1
    return through(request, send)
  })
  const list = () => device.cases({ desk: app.desk, filter: {} })
  shut()
  const first = list()
  await held()
  skipped += 10_000
  open()
  const { total } = value(await first)
  skipped += 89_000
  value(await list())
  expect(lists).toBe(1)
  skipped += 2000
  shut()
  expect(value(await list()).total).toBe(total)
  await held()
  expect(lists).toBe(2)
  open()
})

test('an older look at a case does not replace what was appended meanwhile', async () => {
  const { through, shut, open, held } = gate(
    (request) => request.method === 'GET' && /\/cases\/[^/]+$/.test(new URL(request.url).pathname),
  )
  const device = await deviceOf('vera', through)
  const { desk } = app
  const made = value(await device.createCase({ desk, entries: [opened] }))
  const where = { desk, case: made.case }
  shut()
  const late = device.openCase(where)
  await held()
  value(await device.append({ ...where, entries: [named('Newest')] }))
  open()
  value(await late)
  const { lines } = value(await device.cases({ desk, filter: { text: 'newest' } }))
  expect(lines.map((line) => line.tip)).toEqual([1])
})

test('entries of a member admitted a moment ago open in two pages at once', async () => {
  const device = await deviceOf('vera', (request, send) => send(request))
  const { desk } = app
  const made = value(await device.createCase({ desk, entries: [opened] }))
  const where = { desk, case: made.case }
  const guest = await app.join('newcomer', 'writer')
  value(await guest.append({ ...where, entries: [note('first of mine')] }))
  const slowly = await Promise.all([1, 2, 3, 4].map(() => device.openCase(where)))
  expect(slowly.map(({ ok }) => ok)).toEqual([true, true, true, true])
})

test('a desk that is being founded is no strange one to an answer that names it early', async () => {
  const { through, shut, open, held } = gate(isFounding)
  const device = await deviceOf('vera', through)
  shut()
  const founding = device.foundDesk({ name: 'Founded slowly' })
  await held()
  expect((await device.me())?.alarms).toEqual([])
  open()
  const founded = value(await founding)
  const me = await device.me()
  expect(me?.alarms).toEqual([])
  expect(me?.desks.map(({ id }) => id)).toContain(founded.id)
})

test('a desk founded while the device asks for its desks is not called withheld', async () => {
  const { through, shut, open, held } = gate(isMe)
  const device = await deviceOf('vera', through)
  shut()
  const asking = device.me()
  await held()
  value(await device.foundDesk({ name: 'Founded meanwhile' }))
  open()
  expect((await asking)?.alarms).toEqual([])
})

test('a draft that is deleted stays deleted, and the last one saved is the one that is found', async () => {
  const drafts = memoryDrafts()
  const set = drafts.set
  // A store that takes its time for what it is given first.
  let slow = 30
  const device = app.device({
    drafts: {
      ...drafts,
      set: async (key, bytes) => {
        const pause = slow
        slow = 0
        await wait(pause)
        await set(key, bytes)
      },
    },
  })
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  slow = 30
  const saves = [1, 2].map((at) => device.saveDraft({ key: 'form', value: { at } }))
  expect(await device.loadDraft({ key: 'form' })).toEqual({ at: 2 })
  await Promise.all(saves)
  slow = 30
  const saved = device.saveDraft({ key: 'form', value: { at: 3 } })
  await device.deleteDraft({ key: 'form' })
  await saved
  expect(await device.loadDraft({ key: 'form' })).toBeNull()
})

test('a connection that breaks in the middle of an answer is no alarm', async () => {
  const device = await deviceOf('vera', breaking)
  expect(await device.cases({ desk: app.desk, filter: {} })).toEqual({
    ok: false,
    error: { kind: 'unreachable' },
  })
})
