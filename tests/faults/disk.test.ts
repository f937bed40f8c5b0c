import { rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { afterEach, beforeEach, expect, test } from 'vitest'

import {
  ask,
  type FaultyServer,
  faultyServer,
  keepWriting,
  seeded,
  sizeOf,
  until,
  whatIsLost,
  withNewCases,
  writingDesk,
} from '../support/faulty_server.ts'
import { type Mounts, openMounts, whyNoMounts } from '../support/mounts.ts'

const noMemory = whyNoMounts('memory')
const noDisk = whyNoMounts('disk')
if (noMemory) console.info(`skipped, a full disk: ${noMemory}`)
if (noDisk) console.info(`skipped, a power cut: ${noDisk}`)

const CUTS = sizeOf({ usual: 1, release: 100 })

let mounts: Mounts
const servers: FaultyServer[] = []
beforeEach(() => {
  mounts = openMounts()
})
afterEach(async () => {
  for (const one of servers.splice(0)) await one.end()
  mounts.end()
})

const serverOn = async (at: string): Promise<FaultyServer> => {
  const server = await faultyServer({ dataFolder: join(at, 'data') })
  servers.push(server)
  return server
}

test.skipIf(noMemory !== null)(
  'the disk is full: 503 in words, nothing acknowledged is lost, and with room again it goes on by itself',
  { timeout: 120_000 },
  async () => {
    const at = mounts.memory(300)
    const server = await serverOn(at)
    await server.start()
    const desk = await writingDesk(server)
    const writing = keepWriting(desk, 3_000)
    await wait(500)
    const filler = join(at, 'filler')
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k'], { stdio: 'ignore' })
    // Until what PostgreSQL had set aside is used up; it may end altogether meanwhile.
    await until(() => server.said().includes('unavailable '), 40_000)
    await wait(3_000)
    expect(server.child().exitCode).toBe(null)
    rmSync(filler)
    const before = [...writing.acknowledged.values()].reduce((sum, one) => sum + one.size, 0)
    const back = await until(async () => {
      const now = [...writing.acknowledged.values()].reduce((sum, one) => sum + one.size, 0)
      return now > before && (await ask(server.origin)).status === 401
    }, 20_000)
    await writing.stop()
    const found = await whatIsLost(server, desk, writing)
    console.info(`full disk: back ${Math.round(back)} ms after there was room`, found)
    expect(found).toMatchObject({ lost: [], doubled: 0 })
    expect(back).toBeLessThan(15_000)
    expect(server.said()).not.toMatch(/^fault /m)
  },
)

test.skipIf(noDisk !== null)(
  'the power is cut: whatever was not synced is gone, whatever was acknowledged is there, nobody mends anything',
  { timeout: 60_000 + CUTS * 30_000 },
  async () => {
    const chance = seeded('power cut')
    const { at, image } = mounts.disk(512)
    const server = await serverOn(at)
    await server.start()
    const team = await writingDesk(server)
    for (let cut = 0; cut < CUTS; cut++) {
      const desk = await withNewCases(team)
      const writing = keepWriting(desk)
      await wait(200 + chance() * 1_500)
      const all = [...server.postgres(), server.child().pid!]
      for (const pid of all) process.kill(pid, 'SIGSTOP')
      const acknowledged = new Map([...writing.acknowledged].map(([id, texts]) => [id, new Set(texts)]))
      const copy = mounts.cut(image)
      for (const pid of all) process.kill(pid, 'SIGCONT')
      await writing.stop()
      const after = await serverOn(copy)
      const start = await after.start()
      const found = await whatIsLost(after, desk, { acknowledged })
      console.info(`power cut: started again after ${Math.round(start)} ms`, found)
      expect(found).toMatchObject({ lost: [], doubled: 0 })
      await after.end()
    }
  },
)
