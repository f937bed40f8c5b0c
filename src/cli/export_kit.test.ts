import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

import { appendToDeskLog } from '#members/client/desk_log.ts'
import { signIn } from '#members/client/gate.ts'
import { journalOf } from '#members/core/journal.ts'
import { newDeskSecret, newKit, sealBundle } from '#vault/client/v1/desk.ts'

import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { confidential } from '../../tests/support/sealed.ts'
import { overHttp, startAmparo } from '../../tests/support/over_http.ts'
import { newDeviceDeps } from './device.ts'

const WORDS = 'Canary Kestrel sings at night'
const OTHER = 'marble orbit thicket velvet canyon hazel'

let app: TestDesk
let kit: string
let database: string
let south: string
let cases: readonly string[]
let folder: string
beforeAll(async () => {
  app = await startTestDesk()
  const { host, database: name } = app.database.superuser
  database = `postgres://amparo_owner@localhost/${name}?host=${encodeURIComponent(String(host))}`
  kit = await printKit(app.desk)
  const noted = [
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    { kind: 'note', coded: { toCode: false }, words: { text: WORDS } },
  ]
  const dark = [{ kind: 'opened', coded: { dark: true } }]
  const made = [
    value(await app.writer.createCase({ desk: app.desk, entries: noted })),
    value(await app.second.createCase({ desk: app.desk, entries: dark })),
  ]
  cases = made.map((one) => one.case)
  south = value(await app.steward.foundDesk({ name: 'South' })).id
})
afterAll(() => app.stop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-kit-'))
  execFileSync('age-keygen', ['-o', join(folder, 'key.txt')], { stdio: 'ignore' })
  writeFileSync(join(folder, 'kit.txt'), kit)
})
afterEach(() => rmSync(folder, { recursive: true }))

const printKit = async (desk: string): Promise<string> => {
  const { identity, recipient } = value(await app.steward.makeKit({ desk }))
  value(await app.steward.confirmKit({ desk, recipient }))
  return identity
}
const recipient = (): string =>
  execFileSync('age-keygen', ['-y', join(folder, 'key.txt')], { encoding: 'utf8' }).trim()
const amparo = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  startAmparo(args, { DATABASE_URL: database, AMPARO_EXPORT_PASSPHRASE: OTHER, ...environment }).ended
const out = (): string => join(folder, 'e.age')
const exportAs = (desk: string, ...more: readonly string[]) =>
  amparo(['export', '--kit', join(folder, 'kit.txt'), '--desk', desk, '--out', out(), ...more])
const unpack = (): string => {
  execFileSync('sh', ['-c', 'mkdir unpacked && age --decrypt -i key.txt e.age | tar -x -C unpacked'], {
    cwd: folder,
  })
  return join(folder, 'unpacked')
}
const asSuperuser = async (query: string, values: readonly unknown[]): Promise<void> => {
  const client = new Client(app.database.superuser)
  await client.connect()
  await client.query(query, [...values])
  await client.end()
}

test('a printed kit opens every case of its desk without an account, and what it writes verifies', async () => {
  const ran = await exportAs('north', '--to', recipient())
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out).toContain('2 cases and the journal were written')
  expect(ran.out).toContain('Nobody signed for it')
  const verified = await amparo(['verify', out(), '--identity', join(folder, 'key.txt')])
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(verified.out).toContain('4 logs with')
  const unpacked = unpack()
  expect(readFileSync(join(unpacked, `cases/${cases[0]}.json`), 'utf8')).toContain(WORDS)
  const readme = readFileSync(join(unpacked, 'README.txt'), 'utf8')
  expect(readme).toContain("nobody signed for it, and the desk's log does not mention it")
  const kinds = value(await app.steward.desk({ desk: app.desk })).history.map(({ kind }) => kind)
  expect(kinds).not.toContain('exported')
})

test('as it is typed from paper: in small letters, in groups, over several lines, the desk by its id', async () => {
  const typed = kit.toLowerCase().replaceAll(/.{60}/g, (line) => `${line.slice(0, 7)} ${line.slice(7)}\n`)
  writeFileSync(join(folder, 'kit.txt'), `# typed by ben\n${typed}\n`)
  const ran = await exportAs(app.desk, '--passphrase', '--case', cases[0] ?? '')
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out).toContain('1 cases were written')
  expect((await amparo(['verify', out()])).code).toBe(0)
})

test('a case that was changed in the database is named and left out, and the others are written', async () => {
  const flip = `update amparo.part set bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 1)
    where log = $1 and seq = 1 and part = 'sealed'`
  await asSuperuser(flip, [cases[0]])
  const ran = await exportAs('North', '--to', recipient())
  await asSuperuser(flip, [cases[0]])
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(`Case ${cases[0]} does not verify: entry 1: unreadable`)
  expect(ran.out).toContain('1 cases and the journal were written')
  expect(readdirSync(join(unpack(), 'cases'))).toEqual([`${cases[1]}.json`])
})

test('a case that was given another desk’s grant is named and left out', async () => {
  const swap =
    'update amparo.key_grant set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where log = $1'
  await asSuperuser(swap, [cases[1]])
  const ran = await exportAs('North', '--to', recipient())
  await asSuperuser(swap, [cases[1]])
  expect(ran.err).toBe(`Case ${cases[1]} does not open with this kit's keys. It was left out.\n`)
})

const refused = async (desk: string, words: string): Promise<void> => {
  const ran = await exportAs(desk, '--to', recipient())
  expect(ran).toMatchObject({ code: 1, out: '' })
  expect(ran.err).toContain(words)
  expect(readdirSync(folder).toSorted()).toEqual(['key.txt', 'kit.txt'])
}

