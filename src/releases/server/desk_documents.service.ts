/** Documents of a desk as its members write and decide on them: each act one transaction, its document locked. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Database, inSnapshot, inTransaction, isTaken, type Writer } from '#platform/server/database.ts'
import type { DeskRole } from '#platform/server/session.ts'
import {
  type By,
  type Decision,
  decideDeletion,
  decideDraft,
  decideProposal,
  decideRefusal,
  decideRelease,
  decideTakingBack,
  decideWithdrawal,
  type Document,
  type DocumentRefusal,
  proposedOf,
  type Seen,
  type Version,
  writtenOf,
} from '#releases/core/document.ts'
import { decideConfirmation, decideUrgentRelease, unconfirmedOf } from '#releases/core/urgent.ts'
import { decideExportProposal, EXPORT, type ExportBody } from '#releases/core/exports.ts'
import { type BodyProblem, type DocumentKind, problemsOf } from '#releases/core/kind.ts'
import { DRAFT_LIMIT } from '#releases/core/wire.ts'
import { toInstant } from '#vault/core/v1/statement.ts'
import type { OpenDocuments } from './documents.service.ts'
import {
  countLeads,
  findDocuments,
  findUnconfirmed,
  insertVersion,
  lockDocument,
  updateVersion,
} from './documents.store.ts'

export type ReleasesDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly documents: OpenDocuments
  /** What rooms have described; a document of another kind is refused. */
  readonly kinds: readonly DocumentKind[]
}

export type Member = { readonly account: string; readonly desk: string; readonly role: DeskRole | null }

export type ActRefusal =
  | DocumentRefusal
  | { readonly kind: 'not_found' }
  | { readonly kind: 'unknown_document_kind' }
  | { readonly kind: 'too_large'; readonly limit: number }
  | { readonly kind: 'id_taken' }
  | { readonly kind: 'body_refused'; readonly problems: readonly BodyProblem[] }

export type Acted = Promise<Result<Document, ActRefusal>>

export const listDocuments = (
  { database }: Pick<ReleasesDeps, 'database'>,
  { account, desk }: Member,
): Promise<{ readonly documents: readonly Document[]; readonly leads: number }> =>
  inSnapshot(database, { role: 'desk', account, desk }, async (db) => ({
    documents: await findDocuments(db),
    leads: await countLeads(db),
  }))

export const readDocument = async (
  { database }: Pick<ReleasesDeps, 'database'>,
  { account, desk }: Member,
  id: string,
): Promise<Document | null> =>
  (await inSnapshot(database, { role: 'desk', account, desk }, (db) => findDocuments(db, id)))[0] ?? null

type Drafted = {
  readonly id: string
  readonly kind: string
  readonly body: unknown
  readonly seen: Seen | null
}

export const saveDraft = async (deps: ReleasesDeps, member: Member, drafted: Drafted): Acted => {
  const known = deps.kinds.find(({ kind }) => kind === drafted.kind)
  if (!known) return err({ kind: 'unknown_document_kind' })
  const limit = known.limit ?? DRAFT_LIMIT
  if (Buffer.byteLength(JSON.stringify(drafted.body)) > limit) return err({ kind: 'too_large', limit })
  return act(deps, member, drafted, (document, by) =>
    document !== null && document.kind !== drafted.kind
      ? err({ kind: 'unknown_document_kind' })
      : decideDraft(document, by, drafted),
  )
}

type SeenOf = Seen & { readonly id: string }

/** Read by its own kind: what is proposed is whole, and fits what is open already. */
export const propose = (deps: ReleasesDeps, member: Member, { id, ...seen }: SeenOf): Acted =>
  actOnWhole(deps, member, id, (document, by) => ({
    decided: decideProposal(document, by, seen),
    text: writtenOf(document),
  }))

export const takeBack = (deps: ReleasesDeps, member: Member, id: string): Acted =>
  actOn(deps, member, id, (document, by) => decideTakingBack(document, by))

/** The body is read once more: what is open may have changed since it was proposed, or the form of its kind. */
export const release = (deps: ReleasesDeps, member: Member, { id, ...seen }: SeenOf): Acted =>
  actOnWhole(deps, member, id, (document, by) => ({
    decided: decideRelease(document, by, seen),
    text: proposedOf(document),
  }))

/** By the lead who wrote it, alone; read once more like every release. */
export const releaseUrgently = (
  deps: ReleasesDeps,
  member: Member,
  { id, reason, ...seen }: SeenOf & { readonly reason: string },
): Acted =>
  actOnWhole(deps, member, id, (document, by) => {
    const text = proposedOf(document)
    const may = deps.kinds.some(({ kind, urgent }) => kind === document.kind && urgent?.(text?.body) === true)
    return { decided: decideUrgentRelease(document, by, { ...seen, reason, may }), text }
  })

export const confirm = (deps: ReleasesDeps, member: Member, { id, ...seen }: SeenOf): Acted =>
  actOn(deps, member, id, (document, by) => decideConfirmation(document, by, seen))

