/**
 * The second wall: with every check of the API gone, row-level security still gives no row of another desk and takes
 * none. What each role sees of each table stands in second_wall_tables.ts by hand; second_wall_catalogue.test.ts asks the
 * database whether any is missing there.
 */
import { sql } from 'kysely'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { findHeads, saveProjections } from '../../src/cases/server/case.store.ts'
import { openOpenData } from '../../src/figures/server/open_data.service.ts'
import { journalOf } from '../../src/members/core/journal.ts'
import { findDesksOf, insertInvitation, saveMembership } from '../../src/members/server/desk.store.ts'
import { confirmPositions, insertPositions } from '../../src/instruments/server/positions.store.ts'
import { type Actor, inTransaction, type Writer } from '../../src/platform/server/database.ts'
import {
  appendRun,
  deleteParts,
  findEntries,
  findNewestBundle,
  findTip,
  insertBundle,
  insertLogs,
  saveHead,
} from '../../src/vault/server/log.store.ts'
import type { Tip } from '../../src/vault/core/v1/chain.ts'
import { readEntry, type ReadEntry } from '../../src/vault/core/v1/entry.ts'
import { newId } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { confidential, foundCut } from '../support/sealed.ts'
import { holdCeremony, NEW_PASSPHRASE } from '../support/shares.ts'
import { publishCase } from '../support/published.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { releaseDocument, seenOf, themeOf } from '../support/documents.ts'
import { attacks, insideAttacks } from './second_wall_attacks.ts'
import { letterRows } from './second_wall_letters.ts'
import { toldRows } from './second_wall_rows.ts'
import { tables } from './second_wall_tables.ts'

let app: TestDesk
let north: string
let south: string
let northCase: string
let southCase: string
let journal: string
/** Of a desk that has not begun one. */
let kept: string
let document: string
let waiting: string
let entered: string
let accounts: ReadonlyMap<string, string>

beforeAll(async () => {
  app = await startTestDesk()
  north = app.desk
  northCase = (await publishCase(app, { name: 'Kestrel' })).case
  const { link } = value(await app.steward.invite({ desk: north, role: 'reader', days: 7 }))
  const outsider = app.device()
  value(
    await outsider.acceptInvitation({ secret: link.split('#')[1]!, name: 'olga', passphrase: PASSPHRASE }),
  )
  south = value(await outsider.foundDesk({ name: 'South' })).id
  value(await outsider.confirmKit(value(await outsider.makeKit({ desk: south }))))
  const opened = { kind: 'opened', coded: { dark: false } }
  document = (await releaseDocument(app)).id
  // Written by the writer and the second lead.
  waiting = (await proposeTogether()).id
  southCase = value(await outsider.createCase({ desk: south, entries: [opened] })).case
  value(await app.writer.noteSealedPosition({ desk: north, fact: confidential() }))
  value(await outsider.noteSealedPosition({ desk: south, fact: confidential() }))
  // Findings there are none of yet: what was said of some.
  await asSuperuser(app.database, (client) =>
    client.query(
      `insert into amparo.access_seen (desk, kind, about, day, seen_by, seen_at, reason)
       select d.id, 'sweep', $1, '2026-11-22', m.account, now(), 'Known' from amparo.desk d
       join amparo.membership m on m.desk = d.id and m.role = 'lead' where d.id in ($2, $3) on conflict do nothing`,
      [newId(), north, south],
    ),
  )
  const limits = { openedDay: 500, exportedDay: 5, exportedWeek: 5 }
  value(await app.steward.setAccessLimit({ desk: north, account: null, limits }))
  value(await outsider.setAccessLimit({ desk: south, account: null, limits }))
  journal = journalOf(north)
  kept = journalOf((await foundCut(app, { name: 'East', by: 'ana' })).desk)
  const openData = openOpenData({ database: app.database, clock: () => new Date() })
  value(await openData.take())
  await asSuperuser(app.database, (client) => client.query(toldRows(northCase) + letterRows(northCase)))
  accounts = await asSuperuser(app.database, async (client) => {
    const found = await client.query<{ name: string; id: string }>('select name, id from amparo.account')
    return new Map(found.rows.map(({ name, id }) => [name, id]))
  })
  entered = await enterPositions()
  const { sheets } = await holdCeremony(app.steward)
  value(await app.device().askToBeLetIn({ name: 'rosa', passphrase: NEW_PASSPHRASE }))
  value(await app.device().openShares({ texts: sheets.slice(0, 2).map(({ text }) => text) }))
})
afterAll(() => app.stop())

