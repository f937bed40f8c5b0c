import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { overHttp, type OverHttp, type Running, startAmparo } from '../../tests/support/over_http.ts'

const sample = fileURLToPath(new URL('../../examples/cases.csv', import.meta.url))

let app: TestDesk
let http: OverHttp
let folder: string
/** What happens to a batch of cases on its way. */
let onBatch: (send: () => Promise<Response>) => Promise<Response>

beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app, (request, send) =>
    request.method === 'POST' && request.url.endsWith('/cases') ? onBatch(send) : send(),
  )
})
afterAll(async () => {
  await http.stop()
  await app.stop()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-import-'))
  onBatch = (send) => send()
})
afterEach(() => rmSync(folder, { recursive: true }))

const start = (file: string, ...more: readonly string[]): Running =>
  startAmparo(['import', file, '--desk', 'North', '--server', http.address, '--name', 'vera', ...more], {
    AMPARO_PASSPHRASE: PASSPHRASE,
  })
const run = (file: string, ...more: readonly string[]) => start(file, ...more).ended
/** Asked of the database itself: a device keeps its list for a while. */
const casesThere = async (): Promise<number> => {
  const client = new Client(app.database.superuser)
  await client.connect()
  const { rows } = await client.query("select count(*)::int as cases from amparo.log where subject = 'case'")
  await client.end()
  return (rows as { cases: number }[])[0]?.cases ?? 0
}
const listOf = (...lines: readonly string[]): string => {
  const file = join(folder, 'list.csv')
  writeFileSync(file, lines.join('\n'))
  return file
}

test('a list in five languages becomes sealed cases that the desk can read and find', async () => {
  const ran = await run(sample)
  expect(ran.err).toBe('6 of 6\n')
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('Date of arrest  →  arrested')
  expect(ran.out).toContain('6 cases were sealed')
  const [line] = value(await app.reader.cases({ desk: app.desk, filter: { text: 'nadim' } })).lines
  expect(line?.head).toMatchObject({ names: ['نديم الواديّ الطويل'], country: 'EG', custody: 'released' })
  const seen = value(await app.reader.openCase({ desk: app.desk, case: line?.case ?? '' }))
  expect(seen.entries.map(({ kind }) => kind)).toEqual([
    'opened',
    'identity',
    'source',
    'event',
    'event',
    'note',
    'note',
  ])
  expect(seen.entries[3]).toMatchObject({
    coded: { type: 'arrest', date: '2021~', verification: 'UNREV' },
    words: { date: '2021~', narrative: 'Synthetic example.' },
  })
})

test('a list that is imported again, by whomever of the desk, doubles nothing', async () => {
  const before = await casesThere()
  const ran = await startAmparo(
    ['import', sample, '--desk', 'North', '--server', http.address, '--name', 'ben', '--map', 'Remarks='],
    { AMPARO_PASSPHRASE: PASSPHRASE },
  ).ended
  expect(ran.out).toContain('6 of these rows were at the desk already.')
  expect(await casesThere()).toBe(before)
})

test('an import that is killed goes on where it was, though a batch was on its way, and leaves no file', async () => {
  const rows = Array.from({ length: 330 }, (_, i) => `Invented ${i},TJ`)
  const file = listOf('Name,Country', ...rows)
  const before = await casesThere()
  let batches = 0
  const killed = start(file)
  onBatch = async (send) => {
    batches += 1
    // The second is killed before it arrives, or after: it arrives all the same.
    if (batches === 2) killed.kill()
    return send()
  }
  expect((await killed.ended).code).toBe(null)
  expect(await casesThere()).toBeLessThan(before + 330)
  const ran = await run(file)
  expect(ran.code).toBe(0)
  expect(ran.out).toMatch(/[1-3]00 of these rows were at the desk already/)
  expect(await casesThere()).toBe(before + 330)
  expect(readdirSync(folder)).toEqual(['list.csv'])
})

test('a batch whose answer is lost is not doubled within the same run', async () => {
  const before = await casesThere()
  let lost = false
  onBatch = async (send) => {
    const answer = await send()
    if (lost) return answer
    lost = true
    return new Response('', { status: 502 })
  }
  const ran = await run(listOf('Name,Country', ...Array.from({ length: 120 }, (_, i) => `Lost ${i},KG`)))
  expect(ran.code).toBe(0)
  expect(await casesThere()).toBe(before + 120)
})

