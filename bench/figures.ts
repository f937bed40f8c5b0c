/** Figures over a million coded events: varied questions, the weekly refresh, and SQL written by hand. */
import { type RawBuilder, sql } from 'kysely'
import {
  breakdowns,
  contradictions,
  emptyQuery,
  levels,
  type Query,
  queryToAddress,
  units,
  whatTerms,
} from '../src/figures/core/query.ts'
import { secretOffsets } from '../src/figures/server/offsets.ts'
import { refreshFigures } from '../src/figures/server/refresh.service.ts'
import { inTransaction } from '../src/platform/server/database.ts'
import { type BenchWorld, ms, percentile, type Row, timed, visit } from './world.ts'

const EVENTS = 1_000_000
const LOGS = 10_000
/** Cases with a public page: few of them, and all. */
const PUBLISHED = [1000, LOGS] as const
const STEP = 5
const PAGES = 200
const BEHIND = 20
const CHANGES = 20

const load = `${EVENTS.toLocaleString('en')} coded events`
const publishedWords = (published: number): string =>
  `${load}, ${published.toLocaleString('en')} cases published`

export const benchFigures = async (world: BenchWorld): Promise<readonly Row[]> => {
  const { services } = world
  await insertCases(world)
  const byHand = await timed(() =>
    inTransaction(services.database, { role: 'jobs' }, (db) =>
      sql`select country, year, type, count(*), count(distinct log) from coded_event where verification >= 3
        group by 1, 2, 3`.execute(db),
    ),
  )
  const limit = `one count by country, year and type, SQL by hand: ${ms(byHand.ms)}`
  const rows: Row[] = []
  let before = 0
  for (const published of PUBLISHED) {
    await publish(world, { from: before, to: published })
    before = published
    const refreshed = await measureRefresh(world, published)
    const measured = [...(await measurePages(world, published)), await measureCounts(world, published)]
    rows.push(...[...measured, refreshed].map((row) => ({ ...row, limit })))
  }
  return rows
}

type Measured = Omit<Row, 'limit'>

const measureRefresh = async ({ services }: BenchWorld, published: number): Promise<Measured> => {
  const before = process.memoryUsage.rss()
  let most = before
  const watching = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
  const offsets = secretOffsets(services.secrets)
  const refresh = await timed(() => refreshFigures({ ...services, offsets }, { early: true }))
  clearInterval(watching)
  if (refresh.value.kind !== 'refreshed') throw new Error(`not refreshed: ${refresh.value.kind}`)
  return {
    path: 'figures, full rebuild',
    load: `${publishedWords(published)}, all of them in one refresh`,
    target: '≤ 30 s',
    measured:
      `${ms(refresh.ms)} for ${refresh.value.numbers.toLocaleString('en')} told numbers, ` +
      `${Math.round((most - before) / 1_000_000)} MB more memory at most`,
    met: refresh.ms <= 30_000,
  }
}

const measurePages = async (world: BenchWorld, published: number): Promise<readonly Measured[]> => {
  const { services } = world
  const queries = variedQueries().slice(0, PAGES)
  const address = (query: Query) => `${world.origin}/figures/explore?${queryToAddress(query)}`
  const first = await timed(() => visit(address(emptyQuery)))
  const pages: number[] = []
  const answers: number[] = []
  for (const query of queries) {
    pages.push((await timed(() => visit(address(query)))).ms)
    // Another question of the same kind, which no page has asked.
    const other = { ...query, from: 1950 }
    answers.push((await timed(() => services.figures!.answer(other))).ms)
  }
  const changed: number[] = []
  for (const query of queries.slice(0, CHANGES)) {
    await sqlAsOwner(world, withdrawOne)
    changed.push((await timed(() => visit(address(query)))).ms)
  }
  const behind: number[] = []
  for (const { country, what, from } of queries.filter(({ unit }) => unit === 'events').slice(0, BEHIND)) {
    const query: Query = { ...emptyQuery, unit: 'events', country, what, from }
    behind.push((await timed(() => services.casesBehind!({ query, row: null }, 1))).ms)
  }
  const p95 = percentile(pages, 0.95)
  const slowest = Math.max(...behind)
  return [
    {
      path: 'figures, page',
      load: `${publishedWords(published)}, ${pages.length} questions`,
      target: 'any page ≤ 50 ms',
      measured:
        `p95 ${ms(p95)}, median ${ms(percentile(pages, 0.5))}; of these the answer p95 ` +
        `${ms(percentile(answers, 0.95))}; the first page of all ${ms(first.ms)}`,
      met: p95 <= 50,
    },
    {
      path: 'figures, page after a withdrawal',
      load: `${publishedWords(published)}, ${changed.length} withdrawals`,
      target: 'half of them ≤ 200 ms',
      measured: `median ${ms(percentile(changed, 0.5))}, slowest ${ms(Math.max(...changed))}`,
      met: percentile(changed, 0.5) <= 200,
    },
    {
      path: 'cases behind a number',
      load: `${publishedWords(published)}, ${behind.length} questions`,
      target: 'any of them ≤ 2 s',
      measured: `median ${ms(percentile(behind, 0.5))}, slowest ${ms(slowest)}`,
      met: slowest <= 2000,
    },
  ]
}

