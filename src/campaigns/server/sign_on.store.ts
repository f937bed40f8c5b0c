/** Rows of signatories and of the frozen list. Who reads which of them: migration 0041. */
import { sql } from 'kysely'
import type {
  Authority,
  Signature,
  SignatoryKind,
  SignatoryList,
  SignatoryState,
} from '#campaigns/core/sign_on.ts'
import type { Writer } from '#platform/server/database.ts'
import type { SealedLine } from './sign_on_comments.store.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    signatory: SignatoryRow
    signatory_sealed: {
      id: string
      signatory: string
      desk: string
      what: 'contact' | 'note' | 'comment'
      sealed: Buffer
      at: Date
      answered_at: Date | null
      answered_by: string | null
      reply: Buffer | null
      changed: boolean | null
    }
    frozen_list: FrozenRow
  }
}

type SignatoryRow = {
  id: string
  ask: string
  desk: string
  kind: SignatoryKind
  name: string
  local_name: string | null
  local_language: string | null
  country: string | null
  logo: boolean
  listed: boolean
  list: SignatoryList
  version: number
  state: SignatoryState
  authority: Authority | null
  domain: string | null
  came: 'form' | 'desk'
  by_account: string | null
  /** ISO days. */
  signed_on: string
  ended_on: string | null
  /** SHA-256 of links. */
  own_hash: Buffer
  second_hash: Buffer | null
  salt: string | null
}
type FrozenRow = {
  ask: string
  desk: string
  letter_version: number
  /** Canonical JSON. */
  list: string
  sha256: string
  frozen_at: Date
  by_account: string | null
}

/** As a desk reads it. */
export type DeskSignatory = Signature & {
  readonly name: string
  readonly localName: string | null
  readonly localLanguage: string | null
  readonly country: string | null
  readonly logo: boolean
  readonly domain: string | null
  readonly came: 'form' | 'desk'
  readonly signedOn: string
  readonly endedOn: string | null
  readonly inFrozenList: boolean
}
export type NewSignatory = Omit<SignatoryRow, 'salt' | 'ended_on'>

export const insertSignatories = async (db: Writer, rows: readonly NewSignatory[]): Promise<void> => {
  if (rows.length > 0)
    await db
      .insertInto('signatory')
      .values(rows.map((row) => ({ ...row, salt: null, ended_on: null })))
      .execute()
}

const deskColumns = [
  'id',
  'kind',
  'name',
  'local_name',
  'local_language',
  'country',
  'logo',
  'listed',
  'list',
  'version',
  'state',
  'authority',
  'domain',
  'came',
  'signed_on',
  'ended_on',
  'salt',
] as const

/** As the desk, or the server's own work: all of an ask. */
export const findSignatories = async (db: Writer, ask: string): Promise<readonly DeskSignatory[]> =>
  (
    await db
      .selectFrom('signatory')
      .select(deskColumns)
      .where('ask', '=', ask)
      .orderBy('signed_on')
      .orderBy('name')
      .orderBy('id')
      .execute()
  ).map(toDeskSignatory)

/** Whether one of them took their name off the list themselves (migration 0045). */
export const hasAskedUnnamed = async (db: Writer, ids: readonly string[]): Promise<boolean> =>
  (
    await sql<{ one: boolean }>`select exists (
      select from amparo.signatory where id = any(${[...ids]}::text[]) and asked_unnamed and not listed) as one`.execute(
      db,
    )
  ).rows[0]?.one === true

/** Those of these ids and of this ask, locked against others. */
export const lockSignatories = async (
  db: Writer,
  ask: string,
  ids: readonly string[],
): Promise<readonly DeskSignatory[]> =>
  (
    await db
      .selectFrom('signatory')
      .select(deskColumns)
      .where('ask', '=', ask)
      .where('id', 'in', [...ids])
      .orderBy('id')
      .forUpdate()
      .execute()
  ).map(toDeskSignatory)

export type LinkedSignatory = DeskSignatory & { readonly ask: string; readonly desk: string }

/** As the gate: what this link opens. */
export const findByLink = async (db: Writer, link: string): Promise<LinkedSignatory | null> => {
  const { rows } = await sql<SignatoryRow>`select * from amparo.signatory_by_link(${link})`.execute(db)
  const row = rows[0]
  return row ? { ...toDeskSignatory(row), ask: row.ask, desk: row.desk } : null
}

/** As the gate; false where the database decides otherwise. */
export const moveByLink = async (
  db: Writer,
  given: {
    readonly link: string
    readonly act: 'confirm' | 'withdraw' | 'keep' | 'unlist' | 'no_logo'
    readonly version: number
    readonly today: string
  },
): Promise<boolean> => {
  const { link, act, version, today } = given
  const { rows } = await sql<{ moved: boolean }>`
    select amparo.move_signatory(${link}, ${act}, ${version}, ${today}::date) as moved`.execute(db)
  return rows[0]?.moved === true
}

