import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { PASSPHRASE, startTestDesk, type TestDesk } from '../../tests/support/app.ts'
import { draftDocx } from '../../tests/support/docx.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'

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
  folder = mkdtempSync(join(tmpdir(), 'amparo-texts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const run = (files: readonly string[], ...more: readonly string[]) =>
  startAmparo(
    ['import-instrument', ...files, '--desk', 'North', '--server', http.address, '--name', 'vera', ...more],
    { AMPARO_PASSPHRASE: PASSPHRASE },
  ).ended
const fileOf = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}
type Row = {
  readonly state: string
  readonly body: {
    readonly slug: string
    readonly kind: string
    readonly title: unknown
    readonly versions: readonly { readonly footnotes: readonly unknown[] }[]
  }
}
const stored = async (): Promise<readonly Row[]> => {
  const client = new Client(app.database.superuser)
  await client.connect()
  const { rows } = await client.query(
    `select state, body from amparo.document where kind = 'instrument' order by body->>'slug'`,
  )
  await client.end()
  return rows as Row[]
}
const plain = 'A title\n\nThe General Assembly,\n\nRecalling it,\n\n1. Decides to act;\n'
const page =
  '<main><h1>Law on defenders</h1><p>Article 1<p>Everyone has the right.<p>Article 2<p>The State protects.</main>'

test('of several files one is refused: it is said why, and nothing is stored', async () => {
  const ran = await run([fileOf('a.txt', plain), fileOf('b.docx', '%PDF-1.7')])
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('“b.docx” is a PDF')
  expect(ran.err).toContain('1 of 2 refused; nothing was written.')
  expect(await stored()).toEqual([])
})

test('a preview tells the doubts and writes nothing', async () => {
  const ran = await run([fileOf('draft.docx', await draftDocx())], '--preview')
  expect(ran.code).toBe(0)
  expect(ran.out).toContain('draft.docx → protecting-human-rights-defenders: 9 paragraphs.')
  expect(ran.out).toContain('line 11: Tracked changes were read as if accepted')
  expect(ran.out).toContain('“consider taking” → “take”')
  expect(await stored()).toEqual([])
})

test('files of three formats become drafts that nobody has proposed, once however often they are brought', async () => {
  const files = [
    fileOf('a.txt', plain),
    fileOf('draft.docx', await draftDocx()),
    fileOf('law.html', page),
    fileOf('broken.docx', 'PK\x03\x04'),
  ]
  const ran = await run(files, '--skip-bad')
  expect(ran.err).toContain('“broken.docx” is damaged')
  expect(ran.out).toContain('3 drafts at North')
  const rows = await stored()
  expect(rows.map(({ state, body }) => [state, body.slug, body.kind])).toEqual([
    ['draft', 'a-title', 'resolution'],
    ['draft', 'law-on-defenders', 'declaration'],
    ['draft', 'protecting-human-rights-defenders', 'resolution'],
  ])
  expect(rows[2]?.body.versions[0]?.footnotes).toHaveLength(1)
  expect((await run(files, '--skip-bad')).out).toContain('3 of these texts were at the desk already')
  expect(await stored()).toEqual(rows)
})

test('kind, title, symbol and address of one file can be said', async () => {
  const file = fileOf('x.html', page)
  const more = ['--kind', 'law', '--title', 'A law', '--symbol', 'Law 5/2026', '--slug', 'law-5-2026']
  expect((await run([file], ...more)).code).toBe(0)
  const row = (await stored()).find(({ body }) => body.slug === 'law-5-2026')
  expect(row?.body).toMatchObject({ kind: 'law', title: { en: 'A law' }, symbol: 'Law 5/2026' })
})

test.each([
  ['--kind', 'treaty', '--kind treaty: one of resolution'],
  ['--lang', 'tlh', '--lang tlh: one of en'],
  ['--slug', 'A law', '--slug A law: small letters, digits and hyphens, such as a-law.'],
])('%s %s is refused before anything is read', async (option, value, words) => {
  const ran = await run([fileOf('a.txt', plain)], option, value)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(words)
})

test('two files of one address are not both written', async () => {
  const ran = await run([fileOf('a.txt', plain), fileOf('b.txt', plain)])
  expect(ran.err).toContain('“b.txt” has the address of “a.txt” (a-title). Import one with --slug.')
})