const withdrawOne = sql`delete from amparo.publication where log = (select min(log) from amparo.publication
  where log in (select id from amparo.log where tip_hash = repeat('A', 43)))`

/** With none of the million told of: then every event of every publication is counted. */
const measureCounts = async (world: BenchWorld, published: number): Promise<Measured> => {
  await sqlAsOwner(world, sql`delete from amparo.told_pool`)
  const counts = await timed(() => world.services.openData!.file('latest', 'counts.csv'))
  return {
    path: 'open data, counts.csv of now',
    load: publishedWords(published),
    target: '≤ 5 s',
    measured: ms(counts.ms),
    met: counts.ms <= 5000,
  }
}

const sqlAsOwner = async ({ services }: BenchWorld, query: RawBuilder<unknown>): Promise<void> => {
  await inTransaction(services.database, { role: 'owner' }, (db) => query.execute(db))
}

/** Every unit by every breakdown, in all and in one country, by level and by what it is of. */
const variedQueries = (): readonly Query[] => {
  const queries = units.flatMap((unit) =>
    levels.flatMap((level) =>
      [null, 'CO', 'EG'].flatMap((country) =>
        [null, whatTerms[unit][6] ?? null].flatMap((what) =>
          [null, ...breakdowns].map((by): Query => ({
            ...emptyQuery,
            unit,
            level,
            country,
            what,
            by,
            measure: 'count',
          })),
        ),
      ),
    ),
  )
  const fitting = queries.filter((query) => contradictions(query).length === 0)
  // In an order that mixes them: 97 shares no factor with their number.
  return fitting.map((_, at) => fitting[(at * 97) % fitting.length]!)
}

/** An id from the text of an expression in SQL. */
const idOf = (text: string) =>
  sql.raw(`substr(translate(encode(sha256((${text})::bytea), 'base64'), '+/=', '-_A'), 1, 22)`)

/** Few at a time: every row raises the one number of what is open. */
const publish = async (world: BenchWorld, { from, to }: { readonly from: number; readonly to: number }) => {
  for (let at = from; at < to; at += PUBLISHED_AT_ONCE)
    await sqlAsOwner(world, publishSome({ from: at, limit: Math.min(PUBLISHED_AT_ONCE, to - at) }))
  await sqlAsOwner(world, sql`analyze`)
}

const PUBLISHED_AT_ONCE = 100

const publishSome = ({ from, limit }: { readonly from: number; readonly limit: number }) => sql`
  insert into amparo.publication
  select s.log, s.log, s.log, s.desk, 'en', s.country,
    array(select distinct type || ' ' || year from amparo.coded_event e where e.log = s.log),
    json_build_object('ref', s.log, 'lang', 'en', 'name', 'Somebody', 'isPseudonym', true, 'country', s.country),
    current_date, now()
  from amparo.case_state s where s.holder = 'person' and s.in_statistics
  order by s.log limit ${limit} offset ${from}
  on conflict do nothing`

/** Rows as `saveProjections` writes them, without the sealed entries they stand for. */
const insertCases = ({ desk, services }: BenchWorld): Promise<void> =>
  inTransaction(services.database, { role: 'owner' }, async (db) => {
    await sql`
      with numbered as (select n, ${idOf('n::text')} as id from generate_series(1, ${LOGS}::int) n
      ), logs as (
        insert into amparo.log select id, 'case', ${desk}, 0, repeat('A', 43) from numbered returning id
      )
      insert into amparo.case_state (log, desk, dark, incomplete, closed, country, custody, in_statistics, holder,
        gender, sectors, form)
      select id, ${desk}, false, false, false,
        (array['TJ','CO','PH','EG','BY','MX','IN','RU','HN','KE'])[1 + n % 10],
        (array['held','released','free','never_held'])[1 + n % 4], true, 'person',
        (array['W','M',null])[1 + n % 3], (array['{ENV}','{LAND,INDG}','{}'])[1 + n % 3]::text[], 1
      from numbered`.execute(db)
    // In steps: no statement of the server may run longer than a reader waits.
    for (let from = 1; from <= EVENTS / LOGS; from += STEP)
      await sql`
        insert into amparo.coded_event (log, entry, desk, type, country, year, verification, acts, seq, recorded)
        select s.log, ${idOf('s.log || n')}, s.desk,
          (array['arrest','threat','charge','hearing','sentence','attack','release_unconditional'])[1 + n % 7],
          s.country, 2005 + (n * 7) % 20, 1 + n % 4,
          (array['{1 D01}','{1 D01,1 P01}','{1 H01,2 H01}','{}'])[1 + n % 4]::text[], n, 2015 + n % 10
        from amparo.case_state s, generate_series(${from}::int, ${from + STEP - 1}::int) n
        where s.log in (select id from amparo.log where tip_hash = repeat('A', 43))`.execute(db)
  })
