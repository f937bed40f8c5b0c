/** Eight members append entries at once; beside it, one INSERT with fsync from as many connections. */
import { sql } from 'kysely'
import type { Workbench } from '../src/platform/client/workbench.ts'
import { inTransaction } from '../src/platform/server/database.ts'
import { type BenchWorld, ms, PASSPHRASE, percentile, type Row, timed, value } from './world.ts'

const WRITERS = 8
const EACH = 40

export const benchAppend = async (world: BenchWorld): Promise<Row> => {
  const { desk, lead, device } = world
  const writers = [lead]
  while (writers.length < WRITERS) {
    const writer = device()
    value(await writer.signIn({ name: 'ana', passphrase: PASSPHRASE }))
    writers.push(writer)
  }
  const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  const places: { readonly writer: Workbench; readonly id: string }[] = []
  for (const writer of writers) {
    const made = value(await writer.createCase({ desk, entries: [opened] }))
    places.push({ writer, id: made.case })
  }
  // Signing in and opening cases are not appending: from here on nothing else runs.
  const times: number[] = []
  await Promise.all(
    places.map(async ({ writer, id }, place) => {
      for (let i = 0; i < EACH; i++) {
        const note = { kind: 'note', coded: { toCode: false }, words: { text: `note ${place} ${i}` } }
        const appended = await timed(() => writer.append({ desk, case: id, entries: [note] }))
        value(appended.value)
        times.push(appended.ms)
      }
    }),
  )
  const bare = await bareInserts(world)
  const p95 = percentile(times, 0.95)
  return {
    path: 'append an entry',
    load: `${WRITERS} writers, ${times.length} entries`,
    target: 'p95 ≤ 60 ms: sealed, signed, checked, committed, and read back',
    measured: `p95 ${ms(p95)}, median ${ms(percentile(times, 0.5))}`,
    limit: `one INSERT with fsync: p95 ${ms(percentile(bare, 0.95))}`,
    met: p95 <= 60,
  }
}

const bareInserts = async ({ services }: BenchWorld): Promise<readonly number[]> => {
  const { database } = services
  await inTransaction(database, { role: 'owner' }, async (db) => {
    await sql`create table amparo.bench_insert (at int, bytes bytea)`.execute(db)
  })
  const times: number[] = []
  const bytes = Buffer.alloc(2048, 7)
  const insert = (at: number) =>
    inTransaction(database, { role: 'owner' }, (db) =>
      sql`insert into amparo.bench_insert values (${at}, ${bytes})`.execute(db),
    )
  const writeAll = async (place: number): Promise<void> => {
    for (let i = 0; i < EACH; i++) times.push((await timed(() => insert(place * EACH + i))).ms)
  }
  await Promise.all(Array.from({ length: WRITERS }, (_, place) => writeAll(place)))
  await inTransaction(database, { role: 'owner' }, (db) => sql`drop table amparo.bench_insert`.execute(db))
  return times
}
