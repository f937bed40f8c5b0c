import { setTimeout as wait } from 'node:timers/promises'

import { afterEach, beforeEach, expect, test } from 'vitest'

import {
  answers,
  ask,
  type FaultyServer,
  faultyServer,
  keepWriting,
  seeded,
  sizeOf,
  until,
  type WritingDesk,
  whatIsLost,
  writingDesk,
} from '../support/faulty_server.ts'

const KILLS = sizeOf({ usual: 6, release: 100 })

let server: FaultyServer
let desk: WritingDesk
beforeEach(async () => {
  server = await faultyServer()
  await server.start()
  desk = await writingDesk(server)
})
afterEach(() => server.end())

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
const tell = (what: string, times: readonly number[], more: object): void =>
  console.info(
    `${what}: median ${Math.round(median(times))} ms, longest ${Math.round(Math.max(...times))} ms, ${JSON.stringify(more)}`,
  )

test(
  'the server is killed while eight write: what was acknowledged is there, and it starts by itself',
  { timeout: 60_000 + KILLS * 10_000 },
  async () => {
    const chance = seeded('kill -9 of the server')
    const writing = keepWriting(desk)
    const starts: number[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      await wait(50 + chance() * 1_150)
      const all = server.postgres()
      await server.killServer()
      // Every other time the whole machine, as it were: nobody has time to shut anything down.
      if (kill % 2 === 1) for (const pid of all) killed(pid)
      starts.push(await server.start())
      expect(await answers(server.origin)).toBe(true)
    }
    await wait(300)
    await writing.stop()
    const found = await whatIsLost(server, desk, writing)
    tell('start after kill -9 of the server', starts, { ...found, refused: writing.refused() })
    expect(found).toMatchObject({ lost: [], doubled: 0 })
    expect(median(starts)).toBeLessThan(8_000)
  },
)

test(
  'PostgreSQL is killed while eight write: 503 meanwhile, then it is back by itself and nothing is lost',
  { timeout: 60_000 + KILLS * 15_000 },
  async () => {
    const chance = seeded('kill -9 of PostgreSQL')
    const writing = keepWriting(desk)
    const backs: number[] = []
    const statuses = new Set<number>()
    for (let kill = 0; kill < KILLS; kill++) {
      await wait(50 + chance() * 1_150)
      const [postmaster, ...others] = server.postgres()
      // The postmaster alone, all of them, or one of its children, which makes it begin anew.
      const victims = [[postmaster!], [postmaster!, ...others], [others.at(-1)!]][kill % 3]!
      for (const pid of victims) killed(pid)
      const back = await until(async () => {
        const response = await ask(server.origin).catch(() => null)
        if (response?.status === 503) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
        statuses.add(response?.status ?? 0)
        return response?.status === 401
      }, 15_000)
      backs.push(back)
    }
    await wait(300)
    await writing.stop()
    const found = await whatIsLost(server, desk, writing)
    tell('back after kill -9 of PostgreSQL', backs, {
      ...found,
      refused: writing.refused(),
      statuses: [...statuses],
    })
    expect(found).toMatchObject({ lost: [], doubled: 0 })
    expect(statuses).not.toContain(500)
    expect(statuses).not.toContain(0)
    expect(server.said()).toContain('PostgreSQL ended by itself and is started again.')
  },
)

/** Signals a process that may have ended meanwhile. */
const killed = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was faster.
  }
}
