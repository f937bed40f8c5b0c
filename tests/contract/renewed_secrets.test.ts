/**
 * The server's secrets are renewed while everything waits that can wait: a recovery, a PIN, a letter, a signature. After it
 * all of it goes on, and the older file tries nothing against the newer database.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { openActions } from '../../src/campaigns/server/actions.service.ts'
import { openCampaigns } from '../../src/campaigns/server/campaigns.service.ts'
import { linksOf } from '../../src/campaigns/server/sign_on_links.ts'
import { openSigning } from '../../src/campaigns/server/signing.service.ts'
import { secretOffsets } from '../../src/figures/server/offsets.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { backupStamps } from '../../src/platform/server/backup.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { attemptKey, takeAttempt } from '../../src/platform/server/limit.store.ts'
import { queueMail } from '../../src/platform/server/mail/mail.ts'
import { isStopped, stopMail } from '../../src/platform/server/mail/mail.store.ts'
import {
  isMarkOf,
  markOf,
  openLetter,
  stopMark,
  targetKey,
} from '../../src/platform/server/mail/mail_seal.ts'
import type { ServerSecrets } from '../../src/platform/server/secrets.ts'
import { openHeldKeys } from '../../src/vault/server/held.service.ts'
import { codeHash, openSecret } from '../../src/vault/server/second_factor.service.ts'
import {
  authHash,
  deviceMark,
  inventAccount,
  inventSeed,
  openHalf,
  openVault,
} from '../../src/vault/server/server_keys.service.ts'
import { type Acting, codeIn, keyIn, startActing } from '../support/acting.ts'
import {
  memoryDrafts,
  PASSPHRASE,
  startTestApp,
  startTestDesk,
  type TestApp,
  type TestDesk,
  testSecrets,
  type Through,
  value,
} from '../support/app.ts'
import { codeAt } from '../support/authenticator.ts'
import type { TestDatabase } from '../support/database.ts'
import { asSuperuser, openId } from '../support/open_rows.ts'
import { renewing, stopServing } from '../support/renewal.ts'
import { holdCeremony, letInByHolders, NEW_PASSPHRASE } from '../support/shares.ts'

const PIN = '493027'
const COMMENT = openId('a comment')
const LETTER = 'Words of a letter that waits'

const own = renewing()
let wall: number
let app: TestDesk
let acting: Acting
/** Whichever server is at work. */
let serving: TestApp
let database: TestDatabase
const through: Through = (request) => Promise.resolve(serving.api.fetch(request))

let totp: { readonly secret: string; readonly codes: readonly string[] }
let withPin: Workbench
let waiting: Workbench
let sheets: Awaited<ReturnType<typeof holdCeremony>>
let link: string
let code: string
let authKey: string
let before: Awaited<ReturnType<typeof constants>>

beforeAll(async () => {
  wall = Date.now()
  app = await startTestDesk(() => new Date(wall))
  serving = app
  database = app.database
  await fillMembers()
  await fillRows()
  before = constants(testSecrets)
}, 120_000)
afterAll(() => database.drop())

const fillMembers = async (): Promise<void> => {
  const lou = await app.join('lou', 'reader')
  const { secret } = await lou.newAppSecret()
  const factor = { kind: 'totp' as const, secret, code: codeAt(secret, wall) }
  const { codes } = value(await lou.addFactor({ passphrase: PASSPHRASE, factor }))
  totp = { secret, codes: codes ?? [] }
  await app.join('mia', 'reader')
  withPin = app.device({ drafts: memoryDrafts(), through })
  value(await withPin.signIn({ name: 'mia', passphrase: PASSPHRASE, pin: PIN }))
  sheets = await holdCeremony(app.steward)
  value(await app.second.coverDesk({ desk: app.desk, digits: sheets.digits }))
  waiting = app.device({ through })
  value(await waiting.askToBeLetIn({ name: 'rosa', passphrase: NEW_PASSPHRASE }))
  const listening = app.device({
    through: async (request, send) => {
      if (request.url.endsWith('/sign-in'))
        ({ authKey } = (await request.clone().json()) as { readonly authKey: string })
      return send(request)
    },
  })
  value(await listening.signIn({ name: 'vera', passphrase: PASSPHRASE }))
}

