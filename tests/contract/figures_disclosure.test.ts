/**
 * Everything that can be asked of the figures of a real registry, by everybody who subtracts: each question with each pair
 * of filters, over HTTP, against what is in the database.
 */
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { secretOffsets } from '../../src/figures/server/offsets.ts'
import { refreshFigures } from '../../src/figures/server/refresh.service.ts'
import { loadExample } from '../../src/cli/example.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ demo: true })
  const offsets = secretOffsets(server.services.secrets)
  const count = () => refreshFigures({ ...server.services, offsets }, { early: true })
  await loadExample({ origin: server.origin, setupLink: server.setupLink, count })
  await server.services.openData!.takeIfDue()
}, 600_000)
afterAll(() => server.stop())

type Row = {
  readonly code: string
  readonly open: number
  readonly told: number
  readonly max: number | null
}
type Question = Readonly<Record<string, string>>
type Answered = { readonly rows: readonly Row[]; readonly around: number }

const numberOf = (text: string | number | null): number => Number(text ?? 0)

const addressOf = (format: 'csv' | 'json', question: Question) =>
  `${server.origin}/figures/explore.${format}?${new URLSearchParams(question)}`

const answers = new Map<string, Answered>()
const askedOf = (question: Question): string => new URLSearchParams(question).toString()

const ask = async (question: Question): Promise<Answered> => {
  const known = answers.get(askedOf(question))
  if (known) return known
  const response = await fetch(addressOf('json', question))
  expect(response.status, askedOf(question)).toBe(200)
  const { rows, around } = (await response.json()) as {
    rows: readonly { class: string; public: number | null; told: number; max: number | null }[]
    around: number
  }
  const answered = {
    around,
    rows: rows.map(({ class: code, public: open, told, max }) => ({ code, open: numberOf(open), told, max })),
  }
  answers.set(askedOf(question), answered)
  return answered
}

const codesOf = async (question: Question): Promise<readonly string[]> =>
  (await ask(question)).rows
    .map(({ code }) => code)
    .filter((code) => !['apart', 'total', 'unknown'].includes(code))
const totalOf = ({ rows }: Answered): Row => rows.find(({ code }) => code === 'total')!

const units = ['events', 'persons', 'acts', 'victims'] as const
/** Of everything there is; a release asks at each level. */
const levels = process.env.AMPARO_FAULTS === 'release' ? ['OFF', 'VER', 'CORR', 'REP'] : ['REP']

/** Each filter with the values that have a number anywhere. */
const filtersOf = async (unit: string, level: string): Promise<readonly (readonly Question[])[]> => {
  const base = { unit, level }
  const years = await codesOf({ ...base, by: 'year' })
  return [
    (await codesOf({ ...base, by: 'country' })).map((country) => ({ country })),
    (await codesOf({ ...base, by: 'what' })).map((what) => ({ what })),
    years.map((year) => ({ from: year, to: year })),
  ]
}

/** Nothing filtered, every filter, and every pair of them. */
const pairsOf = (filters: readonly (readonly Question[])[]): readonly Question[] => [
  {},
  ...filters.flat(),
  ...filters.flatMap((some, at) =>
    filters
      .slice(at + 1)
      .flatMap((others) => some.flatMap((one) => others.map((other) => ({ ...one, ...other })))),
  ),
]

const breakdowns = (question: Question): readonly Question[] => [
  {},
  ...['country', 'year', ...('what' in question ? [] : ['what'])].map((by) => ({ by })),
]

test(
  'no cell of any table tells of one to four, whatever is filtered by whatever else',
  { timeout: 600_000 },
  async () => {
    for (const unit of units)
      for (const level of levels)
        for (const filters of pairsOf(await filtersOf(unit, level)))
          for (const by of Object.keys(filters).length > 1 ? [{}] : breakdowns(filters))
            await ask({ unit, level, ...filters, ...by })
    for (const by of ['sector', 'custody']) await ask({ unit: 'persons', by })
    for (const [question, { rows, around }] of answers)
      for (const told of [around, ...rows.map((row) => row.told)]) {
        expect(told, question).toBeGreaterThanOrEqual(0)
        // So is every sum and every difference of two of them, and of any number of them.
        expect(told % 5, question).toBe(0)
      }
    expect(answers.size).toBeGreaterThan(1000)
    expect([...answers.values()].some((one) => totalOf(one).told >= 10)).toBe(true)
  },
)

