/**
 * Documents: what a desk writes for everybody, version by version, and what else two persons of it decide. Decisions
 * are pure: they take the document as it is kept and give the versions that are new or changed.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { atLeast } from '#members/core/desk.ts'
import type { Role } from '#members/core/desk_entries.ts'
import { decideSecondPerson, type OwnRelease } from '#members/core/second_person.ts'
import type { Urgent, UrgentRefusal } from './urgent.ts'

/** What a version asks a second person for. */
export const acts = ['publish', 'delete', 'export'] as const
export type Act = (typeof acts)[number]

export const states = ['draft', 'proposed', 'released', 'refused', 'withdrawn', 'deleted'] as const
export type State = (typeof states)[number]

type Kept = {
  readonly version: number
  readonly act: Act
  /** Of a deletion or an export its reason; null once it is deleted. */
  readonly body: unknown
  /** Grows with every draft that is saved. */
  readonly revision: number
  /** Accounts that wrote or proposed this version. */
  readonly writers: readonly string[]
  /** There where one lead released it alone (urgent.ts); it stays with the version, whatever becomes of that. */
  readonly urgent?: Urgent
}
/** Instants, as ISO 8601. */
type Decided = { readonly proposedAt: string; readonly decidedBy: string; readonly decidedAt: string }
type Ended = { readonly endedBy: string; readonly endedAt: string }

export type Draft = Kept & { readonly state: 'draft'; readonly note: string | null }
export type Proposed = Kept & { readonly state: 'proposed'; readonly proposedAt: string }
export type Released = Kept & Decided & { readonly state: 'released'; readonly usedAt: string | null }
export type Refused = Kept & Decided & { readonly state: 'refused'; readonly note: string }
/** Taken back by its desk: what was open, or a proposal of a deletion or an export. */
export type Withdrawn = Kept & Ended & { readonly state: 'withdrawn' }
export type Deleted = Kept & Ended & { readonly state: 'deleted' }
export type Version = Draft | Proposed | Released | Refused | Withdrawn | Deleted

export type Document = {
  readonly kind: string
  readonly id: string
  /** In order; never empty. */
  readonly versions: readonly Version[]
}

/** Who acts: `leads` is how many open accounts lead this desk, `now` an instant. */
export type By = {
  readonly account: string
  readonly role: Role
  readonly leads: number
  readonly now: string
}

/** The place of a text that somebody looked at: they decide on that one and no later one. */
export type Seen = { readonly version: number; readonly revision: number }

export type DocumentRefusal =
  | OwnRelease
  | UrgentRefusal
  /** There is no second person: the desk has this lead alone. */
  | { readonly kind: 'only_lead' }
  | { readonly kind: 'role_too_low' }
  | { readonly kind: 'waits_for_release' }
  | { readonly kind: 'revision_moved'; readonly version: number; readonly revision: number }
  | { readonly kind: 'not_a_draft' }
  | { readonly kind: 'not_proposed' }
  | { readonly kind: 'nothing_public' }
  | { readonly kind: 'document_deleted' }
  | { readonly kind: 'note_missing' }
  /** That something was exported is not unsaid. */
  | { readonly kind: 'export_stays' }

/** The versions to write, in this order. */
export type Decision = Result<readonly Version[], DocumentRefusal>

/** What is being written: a draft, or what a lead has sent back. */
export const writtenOf = (document: Document): Draft | Refused | null =>
  document.versions.find(
    (one): one is Draft | Refused =>
      one.act === 'publish' && (one.state === 'draft' || one.state === 'refused'),
  ) ?? null

export const proposedOf = (document: Document): Proposed | null =>
  document.versions.find((one): one is Proposed => one.state === 'proposed') ?? null

/** What the public reads: the newest released version. */
export const openOf = (document: Document): Released | null => releasedOf(document).at(-1) ?? null

const releasedOf = (document: Document): readonly Released[] =>
  document.versions.filter((one): one is Released => one.state === 'released' && one.act === 'publish')

export const isDeleted = (document: Document): boolean =>
  document.versions.some((one) => one.act === 'delete' && one.state === 'released')

/** `seen` is the text that was written on; null begins a document. */
export const decideDraft = (
  document: Document | null,
  by: By,
  { body, seen }: { readonly body: unknown; readonly seen: Seen | null },
): Decision => {
  if (!atLeast(by.role, 'writer')) return err({ kind: 'role_too_low' })
  if (document === null) {
    if (seen !== null) return err({ kind: 'revision_moved', version: 0, revision: 0 })
    return ok([
      { state: 'draft', version: 1, act: 'publish', body, revision: 1, writers: [by.account], note: null },
    ])
  }
  if (isDeleted(document)) return err({ kind: 'document_deleted' })
  if (proposedOf(document)) return err({ kind: 'waits_for_release' })
  const written = writtenOf(document)
  const last = written ?? lastText(document)
  if (last === null || seen === null || !isSeen(last, seen)) {
    return err({ kind: 'revision_moved', version: last?.version ?? 0, revision: last?.revision ?? 0 })
  }
  if (written) return ok([rewritten(written, by, body)])
  const version = nextVersion(document)
  return ok([
    { state: 'draft', version, act: 'publish', body, revision: 1, writers: [by.account], note: null },
  ])
}

const rewritten = (written: Draft | Refused, by: By, body: unknown): Draft => ({
  state: 'draft',
  version: written.version,
  act: written.act,
  body,
  revision: written.revision + 1,
  writers: withWriter(written.writers, by),
  note: written.note,
})

