/** Every byte of an answer, one bit of it other: either it is refused, or what is opened is the truth. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { hereAt, openCase, type OpenCase } from '../../src/cases/client/case_log.ts'
import { loadRegistry, type Registry } from '../../src/cases/client/registry.ts'
import { openDesk } from '../../src/members/client/desk_log.ts'
import type { ClientDeps, Unlocked } from '../../src/members/client/unlocked.ts'
import { createApi } from '../../src/platform/client/api.ts'
import { type Insider, insider } from '../support/adversary.ts'
import { ORIGIN, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { arrest, opened } from '../support/published.ts'

let app: TestDesk
let desk: string
let id: string
let ana: Insider
let registry: Registry

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  const note = { kind: 'note', coded: { toCode: true }, words: { text: 'secret' } }
  id = value(await app.writer.createCase({ desk, entries: [opened(), arrest(), note] })).case
  ana = await insider(app, 'ana', desk)
  registry = value(await loadAll(ana.deps, ana.unlocked))
})
afterAll(() => app.stop())

const loadAll = (deps: ClientDeps, unlocked: Unlocked) =>
  loadRegistry(deps, unlocked, { desk: ana.desk(), before: new Map(), progress: () => undefined })

/** The member as they are before the answer: what a lie does to them must not reach the next one. */
const fresh = (): Unlocked => ({
  ...ana.unlocked,
  desks: new Map(ana.unlocked.desks),
  alarms: new Map(),
  memory: structuredClone(ana.unlocked.memory),
})

/** A server that answers everything with these bytes. */
const answering = (bytes: Uint8Array<ArrayBuffer>): ClientDeps => ({
  ...ana.deps,
  api: createApi({
    base: ORIGIN,
    fetch: async () => new Response(bytes, { status: 200, headers: { 'content-type': 'application/json' } }),
  }),
})

const toldTo = async (path: string): Promise<Uint8Array<ArrayBuffer>> =>
  new TextEncoder().encode((await ana.ask('GET', path)).text)

/** The answer with one bit of one byte other; which bit, the place decides. */
const flippedAt = (bytes: Uint8Array, place: number): Uint8Array<ArrayBuffer> => {
  const other = Uint8Array.from(bytes)
  other[place] = other[place]! ^ (1 << (place % 8))
  return other
}

const openedFrom = (bytes: Uint8Array<ArrayBuffer>) => {
  const here = hereAt(answering(bytes), fresh(), { desk, opened: new Map() })!
  return openCase(here, registry.get(id)!)
}

const whatIsRead = ({ entries, state, tip }: OpenCase): unknown => ({ entries, state, tip })

test('every byte of a case’s log', async () => {
  const bytes = await toldTo(`/desks/${desk}/cases/${id}?from=0`)
  const truth = whatIsRead(value(await openedFrom(bytes)))
  let refused = 0
  for (const place of bytes.keys()) {
    const seen = await openedFrom(flippedAt(bytes, place))
    if (seen.ok) expect(whatIsRead(seen.value), `byte ${place}`).toEqual(truth)
    else refused += 1
    if (!seen.ok) expect(seen.error.kind, `byte ${place}`).toBe('tampered')
  }
  // What may pass: the tip's seq, which says nothing that the log does not.
  expect(bytes.length - refused).toBeLessThan(12)
}, 180_000)

test('every byte of a desk’s log but the bundle’s, and every hundredth of that', async () => {
  const bytes = await toldTo(`/desks/${desk}/log`)
  const bundle = new TextDecoder().decode(bytes).indexOf('"bundle"')
  const truth = value(await openDesk(ana.deps, ana.unlocked, desk))
  for (const place of bytes.keys()) {
    if (place > bundle + 20 ? place % 100 !== 0 : place % 5 !== 0) continue
    const unlocked = { ...fresh(), desks: new Map() }
    const seen = await openDesk(answering(flippedAt(bytes, place)), unlocked, desk)
    if (seen.ok)
      expect({ desk: seen.value.desk, tip: seen.value.tip }).toEqual({ desk: truth.desk, tip: truth.tip })
    else expect(seen.error.kind, `byte ${place}`).toBe('tampered')
    if (!seen.ok) expect([...unlocked.desks.keys(), unlocked.alarms.size]).toEqual([1])
  }
}, 180_000)

test('every byte of the list of cases', async () => {
  const bytes = await toldTo(`/desks/${desk}/cases`)
  const truth = registry.get(id)!
  for (const place of bytes.keys()) {
    const list = await loadAll(answering(flippedAt(bytes, place)), fresh())
    if (!list.ok) {
      expect(list.error.kind, `byte ${place}`).toBe('tampered')
      continue
    }
    for (const line of list.value.values())
      if (line.head) expect([line.case, line.head], `byte ${place}`).toEqual([id, truth.head])
    expect(list.value.has(id), `byte ${place}: withheld, if nothing else`).toBe(true)
  }
}, 180_000)
