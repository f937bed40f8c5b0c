/**
 * The same work with ten times the rows. What a member or a visitor waits for stays level; what has to touch every row
 * (opening a desk, verifying a log, a backup) grows with them and no faster.
 *
 * By default 1,000 and 10,000 cases, in a minute; `AMPARO_BENCH=release` takes 10,000 and 100,000 cases with 1,000,000
 * entries, which takes half an hour and 4 GB.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Workbench } from '../src/platform/client/workbench.ts'
import { makeBackup } from '../src/platform/server/backup.ts'
import { findRunning } from '../src/platform/server/postgres.ts'
import { ensureCases } from './fill.ts'
import { openAndSearch } from './open_desk.ts'
import { type BenchWorld, ms, PASSPHRASE, percentile, type Row, timed, value, visit } from './world.ts'

const isRelease = process.env.AMPARO_BENCH === 'release'
const FEW = isRelease ? 10_000 : 1000
const MANY = FEW * 10
/** Of each case: at the release size a million in all. */
const ENTRIES = isRelease ? 10 : 2
const TIMES = 40
const TOLERANCE = 1.2

/** Milliseconds. */
type Times = {
  readonly page: number
  readonly opening: number
  readonly appending: number
  readonly desk: number
  readonly key: number
  readonly backup: number
  readonly verifying: number
}

export const benchGrowth = async (world: BenchWorld): Promise<readonly Row[]> => {
  await ensureCases(world, FEW, ENTRIES)
  await measureCase(world)
  const few = await measure(world, FEW / 10)
  await ensureCases(world, MANY, ENTRIES)
  const many = await measure(world, MANY / 10)
  const sizes = `${FEW} and ${MANY} cases of ${ENTRIES} entries`
  return [
    level('growth: open a case', sizes, [few.opening, many.opening]),
    level('growth: append an entry', sizes, [few.appending, many.appending]),
    level('growth: a public list', sizes, [few.page, many.page]),
    linear('growth: open a desk', `${sizes}, in Chromium`, [few.desk, many.desk]),
    linear('growth: search, per key', `${sizes}, in Chromium`, [few.key, many.key]),
    linear('growth: verify a log', `${FEW / 10} and ${MANY / 10} entries`, [few.verifying, many.verifying]),
    linear('growth: back up', sizes, [few.backup, many.backup]),
  ]
}

const measure = async (world: BenchWorld, entries: number): Promise<Times> => {
  const one = await measureCase(world)
  const verifying = await measureVerifying(world, entries)
  const { opened: desk, laidOut: key } = await openAndSearch(world)
  return { ...one, verifying, desk, key, backup: await measureBackup(world) }
}

const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
const note = { kind: 'note', coded: { toCode: false }, words: { text: 'a note' } }

const measureCase = async (world: BenchWorld): Promise<Pick<Times, 'opening' | 'appending' | 'page'>> => {
  const { desk, origin } = world
  const member = await signedIn(world)
  const made = value(await member.createCase({ desk, entries: [opened] }))
  const where = { desk, case: made.case }
  const opening: number[] = []
  const appending: number[] = []
  const page: number[] = []
  for (let i = 0; i < TIMES; i++) {
    opening.push((await timed(async () => value(await member.openCase(where)))).ms)
    appending.push((await timed(async () => value(await member.append({ ...where, entries: [note] })))).ms)
    page.push((await timed(() => visit(`${origin}/cases`))).ms)
  }
  await member.lock()
  return {
    opening: percentile(opening, 0.5),
    appending: percentile(appending, 0.5),
    page: percentile(page, 0.5),
  }
}

/** A device that never saw the log fetches it, checks every signature and link, opens every word and folds. */
const measureVerifying = async (world: BenchWorld, entries: number): Promise<number> => {
  const { desk } = world
  const writer = await signedIn(world)
  const made = value(await writer.createCase({ desk, entries: [opened] }))
  for (let left = entries; left > 0; left -= RUN) {
    const run = Array.from({ length: Math.min(RUN, left) }, () => note)
    value(await writer.append({ desk, case: made.case, entries: run }))
  }
  await writer.lock()
  const other = await signedIn(world)
  const { ms: verifying } = await timed(async () => value(await other.openCase({ desk, case: made.case })))
  await other.lock()
  return verifying
}

/** A device at rest: it has the list of the desk and has folded its texts, so that neither runs beside what is measured. */
const signedIn = async ({ desk, device }: BenchWorld): Promise<Workbench> => {
  const member = device()
  value(await member.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  value(await member.cases({ desk, filter: {} }))
  value(await member.cases({ desk, filter: { text: 'nobody of this name' } }))
  return member
}

/** Entries sent together. */
const RUN = 100

const measureBackup = async ({
  services: { config, secrets, clock, blobs },
}: BenchWorld): Promise<number> => {
  const owner = findRunning(join(config.dataFolder, 'postgres'))!('amparo_owner')
  const folder = mkdtempSync(join(tmpdir(), 'amparo-bench-'))
  const made = await timed(() => makeBackup({ owner, secrets, clock, blobs }, folder))
  rmSync(folder, { recursive: true, force: true })
  if (made.value.kind !== 'made') throw new Error(made.value.kind)
  return made.ms
}

type Pair = readonly [few: number, many: number]

const level = (path: string, load: string, [few, many]: Pair): Row => ({
  path,
  load,
  target: 'the same time ± 20 %',
  measured: `${ms(few)} and ${ms(many)}: ${percent(many / few - 1)}`,
  limit: `the time with a tenth: ${ms(few)}`,
  met: many <= few * TOLERANCE,
})

const linear = (path: string, load: string, [few, many]: Pair): Row => ({
  path,
  load,
  target: 'ten times as much takes at most ten times as long, and 20 %',
  measured: `${ms(few)} and ${ms(many)}: ${(many / few).toFixed(1)}×`,
  limit: `ten times the time with a tenth: ${ms(10 * few)}`,
  met: many <= 10 * few * TOLERANCE,
})

const percent = (share: number): string => `${share > 0 ? '+' : ''}${Math.round(100 * share)} %`