const guesses = { purpose: 'test', subject: 'ana' }
const tryOnce = (secrets: ServerSecrets) =>
  inTransaction(database, { role: 'gate' }, (db) =>
    takeAttempt(db, attemptKey(secrets, guesses), { now: new Date(wall) }),
  )

const fillRows = async (): Promise<void> => {
  acting = await startActing({ database, now: new Date(wall) })
  for (const name of ['ana', 'linked', 'coded']) await acting.sign({ mail: `${name}@example.org` })
  const mails = await acting.sent()
  const of = (name: string) => mails.find(({ to }) => to === `${name}@example.org`)!
  value(await acting.actions.confirmAction({ kind: 'link', k: keyIn(of('ana')) }))
  link = keyIn(of('linked'))
  code = codeIn(of('coded'))
  await inTransaction(database, { role: 'jobs' }, async (db) => {
    const words = { to: 'lee@example.org', subject: 'Your signature', text: LETTER, language: 'en' }
    const letter = { ...words, purpose: 'signatory', ask: null, dueAt: new Date(wall) }
    await queueMail(db, { ...letter, about: COMMENT, target: null }, testSecrets)
    // Offices get theirs in their hours.
    const later = new Date(wall + 30 * 24 * 3_600_000)
    await queueMail(db, { ...letter, target: 'office@gov.example', dueAt: later }, testSecrets)
    await stopMail(db, { mark: stopMark(testSecrets, 'followup', 'lee'), now: new Date(wall) })
  })
  for (let tries = 0; tries < 6; tries++) await tryOnce(testSecrets)
  const reply = openHeldKeys(testSecrets).seal(COMMENT, 'We have changed it.')
  const { own_hash: hash } = linksOf({ secrets: testSecrets, origin: '' }).hashes(COMMENT)
  await asSuperuser(database, async (client) => {
    await client.query(
      `insert into amparo.signatory (id, ask, desk, kind, name, list, version, state, came, signed_on, own_hash)
       select $1, ask, desk, 'organisation', 'Watch', 'main', 1, 'asked', 'form', '2026-11-22', $3
       from amparo.ask_random where ask = $2::text`,
      [COMMENT, acting.ask, hash],
    )
    await client.query(
      `insert into amparo.signatory_sealed (id, signatory, desk, what, sealed, at, answered_at, answered_by, reply, changed)
       select id, id, desk, 'comment', decode(repeat('00', 200), 'hex'), now(), now(), id, $2, true
       from amparo.signatory where id = $1::text`,
      [COMMENT, reply],
    )
  })
}

/** What nobody may see change: it is told, or it stands in letters and on devices. */
const constants = (secrets: ServerSecrets) => {
  const offsets = secretOffsets(secrets)({ kind: 'acts', dating: 'incident', attempts: false })
  const years = Array.from({ length: 40 }, (_, at) => String(1990 + at))
  return {
    offsets: years.map((year) => offsets({ level: 'country', country: 'CO', year, what: 'arrest' } as never)),
    seed: inventSeed(secrets, 'nobody').toString('hex'),
    account: inventAccount(secrets, 'nobody'),
    device: deviceMark(secrets, 'vera'),
    link: linksOf({ secrets, origin: '' }).make('own', COMMENT),
    unsubscribe: markOf(secrets, 'unsubscribe', 'followup', 'lee').toString('hex'),
    returned: markOf(secrets, 'return', 'followup', 'lee').toString('hex'),
  }
}

type Row = { readonly [column in 'id' | 'account' | 'session' | 'way' | 'purpose']: string } & {
  readonly [column in 'auth' | 'vault' | 'sealed' | 'half' | 'held' | 'random' | 'reply']: Buffer
} & { readonly ask: string | null; readonly about: string | null }

const opens = (work: () => unknown): boolean => {
  try {
    return work() !== null
  } catch {
    return false
  }
}

