import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { PASSPHRASE, startTestDesk, type TestDesk } from '../../tests/support/app.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'

const example = (name: string) => fileURLToPath(new URL(`../../examples/votes/${name}`, import.meta.url))

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
  folder = mkdtempSync(join(tmpdir(), 'amparo-bodies-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const run = (file: string, ...more: readonly string[]) =>
  startAmparo(['import-body', file, '--desk', 'North', '--server', http.address, '--name', 'vera', ...more], {
    AMPARO_PASSPHRASE: PASSPHRASE,
  }).ended
const fileOf = (content: string): string => {
  const file = join(folder, 'members.csv')
  writeFileSync(file, content)
  return file
}
type Row = { readonly state: string; readonly slug: string; readonly members: number }
const stored = async (): Promise<readonly Row[]> => {
  const client = new Client(app.database.superuser)
  await client.connect()
  const { rows } = await client.query(
    `select state, body->>'slug' as slug, jsonb_array_length(body#>'{roll,members}') as members
     from amparo.document where kind = 'body' order by 2`,
  )
  await client.end()
  return rows as Row[]
}

test.each([
  ['a day that is none', 'name,from\nAna,2020-02-30', [], 'Line 2, from'],
  ['a file of something else', 'Dear all,', [], 'no file that can be read'],
  [
    'a list of legislators without its day',
    'bioguide_id,full_name,first_name,last_name,type,state,district,party\nA000001,Ana,Ana,Abel,sen,OH,,Green',
    [],
    '--as-of',
  ],
  ['a day that cannot be read', 'name,party\nAna,Green', ['--as-of', 'today'], '--as-of today'],
  ['a language that is none', 'name,party\nAna,Green', ['--lang', 'xx'], '--lang xx'],
  ['a body without a name', 'name,party\nAna,Green', [], '--slug'],
  ['more than twenty megabytes', `name,party\n${'Ana,Green\n'.repeat(2_100_000)}`, [], 'This is too much'],
])('%s is refused in words, and nothing is stored', async (_, content, more, words) => {
  const ran = await run(fileOf(content), ...more)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(words)
  expect(await stored()).toEqual([])
})

test(
  'a list with two chambers is looked at, then written as two drafts, and not a second time',
  {
    timeout: 120_000,
  },
  async () => {
    const list = example('us-congress/legislators-2018-02-23.slim.json')
    const looked = await run(list, '--preview')
    expect(looked.out).toContain('us-house: 437 members named (Republican 240, Democrat 197)')
    expect(await stored()).toEqual([])
    const drafts = [
      { state: 'draft', slug: 'us-house', members: 437 },
      { state: 'draft', slug: 'us-senate', members: 100 },
    ]
    expect((await run(list)).out).toContain('2 drafts at North')
    expect(await stored()).toEqual(drafts)
    expect((await run(list)).out).toContain('2 of these bodies were at the desk already')
    expect(await stored()).toEqual(drafts)
    expect((await run(list, '--slug', 'one')).err).toContain('this file holds several')
  },
)

test('a parliament in Popolo form tells its doubts', async () => {
  const ran = await run(
    example('popolo/zimbabwe-senate-ep-popolo-v1.0.json'),
    '--slug',
    'zw-senate',
    '--preview',
  )
  expect(ran.out).toContain('zw-senate: 67 members named (ZANU PF 38')
  expect(ran.out).toContain('A second membership in the same days was left out')
  expect(ran.out).toContain('80 seats and names 67 members')
})