/** What this member is told of: another lead released it alone. */
export const listUnconfirmed = async (
  { database }: Pick<ReleasesDeps, 'database'>,
  { account, desk }: Member,
): Promise<readonly Document[]> =>
  (await inSnapshot(database, { role: 'desk', account, desk }, findUnconfirmed)).filter((one) => {
    const open = unconfirmedOf(one)
    return open !== null && !open.writers.includes(account)
  })

export const refuse = (
  deps: ReleasesDeps,
  member: Member,
  { id, ...refused }: Seen & { id: string; note: string },
): Acted => actOn(deps, member, id, (document, by) => decideRefusal(document, by, refused))

export const withdraw = (deps: ReleasesDeps, member: Member, id: string): Acted =>
  actOn(deps, member, id, (document, by) => decideWithdrawal(document, by))

export const proposeDeletion = (
  deps: ReleasesDeps,
  member: Member,
  { id, reason }: { readonly id: string; readonly reason: string },
): Acted => actOn(deps, member, id, (document, by) => decideDeletion(document, by, reason))

export const proposeExport = (
  deps: ReleasesDeps,
  member: Member,
  { id, body }: { readonly id: string; readonly body: ExportBody },
): Acted =>
  act(deps, member, { id, kind: EXPORT }, (document, by) =>
    document === null ? decideExportProposal(by, { id, body }) : err({ kind: 'id_taken' }),
  )

type Decided = Result<Given, ActRefusal>
type Deciding<D> = (document: D, by: By) => Decided
type Given = Extract<Decision, { readonly ok: true }>['value']

const actOn = (deps: ReleasesDeps, member: Member, id: string, decide: Deciding<Document>): Acted =>
  act(deps, member, { id, kind: null }, (document, by) =>
    document === null ? err({ kind: 'not_found' }) : decide(document, by),
  )

/** What is to be published is read by its own kind before it goes on. */
const actOnWhole = async (
  deps: ReleasesDeps,
  member: Member,
  id: string,
  decide: (document: Document, by: By) => { readonly decided: Decided; readonly text: Version | null },
): Acted => {
  const problems = await openProblemReader(deps, member, id)
  return actOn(deps, member, id, (document, by) => {
    const { decided, text } = decide(document, by)
    return decided.ok && text?.act === 'publish' ? problems(text.body, decided) : decided
  })
}

/** An id that another desk has taken, and a version that somebody else began meanwhile, are refused alike. */
const act = async (
  deps: ReleasesDeps,
  member: Member,
  of: { readonly id: string; readonly kind: string | null },
  decide: Deciding<Document | null>,
): Acted => {
  const { account, desk } = member
  try {
    return await inTransaction(deps.database, { role: 'desk', account, desk }, async (db) => {
      const document = await lockDocument(db, of.id)
      const decided = decide(document, await byOf(deps, db, member))
      if (!decided.ok) return decided
      const kind = document?.kind ?? of.kind ?? ''
      return ok(await write(db, { id: of.id, kind, desk, document }, decided.value))
    })
  } catch (cause) {
    if (isSlugTaken(cause))
      return err({ kind: 'body_refused', problems: [{ at: 'slug', code: 'slug_taken' }] })
    if (isTaken(cause) || isForeign(cause)) return err({ kind: 'id_taken' })
    throw cause
  }
}

/** Somebody released the same address since the others were read. */
const isSlugTaken = (cause: unknown): boolean =>
  isTaken(cause) && cause instanceof Error && 'constraint' in cause && cause.constraint === 'document_slug'

/** PostgreSQL refuses a version of a document that is another desk's. */
const isForeign = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === '42501'

const byOf = async (deps: ReleasesDeps, db: Writer, member: Member): Promise<By> => ({
  account: member.account,
  role: member.role ?? 'reader',
  leads: await countLeads(db),
  now: toInstant(deps.clock()),
})

type Writing = {
  readonly id: string
  readonly kind: string
  readonly desk: string
  readonly document: Document | null
}

/** In the order of the decision: the database refuses a deletion that nobody has released yet. */
const write = async (db: Writer, of: Writing, versions: Given): Promise<Document> => {
  const begun = new Map(of.document?.versions.map((one) => [one.version, one]))
  for (const version of versions) {
    if (begun.has(version.version)) await updateVersion(db, of.id, version)
    else await insertVersion(db, of, version)
    begun.set(version.version, version)
  }
  return {
    id: of.id,
    kind: of.kind,
    versions: [...begun.values()].toSorted((a, b) => a.version - b.version),
  }
}

/** What else is open is read before the transaction of the act: one that waits for a second connection could wait for ever. */
const openProblemReader = async (
  deps: ReleasesDeps,
  member: Member,
  id: string,
): Promise<(body: unknown, decided: Decided) => Decided> => {
  const document = await readDocument(deps, member, id)
  const described = deps.kinds.find((one) => one.kind === document?.kind)
  if (!document || !described) return (_body, decided) => decided
  const others = (await deps.documents.all(described.kind)).filter((one) => one.id !== id)
  const now = proposedOf(document) ?? writtenOf(document)
  const read = (await described.reads?.(now?.body, { desk: member.desk, now: deps.clock() })) ?? null
  return (body, decided) => {
    const problems = problemsOf(described, body, others, read)
    return problems.length === 0 ? decided : err({ kind: 'body_refused', problems })
  }
}
