/** Members who write their own programs: real keys and sessions, and requests no client of ours would send. */
import { createHash, randomBytes } from 'node:crypto'

import { z } from 'zod'

import { entryHash } from '#vault/core/v1/statement.ts'

import { makeHead, type OpenCase } from '../../src/cases/client/case_log.ts'
import { foldCase } from '../../src/cases/core/fold.ts'
import type { CaseEntry } from '../../src/cases/core/entry.ts'
import { signIn } from '../../src/members/client/gate.ts'
import { openDesk } from '../../src/members/client/desk_log.ts'
import type { ClientDeps, OpenDesk, Unlocked } from '../../src/members/client/unlocked.ts'
import { insertSession } from '../../src/members/server/account.store.ts'
import { createApi, fetchWithJar } from '../../src/platform/client/api.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { sealGrant } from '../../src/vault/client/v1/desk.ts'
import { type EntryDraft, type Place, sealEntry, signEntry } from '../../src/vault/client/v1/entry.ts'
import type { Tip } from '../../src/vault/core/v1/chain.ts'
import type { EntryBytes } from '../../src/vault/core/v1/entry.ts'
import { aesKey, type Key } from '../../src/vault/core/v1/webcrypto.ts'
import { entryToWire, type EntryWire } from '../../src/vault/core/wire.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { memoryDrafts, ORIGIN, PASSPHRASE, type TestApp, type TestDesk, value } from './app.ts'
import { deviceChance } from './chance.ts'

export type Said = {
  readonly status: number
  readonly type: string | undefined
  readonly text: string
  readonly body: Record<string, unknown>
  readonly headers: Headers
}

export const read = async (response: Response): Promise<Said> => {
  const text = await response.text()
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>
  const type = typeof body.type === 'string' ? body.type.replace('urn:amparo:problem:', '') : undefined
  return { status: response.status, type, text, body, headers: response.headers }
}

/** A session for an account, without the half second of a sign-in. Answers its token. */
export const sessionOf = async (
  app: Pick<TestApp, 'database'>,
  account: string,
  given: { readonly now?: Date; readonly seconds?: number } = {},
): Promise<string> => {
  const token = randomBytes(32).toString('base64url')
  const now = given.now ?? new Date()
  const until = new Date(now.getTime() + (given.seconds ?? 3600) * 1000)
  const hash = createHash('sha256').update(token).digest('base64url')
  await inTransaction(app.database, { role: 'gate' }, (db) =>
    insertSession(db, { token: hash, account, now, until }),
  )
  return token
}

export type Asking = {
  readonly token?: string | null
  readonly body?: unknown
  readonly headers?: Record<string, string | null>
}

/** One request as a browser of ours would send it, but for what `given` changes. */
export const ask = async (
  app: Pick<TestApp, 'api'>,
  method: string,
  path: string,
  given: Asking = {},
): Promise<Said> => {
  const headers = new Headers({ origin: ORIGIN })
  if (given.token) headers.set('cookie', `amparo=${given.token}`)
  if (given.body !== undefined) headers.set('content-type', 'application/json')
  for (const [name, text] of Object.entries(given.headers ?? {}))
    if (text === null) headers.delete(name)
    else headers.set(name, text)
  const body = typeof given.body === 'string' ? given.body : JSON.stringify(given.body)
  const init = given.body === undefined ? { method, headers } : { method, headers, body }
  return read(await app.api.fetch(new Request(`${ORIGIN}/api/v1${path}`, init)))
}

/** A member with keys in their hands and nothing between them and the API. */
export type Insider = {
  readonly deps: ClientDeps
  readonly unlocked: Unlocked
  readonly account: string
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Said>
  readonly desk: () => OpenDesk
}