type Fact = {
  readonly country: string | null
  readonly year: number | null
  readonly type: string
  readonly level: number
}
/** Every event of a case that counts, public or not. */
const factsOf = () =>
  asSuperuser(server.database, async (client) => {
    const { rows } = await client.query<Fact>(
      `select e.country, e.year, e.type, e.verification as level
       from amparo.coded_event e join amparo.case_state s on s.log = e.log where s.in_statistics`,
    )
    return rows
  })

const fits =
  (question: URLSearchParams) =>
  (fact: Fact): boolean => {
    const country = question.get('country')
    const what = question.get('what')
    const [from, to] = [question.get('from'), question.get('to')].map((year) =>
      year === null ? null : Number(year),
    )
    return (
      (country === null || fact.country === country) &&
      (what === null || fact.type === what) &&
      (from === null || (fact.year !== null && fact.year >= from!)) &&
      (to === null || (fact.year !== null && fact.year <= to!))
    )
  }

test('where one to four events are not public nothing is told of them, and never more than there are', async () => {
  const facts = await factsOf()
  let few = 0
  for (const [address, answered] of answers) {
    const question = new URLSearchParams(address)
    if (question.get('unit') !== 'events' || question.get('level') !== 'REP' || question.has('by')) continue
    const { open, told } = totalOf(answered)
    const unpublished = facts.filter(fits(question)).length - open
    expect(unpublished, address).toBeGreaterThanOrEqual(told)
    if (unpublished < 5) expect(told, address).toBe(0)
    if (unpublished > 0 && unpublished < 5) few += 1
  }
  expect(few, 'there are such cells').toBeGreaterThan(20)
})

test('a table taken from a wider one leaves what is public, or a multiple of five', async () => {
  for (const unit of units)
    for (const level of levels) {
      const filters = await filtersOf(unit, level)
      for (const [at, some] of filters.entries())
        for (const one of some) {
          const whole = totalOf(await ask({ unit, level, ...one }))
          for (const others of filters.slice(at + 1)) {
            const parts = others.map((other) =>
              totalOf(answers.get(askedOf({ unit, level, ...one, ...other }))!),
            )
            const rest = whole.told - parts.reduce((sum, { told }) => sum + told, 0)
            expect(Math.abs(rest) % 5).toBe(0)
          }
        }
    }
})

test('what is public of a question is what everybody can count in the open files', async () => {
  const file = await (await fetch(`${server.origin}/figures/data/latest/events.csv`)).text()
  type Line = { country: string; year: string; type: string }
  const [, ...lines] = parse(file, { columns: true, bom: true }) as Line[]
  const shown = lines.map(({ country, year, type }): Fact => ({
    country: country === '' ? null : country,
    year: year === '' ? null : Number(year),
    type,
    level: 0,
  }))
  for (const [address, answered] of answers) {
    const question = new URLSearchParams(address)
    if (question.get('unit') !== 'events' || question.get('level') !== 'REP' || question.has('by')) continue
    expect(totalOf(answered).open, address).toBeLessThanOrEqual(shown.filter(fits(question)).length)
  }
})

test('the page and the table for machines say the same numbers', async () => {
  for (const question of [
    { unit: 'events', by: 'country' },
    { unit: 'persons', by: 'year', level: 'REP' },
  ]) {
    const html = await (
      await fetch(`${server.origin}/figures/explore?${new URLSearchParams(question)}`)
    ).text()
    const csv = parse(await (await fetch(addressOf('csv', question))).text(), {
      columns: true,
      bom: true,
    }) as {
      at_least: string
    }[]
    const table = /<table[\s\S]*?<\/table>/.exec(html)?.[0] ?? ''
    const words = table.replaceAll(/<[^>]*>/g, ' ')
    const said = new Set([...words.matchAll(/\d[\d,]*/g)].map(([one]) => one.replaceAll(',', '')))
    for (const { at_least: least } of csv.slice(1)) expect([...said], least).toContain(least)
  }
})