const toDeskSignatory = (row: Pick<SignatoryRow, (typeof deskColumns)[number]>): DeskSignatory => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  localName: row.local_name,
  localLanguage: row.local_language,
  country: row.country,
  logo: row.logo,
  listed: row.listed,
  list: row.list,
  version: row.version,
  state: row.state,
  authority: row.authority,
  domain: row.domain,
  came: row.came,
  signedOn: row.signed_on,
  endedOn: row.ended_on,
  inFrozenList: row.salt !== null,
})

export const saveSignature = async (
  db: Writer,
  { id, state, authority, version, listed }: Signature,
  today: string,
): Promise<void> => {
  await db
    .updateTable('signatory')
    .set({
      state,
      authority,
      version,
      listed,
      ended_on: state === 'declined' || state === 'withdrawn' ? today : null,
    })
    .where('id', '=', id)
    .execute()
}

/** As everybody: who may be named. */
export type OpenSignatory = {
  readonly id: string
  readonly kind: SignatoryKind
  readonly name: string
  readonly localName: string | null
  readonly localLanguage: string | null
  readonly country: string | null
  readonly logo: boolean
  readonly list: SignatoryList
  readonly version: number
  readonly withdrewOn: string | null
  readonly salt: string | null
}

export const findOpenSignatories = async (db: Writer, ask: string): Promise<readonly OpenSignatory[]> =>
  (
    await db
      .selectFrom('signatory')
      .select([
        'id',
        'kind',
        'name',
        'local_name',
        'local_language',
        'country',
        'logo',
        'list',
        'version',
        'state',
        'ended_on',
        'salt',
      ])
      .where('ask', '=', ask)
      .where('listed', '=', true)
      .where('state', 'in', ['accepted', 'withdrawn'])
      .execute()
  ).flatMap((row) =>
    // Who withdrew before the freeze was never in the final list.
    row.state === 'withdrawn' && row.salt === null
      ? []
      : {
          id: row.id,
          kind: row.kind,
          name: row.name,
          localName: row.local_name,
          localLanguage: row.local_language,
          country: row.country,
          logo: row.logo,
          list: row.list,
          version: row.version,
          withdrewOn: row.ended_on,
          salt: row.salt,
        },
  )

export type OpenCounts = {
  readonly organisations: number
  readonly persons: number
  readonly countries: number
  readonly late: number
  readonly unlisted: number
}

/** The unnamed are in it; nothing else is told of them. */
export const countOpenSignatories = async (db: Writer, ask: string, version: number): Promise<OpenCounts> => {
  const { rows } = await sql<OpenCounts>`select * from amparo.signatory_counts(${ask}, ${version})`.execute(
    db,
  )
  return rows[0] ?? { organisations: 0, persons: 0, countries: 0, late: 0, unlisted: 0 }
}

export const isListFrozen = async (db: Writer, ask: string): Promise<boolean> => {
  const { rows } = await sql<{ frozen: boolean }>`select amparo.list_is_frozen(${ask}) as frozen`.execute(db)
  return rows[0]?.frozen === true
}

export type FrozenLine = {
  readonly letterVersion: number
  readonly list: string
  readonly sha256: string
  readonly frozenAt: Date
}

export const findFrozenList = async (db: Writer, ask: string): Promise<FrozenLine | null> => {
  const row = await db
    .selectFrom('frozen_list')
    .select(['letter_version', 'list', 'sha256', 'frozen_at'])
    .where('ask', '=', ask)
    .executeTakeFirst()
  return row
    ? { letterVersion: row.letter_version, list: row.list, sha256: row.sha256, frozenAt: row.frozen_at }
    : null
}

/** Nobody joins or leaves the list until this transaction ends. */
export const lockList = async (db: Writer, ask: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('frozen list of ' || ${ask}::text, 0))`.execute(db)
}

export const saltSignatory = async (db: Writer, id: string, salt: string): Promise<void> => {
  await db.updateTable('signatory').set({ salt }).where('id', '=', id).execute()
}

export const insertFrozenList = async (db: Writer, row: FrozenRow): Promise<void> => {
  await db.insertInto('frozen_list').values(row).execute()
}

export const insertSealed = async (
  db: Writer,
  rows: readonly (Omit<SealedLine, 'answeredAt' | 'reply' | 'changed'> & { readonly desk: string })[],
): Promise<void> => {
  if (rows.length > 0)
    await db
      .insertInto('signatory_sealed')
      .values(
        rows.map((row) => ({ ...row, answered_at: null, answered_by: null, reply: null, changed: null })),
      )
      .execute()
}

/** As jobs: what is sealed of letters that closed long ago. */
export const eraseSealedOf = async (db: Writer, asks: readonly string[]): Promise<void> => {
  if (asks.length > 0)
    await sql`delete from amparo.signatory_sealed where signatory in (
      select id from amparo.signatory where ask = any(${[...asks]}::text[]))`.execute(db)
}
