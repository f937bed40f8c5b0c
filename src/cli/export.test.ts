import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { journalOf } from '#members/core/journal.ts'

import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { confidential } from '../../tests/support/sealed.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'

const script = fileURLToPath(new URL('../../docs/formats/verify.mjs', import.meta.url))
const WORDS = 'Canary Kestrel sings at night'
const OTHER = 'marble orbit thicket velvet canyon hazel'

let app: TestDesk
let http: OverHttp
let folder: string
let first: string
beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app)
  const entries = [
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    { kind: 'note', coded: { toCode: false }, words: { text: WORDS } },
  ]
  first = value(await app.writer.createCase({ desk: app.desk, entries })).case
  const dark = [
    { kind: 'opened', coded: { dark: true } },
    { kind: 'note', coded: { toCode: true }, words: { text: 'dark' } },
  ]
  value(await app.second.createCase({ desk: app.desk, entries: dark }))
})
afterAll(async () => {
  await http.stop()
  await app.stop()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-export-'))
  execFileSync('age-keygen', ['-o', join(folder, 'key.txt')], { stdio: 'ignore' })
})
afterEach(() => rmSync(folder, { recursive: true }))

const recipient = (): string =>
  execFileSync('age-keygen', ['-y', join(folder, 'key.txt')], { encoding: 'utf8' }).trim()
const amparo = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  startAmparo(args, { AMPARO_PASSPHRASE: PASSPHRASE, ...environment }).ended
const exportAs = (name: string, ...more: readonly string[]) =>
  amparo(
    [
      'export',
      '--desk',
      'North',
      '--server',
      http.address,
      '--name',
      name,
      '--out',
      join(folder, 'e.age'),
      ...more,
    ],
    { AMPARO_EXPORT_PASSPHRASE: OTHER },
  )
/** One lead proposes to export the whole desk, another releases it. */
const agree = async (name: 'ana' | 'ben'): Promise<void> => {
  const { desk } = app
  const [lead, other] = name === 'ana' ? [app.steward, app.second] : [app.second, app.steward]
  const body = { scope: 'desk', cases: 2, reason: 'To move the desk' } as const
  const proposed = value(await lead.proposeExport({ desk, body }))
  const act = { kind: 'release', version: 1, revision: 1 } as const
  value(await other.actOnDocument({ desk, document: proposed.id, act }))
}
/** With the programs everybody has: age and tar. */
const unpack = (): string => {
  const to = join(folder, 'unpacked')
  mkdirSync(to)
  execFileSync('sh', ['-c', 'age --decrypt -i key.txt e.age | tar -x -C unpacked'], { cwd: folder })
  return to
}
const verify = (...args: readonly string[]) =>
  amparo(['verify', ...args], { AMPARO_EXPORT_PASSPHRASE: OTHER })

test('an export opens with the standard age, is readable, and verifies with Node alone and with the desk’s own code', async () => {
  await agree('ana')
  const ran = await exportAs('ana', '--to', recipient())
  expect(ran.err).toBe('')
  expect(ran.out).toContain('2 cases and the journal were written')
  const unpacked = unpack()
  expect(readdirSync(unpacked).toSorted()).toEqual([
    'README.txt',
    'bundles',
    'cases',
    'grants',
    'heads',
    'journal.json',
    'logs',
    'manifest.json',
  ])
  expect(readFileSync(join(unpacked, `cases/${first}.json`), 'utf8')).toContain(WORDS)
  expect(execFileSync(process.execPath, [script, unpacked], { encoding: 'utf8' })).toBe(
    '4 logs: hashes, links and signatures hold\n',
  )
  const verified = await verify(unpacked)
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(verified.out).toContain('4 logs with')
  expect((await verify(join(folder, 'e.age'), '--identity', join(folder, 'key.txt'))).code).toBe(0)
})

test('the desk’s log says who exported what, by the hash of the manifest', async () => {
  await exportAs('ana', '--to', recipient(), '--case', first)
  const [newest] = value(await app.steward.desk({ desk: app.desk })).history
  expect(newest).toMatchObject({ kind: 'exported', author: 'ana' })
  const log = readdirSync(join(unpack(), 'logs'))
  expect(log.toSorted()).toEqual([app.desk, first].toSorted())
})