/** What whoever holds the secrets and the database opens, or knows a right guess by. */
const openedBy = (secrets: ServerSecrets) =>
  asSuperuser(database, async (client) => {
    const rows = async (sql: string) => (await client.query(sql)).rows as readonly Row[]
    const has = async (sql: string, hash: Buffer): Promise<boolean> =>
      (await rows(sql)).some((row) => hash.equals(Object.values(row)[0] as Buffer))
    const held = openHeldKeys(secrets)
    const [vera] = await rows(`select id, auth, vault from amparo.account where name = 'vera'`)
    const [lou] = await rows('select id, account, sealed from amparo.factor')
    const [pin] = await rows('select session, way, half from amparo.reopening')
    const [asked] = await rows('select account, vault from amparo.recovery_request')
    const [letter] = await rows('select id, purpose, ask, about, sealed from amparo.mail')
    const [typed] = await rows('select id, held from amparo.action where held is not null')
    const [ask] = await rows('select random from amparo.ask_random')
    const [reply] = await rows('select id, reply from amparo.signatory_sealed where reply is not null')
    return {
      passphrase: authHash(secrets, authKey).equals(vera!.auth),
      vault: opens(() => openVault(secrets, vera!.id, vera!.vault)),
      asked: opens(() => openVault(secrets, asked!.account, asked!.vault)),
      factor: opens(() => openSecret(secrets, { account: lou!.account, factor: lou!.id }, lou!.sealed)),
      printed: await has(
        'select hash from amparo.factor_code',
        codeHash(secrets, lou!.account, totp.codes[9]!),
      ),
      half: opens(() => openHalf(secrets, { session: pin!.session, way: pin!.way }, pin!.half)),
      letter: opens(() => openLetter(secrets, letter!)),
      target: await has(
        'select target from amparo.mail where target is not null',
        targetKey(secrets, 'office@gov.example'),
      ),
      stopped: await has('select mark from amparo.mail_stopped', stopMark(secrets, 'followup', 'lee')),
      tried: await has('select key from amparo.attempt', attemptKey(secrets, guesses)),
      typed: opens(() => held.open(typed!.id, typed!.held)),
      code: await has(
        'select code_hash from amparo.action where code_hash is not null',
        held.codeHash(code.replace('-', '')),
      ),
      signed: await has(
        'select fingerprint from amparo.action',
        held.fingerprints(acting.ask, ask!.random)('signature', 'ana@example.org'),
      ),
      reply: opens(() => held.open(reply!.id, reply!.reply)),
    }
  })
const every = (opened: boolean) => (found: object) =>
  Object.values(found).every((one) => one === opened) ? true : found

test('while a server is at work on the database it is refused, and nothing is changed', async () => {
  const file = readFileSync(join(own.folder, 'secrets.json'), 'utf8')
  await expect(own.renew(database)).rejects.toThrow(
    'An Amparo is serving this database. Stop every one of them',
  )
  expect(readFileSync(join(own.folder, 'secrets.json'), 'utf8')).toBe(file)
  expect(every(true)(await openedBy(testSecrets))).toBe(true)
})

test('after it the older secrets open nothing of the database and know no right guess; the newer do', async () => {
  database = await stopServing(database)
  const tables = new Set<string>()
  const renewed = await own.renew(database, (step) => step.kind === 'changed' && tables.add(step.table))
  expect(renewed).toMatchObject({ times: 1, unopened: 0, cleared: true })
  expect([...tables].toSorted()).toEqual(
    ['account', 'action', 'ask_random', 'attempt', 'factor', 'factor_code', 'mail', 'mail_stopped'].concat([
      'recovery_request',
      'reopening',
      'signatory_sealed',
    ]),
  )
  expect(every(false)(await openedBy(testSecrets))).toBe(true)
  expect(every(true)(await openedBy(own.secrets()))).toBe(true)
})

test('a second time the secrets of the first are as worthless, and a half file with the newest cover alone', async () => {
  const first = own.secrets()
  expect(await own.renew(database)).toMatchObject({ times: 2, unopened: 0 })
  const second = own.secrets()
  expect(every(true)(await openedBy(second))).toBe(true)
  expect(every(false)(await openedBy(first))).toBe(true)
  expect(every(false)(await openedBy(testSecrets))).toBe(true)
  serving = await startTestApp(() => new Date(wall), { database, secrets: second })
})

test('told figures, names that nobody has, marks on devices and links of letters stay as they were', () => {
  const secrets = own.secrets()
  expect(constants(secrets)).toEqual(before)
  const mark = markOf(testSecrets, 'unsubscribe', 'followup', 'lee')
  expect(isMarkOf(secrets, 'unsubscribe', { purpose: 'followup', id: 'lee', mark })).toBe(true)
  const links = linksOf({ secrets, origin: '' })
  expect(links.read(before.link, ['own'])).toEqual({ use: 'own', id: COMMENT })
})

