/**
 * A thief with the disk, and one on the wire: words that members type are in no file of the database, in no line of
 * the log and in no request or answer, in any encoding; only what was published is found.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { afterAll, beforeAll, expect, inject, test } from 'vitest'

import type { NewEntry } from '../../src/cases/client/views.ts'
import { entryKindNames } from '../../src/cases/core/entry.ts'
import { currentPositions } from '../../src/instruments/core/positions.ts'
import { leaningOf } from '../../src/instruments/core/whip.ts'
import { faultLine, logLine } from '../../src/platform/server/log.ts'
import { templateFinder } from '../../src/platform/server/api.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { DraftStore } from '../../src/members/client/unlocked.ts'
import { newId } from '../support/adversary.ts'
import {
  memoryDrafts,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  testSecrets,
  type Through,
  value,
} from '../support/app.ts'
import { backUp, newFolder } from '../support/backups.ts'
import { allCanaries, canaryEntries, darkEntries, laterEntries } from '../support/canary_entries.ts'
import { canaries, findCanaries, tracesOf } from '../support/canary_words.ts'
import { bytesOf, filesUnder, keepWal } from '../support/flock.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { publicationOf } from '../support/published.ts'
import { confidential } from '../support/sealed.ts'

const PUBLISHED = 'Published Nightjar Öffentlich'
const DESK = 'Desk of Known Wagtails'
/** Of what was told in confidence not even of which text, by whom and in which body is known. */
const confidences = ['nightheron-draft', 'nightheron-committee', 'Member-Nightheron', 'nightheron-amendment']

let app: TestDesk
let letGoOfWal: () => Promise<void>
const wire: Buffer[] = []
const lines: string[] = []
let drafts: DraftStore & { readonly bytes: () => readonly Uint8Array[] }

/** Keeps every byte that passes, and writes the log as the server does. */
const recorded: Through = async (request, send) => {
  const sent = Buffer.from(await request.clone().arrayBuffer())
  wire.push(Buffer.from(`${request.method} ${request.url}\n${[...request.headers].join('\n')}\n`), sent)
  const response = await send(request)
  wire.push(Buffer.from([...response.headers].join('\n')), Buffer.from(await response.clone().arrayBuffer()))
  const template = templateFinder(app.api)(request.method, new URL(request.url).pathname)
  lines.push(logLine({ day: new Date(), method: request.method, template, status: response.status, ms: 1 }))
  return response
}

const keptDrafts = (): typeof drafts => {
  const kept: Uint8Array[] = []
  const store = memoryDrafts()
  return {
    ...store,
    set: async (key, bytes) => {
      kept.push(bytes)
      await store.set(key, bytes)
    },
    bytes: () => kept,
  }
}

const written = new Set<string>()
const write = async (device: Workbench, id: string, entries: readonly NewEntry[]) => {
  for (const { kind } of entries) written.add(kind)
  return value(await device.append({ desk: app.desk, case: id, entries })).entries
}

/** Proposed by one with canaries in the reason, released by the other. */
const publish = async (vera: Workbench, ben: Workbench, entries: readonly NewEntry[]) => {
  for (const { kind } of entries) written.add(kind)
  const made = value(await vera.createCase({ desk: app.desk, entries }))
  const publication = publicationOf({ name: PUBLISHED }, newId())
  const words = { reason: allCanaries, note: allCanaries }
  const of = (await write(vera, made.case, [{ ...publication, words }])).at(-1)!.id
  await write(ben, made.case, [{ kind: 'release', coded: { of }, words: { note: allCanaries } }])
  return { id: made.case, of, ids: new Map(made.entries.map((entry) => [entry.kind, entry.id])) }
}

/** Noted by one and struck by the other, with canaries wherever a member types; the count is made on the device. */
const confide = async (vera: Workbench, ben: Workbench): Promise<void> => {
  const { desk } = app
  const [instrument = '', body = '', member = '', amendment = ''] = confidences
  const said = { instrument, body, member, source: canaries[4], explanation: allCanaries }
  const of = { kind: 'amendment', id: amendment } as const
  const fact = confidential({ ...said, of, confidence: 'record', stance: 'supports' })
  for (const one of [fact, confidential({ ...said, of: { kind: 'motion', id: amendment } })])
    value(await vera.noteSealedPosition({ desk, fact: one }))
  const { facts, notes } = value(await ben.sealedPositions({ desk, instrument }))
  expect(notes.map((note) => note.fact.explanation)).toEqual([allCanaries, allCanaries])
  const on = fact.on
  const position = currentPositions(facts, { of, asOf: on }).get(member)
  expect(leaningOf(position), 'it counts on the device').toBe('sure')
  const strike = { desk, instrument, entry: facts[1]!.id, why: canaries[13] }
  expect(value(await ben.strikeSealedPosition(strike)).facts).toHaveLength(1)
}