test('more than one case leaves only when another lead has released it, once', async () => {
  const left = () => readdirSync(folder)
  const refused = await exportAs('ana', '--to', recipient())
  expect(refused.err).toContain('only when another lead has released it within the last day')
  expect(refused.err).toContain('amparo export --propose --reason')
  expect(left()).toEqual(['key.txt'])
  expect((await exportAs('ana', '--propose')).err).toContain('Say why with --reason')
  const proposed = await exportAs('ana', '--propose', '--reason', 'To move the desk')
  expect(proposed).toMatchObject({ code: 0, err: '' })
  expect(proposed.out).toContain('The export of 2 cases is proposed.')
  expect((await exportAs('ana', '--to', recipient())).err).toContain('nothing was exported')
  const { documents } = value(await app.second.documents({ desk: app.desk }))
  const waiting = documents.find(({ versions }) => versions[0]?.state === 'proposed')!
  expect(waiting.versions[0]?.body).toEqual({ scope: 'desk', cases: 2, reason: 'To move the desk' })
  const given = {
    desk: app.desk,
    document: waiting.id,
    act: { kind: 'release', version: 1, revision: 1 },
  } as const
  const own = await app.steward.actOnDocument(given)
  expect(own).toMatchObject({ ok: false, error: { kind: 'refused_by_server', type: 'own_release' } })
  value(await app.second.actOnDocument(given))
  expect((await exportAs('ana', '--to', recipient())).out).toContain('2 cases and the journal were written')
  rmSync(join(folder, 'e.age'))
  expect((await exportAs('ana', '--to', recipient())).err).toContain('nothing was exported')
})

test('one case needs nobody to release it, and the command says so', async () => {
  const ran = await exportAs('ana', '--propose', '--reason', 'For her lawyer', '--case', first)
  expect(ran.out).toContain('One case needs nobody to release it')
})

test('under a passphrase it opens with that passphrase alone', async () => {
  await agree('ben')
  expect((await exportAs('ben', '--passphrase')).out).toContain('2 cases and the journal were written')
  expect((await verify(join(folder, 'e.age'))).code).toBe(0)
  const wrong = await amparo(['verify', join(folder, 'e.age')], { AMPARO_EXPORT_PASSPHRASE: 'another' })
  expect(wrong).toMatchObject({ code: 1 })
  expect(wrong.err).toContain('does not open: another key is needed, or the file is damaged.')
})

test('a changed, a missing and a foreign file, and words that are not those of the log, are each named', async () => {
  await agree('ana')
  await exportAs('ana', '--to', recipient())
  const unpacked = unpack()
  const words = join(unpacked, `cases/${first}.json`)
  writeFileSync(words, readFileSync(words, 'utf8').replace('"country": "TJ"', '"country": "RU"'))
  const sealed = join(unpacked, `logs/${first}/1.sealed`)
  writeFileSync(
    sealed,
    readFileSync(sealed).map((byte, place) => (place === 40 ? byte ^ 1 : byte)),
  )
  rmSync(join(unpacked, 'README.txt'))
  writeFileSync(join(unpacked, 'extra.txt'), 'x')
  const ran = await verify(unpacked)
  expect(ran.code).toBe(1)
  expect(ran.err.trim().split('\n').toSorted()).toEqual(
    [
      '6 found. Do not rely on it before somebody knows why.',
      'README.txt: is missing',
      `cases/${first}.json: does not say what its log says`,
      `cases/${first}.json: was changed`,
      'extra.txt: is not in the manifest',
      `logs/${first}/1.sealed: was changed`,
      `logs/${first}: entry 1: unreadable, part not of statement (sealed)`,
    ].toSorted(),
  )
})

test('a log cut at its end is found though its files agree, and so is a folder without a manifest', async () => {
  await agree('ana')
  await exportAs('ana', '--to', recipient())
  const unpacked = unpack()
  const manifest = join(unpacked, 'manifest.json')
  const stated = JSON.parse(readFileSync(manifest, 'utf8')) as { files: { path: string }[] }
  for (const part of ['statement', 'signature', 'coded', 'sealed'])
    rmSync(join(unpacked, `logs/${first}/1.${part}`))
  const files = stated.files.filter(({ path }) => !path.startsWith(`logs/${first}/1.`))
  writeFileSync(manifest, JSON.stringify({ ...stated, files }))
  const ran = await verify(unpacked)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('1 entries, the manifest states 2')
  writeFileSync(manifest, '{}')
  expect((await verify(unpacked)).err).toContain('manifest.json: cannot be read as a manifest of version 1')
  rmSync(manifest)
  expect((await verify(unpacked)).err).toContain('manifest.json: is missing')
})

test('a live desk verifies, and a byte changed in the database is found', async () => {
  const live = ['--desk', 'North', '--server', http.address, '--name', 'rosa']
  const whole = await verify(...live)
  expect(whole).toMatchObject({ code: 0, err: '' })
  expect(whole.out).toContain('every part opens')
  const client = new Client(app.database.superuser)
  await client.connect()
  const flip = `update amparo.part set bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 1) where log = $1 and seq = 1 and part = 'sealed'`
  await client.query(flip, [first])
  const changed = await verify(...live)
  await client.query(flip, [first])
  await client.end()
  expect(changed.code).toBe(1)
  expect(changed.err).toContain(`case ${first}: `)
  expect(changed.err).toContain('entry 1: unreadable')
})

