/** A server that takes lines out of a desk's access log, changes them or goes back: the next look at it says so. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { AccessLine } from '../../src/members/core/access_chain.ts'
import { lineHash } from '../../src/members/core/access_chain.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { deviceOf, type Lie } from '../support/liar.ts'

type Summary = { tip: { seq: number; hash: string | null }; first: number; from: number }
type Lines = { lines: AccessLine[] }

let app: TestDesk
let desk: string

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  for (let n = 0; n < 4; n += 1) {
    const entries = [{ kind: 'opened', coded: { dark: false } }]
    const { case: id } = value(await app.steward.createCase({ desk, entries }))
    value(await app.writer.openCase({ desk, case: id }))
  }
})
afterAll(() => app.stop())

const lie =
  (change: { readonly summary?: (told: Summary) => void; readonly lines?: (told: Lines) => void }): Lie =>
  (asked, told) => {
    if (asked.startsWith(`GET /desks/${desk}/access?`)) change.summary?.(told as Summary)
    if (asked.startsWith(`GET /desks/${desk}/access/unusual`)) change.summary?.(told as Summary)
    if (asked.startsWith(`GET /desks/${desk}/access/lines`)) change.lines?.(told as Lines)
    return told
  }

/** A device that has seen the whole log before its server begins to lie. */
const afterTruth = async (lying: Lie) => {
  const { device, lie: begin } = await deviceOf(app, 'rosa')
  value(await device.deskAccess({ desk, days: 30 }))
  begin(lying)
  return device
}

const rechained = (lines: readonly AccessLine[]): AccessLine[] => {
  const made: AccessLine[] = []
  for (const line of lines) {
    const last = made.at(-1)
    made.push({
      ...line,
      seq: (lines[0]?.seq ?? 0) + made.length,
      prev: last ? lineHash(desk, last) : line.prev,
    })
  }
  return made
}

test.each<[string, Lie, string]>([
  [
    'goes back by a line',
    lie({ summary: (told) => (told.tip = { seq: 1, hash: 'A'.repeat(43) }) }),
    'access_lost',
  ],
  ['names another end', lie({ summary: (told) => (told.tip.hash = 'A'.repeat(43)) }), 'access_changed'],
  ['begins later than it kept', lie({ summary: (told) => (told.first = told.tip.seq + 1) }), 'access_lost'],
])('one that %s is found by a look at the page', async (_, lying, what) => {
  const device = await afterTruth(lying)
  expect(await device.deskAccess({ desk, days: 30 })).toMatchObject({
    ok: false,
    error: { kind: 'tampered', what },
  })
  const alarms = (await device.me())?.alarms ?? []
  expect(alarms).toMatchObject([{ desk, kind: what }])
})

test.each<[string, (told: Lines) => void]>([
  ['drops a line', (told) => void told.lines.splice(-1, 1)],
  ['changes a line', (told) => (told.lines[0] = { ...told.lines[0]!, act: 'listed' })],
])('one that %s is found, also by who never looked before', async (_, change) => {
  const { device } = await deviceOf(app, 'vera', { lie: lie({ lines: change }) })
  expect(await device.deskAccess({ desk, days: 30 })).toMatchObject({
    ok: false,
    error: { kind: 'tampered' },
  })
})

test('one that goes back is found by the overview as well', async () => {
  const device = await afterTruth(lie({ summary: (told) => (told.tip = { seq: 0, hash: 'A'.repeat(43) }) }))
  expect(await device.unusualAccess({ desk })).toMatchObject({ ok: false, error: { what: 'access_lost' } })
})

test('one that tells another story from the beginning on is found by who saw the true one', async () => {
  const truth = value(await app.reader.deskAccess({ desk, days: 30 })).lines.toReversed()
  const story = rechained(truth.toSpliced(1, 1))
  const last = story.at(-1)!
  const told: Lie = lie({
    summary: (summary) => (summary.tip = { seq: last.seq, hash: lineHash(desk, last) }),
    lines: (lines) => (lines.lines = story),
  })
  expect(await (await afterTruth(told)).deskAccess({ desk, days: 30 })).toMatchObject({ ok: false })
  // Whoever never saw it cannot know: the log is the server's word.
  const { device } = await deviceOf(app, 'ben', { lie: told })
  expect((await device.deskAccess({ desk, days: 30 })).ok).toBe(true)
})

test('the truth, after all these lies, is believed again', async () => {
  const { device, lie: begin } = await deviceOf(app, 'rosa')
  begin(lie({ summary: (told) => (told.tip.hash = 'A'.repeat(43)) }))
  await device.deskAccess({ desk, days: 30 })
  begin(null)
  value(await device.deskAccess({ desk, days: 30 }))
  expect((await device.me())?.alarms).toEqual([])
})