/** A file with canaries in its bytes, its name and what is said of it and of its custody. */
const witness = async (vera: Workbench, id: string): Promise<void> => {
  const file = new File([allCanaries], `${canaries[2]}.txt`, { type: 'text/plain' })
  const words = {
    title: canaries[3]!,
    receivedFrom: canaries[5]!,
    receivedHow: allCanaries,
    note: allCanaries,
  }
  const view = value(await vera.addEvidence({ desk: app.desk, case: id, file, type: 'document', words }))
  written.add('evidence')
  const coded = { of: view.entries.at(-1)!.id, act: 'handed_over' }
  await write(vera, id, [{ kind: 'custody', coded, words: { to: canaries[6], note: allCanaries } }])
}

/** A published case stays open; another is withdrawn, corrected, erased in part and closed; a third is dark. */
const work = async (vera: Workbench, ben: Workbench): Promise<void> => {
  const { desk } = app
  await publish(vera, ben, canaryEntries.slice(0, 4))
  const full = await publish(vera, ben, canaryEntries)
  await witness(vera, full.id)
  await write(vera, full.id, laterEntries(full.ids, full.of))
  value(await vera.createCase({ desk, entries: darkEntries }))
  written.add('dark')
  value(await ben.cases({ desk, filter: { text: canaries[0], inside: true } }))
  value(await ben.openCase({ desk, case: full.id }))
  await confide(vera, ben)
  await vera.saveDraft({ key: 'note', value: { text: allCanaries } })
}

