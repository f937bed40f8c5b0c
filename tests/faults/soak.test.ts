/** Hours of ordinary work: readers, writers, sign-ins. Nothing fails, nothing stays open, memory stays level. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, value } from '../support/app.ts'
import {
  type FaultyServer,
  faultyServer,
  sizeOf,
  until,
  type WritingDesk,
  writingDesk,
} from '../support/faulty_server.ts'

/** Milliseconds. */
const LASTS = sizeOf({ usual: 3_000, release: 3_600_000 })
const SAMPLES = 60
/** Entries of a case before the writer begins another one. */
const ENTRIES = 30
/** Descriptors that the pool of the database may open or close in between. */
const ROOM = 12

let server: FaultyServer
let desk: WritingDesk
beforeAll(async () => {
  server = await faultyServer()
  await server.start()
  desk = await writingDesk(server)
}, 120_000)
afterAll(() => server.end())

const pages = [
  '/',
  '/ar',
  '/cases',
  '/campaigns',
  '/instruments',
  '/figures/explore',
  '/missions',
  '/help/file',
]

type Answered = { answers: number; readonly faults: string[] }

/** It rests as long as each piece of work took: half of its time. */
const halfOfTheTime = async (end: number, work: () => Promise<void>): Promise<void> => {
  while (performance.now() < end) {
    const begun = performance.now()
    await work()
    await wait(performance.now() - begun)
  }
}

const reader = (of: Answered) => async (): Promise<void> => {
  of.answers += 1
  const path = `${pages[of.answers % pages.length]}?x=${of.answers}`
  const response = await fetch(server.origin + path)
  await response.arrayBuffer()
  if (response.status !== 200) of.faults.push(`${response.status} ${path}`)
}

const writer = (of: Answered) => {
  const device = desk.devices[0]!
  let id = ''
  let written = ENTRIES
  const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  return async (): Promise<void> => {
    of.answers += 1
    if (written === ENTRIES) {
      id = value(await device.createCase({ desk: desk.desk, entries: [opened] })).case
      written = 0
    }
    const note = {
      kind: 'note',
      coded: { toCode: false },
      words: { text: `${of.answers} ${'.'.repeat(600)}` },
    }
    const done = await device.append({ desk: desk.desk, case: id, entries: [note] })
    if (!done.ok) of.faults.push(JSON.stringify(done.error))
    written += 1
  }
}

const comer = (of: Answered) => async (): Promise<void> => {
  of.answers += 1
  const device = server.device()
  const come = await device.signIn({ name: 'ben', passphrase: PASSPHRASE })
  if (!come.ok) return void of.faults.push(JSON.stringify(come.error))
  const read = await device.openCase({ desk: desk.desk, case: desk.cases[0]! })
  if (!read.ok) of.faults.push(JSON.stringify(read.error))
  await device.signOut()
}

/** MiB of the server alone; what PostgreSQL shares among its processes is not counted. */
const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
const openFilesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length

const median = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[of.length >> 1] ?? 0

test(
  'at half load for an hour nothing fails, no file stays open and memory does not grow',
  { timeout: LASTS + 120_000 },
  async () => {
    const pid = server.child().pid!
    const of: Answered = { answers: 0, faults: [] }
    const end = performance.now() + LASTS
    const before = openFilesOf(pid)
    const resident: number[] = []
    const watch = async (): Promise<void> => {
      for (let i = 0; i < SAMPLES; i++) {
        await wait(LASTS / SAMPLES)
        resident.push(residentOf(pid))
      }
    }
    const works = [reader(of), reader(of), writer(of), comer(of)]
    await Promise.all([watch(), ...works.map((work) => halfOfTheTime(end, work))])
    await until(() => openFilesOf(pid) <= before + ROOM, 60_000)
    // The first sixth warms caches and the compiler.
    const [early, late] = [resident.slice(10, 20), resident.slice(-10)].map(median) as [number, number]
    const growth = late / early - 1
    console.info(
      `soak: ${of.answers} answers in ${LASTS / 1_000} s, memory ${early.toFixed(0)} → ${late.toFixed(0)} MiB ` +
        `(${(growth * 100).toFixed(1)} %), files ${before} → ${openFilesOf(pid)}`,
    )
    expect(of.faults).toEqual([])
    expect(growth, 'of memory; a short run still warms up').toBeLessThan(
      sizeOf({ usual: 100, release: 5 }) / 100,
    )
  },
)