test('a backup that was stamped by the older secrets is none of the newer', () => {
  const stamp = backupStamps(testSecrets).give('rows')
  expect(backupStamps(own.secrets()).holds('rows', stamp)).toBe(false)
  expect(backupStamps(own.secrets()).holds('rows', backupStamps(own.secrets()).give('rows'))).toBe(true)
})

test('members sign in by passphrase, by the code of their app and by a printed one, and by nothing else', async () => {
  const vera = serving.device()
  expect(value(await vera.signIn({ name: 'vera', passphrase: PASSPHRASE })).desks).toHaveLength(1)
  expect(
    (await serving.device().signIn({ name: 'vera', passphrase: 'six quite other words for it' })).ok,
  ).toBe(false)
  wall += 90_000
  for (const proof of [
    { kind: 'totp' as const, code: codeAt(totp.secret, wall) },
    { kind: 'code' as const, code: totp.codes[0]! },
  ]) {
    const lou = serving.device()
    expect(await lou.signIn({ name: 'lou', passphrase: PASSPHRASE })).toMatchObject({
      error: { kind: 'second_factor' },
    })
    value(await lou.giveFactor({ proof }))
  }
  const again = serving.device()
  await again.signIn({ name: 'lou', passphrase: PASSPHRASE })
  expect((await again.giveFactor({ proof: { kind: 'code', code: totp.codes[0]! } })).ok).toBe(false)
})

test('a session that was open goes on, and its PIN opens what was locked', async () => {
  await withPin.lock()
  expect(value(await withPin.reopen({ way: 'pin', pin: PIN })).name).toBe('mia')
  expect((await withPin.desk({ desk: app.desk })).ok).toBe(true)
})

test('who waited to be let in again is let in, under the passphrase of before', async () => {
  await letInByHolders(serving.device(), 'rosa', sheets)
  const signedIn = await waiting.signIn({ name: 'rosa', passphrase: NEW_PASSPHRASE, digits: sheets.digits })
  expect(signedIn.ok).toBe(true)
})

test('a passphrase that is changed now opens now', async () => {
  const ben = serving.device()
  value(await ben.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  value(await ben.changePassphrase({ old: PASSPHRASE, passphrase: NEW_PASSPHRASE }))
  expect((await serving.device().signIn({ name: 'ben', passphrase: NEW_PASSPHRASE })).ok).toBe(true)
})

test('the letter that waited is sent, and who wanted no more gets none', async () => {
  expect(await serving.sendMail()).toMatchObject({ tried: 1, down: null })
  const left = await asSuperuser(database, (client) => client.query('select from amparo.mail'))
  expect(left.rowCount, 'the one that is due in a month').toBe(1)
  const stopped = await inTransaction(database, { role: 'jobs' }, (db) =>
    isStopped(db, stopMark(own.secrets(), 'followup', 'lee')),
  )
  expect(stopped).toBe(true)
})

test('who has guessed too often waits on', async () => {
  expect(await tryOnce(own.secrets())).toMatchObject({ kind: 'may' })
  expect(await tryOnce(own.secrets())).toMatchObject({ kind: 'wait' })
})

test('signatures that waited are confirmed by link and by code, and an address that signed is known again', async () => {
  const deps = {
    database,
    secrets: own.secrets(),
    clock: () => new Date(wall),
    campaigns: openCampaigns(database),
    hooks: {},
  }
  const actions = openActions(deps)
  const signing = openSigning({ ...deps, actions })
  const confirmed = async (): Promise<number> => {
    const states = await acting.rows<{ state: string }>('select state from amparo.action')
    return states.filter(({ state }) => state === 'confirmed').length
  }
  const fields: Readonly<Record<string, string>> = { name: 'Ana', mail: 'Ana@example.org' }
  const read = (name: string): readonly string[] => [fields[name] ?? []].flat()
  const place = { campaign: 'lanterns', ask: 'free-them', language: 'en' }
  expect(await confirmed()).toBe(1)
  expect(await signing.sign({ ...place, read })).toEqual({ kind: 'thanks' })
  expect(await acting.rows('select id from amparo.action')).toHaveLength(3)
  value(await actions.confirmAction({ kind: 'link', k: link }))
  value(await actions.confirmAction({ kind: 'code', code }))
  expect(await confirmed()).toBe(3)
})