const proposeTogether = async () => {
  const { desk, writer, second } = app
  const body = themeOf('Exile', 'exile')
  const begun = value(await writer.saveDocument({ desk, document: null, kind: 'theme', body, seen: null }))
  const given = { desk, document: begun.id, kind: 'theme', body, seen: seenOf(begun) } as const
  const act = { kind: 'propose', ...seenOf(value(await second.saveDocument(given))) } as const
  return value(await second.actOnDocument({ desk, document: begun.id, act }))
}

/** Two facts of the writer, the first confirmed by the first lead; the second waits. */
const enterPositions = async (): Promise<string> => {
  const of = { desk: north, instrument: 'a-text', body: 'un-ga', by: accounts.get('vera')!, at: new Date() }
  const fact = {
    member: 'NO',
    of: { kind: 'instrument', id: 'a-text' },
    stance: 'supports',
    on: '2026-11-20',
    confidence: 'said',
    source: 'A statement',
    explanation: null,
  } as const
  const [first, second] = [newId(), newId()]
  await as(member('vera', north), (db) =>
    insertPositions(db, of, [
      { ...fact, id: first },
      { ...fact, id: second },
    ]),
  )
  await as(member('ben', north), (db) =>
    confirmPositions(db, [first], { by: accounts.get('ben')!, at: new Date() }),
  )
  return second
}

const member = (name: string, desk: string): Actor => ({ role: 'desk', account: accounts.get(name)!, desk })
const as = <T>(actor: Actor, work: (db: Writer) => Promise<T>): Promise<T> =>
  inTransaction(app.database, actor, work)

/** How many rows of a table somebody sees; 'denied' where they may not even ask. */
const count = async (actor: Actor | 'login', table: string): Promise<number | 'denied'> => {
  const asked = async (db: Writer) => {
    const found = await sql<{ n: number }>`select count(*) as n from ${sql.table(`amparo.${table}`)}`.execute(
      db,
    )
    return found.rows[0]!.n
  }
  try {
    return await (actor === 'login' ? app.database.login.transaction().execute(asked) : as(actor, asked))
  } catch (cause) {
    if ((cause as { code?: string }).code === '42501') return 'denied'
    throw cause
  }
}

const asOwner = <T>(work: (client: Client) => Promise<T>): Promise<T> => asSuperuser(app.database, work)

test.each(Object.keys(tables))(
  '%s: another desk, a closed or unknown account and nobody see no row',
  async (table) => {
    const expected = tables[table]!.desk === 'denied' ? 'denied' : 0
    const strangers: readonly Actor[] = [
      member('olga', north),
      member('vera', south),
      { role: 'desk', account: newId(), desk: north },
      { role: 'desk', account: '', desk: north },
      { role: 'desk', account: accounts.get('vera')!, desk: newId() },
      { role: 'desk', account: accounts.get('vera')!, desk: '' },
      { role: 'desk', account: '', desk: '' },
    ]
    for (const stranger of strangers)
      expect(await count(stranger, table), JSON.stringify(stranger)).toBe(expected)
  },
)

test.each(Object.keys(tables))('%s: a desk sees its own rows alone', async (table) => {
  const counted = await count(member('vera', north), table)
  if (tables[table]!.desk !== 'own') return expect(counted).toBe('denied')
  const of = await asOwner(async (client) => {
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from amparo.${table} where ${rowsOf(table, '$1')}`,
      [north],
    )
    return Number(rows[0]!.n)
  })
  expect(of).toBeGreaterThan(0)
  expect(counted).toBe(of)
})

/** A mission is a desk, and its rows name it so. */
const rowsOf = (table: string, desk: string): string => {
  if (table === 'desk') return `id = ${desk}`
  if (['engagement', 'hearing_day', 'officer'].includes(table)) return `mission = ${desk}`
  if (['entry', 'part', 'head'].includes(table))
    return `log in (select id from amparo.log where desk = ${desk})`
  return `desk = ${desk}`
}

test.each(Object.keys(tables))(
  '%s: gate, public, jobs and the bare login see what the list says',
  async (table) => {
    for (const role of ['gate', 'public', 'jobs'] as const) {
      const counted = await count({ role }, table)
      const expected = tables[table]![role]
      if (expected === 'denied') expect(counted, role).toBe('denied')
      else expect(counted === 'denied' ? -1 : counted, role).toBeGreaterThan(0)
    }
    expect(await count('login', table)).toBe('denied')
  },
)

test('the public role sees the name of the organisation and nothing else of the installation', async () => {
  const row = await as({ role: 'public' }, (db) =>
    db.selectFrom('installation').select('organisation').executeTakeFirst(),
  )
  expect(row?.organisation).toBe('Watch')
  for (const column of ['setup_token', 'set_up_on'] as const)
    await expect(
      as({ role: 'public' }, (db) => db.selectFrom('installation').select(column).execute()),
    ).rejects.toThrow('permission denied')
})

test('whoever is no member of the desk reads none of it through the stores', async () => {
  for (const stranger of [member('olga', north), member('olga', south)]) {
    expect(await as(stranger, (db) => findTip(db, northCase))).toBeNull()
    expect(await as(stranger, (db) => findTip(db, north))).toBeNull()
    expect(await as(stranger, (db) => findEntries(db, northCase))).toEqual([])
    expect(await as(stranger, (db) => findNewestBundle(db, north))).toBeNull()
    expect(await as(stranger, (db) => findDesksOf(db, accounts.get('vera')!))).toEqual([])
    const heads = await as(stranger, (db) => findHeads(db, north, { after: '', limit: 100 }))
    expect(heads).toEqual([])
  }
})

/** Everything of the northern desk, as one hash; what a stranger does must not change it. */
const fingerprint = (): Promise<string> =>
  asOwner(async (client) => {
    const parts: string[] = []
    for (const [table, { desk }] of Object.entries(tables)) {
      if (desk !== 'own') continue
      const where = rowsOf(table, `'${north}'`)
      const { rows } = await client.query<{ hash: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from amparo.${table} t where ${where}`,
      )
      parts.push(`${table} ${rows[0]!.hash}`)
    }
    return parts.join('\n')
  })

