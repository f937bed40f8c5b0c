/** What every row of the benchmark stands on: a real installation on a data folder of its own, and members. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRooms } from '../src/cli/rooms.ts'
import type { Result } from '../src/kernel/core/result.ts'
import type { DraftStore } from '../src/members/client/unlocked.ts'
import { fetchWithJar } from '../src/platform/client/api.ts'
import { createWorkbench } from '../src/platform/client/create_workbench.ts'
import type { Workbench } from '../src/platform/client/workbench.ts'
import { parseConfig } from '../src/platform/server/config.ts'
import { type Installation, startInstallation } from '../src/platform/server/installation.ts'

export const PASSPHRASE = 'grapple untidy mosaic perch walnut celery'

export type BenchWorld = Installation & {
  readonly lead: Workbench
  readonly desk: string
  readonly device: () => Workbench
}

export const startWorld = async (): Promise<BenchWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  const config = value(parseConfig({ PORT: String(port), AMPARO_DATA: folder }, { cwd: folder }))
  const installation = await startInstallation({
    config,
    openRooms,
    buildFolder: new URL('../build', import.meta.url).pathname,
    log: (line) => line.startsWith('fault') && process.stderr.write(`${line}\n`),
    clock: () => new Date(),
    onLost: (words) => {
      throw new Error(`PostgreSQL ended: ${words}`)
    },
  })
  const { origin } = installation
  const device = (): Workbench =>
    createWorkbench({
      fetch: fetchWithJar(origin),
      base: origin,
      chance: (size) => crypto.getRandomValues(new Uint8Array(size)),
      clock: () => new Date(),
      drafts: noDrafts,
    })
  const lead = device()
  const token = installation.setupLink?.split('#')[1] ?? ''
  value(await lead.setUp({ token, organisation: 'Bench', name: 'ana', passphrase: PASSPHRASE }))
  const desk = value(await lead.foundDesk({ name: 'Bench' })).id
  value(await lead.confirmKit(value(await lead.makeKit({ desk }))))
  return { ...installation, lead, desk, device }
}

const noDrafts: DraftStore = {
  get: async () => null,
  set: async () => undefined,
  delete: async () => undefined,
  names: async () => [],
  clear: async () => undefined,
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const trial = createServer()
    trial.listen(0, '127.0.0.1', () => {
      const address = trial.address()
      const port = typeof address === 'object' && address ? address.port : 0
      trial.close(() => resolve(port))
    })
  })

export const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** One line of the report. Times in milliseconds unless a text says otherwise. */
export type Row = {
  readonly path: string
  readonly load: string
  readonly target: string
  readonly measured: string
  /** What the same machine does at best in the same run, and what it is. */
  readonly limit: string
  readonly met: boolean
}

export const percentile = (times: readonly number[], share: number): number => {
  const inOrder = times.toSorted((a, b) => a - b)
  return inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * share))] ?? Number.NaN
}

export const timed = async <T>(
  work: () => Promise<T>,
): Promise<{ readonly ms: number; readonly value: T }> => {
  const start = performance.now()
  const done = await work()
  return { ms: performance.now() - start, value: done }
}

export const ms = (time: number): string => `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`

/** A page as a visitor gets it; anything but 200 ends the benchmark. */
export const visit = async (address: string): Promise<string> => {
  const answer = await fetch(address)
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`)
  return answer.text()
}
