/** Figures over a million coded events: the page from memory, a full count, and SQL written by hand. */
import { sql } from 'kysely'
import { inTransaction } from '../src/platform/server/database.ts'
import { type BenchWorld, ms, percentile, type Row, timed, visit } from './world.ts'

const EVENTS = 1_000_000
const LOGS = 10_000
const STEP = 5

export const benchFigures = async (world: BenchWorld): Promise<readonly Row[]> => {
  const { database } = world.services
  await insertEvents(world)
  const byHand = await timed(() =>
    inTransaction(database, { role: 'jobs' }, (db) =>
      sql`select country, type, count(*) from coded_event where verification >= 3 group by 1, 2`.execute(db),
    ),
  )
  const first = await timed(() => visit(`${world.origin}/figures`))
  const pages: number[] = []
  for (let i = 0; i < 40; i++) pages.push((await timed(() => visit(`${world.origin}/figures`))).ms)
  const p95 = percentile(pages, 0.95)
  return [
    {
      path: 'figures, page',
      load: `${EVENTS.toLocaleString('en')} coded events`,
      target: 'any page ≤ 50 ms',
      measured: `p95 ${ms(p95)}, median ${ms(percentile(pages, 0.5))}`,
      limit: `one count by country and type, SQL by hand: ${ms(byHand.ms)}`,
      met: p95 <= 50,
    },
    {
      path: 'figures, full count',
      load: `${EVENTS.toLocaleString('en')} coded events`,
      target: '≤ 30 s',
      measured: ms(first.ms),
      limit: `one count by country and type, SQL by hand: ${ms(byHand.ms)}`,
      met: first.ms <= 30_000,
    },
  ]
}

/** Rows as `saveProjections` writes them, without the sealed entries they stand for. */
const insertEvents = ({ desk, services }: BenchWorld): Promise<void> =>
  inTransaction(services.database, { role: 'owner' }, async (db) => {
    await sql`
      with numbered as (
        select n, substr(translate(encode(sha256(n::text::bytea), 'base64'), '+/=', '-_A'), 1, 22) as id
        from generate_series(1, ${LOGS}::int) n
      ), logs as (
        insert into amparo.log select id, 'case', ${desk}, 0, repeat('A', 43) from numbered returning id
      )
      insert into amparo.case_state (log, desk, dark, incomplete, closed, country, custody, in_statistics)
      select id, ${desk}, false, false, false,
        (array['TJ','CO','PH','EG','BY','MX','IN','RU','HN','KE'])[1 + n % 10],
        (array['held','released','free','never_held'])[1 + n % 4], true
      from numbered`.execute(db)
    // In steps: no statement of the server may run longer than a reader waits.
    for (let from = 1; from <= EVENTS / LOGS; from += STEP)
      await sql`
        insert into amparo.coded_event (log, entry, desk, type, country, year, verification, violations)
        select s.log, substr(translate(encode(sha256((s.log || n)::bytea), 'base64'), '+/=', '-_A'), 1, 22), s.desk,
          (array['arrest','threat','charge','hearing','sentence','attack','release_unconditional'])[1 + n % 7],
          s.country, 2005 + (n * 7) % 20, 1 + n % 4, array['D01']
        from amparo.case_state s, generate_series(${from}::int, ${from + STEP - 1}::int) n
        where s.log in (select id from amparo.log where tip_hash = repeat('A', 43))`.execute(db)
    await sql`analyze amparo.coded_event`.execute(db)
  }).then(() => undefined)