test('bad rows are told with line, column, value and mend, and nothing is written', async () => {
  const before = await casesThere()
  const file = listOf(
    'Name,Country,Date of arrest,Sex,Sector,Sentence,Link',
    'Good,TJ,2020-05,W,JUST,5,',
    'A,Atlantis,2020-05,W,JUST,5,',
    'B,TJ,03/04/2021,W,JUST,5,',
    '"C, with',
    'two lines",TJ,2099-01,W,JUST,5,',
    'D,TJ,2020-05,maybe,Magic,soon,example',
    ',TJ,2020-05,W,JUST,5,',
    'Good,TJ,2020-05,W,JUST,5,',
  )
  const ran = await run(file)
  expect(ran.code).toBe(1)
  expect(
    ran.err
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ).toEqual([
    'line 3, column "Country", value "Atlantis": no country of this name. Write its name or its two letters (TJ).',
    'line 4, column "Date of arrest", value "03/04/2021": day or month first? 2021-03-04 with --dates mdy, 2021-04-03 with --dates dmy.',
    'line 5, column "Date of arrest", value "2099-01": lies in the future. Write when it happened.',
    'line 7, column "Sex", value "maybe": no such gender. Write W, M, X, or leave it empty.',
    'line 7, column "Sector", value "Magic": no such sector. Write a code (JUST) or its label, several parted by ";", or map the column to "work".',
    'line 7, column "Sentence", value "soon": not a length. Write "25", "3 years 6 months", "life" or "death".',
    'line 7, column "Link", value "example": not a web address. Write it with https://.',
    'line 8, column "Name", value "": the row names nobody. Fill in a name, an alias or a reference.',
    'line 9, column "", value "Good": the same as line 2. Take one out.',
    '9 to mend; nothing was written. Mend them, or leave these rows out with --skip-bad.',
  ])
  expect(await casesThere()).toBe(before)
  expect((await run(file, '--skip-bad', '--dates', 'dmy')).out).toContain('2 cases were sealed')
  expect(await casesThere()).toBe(before + 2)
})

test('a preview writes nothing and asks for no passphrase', async () => {
  const args = [
    'import',
    sample,
    '--desk',
    'North',
    '--name',
    'vera',
    '--preview',
    '--server',
    'http://localhost:9',
  ]
  const ran = await startAmparo(args).ended
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('line 2: Inés Vallehondo / Heron · CO · arrest 2023-05')
})

test.each([
  [['--desk', 'South'], 'There is no desk "South" for this member. Desks: North.'],
  [['--name', 'nobody'], 'The name or the passphrase is wrong, or the account is closed.'],
  [['--server', 'http://desk.example.org'], 'http://desk.example.org is plain HTTP beyond this machine.'],
  [['--server', 'desk'], 'desk is not an address.'],
  [['--server', 'http://localhost:9'], 'http://localhost:9 does not answer.'],
  [['--map', 'Nme=name'], '--map: there is no column "Nme".'],
  [['--map', 'Name=nome'], '--map: there is no field "nome".'],
  [['--map', 'Name'], '--map Name: write it as COLUMN=FIELD.'],
  [['--map', 'Name=', '--map', 'Other names=', '--map', 'Reference='], 'No column says who it is about.'],
  [
    ['--map', 'Country=place', '--map', 'City=place'],
    '"place" can be one column only, not Country and City.',
  ],
  [['--dates', 'ymd'], '--dates ymd: write dmy (day first) or mdy (month first).'],
])('%s is refused in words', async (more, words) => {
  const ran = await run(sample, ...more)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(words)
  expect(ran.err).not.toContain('    at ')
})

test('a reader is refused before anything is sent', async () => {
  const ran = await startAmparo(
    ['import', sample, '--desk', 'North', '--server', http.address, '--name', 'rosa', '--map', 'Tags='],
    { AMPARO_PASSPHRASE: PASSPHRASE },
  ).ended
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('rosa may read this desk, not write to it.')
})

test('a passphrase nobody gave is asked for in a terminal only', async () => {
  const args = ['import', sample, '--desk', 'North', '--server', http.address, '--name', 'vera']
  expect((await startAmparo(args).ended).err).toContain('No passphrase: set AMPARO_PASSPHRASE')
})

test('a file that is no list is refused in words', async () => {
  expect((await run(listOf(''))).err).toContain('The file has no row of headings.')
  expect((await run(listOf('Name,Country', '"open'))).err).toContain('not a CSV that can be read')
  const file = listOf('Name')
  writeFileSync(file, Uint8Array.of(0x4e, 0xe9, 0x0a))
  expect((await run(file)).err).toContain('The file is not UTF-8.')
  expect(await run(listOf('Name', '')).then(({ err }) => err)).toContain('No row is left to import.')
})