export const insider = async (app: TestApp, name: string, desk: string): Promise<Insider> => {
  const send = fetchWithJar(ORIGIN, async (input, init) => app.api.fetch(new Request(input, init)))
  const deps: ClientDeps = {
    api: createApi({ fetch: send, base: ORIGIN }),
    chance: deviceChance(),
    clock: () => new Date(),
    drafts: memoryDrafts(),
    origin: ORIGIN,
  }
  const unlocked = value(await signIn(deps, { name, passphrase: PASSPHRASE }))
  return {
    deps,
    unlocked,
    account: unlocked.keys.account,
    desk: () => unlocked.desks.get(desk)!,
    ask: async (method, path, body) => {
      const headers = { 'content-type': 'application/json' }
      const init =
        body === undefined
          ? { method }
          : { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
      return read(await send(`${ORIGIN}/api/v1${path}`, init))
    },
  }
}

/** The members of a test's desk, each with a program of their own. */
export const insiders = async (app: TestDesk) => ({
  vera: await insider(app, 'vera', app.desk),
  rosa: await insider(app, 'rosa', app.desk),
  ben: await insider(app, 'ben', app.desk),
})

export const refreshed = async (who: Insider): Promise<OpenDesk> =>
  value(await openDesk(who.deps, who.unlocked, who.desk().desk.id))

/** A case an insider opens by hand, with its key. */
export type RawCase = {
  readonly id: string
  readonly desk: string
  readonly key: Key
  readonly raw: Uint8Array<ArrayBuffer>
  readonly entries: EntryBytes[]
}

export const newRawCase = async (who: Insider): Promise<RawCase> => {
  const raw = who.deps.chance(32)
  return { id: newId(), desk: who.desk().desk.id, key: await aesKey(raw), raw, entries: [] }
}

export const newId = (): string => randomBytes(16).toString('base64url')
export const nowText = (shift = 0): string => `${new Date(Date.now() + shift).toISOString().slice(0, 19)}Z`

export type Writing = { readonly [K in keyof EntryDraft]?: EntryDraft[K] | undefined } & {
  readonly place?: Partial<Place>
  /** Signs with another key than the member's own. */
  readonly signing?: Key
}

/** An entry for the end of the case, with whatever `given` puts in the place of what is right. */
export const craft = async (who: Insider, log: RawCase, given: Writing = {}): Promise<EntryBytes> => {
  const { place, signing, ...rest } = given
  const draft = {
    log: log.id,
    id: newId(),
    desk: log.desk,
    author: who.account,
    at: nowText(),
    kind: 'note',
    kindVersion: 1,
    vocabulary: '2026.1',
    key: 'case:1',
    coded: { toCode: true },
    words: { text: 'words' },
    ...rest,
  } as EntryDraft
  const sealed = await sealEntry(draft, log.key, who.deps.chance)
  const tip = tipOfRaw(log)
  const right = who.unlocked.desks.get(log.desk)?.desk.members.get(who.account)?.right ?? null
  const at = { seq: tip ? tip.seq + 1 : 0, prev: tip?.hash ?? null, roster: right, ...place }
  return signEntry(sealed, at, signing ?? who.unlocked.keys.signing)
}

export const tipOfRaw = (log: RawCase): Tip | null => {
  const last = log.entries.at(-1)
  return last ? { seq: log.entries.length - 1, hash: entryHash(last.statement, last.signature) } : null
}

/** Adds it to the case as the insider knows it. */
export const put = async (who: Insider, log: RawCase, given: Writing = {}): Promise<EntryBytes> => {
  const entry = await craft(who, log, given)
  log.entries.push(entry)
  return entry
}

const opening: Writing = { kind: 'opened', coded: { dark: false }, words: {} }

/** The body that opens the case: its entries, its grant, its head. */
export const openingBody = async (
  who: Insider,
  log: RawCase,
  given: { readonly first?: Writing } = {},
): Promise<{ readonly cases: [Record<string, unknown> & { entries: EntryWire[] }] }> => {
  if (log.entries.length === 0) await put(who, log, given.first ?? opening)
  const grant = await sealGrant(who.desk().key, { log: log.id, epoch: 1 }, log.raw, who.deps.chance)
  return {
    cases: [
      {
        entries: log.entries.map(entryToWire),
        grant: { epoch: 1, deskEpoch: who.desk().key.epoch, sealed: toBase64url(grant) },
        head: await headFor(who, log),
      },
    ],
  }
}

export const headFor = async (who: Insider, log: RawCase, tip: Tip = tipOfRaw(log)!) => {
  const here = { deps: who.deps, unlocked: who.unlocked, desk: who.desk, opened: new Map() }
  const entries: readonly CaseEntry[] = []
  const keys = { epoch: 1, key: log.key, keys: [log.key] }
  const open = { case: log.id, keys, deskEpoch: 1, entries, log: [], tip }
  return makeHead(here, { ...open, state: foldCase(entries, nowText().slice(0, 10)) } as OpenCase)
}

/** Opens a case on the server and answers how to append to it. */
export const openRaw = async (who: Insider): Promise<RawCase> => {
  const log = await newRawCase(who)
  const answer = await who.ask('POST', `/desks/${log.desk}/cases`, await openingBody(who, log))
  if (answer.status !== 201) throw new Error(`not opened: ${answer.text}`)
  return log
}

/** Sends entries; those that the server takes belong to the case from then on. */
export const send = async (who: Insider, log: RawCase, ...entries: EntryBytes[]): Promise<Said> => {
  const answer = await who.ask('POST', `/desks/${log.desk}/cases/${log.id}/entries`, {
    entries: entries.map(entryToWire),
  })
  if (answer.status === 201) log.entries.push(...entries)
  return answer
}

export const problemSchema = z.looseObject({
  type: z.string().regex(/^urn:amparo:problem:[a-z_]+$/),
  title: z.string().regex(/^[a-z ]+$/),
  status: z.int().min(400).max(599),
})
