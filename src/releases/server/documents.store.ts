/** Rows of documents: those of a desk, read and written by its members, and those that are released, for everybody. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'
import type { Act, Document, State, Version } from '#releases/core/document.ts'
import type { Urgent } from '#releases/core/urgent.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    document: {
      id: string
      version: number
      kind: string
      act: Act
      desk: string
      desk_name: string
      /** Written as text: the driver would take an array for one of PostgreSQL's own. */
      body: unknown
      revision: number
      state: State
      writers: string[]
      proposed_at: Date | null
      decided_by: string | null
      decided_at: Date | null
      note: string | null
      ended_by: string | null
      ended_at: Date | null
      used_at: Date | null
      urgent: string | null
      confirmed_by: string | null
      confirmed_at: Date | null
    }
  }
}

const columns = [
  'id',
  'version',
  'kind',
  'act',
  'body',
  'revision',
  'state',
  'writers',
  'proposed_at',
  'decided_by',
  'decided_at',
  'note',
  'ended_by',
  'ended_at',
  'used_at',
  'urgent',
  'confirmed_by',
  'confirmed_at',
] as const

/** A document of the transaction's desk, every version of it locked against others. */
export const lockDocument = async (db: Writer, id: string): Promise<Document | null> =>
  documentsOf(
    await db
      .selectFrom('document')
      .select(columns)
      .where('id', '=', id)
      .orderBy('version')
      .forUpdate()
      .execute(),
  )[0] ?? null

/** Every document of the transaction's desk, or one of them. */
export const findDocuments = async (db: Writer, id?: string): Promise<readonly Document[]> => {
  const rows = db.selectFrom('document').select(columns).orderBy('id').orderBy('version')
  return documentsOf(await (id === undefined ? rows : rows.where('id', '=', id)).execute())
}

/** Every version of documents of the transaction's desk that have one which nobody has confirmed. */
export const findUnconfirmed = async (db: Writer): Promise<readonly Document[]> =>
  documentsOf(
    await db
      .selectFrom('document')
      .select(columns)
      .where('id', 'in', (waiting) =>
        waiting
          .selectFrom('document')
          .select('id')
          .where('urgent', 'is not', null)
          .where('confirmed_by', 'is', null)
          .where('state', '=', 'released'),
      )
      .orderBy('id')
      .orderBy('version')
      .execute(),
  )

/** Exports of the transaction's desk that were released and not made yet, locked against a second use. */
export const lockReleasedExports = async (db: Writer): Promise<readonly Document[]> =>
  documentsOf(
    await db
      .selectFrom('document')
      .select(columns)
      .where('act', '=', 'export')
      .where('state', '=', 'released')
      .where('used_at', 'is', null)
      .orderBy('decided_at')
      .forUpdate()
      .execute(),
  )

/** Exports of the transaction's desk that were released, made or not. */
export const findReleasedExports = async (db: Writer): Promise<readonly Document[]> =>
  documentsOf(
    await db
      .selectFrom('document')
      .select(columns)
      .where('act', '=', 'export')
      .where('state', '=', 'released')
      .execute(),
  )

/** How many open accounts lead the transaction's desk. */
export const countLeads = async (db: Writer): Promise<number> =>
  (await sql<{ n: number }>`select leads_at_desk() as n`.execute(db)).rows[0]?.n ?? 0

/** A version that begins; `23505` where another began in the same moment. */
export const insertVersion = async (
  db: Writer,
  of: { readonly id: string; readonly kind: string; readonly desk: string },
  version: Version,
): Promise<void> => {
  const { id, kind, desk } = of
  // The trigger sets the desk's own name.
  const row = {
    id,
    kind,
    desk,
    desk_name: '',
    version: version.version,
    act: version.act,
    ...movable(version),
  }
  await db.insertInto('document').values(row).execute()
}

export const updateVersion = async (db: Writer, id: string, version: Version): Promise<void> => {
  await db
    .updateTable('document')
    .set(movable(version))
    .where('id', '=', id)
    .where('version', '=', version.version)
    .execute()
}

const movable = (version: Version) => ({
  body: version.body === null ? null : JSON.stringify(version.body),
  revision: version.revision,
  state: version.state,
  writers: [...version.writers],
  proposed_at: 'proposedAt' in version ? new Date(version.proposedAt) : null,
  decided_by: 'decidedBy' in version ? version.decidedBy : null,
  decided_at: 'decidedAt' in version ? new Date(version.decidedAt) : null,
  note: 'note' in version ? version.note : null,
  ended_by: 'endedBy' in version ? version.endedBy : null,
  ended_at: 'endedAt' in version ? new Date(version.endedAt) : null,
  used_at: 'usedAt' in version && version.usedAt !== null ? new Date(version.usedAt) : null,
  // Else it stays as it is.
  ...(version.urgent && urgentColumns(version.urgent)),
})

