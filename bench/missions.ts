/** Coverage as headquarters of 200 missions reads it, over 100,000 engagements, beside SQL written by hand. */
import { sql } from 'kysely'
import { countryCodes } from '../src/kernel/core/vocabulary/countries.ts'
import { chanceFrom } from '../src/missions/core/evenness_chance.ts'
import { engagementOf } from '../src/missions/core/scenario.ts'
import { readActs, readCoverage } from '../src/missions/server/coverage.service.ts'
import { inTransaction } from '../src/platform/server/database.ts'
import { type BenchWorld, ms, percentile, type Row, timed, value } from './world.ts'

const MISSIONS = 200
const CASES = 50
const ACTS = 10
const PAGES = 20

const load = `${MISSIONS} missions, ${(MISSIONS * CASES * ACTS).toLocaleString('en')} engagements of two years`

const idOf = (text: string): string => Buffer.from(text.padEnd(16, '.')).toString('base64url').slice(0, 22)
const missionId = (place: number): string => idOf(`mission ${place}`)

export const benchMissions = async (world: BenchWorld): Promise<readonly Row[]> => {
  const { desk, lead, services } = world
  const seat = { government: 'NO', host: 'NO', post: 'headquarters', shadow: false } as const
  value(await lead.setMissionProfile({ desk, coded: { ...seat, guidelines: ['NO'], likeMinded: [] } }))
  await fill(world)
  const account = (await lead.me())!.account
  const by = { account, desk }
  const period = { from: '2024-12', to: '2025-11' }
  const asked = { ...period, role: null, country: null, silent: 90 }
  const byHand = await timed(() =>
    inTransaction(services.database, { role: 'owner' }, (db) =>
      sql`select mission, duties, count(*) from amparo.engagement group by 1, 2`.execute(db),
    ),
  )
  const limit = `one count by mission and duties, SQL by hand: ${ms(byHand.ms)}`
  const read = async () => (await timed(() => readCoverage(services, by, asked))).ms
  await read()
  const pages: number[] = []
  for (let page = 0; page < PAGES; page += 1) pages.push(await read())
  const whole: number[] = []
  for (let page = 0; page < PAGES; page += 1)
    whole.push((await timed(async () => value(await lead.coverage({ desk, ...period, silent: 90 })))).ms)
  const cells: number[] = []
  for (let place = 0; place < PAGES; place += 1)
    cells.push(
      (await timed(() => readActs(services, by, { ...period, mission: missionId(place), duty: 'E05' }))).ms,
    )
  const [page, answer, cell] = [pages, whole, cells].map((times) => percentile(times, 0.5))
  const row = { load, limit }
  return [
    {
      ...row,
      path: 'coverage for headquarters',
      target: '≤ 1 s in the server, ≤ 2 s on the device',
      measured: `${ms(page!)} in the server, ${ms(answer!)} until a device has read it (medians of ${PAGES})`,
      met: page! <= 1000 && answer! <= 2000,
    },
    {
      ...row,
      path: 'one cell of the coverage',
      target: '≤ 50 ms in the server',
      measured: `${ms(cell!)} (median of ${PAGES} missions)`,
      met: cell! <= 50,
    },
  ]
}

/** Rows as the logs of cases would have written them. */
const fill = async ({ desk, services }: BenchWorld): Promise<void> => {
  const chance = chanceFrom(200)
  for (let place = 0; place < MISSIONS; place += 1) {
    const mission = missionId(place)
    const logs = Array.from({ length: CASES }, (_, number) => idOf(`c ${place} ${number}`))
    const acts = logs.flatMap((log, number) =>
      Array.from({ length: ACTS }, (__, act) =>
        engagementOf(
          {
            mission,
            log,
            entry: idOf(`e${place} ${number} ${act}`),
            country: countryCodes[place]!,
            years: [2024, 2025],
          },
          chance,
        ),
      ),
    )
    await inTransaction(services.database, { role: 'owner' }, async (db) => {
      await sql`insert into amparo.desk values (${mission}, ${`Mission ${place}`}, current_date)`.execute(db)
      await sql`insert into amparo.mission values (${mission}, 'NO', ${countryCodes[place]!}, 'embassy', '{NO}', ${desk}, '{}',
        false)`.execute(db)
      await sql`insert into amparo.log select one, 'case', ${mission}, 0, repeat('A', 43) from unnest(${logs}::text[]) one`.execute(
        db,
      )
      await sql`insert into amparo.case_state (log, desk, dark, incomplete, closed, country)
        select one, ${mission}, false, false, false, ${countryCodes[place]!} from unnest(${logs}::text[]) one`.execute(
        db,
      )
      await sql`insert into amparo.hearing_day
        select ${mission}, one, one, '2025-06-01', ${countryCodes[place]!}, true, true, null, 'done'
        from unnest(${logs}::text[]) one`.execute(db)
      await sql`insert into amparo.engagement (mission, log, entry, type, duties, officer, role, date, result, requested_by,
          requested, days_to_answer, country)
        select mission, log, entry, type, array(select jsonb_array_elements_text(duties)), officer, role, date, result,
          "requestedBy", requested, "daysToAnswer", country
        from jsonb_to_recordset(${JSON.stringify(acts)}::jsonb) as t (mission text, log text, entry text, type text,
          duties jsonb, officer integer, role text, date text, result text, "requestedBy" text, requested text,
          "daysToAnswer" integer, country text)`.execute(db)
    })
  }
  await inTransaction(services.database, { role: 'owner' }, async (db) => {
    await sql`analyze amparo.engagement`.execute(db)
    await sql`analyze amparo.case_state`.execute(db)
  })
}