/** Whoever proposes answers for the text as its writers do, so that nobody lets out another's half-written draft. */
export const decideProposal = (document: Document, by: By, seen: Seen): Decision => {
  if (!atLeast(by.role, 'writer')) return err({ kind: 'role_too_low' })
  if (proposedOf(document)) return err({ kind: 'waits_for_release' })
  const draft = writtenOf(document)
  if (draft?.state !== 'draft') return err({ kind: 'not_a_draft' })
  if (!isSeen(draft, seen)) return moved(draft)
  const { note: _note, ...kept } = draft
  return ok([{ ...kept, state: 'proposed', writers: withWriter(draft.writers, by), proposedAt: by.now }])
}

/** Any writer takes a proposal back: a text becomes a draft again, any other act is over. */
export const decideTakingBack = (document: Document, by: By): Decision => {
  if (!atLeast(by.role, 'writer')) return err({ kind: 'role_too_low' })
  const proposed = proposedOf(document)
  if (!proposed) return err({ kind: 'not_proposed' })
  const { proposedAt: _at, ...kept } = proposed
  if (proposed.act === 'publish') return ok([{ ...kept, state: 'draft', note: null }])
  return ok([{ ...kept, state: 'withdrawn', endedBy: by.account, endedAt: by.now }])
}

export const decideRelease = (document: Document, by: By, seen: Seen): Decision => {
  const proposed = decidedUpon(document, by, seen)
  if (!proposed.ok) return proposed
  const second = decideSecondPerson(by.account, proposed.value.writers)
  if (!second.ok) return by.leads === 1 ? err({ kind: 'only_lead' }) : second
  const released = releasedBy(proposed.value, by)
  if (released.act !== 'delete') return ok([released])
  const others = document.versions.filter(
    (one) => one.version !== released.version && one.state !== 'deleted',
  )
  return ok([released, ...others.map((one) => ended(one, by, 'deleted'))])
}

export const releasedBy = (proposed: Proposed, by: By): Released => ({
  ...proposed,
  state: 'released',
  decidedBy: by.account,
  decidedAt: by.now,
  usedAt: null,
})

/** Sent back, with what is to be done about it. */
export const decideRefusal = (
  document: Document,
  by: By,
  { note, ...seen }: Seen & { readonly note: string },
): Decision => {
  const proposed = decidedUpon(document, by, seen)
  if (!proposed.ok) return proposed
  if (note.trim() === '') return err({ kind: 'note_missing' })
  return ok([
    { ...proposed.value, state: 'refused', decidedBy: by.account, decidedAt: by.now, note: note.trim() },
  ])
}

/** What a lead decides upon: what waits, as they have seen it. */
export const decidedUpon = (document: Document, by: By, seen: Seen): Result<Proposed, DocumentRefusal> => {
  if (by.role !== 'lead') return err({ kind: 'role_too_low' })
  const proposed = proposedOf(document)
  if (!proposed) return err({ kind: 'not_proposed' })
  return isSeen(proposed, seen) ? ok(proposed) : moved(proposed)
}

/** Nobody has to agree: whoever sees a danger stops it, with every version that is open. */
export const decideWithdrawal = (document: Document, by: By): Decision => {
  if (!atLeast(by.role, 'writer')) return err({ kind: 'role_too_low' })
  const open = releasedOf(document)
  return open.length === 0
    ? err({ kind: 'nothing_public' })
    : ok(open.map((one) => ended(one, by, 'withdrawn')))
}

/** A draft may be open; its text goes with the rest. */
export const decideDeletion = (document: Document, by: By, reason: string): Decision => {
  if (!atLeast(by.role, 'writer')) return err({ kind: 'role_too_low' })
  if (document.versions.some(({ act }) => act === 'export')) return err({ kind: 'export_stays' })
  if (isDeleted(document)) return err({ kind: 'document_deleted' })
  if (proposedOf(document)) return err({ kind: 'waits_for_release' })
  return ok([proposal('delete', nextVersion(document), by, { reason })])
}

/** A proposal of an act that is no text. */
export const proposal = (act: 'delete' | 'export', version: number, by: By, body: unknown): Proposed => ({
  state: 'proposed',
  version,
  act,
  body,
  revision: 1,
  writers: [by.account],
  proposedAt: by.now,
})

const ended = <S extends 'withdrawn' | 'deleted'>(
  one: Version,
  by: By,
  state: S,
): Kept & Ended & { state: S } => ({
  version: one.version,
  act: one.act,
  body: state === 'deleted' ? null : one.body,
  revision: one.revision,
  writers: one.writers,
  ...(one.urgent && { urgent: one.urgent }),
  state,
  endedBy: by.account,
  endedAt: by.now,
})

/** The text that a new version begins from. */
const lastText = (document: Document): Version | null =>
  document.versions.findLast((one) => one.act === 'publish' && one.state !== 'deleted') ?? null

const nextVersion = (document: Document): number =>
  Math.max(...document.versions.map(({ version }) => version)) + 1

const isSeen = (one: Seen, seen: Seen): boolean =>
  one.version === seen.version && one.revision === seen.revision

const moved = ({ version, revision }: Seen): { readonly ok: false; readonly error: DocumentRefusal } =>
  err({ kind: 'revision_moved', version, revision })

const withWriter = (writers: readonly string[], { account }: By): readonly string[] =>
  writers.includes(account) ? writers : [...writers, account]