const hybrid = `age1pq1${'q'.repeat(80)}`
test.each([
  ['vera', ['--passphrase'], 'vera is not a lead of this desk: only its leads may export.'],
  ['vera', ['--propose', '--reason', 'x'], 'vera is not a lead of this desk: only its leads may export.'],
  ['ana', ['--propose'], 'Say why with --reason'],
  ['ana', [], 'Say for whom: --to age1… or --passphrase.'],
  ['ana', ['--to', hybrid], 'is a hybrid recipient, which age 1.1 cannot read.'],
  ['ana', ['--to', 'age1x'], 'age1x is not an age recipient.'],
  [
    'ana',
    ['--passphrase', '--case', 'A'.repeat(22)],
    'There is no case AAAAAAAAAAAAAAAAAAAAAA at this desk.',
  ],
])('%s, %s: refused in words, and no file and no entry is left', async (name, more, words) => {
  const before = value(await app.steward.desk({ desk: app.desk })).history.length
  const ran = await exportAs(name, ...more)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(words)
  expect(readdirSync(folder)).toEqual(['key.txt'])
  expect(value(await app.steward.desk({ desk: app.desk })).history.length).toBe(before)
})

test('a file that is there is not overwritten', async () => {
  writeFileSync(join(folder, 'e.age'), 'mine')
  expect((await exportAs('ana', '--passphrase')).err).toContain('is there already')
  expect(readFileSync(join(folder, 'e.age'), 'utf8')).toBe('mine')
})

test('a passphrase that is easy to guess is refused for what outlives the desk', async () => {
  const args = [
    'export',
    '--desk',
    'North',
    '--server',
    http.address,
    '--name',
    'ana',
    '--passphrase',
    '--out',
    join(folder, 'e.age'),
  ]
  expect((await amparo(args, { AMPARO_EXPORT_PASSPHRASE: 'password1234567' })).err).toContain(
    'too easy to guess',
  )
  expect((await amparo(args)).err).toContain('No passphrase: set AMPARO_EXPORT_PASSPHRASE')
})

test('an age file that holds something else is told from an export', async () => {
  writeFileSync(join(folder, 'e.txt'), 'no tar')
  spawnSync('age', ['-r', recipient(), '-o', join(folder, 'e.age'), join(folder, 'e.txt')])
  const ran = await verify(join(folder, 'e.age'), '--identity', join(folder, 'key.txt'))
  expect(ran.err).toContain('opens, but what lies in it is no export.')
  expect((await verify(join(folder, 'none'))).err).toContain('There is no ')
  expect((await verify()).err).toContain('Say what to verify')
  expect((await verify('--desk', 'North')).err).toContain('wants a member: give --name.')
})

test('the whole desk is exported with its journal, which verifies with it; a case alone without', async () => {
  const fact = confidential({ member: 'NO', source: WORDS })
  value(await app.writer.noteSealedPosition({ desk: app.desk, fact }))
  await agree('ana')
  const ran = await exportAs('ana', '--to', recipient())
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out).toContain('2 cases and the journal were written')
  const unpacked = unpack()
  const journal = join(unpacked, 'journal.json')
  expect(readFileSync(journal, 'utf8')).toContain(WORDS)
  const id = journalOf(app.desk)
  expect(readdirSync(join(unpacked, 'grants'))).toContain(`${id}.1.1`)
  expect(execFileSync(process.execPath, [script, unpacked], { encoding: 'utf8' })).toContain('4 logs')
  expect((await verify(unpacked)).out).toContain('4 logs with')
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"kind": "position"', '"kind": "struck"'))
  writeFileSync(join(unpacked, `logs/${id}/1.sealed`), 'x')
  const found = await verify(unpacked)
  expect(found.code).toBe(1)
  expect(found.err).toContain('journal.json: does not say what its log says')
  expect(found.err).toContain(`logs/${id}: entry 1: unreadable, part not of statement (sealed)`)
  rmSync(join(folder, 'e.age'))
  const alone = await exportAs('ana', '--to', recipient(), '--case', first)
  expect(alone.out).toContain('1 cases were written')
})

const verifyLive = () => verify('--desk', 'North', '--server', http.address, '--name', 'ana')

test('a live desk verifies with its journal, and a byte of it changed in the database is found', async () => {
  expect(await verifyLive()).toMatchObject({ code: 0, err: '' })
  const client = new Client(app.database.superuser)
  await client.connect()
  await client.query(
    `update amparo.part set bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 1) where log = $1 and part = 'sealed'`,
    [journalOf(app.desk)],
  )
  await client.end()
  const found = await verifyLive()
  expect(found.code).toBe(1)
  expect(found.err).toContain('the journal: entry 1: unreadable')
})