const urgentColumns = ({ reason, confirmedBy, confirmedAt }: Urgent) => ({
  urgent: reason,
  confirmed_by: confirmedBy,
  confirmed_at: confirmedAt === null ? null : new Date(confirmedAt),
})

type Row = {
  readonly id: string
  readonly version: number
  readonly kind: string
  readonly act: Act
  readonly body: unknown
  readonly revision: number
  readonly state: State
  readonly writers: readonly string[]
  readonly proposed_at: Date | null
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly note: string | null
  readonly ended_by: string | null
  readonly ended_at: Date | null
  readonly used_at: Date | null
  readonly urgent: string | null
  readonly confirmed_by: string | null
  readonly confirmed_at: Date | null
}

/** Rows in order of id and version. */
const documentsOf = (rows: readonly Row[]): readonly Document[] =>
  [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => ({
    kind: own[0]?.kind ?? '',
    id,
    versions: own.map(versionOf),
  }))

const versionOf = (row: Row): Version => {
  const { version, act, body, revision, writers } = row
  const kept = { version, act, body, revision, writers, ...urgentOf(row) }
  const decided = () => ({
    proposedAt: instantOf(row.proposed_at),
    decidedBy: row.decided_by ?? '',
    decidedAt: instantOf(row.decided_at),
  })
  const ended = () => ({ endedBy: row.ended_by ?? '', endedAt: instantOf(row.ended_at) })
  switch (row.state) {
    case 'draft':
      return { ...kept, state: 'draft', note: row.note }
    case 'proposed':
      return { ...kept, state: 'proposed', proposedAt: instantOf(row.proposed_at) }
    case 'released':
      return { ...kept, ...decided(), state: 'released', usedAt: row.used_at && instantOf(row.used_at) }
    case 'refused':
      return { ...kept, ...decided(), state: 'refused', note: row.note ?? '' }
    case 'withdrawn':
      return { ...kept, ...ended(), state: 'withdrawn' }
    case 'deleted':
      return { ...kept, ...ended(), state: 'deleted' }
  }
}

const urgentOf = ({ urgent, confirmed_by, confirmed_at }: Row): Pick<Version, 'urgent'> =>
  urgent === null
    ? {}
    : {
        urgent: {
          reason: urgent,
          confirmedBy: confirmed_by,
          confirmedAt: confirmed_at && instantOf(confirmed_at),
        },
      }

const instantOf = (at: Date | null): string => (at ?? new Date(0)).toISOString().replace(/\.\d+Z$/, 'Z')

/** A released version as everybody may read it. */
export type OpenDocumentRow = {
  readonly id: string
  readonly version: number
  readonly kind: string
  readonly desk_name: string
  readonly body: unknown
  readonly decided_at: Date | null
}

/** As the public: released versions of a kind, the newest first, of one document where its id is given. */
export const findOpenDocuments = (
  db: Writer,
  kind: string,
  id?: string,
): Promise<readonly OpenDocumentRow[]> => {
  const rows = db
    .selectFrom('document')
    .select(['id', 'version', 'kind', 'desk_name', 'body', 'decided_at'])
    .where('kind', '=', kind)
    .where('act', '=', 'publish')
    .where('state', '=', 'released')
    .orderBy('id')
    .orderBy('version', 'desc')
  return (id === undefined ? rows : rows.where('id', '=', id)).execute()
}

/** As the public: the newest released version of every document of a kind. */
export const findNewestDocuments = (db: Writer, kind: string): Promise<readonly OpenDocumentRow[]> =>
  db
    .selectFrom('document')
    .distinctOn('id')
    .select(['id', 'version', 'kind', 'desk_name', 'body', 'decided_at'])
    .where('kind', '=', kind)
    .where('act', '=', 'publish')
    .where('state', '=', 'released')
    .orderBy('id')
    .orderBy('version', 'desc')
    .execute()

/** As the public: bodies of those that are released among these versions. */
export const findReleasedBodies = async (
  db: Writer,
  versions: readonly { readonly id: string; readonly version: number }[],
): Promise<readonly { readonly id: string; readonly version: number; readonly body: unknown }[]> =>
  (
    await sql<{ id: string; version: number; body: unknown }>`
      select id, version, body from amparo.document
      where act = 'publish' and state = 'released' and (id, version) in (
        select * from unnest(${versions.map(({ id }) => id)}::text[], ${versions.map(({ version }) => version)}::integer[]))`.execute(
      db,
    )
  ).rows