beforeAll(async () => {
  app = await startTestDesk()
  letGoOfWal = await keepWal(app.database.superuser)
  drafts = keptDrafts()
  const vera = app.device({ through: recorded, drafts })
  const ben = app.device({ through: recorded })
  value(await vera.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await ben.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  value(await ben.foundDesk({ name: DESK }))
  await work(vera, ben)
  await ben.signIn({ name: 'ben', passphrase: `${PASSPHRASE} ${canaries[0]}` })
  await vera.lock()
  await ben.lock()
})
afterAll(async () => {
  await letGoOfWal()
  await app.stop()
})

test('every kind of entry was written with canaries in it, twenty and more of them', () => {
  expect([...written].toSorted()).toEqual([...entryKindNames].toSorted())
  expect(canaries.length).toBeGreaterThanOrEqual(20)
})

test('the search finds each canary in each encoding, wherever it stands', () => {
  for (const texts of [canaries, confidences])
    for (const text of texts)
      for (const [name, bytes] of tracesOf(text)) {
        const hay = Buffer.concat([Buffer.alloc(4093, 7), bytes, Buffer.alloc(99, 7)])
        expect(findCanaries(hay, texts).length, name).toBeGreaterThan(0)
      }
  for (const before of ['', 'x', 'xy', 'xyz']) {
    const encoded = Buffer.from(`${before}${canaries[0]} and more`).toString('base64')
    expect(findCanaries(Buffer.from(encoded))).toHaveLength(1)
  }
})

/** Every file of the cluster that belongs to this database or to no single one: tables, WAL, the rest. */
const filesOf = async (): Promise<readonly string[]> => {
  const folder = inject('postgresFolder')
  const oid = await asSuperuser(app.database, async (client) => {
    await client.query('checkpoint')
    const { rows } = await client.query<{ oid: string }>(
      'select oid::text from pg_database where datname = current_database()',
    )
    return rows[0]!.oid
  })
  const base = join(folder, 'base')
  return filesUnder(folder, (path) => dirname(path) === base && path !== join(base, oid))
}

const published = [PUBLISHED]
const named = [DESK]
const search = (paths: readonly string[], texts?: readonly string[]): readonly string[] =>
  paths.flatMap((path) => findCanaries(bytesOf(path), texts).map((hit) => `${path}: ${hit}`))

test('no file of the database holds a canary, in its tables or in its WAL', async () => {
  const files = await filesOf()
  expect(files.some((path) => path.includes('/pg_wal/0'))).toBe(true)
  expect(search(files)).toEqual([])
  expect(search(files, confidences), 'told in confidence').toEqual([])
  const leaked = search(files, published).join('\n')
  expect(leaked, 'what was published is found').toContain('/base/')
  expect(leaked).toContain('/pg_wal/')
  expect(search(files, named).length, 'and the name of a desk').toBeGreaterThan(0)
}, 120_000)

test('no row holds one either, where the file keeps it compressed', async () => {
  const rows = await asSuperuser(app.database, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'amparo'::regnamespace and relkind = 'r'`,
    )
    const texts: string[] = []
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string }>(`select t::text as row from amparo.${name} t`)
      texts.push(...found.rows.map(({ row }) => row))
    }
    return Buffer.from(texts.join('\n'))
  })
  expect(rows.length).toBeGreaterThan(50_000)
  expect(findCanaries(rows)).toEqual([])
  expect(findCanaries(rows, confidences)).toEqual([])
  expect(findCanaries(rows, published)).toHaveLength(1)
})

test('a backup is as opaque as the disk: no canary, no passphrase, no session, none of the server’s secrets', async () => {
  const { path } = await backUp(app.database, newFolder())
  const file = readFileSync(path)
  // Text COPY writes bytes in hexadecimal: what stands in them is looked for as well.
  const inBytes = [...file.toString('latin1').matchAll(/\\\\x([0-9a-f]+)/g)].map((hit) =>
    Buffer.from(hit[1]!, 'hex'),
  )
  const all = Buffer.concat([file, ...inBytes])
  expect(inBytes.length).toBeGreaterThan(50)
  expect(findCanaries(all)).toEqual([])
  expect(findCanaries(all, confidences)).toEqual([])
  expect(findCanaries(all, [PASSPHRASE])).toEqual([])
  expect(findCanaries(all, published), 'what was published is found').toHaveLength(1)
  expect(findCanaries(all, named)).toHaveLength(1)
  const sessions = await asSuperuser(app.database, (client) =>
    client.query<{ token: string }>('select token from amparo.session'),
  )
  expect(sessions.rows.length).toBeGreaterThan(0)
  const kept = [testSecrets.pepper, testSecrets.vaultWrap].map((one) => one.reveal())
  for (const secret of [...sessions.rows.map(({ token }) => Buffer.from(token)), ...kept])
    for (const form of [
      secret,
      Buffer.from(secret.toString('hex')),
      Buffer.from(secret.toString('base64url')),
    ])
      expect(all.includes(form)).toBe(false)
})

test('of what was told in confidence the server knows that it was written, when and by whom', async () => {
  const { rows } = await asSuperuser(app.database, (client) =>
    client.query<{ kind: string; name: string; coded: Buffer | null; sealed: number | null }>(
      `select e.kind, a.name, c.bytes as coded, octet_length(s.bytes) as sealed
       from amparo.log l join amparo.entry e on e.log = l.id join amparo.account a on a.id = e.author
       left join amparo.part c on c.log = l.id and c.seq = e.seq and c.part = 'coded'
       left join amparo.part s on s.log = l.id and s.seq = e.seq and s.part = 'sealed'
       where l.subject = 'journal' and l.desk = $1 order by e.seq`,
      [app.desk],
    ),
  )
  const known = rows.map(({ kind, name, coded }) => [kind, name, coded && coded.subarray(16).toString()])
  expect(known).toEqual([
    ['journal_begun', 'ana', null],
    ['position', 'vera', '{}'],
    ['position', 'vera', '{}'],
    ['struck', 'ben', '{}'],
  ])
  // Padded: two notes of other lengths than one another look alike.
  expect(rows[1]!.sealed).toBe(rows[2]!.sealed)
})

test('nothing that passed the wire holds one', () => {
  const passed = Buffer.concat(wire)
  expect(passed.length).toBeGreaterThan(200_000)
  expect(findCanaries(passed)).toEqual([])
  expect(findCanaries(passed, confidences)).toEqual([])
  expect(findCanaries(passed, published), 'what was published is found').toHaveLength(1)
  expect(findCanaries(passed, named)).toHaveLength(1)
})

test('a passphrase and the keys it opens never pass the wire', () => {
  const passed = Buffer.concat(wire)
  expect(findCanaries(passed, [PASSPHRASE])).toEqual([])
  expect(passed.includes('AGE-SECRET-KEY')).toBe(false)
})

test('the log says no word of it, not even when the server breaks', () => {
  const detail = canaries[14]
  const broken = Object.assign(new Error(`duplicate key (${canaries[0]})`), { code: '23505', detail })
  const text = [...lines, ...app.faults, faultLine(broken, '/api/v1/x')].join('\n')
  expect(lines.length).toBeGreaterThan(10)
  expect(findCanaries(Buffer.from(text))).toEqual([])
  expect(findCanaries(Buffer.from(text), confidences)).toEqual([])
  expect(findCanaries(Buffer.from(text), published)).toEqual([])
  expect(lines.join('\n'), 'and names no case, desk or member').not.toMatch(/[A-Za-z0-9_-]{22}/)
})

test('what a device keeps of drafts and memory holds none', () => {
  expect(drafts.bytes().length).toBeGreaterThan(1)
  expect(findCanaries(Buffer.concat(drafts.bytes()))).toEqual([])
  expect(findCanaries(Buffer.concat(drafts.bytes()), confidences)).toEqual([])
})