const filled = (text: string): string =>
  text
    .replaceAll('{case}', northCase)
    .replaceAll('{own}', southCase)
    .replaceAll('{north}', north)
    .replaceAll('{south}', south)
    .replaceAll('{me}', accounts.get('olga')!)
    .replaceAll('{vera}', accounts.get('vera')!)
    .replaceAll('{journal}', journal)
    .replaceAll('{kept}', kept)
    .replaceAll('{document}', document)
    .replaceAll('{waiting}', waiting)
    .replaceAll('{entered}', entered)
    .replaceAll('{ben}', accounts.get('ben')!)
    .replaceAll('{new}', newId())
    .replaceAll('{hash}', 'A'.repeat(43))
    .replaceAll("'{sig}'", `decode('${'00'.repeat(64)}', 'hex')`)

/** 'refused' by the database, or how many rows it touched. */
const attempt = async (actor: Actor, text: string): Promise<'refused' | number> => {
  try {
    return await as(actor, async (db) => {
      const done = await sql.raw(filled(text)).execute(db)
      return Number(done.numAffectedRows ?? 0n)
    })
  } catch (cause) {
    // 42501: no privilege, or against a policy. 23505, 23503: another row or none stands in the way. 23514: a check.
    const { code } = cause as { code?: string }
    if (['42501', 'P0001', '23505', '23503', '23514'].includes(code ?? '')) return 'refused'
    throw cause
  }
}

test.each(Object.entries(attacks))(
  'a member of another desk %s: refused, and nothing is changed',
  async (_, text) => {
    const before = await fingerprint()
    for (const actor of [member('olga', south), member('olga', north)]) {
      const outcome = await attempt(actor, text)
      const onOwn = /^(update|delete)/.test(text) && actor.role === 'desk' && actor.desk === south
      if (!onOwn) expect(outcome, JSON.stringify(actor)).toSatisfy((done) => done === 'refused' || done === 0)
    }
    expect(await fingerprint()).toBe(before)
    expect(await as(member('olga', south), (db) => findTip(db, northCase))).toBeNull()
  },
)

/** Counting what strangers did, and erasing what nobody confirmed, is the server's own work. */
const isCounting = (text: string): boolean =>
  /^(update action|update action_count|delete from action|insert into action_ledger)\b/.test(text)

test.each(['gate', 'public', 'jobs'] as const)('the role %s writes into no desk', async (role) => {
  const before = await fingerprint()
  for (const text of Object.values(attacks))
    if (!text.startsWith('update invitation') && !(role === 'jobs' && isCounting(text)))
      await attempt({ role }, text)
  expect(await fingerprint()).toBe(before)
})

test('the server’s own work erases what waits, and nothing that is confirmed', async () => {
  const states = () =>
    asOwner(async (client) => (await client.query('select state from amparo.action order by state')).rows)
  const before = await states()
  await asOwner(async (client) => {
    await client.query('begin; set local role amparo_jobs; delete from amparo.action')
    const left = (await client.query('select state from amparo.action order by state')).rows
    expect(left).toEqual(before.filter(({ state }) => state !== 'pending'))
    await client.query('rollback')
  })
})

const removes = (who: string, whom: string) =>
  attempt(member(who, north), `delete from membership where account = '${accounts.get(whom)}'`)

