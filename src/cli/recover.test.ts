import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { startAmparo } from '../../tests/support/over_http.ts'
import { holdCeremony, recoverMember } from '../../tests/support/shares.ts'
import type { RootSheets } from '../members/client/views.ts'

/** Each command is a process that verifies and opens a whole desk. */
const LONG = { timeout: 180_000 }
const WORDS = 'Canary Kestrel sings at night'

let app: TestDesk
let database: string
let sheets: RootSheets
let folder: string
beforeAll(async () => {
  app = await startTestDesk()
  const { host, database: name } = app.database.superuser
  database = `postgres://amparo_owner@localhost/${name}?host=${encodeURIComponent(String(host))}`
  const note = { kind: 'note', coded: { toCode: false }, words: { text: WORDS } }
  const { desk } = app
  value(await app.writer.createCase({ desk, entries: [{ kind: 'opened', coded: { dark: false } }, note] }))
  value(await app.steward.foundDesk({ name: 'South' }))
  sheets = await holdCeremony(app.steward, { threshold: 3, shares: 5 })
  value(await app.second.coverDesk({ desk, digits: sheets.digits }))
  await recoverMember(app, 'vera', sheets)
})
afterAll(() => app.stop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-recover-'))
  execFileSync('age-keygen', ['-o', join(folder, 'key.txt')], { stdio: 'ignore' })
})
afterEach(() => rmSync(folder, { recursive: true }))

const recover = (texts: readonly string[], ...more: readonly string[]) => {
  writeFileSync(join(folder, 'shares.txt'), `# typed from paper\n${texts.join('\n\n')}\n`)
  const to = execFileSync('age-keygen', ['-y', join(folder, 'key.txt')], { encoding: 'utf8' }).trim()
  const given = ['recover', '--shares', join(folder, 'shares.txt'), '--to', to, '--out', join(folder, 'out')]
  return startAmparo([...given, ...more], { DATABASE_URL: database }).ended
}
const text = (number: number): string => sheets.sheets[number - 1]!.text

test(
  'three of five sheets open every case of the desks that trust them, and say which do not',
  LONG,
  async () => {
    const ran = await recover([text(5), text(2).toLowerCase(), text(3)])
    expect(ran.out).toContain(`The sheets give the keys with the digits ${sheets.digits}.`)
    expect(ran.out).toContain('North: 1 cases and the journal were written')
    expect(ran.err).toContain('South: none of its leads has compared the digits of the sheets')
    expect(ran.code).toBe(1)
    const [file = '', ...others] = readdirSync(join(folder, 'out'))
    expect([file, ...others]).toEqual([`${app.desk}.age`])
    const unpacked = join(folder, 'unpacked')
    const command = `mkdir ${unpacked} && age --decrypt -i key.txt out/${file} | tar -x -C ${unpacked}`
    execFileSync('sh', ['-c', command], { cwd: folder })
    const [kept = ''] = readdirSync(join(unpacked, 'cases'))
    expect(readFileSync(join(unpacked, 'cases', kept), 'utf8')).toContain(WORDS)
    expect(readFileSync(join(unpacked, 'README.txt'), 'utf8')).toContain('sheets of the organisation')
    // Our own reader and the one of forty lines take the entry that the root has signed.
    expect((await startAmparo(['verify', unpacked], {}).ended).code).toBe(0)
    execFileSync(process.execPath, ['docs/formats/verify.mjs', unpacked])
  },
)

test('of one desk alone, when it is named', LONG, async () => {
  const ran = await recover([text(1), text(2), text(3)], '--desk', 'north')
  expect(ran).toMatchObject({ code: 0, err: '' })
  rmSync(join(folder, 'out'), { recursive: true })
  expect((await recover([text(1), text(2), text(3)], '--desk', 'east')).err).toContain(
    'There is no desk "east"',
  )
})

test.each<[string, () => readonly string[], string]>([
  ['too few', () => [text(1), text(2)], '2 of the 3 sheets that are needed were given.'],
  ['one twice', () => [text(1), text(2), text(1)], 'Sheet 1 was given twice.'],
  [
    'a damaged one',
    () => [text(1), `${text(2).slice(0, -1)}${text(2).endsWith('7') ? '8' : '7'}`, text(3)],
    'Sheet 2 of those given cannot be read: group 15 is not as printed.',
  ],
])('%s is refused in words, and nothing is written', LONG, async (_, given, words) => {
  const ran = await recover(given())
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(words)
  expect(existsSync(join(folder, 'out'))).toBe(false)
})

test('sheets of another organisation open nothing', LONG, async () => {
  const others = value(await app.steward.beginRoot({ threshold: 2, shares: 3 }))
  await app.steward.abandonRoot()
  const ran = await recover(others.sheets.slice(0, 2).map((one) => one.text))
  expect(ran.err).toContain('North: it trusts other keys than these sheets give.')
  expect(readdirSync(join(folder, 'out'))).toEqual([])
})
