import { afterEach, beforeEach, expect, test } from 'vitest'

import { refreshFigures } from '../../src/figures/server/refresh.service.ts'
import { endAllSessions } from '../../src/members/server/gate.service.ts'
import { watchClock, type WatchedClock } from '../../src/platform/server/clock.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { longestWait, takeAttempt } from '../../src/platform/server/limit.store.ts'
import { PASSPHRASE, startTestApp, type TestApp, value } from '../support/app.ts'

const HOUR = 3_600_000
const YEAR = 365.25 * 24 * HOUR
const jumps = [1, -1, 10, -10].map((years) => years * YEAR)

/** What the clock says, and what has really gone by. */
let wall: number
let gone: number
let said: string[]
let watched: WatchedClock
let app: TestApp
const pass = (milliseconds: number): void => {
  wall += milliseconds
  gone += milliseconds
}
beforeEach(async () => {
  wall = Date.parse('2026-11-22T10:00:00Z')
  gone = 0
  said = []
  app = await startTestApp(() => new Date(wall))
  watched = watchClock({
    clock: () => new Date(wall),
    monotonic: () => gone,
    log: (line) => void said.push(line),
    onJump: () => endAllSessions(app.database),
  })
})
afterEach(() => app.stop())

test.each(jumps)('after a jump of %d ms no session is believed, and the operator is told', async (jump) => {
  const ana = app.device()
  value(await ana.setUp({ token: app.setupToken, organisation: 'W', name: 'ana', passphrase: PASSPHRASE }))
  await watched.settled()
  expect((await ana.sessions()).ok).toBe(true)
  wall += jump
  await watched.settled()
  // Set right again: what the jump ended stays ended.
  wall -= jump
  await watched.settled()
  expect(await ana.sessions()).toMatchObject({ ok: false })
  expect(said).toHaveLength(2)
  expect(said[0]).toMatch(
    /^The clock of this machine was set (forward|back) by \d+ days\. All sessions are ended/,
  )
})

test('a session that was idle too long is not revived by a clock that was set back meanwhile', async () => {
  const ana = app.device()
  value(await ana.setUp({ token: app.setupToken, organisation: 'W', name: 'ana', passphrase: PASSPHRASE }))
  wall -= HOUR
  // Without any watch: the row alone tells.
  expect(await ana.sessions()).toMatchObject({ ok: false })
})

test('minutes that a clock is put right by end nobody’s session', async () => {
  for (const minutes of [4, -4]) wall += minutes * 60_000
  await watched.settled()
  pass(2 * HOUR)
  await watched.settled()
  expect(said).toEqual([])
})

const refresh = () =>
  refreshFigures({
    database: app.database,
    clock: watched.now,
    elapsedSince: watched.elapsedSince,
    offsets: () => () => 0,
  })

test.each(jumps)(
  'told figures are refreshed once a week, whatever jump of %d ms the clock makes',
  async (jump) => {
    expect((await refresh()).kind).toBe('refreshed')
    pass(HOUR)
    wall += jump
    const kinds: string[] = []
    for (let hours = 1; hours < 15 * 24; hours++) {
      kinds.push((await refresh()).kind)
      pass(HOUR)
    }
    const at = kinds.flatMap((kind, place) => (kind === 'refreshed' ? [place] : []))
    // Never early; and a clock that was ahead holds nothing up for longer than one week more.
    expect(at.length).toBe(2)
    expect(at[0]).toBeGreaterThanOrEqual(7 * 24 - 2)
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(7 * 24)
  },
)

test('whoever had to wait when the clock was ten years ahead waits no longer than anybody else', async () => {
  const key = Buffer.alloc(32, 9)
  const attempt = () =>
    inTransaction(app.database, { role: 'gate' }, (db) => takeAttempt(db, key, { now: new Date(wall) }))
  wall += 10 * YEAR
  for (let i = 0; i < 20; i++) await attempt()
  wall -= 10 * YEAR
  const answer = await attempt()
  expect(answer.kind === 'may' || answer.seconds <= longestWait).toBe(true)
  pass(longestWait * 1000)
  expect(await attempt()).toEqual({ kind: 'may' })
})
