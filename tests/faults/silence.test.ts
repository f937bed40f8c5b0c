import { setTimeout as wait } from 'node:timers/promises'

import { afterEach, beforeEach, expect, test } from 'vitest'

import {
  ask,
  type FaultyServer,
  faultyServer,
  keepWriting,
  sizeOf,
  until,
  type WritingDesk,
  whatIsLost,
  writingDesk,
} from '../support/faulty_server.ts'

const SILENCES = sizeOf({ usual: 3, release: 50 })
/** Milliseconds. */
const LASTS = sizeOf({ usual: 3_500, release: 60_000 })
/** A release is measured on a machine that does nothing else. */
const FIRST_WITHIN = sizeOf({ usual: 6_000, release: 2_000 })

let server: FaultyServer
let desk: WritingDesk
beforeEach(async () => {
  server = await faultyServer()
  await server.start()
  desk = await writingDesk(server)
})
afterEach(async () => {
  signalAll('SIGCONT')
  await server.end()
})

const signalAll = (signal: NodeJS.Signals): void => {
  for (const pid of server.postgres()) {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended meanwhile.
    }
  }
}

test(
  'PostgreSQL falls silent under load: nobody hangs, nothing is acknowledged that is not kept, and it goes on',
  { timeout: 60_000 + SILENCES * (LASTS + 15_000) },
  async () => {
    const writing = keepWriting(desk)
    const waits: number[] = []
    const atOnce: number[] = []
    const backs: number[] = []
    for (let i = 0; i < SILENCES; i++) {
      await wait(500)
      signalAll('SIGSTOP')
      const silentUntil = performance.now() + LASTS
      // A hundred come at once: the queue is no longer than they are.
      waits.push(...(await Promise.all(Array.from({ length: 100 }, turnedAway))))
      while (performance.now() < silentUntil) {
        atOnce.push(await turnedAway())
        await wait(200)
      }
      signalAll('SIGCONT')
      backs.push(await until(async () => (await ask(server.origin)).status === 401, 10_000))
    }
    await wait(300)
    await writing.stop()
    const found = await whatIsLost(server, desk, writing)
    console.info(
      `silence: first 503 after ${Math.round(Math.max(...waits))} ms at most, later ones ` +
        `${Math.round(Math.max(...atOnce))} ms, back after ${Math.round(Math.max(...backs))} ms`,
      found,
    )
    expect(found).toMatchObject({ lost: [], doubled: 0 })
    expect(Math.max(...waits)).toBeLessThan(FIRST_WITHIN)
    expect(Math.max(...atOnce)).toBeLessThan(2_000)
  },
)

/** Milliseconds until it was told to come again; a page tells the same in words. */
const turnedAway = async (): Promise<number> => {
  const begun = performance.now()
  const response = await ask(server.origin)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(await response.json()).toMatchObject({ type: 'urn:amparo:problem:unavailable' })
  return performance.now() - begun
}
