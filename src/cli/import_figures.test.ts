import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { PASSPHRASE, startTestDesk, type TestDesk } from '../../tests/support/app.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'

const sample = fileURLToPath(new URL('../../examples/figures.csv', import.meta.url))

let app: TestDesk
let http: OverHttp
let folder: string

beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app)
})
afterAll(async () => {
  await http.stop()
  await app.stop()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-figures-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const run = (file: string, name: string, ...more: readonly string[]) =>
  startAmparo(
    ['import-figures', file, '--desk', 'North', '--server', http.address, '--name', name, ...more],
    { AMPARO_PASSPHRASE: PASSPHRASE },
  ).ended
const stored = async (): Promise<readonly unknown[]> => {
  const client = new Client(app.database.superuser)
  await client.connect()
  const { rows } = await client.query(
    `select state, count(*)::int from amparo.document where kind = 'figure' group by state`,
  )
  await client.end()
  return rows as unknown[]
}
const listOf = (...lines: readonly string[]): string => {
  const file = join(folder, 'list.csv')
  writeFileSync(file, lines.join('\n'))
  return file
}
const heading = 'Code,Statement,Value,Unit,Area,Publisher,Period'

test('a list with a bad row is refused with line, column and how to mend it, and nothing is stored', async () => {
  const list = listOf(heading, 'A,Killed,312,persons,world,A watch,2017', 'B,Killed,120%,percent,world,,soon')
  const ran = await run(list, 'vera')
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('line 3, column "Period", value "soon": The period cannot be read as a date.')
  expect(ran.err).toContain('line 3, column "Publisher", value "": A cited figure names its publisher.')
  expect(ran.err).toContain('nothing was written')
  expect(await stored()).toEqual([])
})

test('every kind of fault is told in its own line, with what stands in the cell', async () => {
  const list = listOf(
    `${heading},Denominator`,
    'A,Killed,120,percent,world,A watch,2017,10',
    'B,Killed,312,,world,A watch,2017,',
    'C,Killed,12,persons,Atlantis,A watch,17/2017,',
    'D,Killed,50,persons,world,A watch,2017,20',
    'E,Killed,lots,persons,world,,2017,',
  )
  const ran = await run(list, 'vera', '--preview')
  const told = ran.err.split('\n').flatMap((line) => /line \d+, column .*?: \S+ \S+ \S+/.exec(line) ?? [])
  expect(told).toEqual([
    'line 2, column "Value", value "120": A share cannot',
    'line 3, column "Unit", value "": A value says',
    'line 4, column "Period", value "17/2017": The period cannot',
    'line 4, column "Area", value "Atlantis": The area is',
    'line 5, column "Denominator", value "20": The denominator is',
    'line 6, column "Value", value "lots": not a number.',
    'line 6, column "Publisher", value "": A cited figure',
  ])
  expect(ran.err).toContain('7 to mend; nothing was written.')
  // No good row: no heading above nothing.
  expect(ran.out).not.toContain('The first figures')
})

test('a preview shows the figures and writes nothing', async () => {
  const ran = await run(sample, 'vera', '--preview')
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('statement (ar)')
  expect(ran.out).toContain('line 5: more than 3,500 persons (estimate)')
  expect(await stored()).toEqual([])
})

test('a list becomes drafts that wait for a lead who did not write them', async () => {
  const ran = await run(sample, 'vera')
  expect(ran.err).toBe('')
  expect(ran.out).toContain('30 figures wait at North for a lead who did not write them.')
  expect(await stored()).toEqual([{ state: 'proposed', count: 30 }])
})

test('a list that is imported again, by whomever of the desk, doubles nothing', async () => {
  const ran = await run(sample, 'ben')
  expect(ran.out).toContain('30 of these figures were at the desk already')
  expect(await stored()).toEqual([{ state: 'proposed', count: 30 }])
})

test('bad rows are left out when that is asked for, and a code that stands twice is a bad row', async () => {
  const row = 'X1,Killed,3,persons,world,A watch,'
  const ran = await run(
    listOf(heading, row, row, 'X2,Killed,many,persons,world,A watch,'),
    'vera',
    '--skip-bad',
  )
  expect(ran.err).toContain('the same figure as line 2')
  expect(ran.out).toContain('1 figures wait')
  expect(await stored()).toEqual([{ state: 'proposed', count: 31 }])
})

test('a list without a column that a figure needs is refused at once', async () => {
  const ran = await run(listOf('Statement,Value', 'Killed,3'), 'vera')
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('No column holds: unit, area, publisher.')
})