test('nobody but a lead removes a member, and no lead themself', async () => {
  const before = await fingerprint()
  for (const who of ['rosa', 'vera']) expect(await removes(who, 'ben')).toBe(0)
  expect(await removes('ben', 'ben')).toBe(0)
  expect(await fingerprint()).toBe(before)
})

test.each(Object.entries(insideAttacks))('%s: refused within the own desk, too', async (_, [who, text]) => {
  const before = await fingerprint()
  const given = text.replaceAll('{rosa}', accounts.get('rosa')!)
  expect(await attempt(member(who, north), given)).toBe('refused')
  expect(await fingerprint()).toBe(before)
})

test('nobody erases anything of the journal, and a reader moves no tip of it', async () => {
  const before = await fingerprint()
  for (const who of ['rosa', 'vera', 'ben'])
    expect(await attempt(member(who, north), `delete from part where log = '{journal}'`)).toBe(0)
  expect(await attempt(member('rosa', north), `update log set tip_seq = 0 where id = '{journal}'`)).toBe(0)
  expect(await fingerprint()).toBe(before)
})

test('no file that an entry names is deleted, and a reader gives up none', async () => {
  const before = await fingerprint()
  const whole = `delete from blob where log = '{case}' and state = 'whole'`
  for (const who of ['rosa', 'vera', 'ben']) expect(await attempt(member(who, north), whole)).toBe(0)
  expect(await attempt(member('rosa', north), `delete from blob where log = '{case}'`)).toBe(0)
  expect(await attempt(member('rosa', north), `update blob set state = 'gone' where log = '{case}'`)).toBe(0)
  expect(await fingerprint()).toBe(before)
})

/** An entry of the case in the north that would follow its tip. */
const nextEntry = async (tip: Tip): Promise<ReadEntry> => {
  const [first] = await as(member('vera', north), (db) => findEntries(db, northCase))
  const { statement, ...entry } = value(readEntry(first!))
  return {
    ...entry,
    statement: { ...statement, author: accounts.get('vera')!, seq: tip.seq + 1, id: newId() },
  }
}

test('a run onto a tip that has moved meanwhile writes nothing', async () => {
  const before = await fingerprint()
  const tip = (await as(member('vera', north), (db) => findTip(db, northCase)))!
  const entries = [await nextEntry(tip)]
  const from = { seq: tip.seq, hash: 'x'.repeat(43) }
  expect(await as(member('vera', north), (db) => appendRun(db, { log: northCase, from, entries }))).toBe(
    false,
  )
  expect(await fingerprint()).toBe(before)
})

test('the stores write nothing into a foreign desk', async () => {
  const before = await fingerprint()
  const tip = (await as(member('vera', north), (db) => findTip(db, northCase)))!
  const next = await nextEntry(tip)
  const head = {
    through: 99,
    statement: Buffer.alloc(1),
    signature: Buffer.alloc(64),
    sealed: Buffer.alloc(1),
  }
  const state = {
    log: northCase,
    desk: north,
    dark: false,
    incomplete: false,
    closed: true,
    country: null,
    custody: null,
    proceeding: null,
    life: null,
    accountability: null,
    death_possible: false,
    in_statistics: false,
    next_due: null,
    holder: null,
    size_min: null,
    size_max: null,
    sectors: [],
    gender: null,
    same_as: [],
    form: 1,
  }
  const writes: readonly ((db: Writer) => Promise<unknown>)[] = [
    (db) => appendRun(db, { log: northCase, from: tip, entries: [next] }),
    (db) => saveHead(db, northCase, head),
    (db) => deleteParts(db, northCase, [{ entry: newId(), part: 'sealed' }]),
    (db) => insertBundle(db, { desk: north, seq: 99, epoch: 1, bytes: Buffer.alloc(1) }),
    (db) => saveMembership(db, { desk: north, account: accounts.get('olga')!, role: 'lead' }),
    (db) => insertInvitation(db, { id: newId(), desk: north, role: 'lead', expires: new Date() }),
    (db) => saveProjections(db, [{ state, events: [], publication: null }]),
    async (db) => {
      const entries = [] as const
      await insertLogs(db, [{ id: northCase, subject: 'case', desk: south, entries }])
    },
  ]
  for (const actor of [member('olga', north), member('olga', south)])
    for (const write of writes) await as(actor, write).catch(() => undefined)
  expect(await fingerprint()).toBe(before)
})

test.each(['a reader adds a note', 'a writer writes into the journal in another name'])(
  '%s: the same from a writer in their own name is taken, so it was the policy that refused',
  async (attack) => {
    const [, text] = insideAttacks[attack]!
    expect(await attempt(member('vera', north), text.replaceAll('{rosa}', accounts.get('vera')!))).toBe(1)
  },
)