test('the kit opens the journal of its desk; one that was changed is named and left out', async () => {
  const fact = confidential({ source: 'Canary Nightjar in confidence' })
  value(await app.writer.noteSealedPosition({ desk: app.desk, fact }))
  const ran = await exportAs('north', '--to', recipient())
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out).toContain('2 cases and the journal were written')
  const unpacked = unpack()
  expect(readFileSync(join(unpacked, 'journal.json'), 'utf8')).toContain('Canary Nightjar in confidence')
  expect((await amparo(['verify', unpacked])).out).toContain('4 logs with')
  rmSync(unpacked, { recursive: true })
  rmSync(out())
  const flip = `update amparo.part set bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 1)
    where log = $1 and part = 'sealed'`
  await asSuperuser(flip, [journalOf(app.desk)])
  const changed = await exportAs('north', '--to', recipient())
  expect(changed.code).toBe(1)
  expect(changed.out).toContain('2 cases were written')
  expect(changed.err).toContain('The journal does not verify: entry 1: unreadable')
  await asSuperuser(flip, [journalOf(app.desk)])
})

test('what is no kit, or has a letter typed wrong, is refused and not repeated', async () => {
  const typo = kit.at(-1) === 'Q' ? 'P' : 'Q'
  for (const text of ['', readFileSync(join(folder, 'key.txt'), 'utf8'), `${kit.slice(0, -1)}${typo}`]) {
    writeFileSync(join(folder, 'kit.txt'), text)
    await refused('North', 'holds no desk kit')
  }
  rmSync(join(folder, 'kit.txt'))
  expect((await exportAs('North', '--passphrase')).err).toContain(`There is no ${join(folder, 'kit.txt')}.`)
})

test('a kit of another desk, and one that was never confirmed, are refused', async () => {
  await refused('South', 'This kit is not one of South: it is of another desk, or was never confirmed')
  writeFileSync(join(folder, 'kit.txt'), value(await app.steward.makeKit({ desk: app.desk })).identity)
  await refused('North', 'This kit is not one of North')
})

test('a desk and a case that are not there are refused', async () => {
  await refused('East', 'There is no desk "East" in this installation. Desks: North, South.')
  const ran = await exportAs('North', '--passphrase', '--case', 'A'.repeat(22))
  expect(ran.err).toContain('There is no case AAAAAAAAAAAAAAAAAAAAAA at this desk.')
})

test('a changed bundle is refused, and so is a desk’s log that does not verify', async () => {
  const flip = 'update amparo.bundle set bytes = set_byte(bytes, 9, get_byte(bytes, 9) # 1) where desk = $1'
  await asSuperuser(flip, [app.desk])
  await refused('North', 'are not those its log names')
  await asSuperuser(flip, [app.desk])
  const forge =
    'update amparo.entry set signature = set_byte(signature, 0, get_byte(signature, 0) # 1) where log = $1 and seq = 0'
  await asSuperuser(forge, [app.desk])
  await refused('North', "The desk's log does not verify: entry 0: wrong signature")
  await asSuperuser(forge, [app.desk])
})

test('a kit that whoever sealed the newest keys left out is told so', async () => {
  const http = await overHttp(app)
  const deps = newDeviceDeps({ server: http.address, clock: () => new Date() })
  writeFileSync(join(folder, 'kit.txt'), await printKit(south))
  const unlocked = value(await signIn(deps, { name: 'ana', passphrase: PASSPHRASE }))
  const renewed = await newDeskSecret(south, 1, deps.chance)
  const { recipient: newer } = await newKit()
  const bundle = await sealBundle(renewed, [unlocked.keys.recipient, newer])
  const coded = { kit: 'B'.repeat(21) + 'A', recipient: newer, epoch: 1, bundle: bundle.hash }
  value(await appendToDeskLog(deps, unlocked, { desk: south, kind: 'kit_made', coded, bundle: bundle.bytes }))
  await http.stop()
  await refused('South', 'but the lead who sealed its newest keys (epoch 1) left it out')
})

test('either an account or a kit opens a desk, and a kit only where the installation is', async () => {
  const both = await exportAs('North', '--name', 'ana', '--passphrase')
  expect(both.err).toContain('Say who opens the desk: --name of a lead, or --kit FILE')
  const none = await amparo(['export', '--desk', 'North', '--passphrase', '--out', out()])
  expect(none.err).toContain('Say who opens the desk')
  const args = ['export', '--kit', join(folder, 'kit.txt'), '--desk', 'North', '--passphrase', '--out', out()]
  const elsewhere = await amparo(args, { DATABASE_URL: '', AMPARO_DATA: join(folder, 'data') })
  expect(elsewhere.err).toContain(`There is no installation in ${join(folder, 'data')}.`)
  expect(readdirSync(folder).toSorted()).toEqual(['key.txt', 'kit.txt'])
})

test('once a member has left and the keys are renewed, the paper opens what came before and after', async () => {
  const kim = await app.join('kim', 'writer')
  const { account } = (await kim.me())!
  value(await app.second.removeMember({ desk: app.desk, account }))
  value(await app.second.renewKeys({ desk: app.desk }))
  const entries = [{ kind: 'note', coded: { toCode: false }, words: { text: 'Written afterwards' } }]
  value(await app.writer.append({ desk: app.desk, case: cases[0] ?? '', entries }))
  expect(await exportAs('north', '--to', recipient())).toMatchObject({ code: 0, err: '' })
  expect((await amparo(['verify', out(), '--identity', join(folder, 'key.txt')])).code).toBe(0)
  const written = readFileSync(join(unpack(), `cases/${cases[0]}.json`), 'utf8')
  expect(written).toContain(WORDS)
  expect(written).toContain('Written afterwards')
})
