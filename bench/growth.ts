/** The same page with ten times the rows: a case opened on a member's device, an entry appended, a public list. */
import { ensureCases } from './fill.ts'
import { type BenchWorld, ms, percentile, type Row, timed, value, visit } from './world.ts'

const FEW = 1000
const MANY = 10_000
const TIMES = 40

export const benchGrowth = async (world: BenchWorld): Promise<Row> => {
  await ensureCases(world, FEW)
  await measure(world)
  const few = await measure(world)
  await ensureCases(world, MANY)
  const many = await measure(world)
  return {
    path: 'growth',
    load: `open a case, append an entry, a public list; ${FEW} and ${MANY} cases`,
    target: 'the same time ± 20 %',
    measured: `${ms(few)} and ${ms(many)}: ${many > few ? '+' : ''}${Math.round((100 * (many - few)) / few)} %`,
    limit: `the time with ${FEW} cases`,
    met: many <= few * 1.2,
  }
}

const measure = async ({ desk, lead, origin }: BenchWorld): Promise<number> => {
  const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  const made = value(await lead.createCase({ desk, entries: [opened] }))
  const where = { desk, case: made.case }
  const note = { kind: 'note', coded: { toCode: false }, words: { text: 'a note' } }
  const times: number[] = []
  for (let i = 0; i < TIMES; i++)
    times.push(
      (
        await timed(async () => {
          value(await lead.openCase(where))
          value(await lead.append({ ...where, entries: [note] }))
          await visit(`${origin}/cases`)
        })
      ).ms,
    )
  return percentile(times, 0.5)
}
