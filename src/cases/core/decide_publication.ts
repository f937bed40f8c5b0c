/** The rules of the bridge into the open: a basis, the chosen fields and no other, a second member's release. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { decideSecondPerson, type OwnRelease } from '#members/core/second_person.ts'
import type { Day } from './days.ts'
import type { CodedOf, ProposedEntry } from './entry.ts'
import { isInTime } from './erasure_time.ts'
import type { PublicationCoded, PublicationOpen } from './kinds/publication.ts'
import { type BasisProblem, basisProblemOf, type PublicationState } from './publications.ts'
import type { CaseState } from './state.ts'
import { type PublicationField, publicationFields } from './terms.ts'

export type PublishRefusal =
  | { readonly kind: 'dark_cannot_publish' }
  | { readonly kind: 'status_incomplete' }
  | { readonly kind: 'no_basis'; readonly problem: BasisProblem }
  | { readonly kind: 'reason_missing' }
  | { readonly kind: 'open_missing' }
  | { readonly kind: 'open_differs'; readonly fields: readonly string[] }
  | { readonly kind: 'reference_taken' }
  | { readonly kind: 'replaces_other_page' }
  | { readonly kind: 'releases_nothing' }
  | { readonly kind: 'already_decided' }
  | { readonly kind: 'erasure_ran_out' }
  | OwnRelease
  | { readonly kind: 'withdraws_nothing' }
  | { readonly kind: 'already_withdrawn' }

type Decision = Result<void, PublishRefusal>

/** A proposed publication; its shape and references are checked already. */
export const decidePublication = (state: CaseState, proposed: ProposedEntry, today: Day): Decision => {
  const coded = proposed.coded as PublicationCoded
  if (state.dark) return err({ kind: 'dark_cannot_publish' })
  if (state.incomplete) return err({ kind: 'status_incomplete' })
  const problem = basisProblemOf(coded, state.consentsGiven, state.consents, today)
  if (problem !== null) return err({ kind: 'no_basis', problem })
  if (coded.basis !== 'consent' && proposed.words !== undefined && !hasReason(proposed.words)) {
    return err({ kind: 'reason_missing' })
  }
  if (proposed.open === undefined || proposed.open === null) return err({ kind: 'open_missing' })
  const fields = differencesOf(coded, proposed.open as PublicationOpen)
  if (fields.length > 0) return err({ kind: 'open_differs', fields })
  return decidePage(state.publications, coded)
}

/** A lead other than the author confirms a publication or an erasure. */
export const decideRelease = (
  state: CaseState,
  { of }: CodedOf<'release'>,
  account: string,
  today: Day,
): Decision => {
  const erasure = state.erasures.find((one) => one.entry === of)
  const publication = state.publications.find((one) => one.entry === of)
  const author = erasure?.author ?? publication?.author
  if (author === undefined) return err({ kind: 'releases_nothing' })
  const second = decideSecondPerson(account, [author])
  if (!second.ok) return second
  if (erasure !== undefined) {
    if (erasure.of === null && !isInTime(erasure.at, today)) return err({ kind: 'erasure_ran_out' })
    return erasure.releasedBy === null ? ok(undefined) : err({ kind: 'already_decided' })
  }
  if (publication === undefined || publication.state !== 'proposed') return err({ kind: 'already_decided' })
  if (state.incomplete) return err({ kind: 'status_incomplete' })
  // Asked again: between proposal and release the consent may have gone.
  const problem = basisProblemOf(publication.coded, state.consentsGiven, state.consents, today)
  return problem === null ? ok(undefined) : err({ kind: 'no_basis', problem })
}

/** Any one member stops a publication, at any time, without anybody's consent. */
export const decideWithdrawal = (state: CaseState, { of }: CodedOf<'withdrawal'>): Decision => {
  const publication = state.publications.find((one) => one.entry === of)
  if (publication === undefined) return err({ kind: 'withdraws_nothing' })
  return publication.state === 'withdrawn' ? err({ kind: 'already_withdrawn' }) : ok(undefined)
}

function hasReason(words: unknown): boolean {
  const reason = (words as { readonly reason?: unknown } | null)?.reason
  return typeof reason === 'string' && reason.trim() !== ''
}

/** A page keeps its reference from version to version; nobody else's page can be taken over. */
function decidePage(publications: readonly PublicationState[], coded: PublicationCoded): Decision {
  if (coded.replaces === undefined) {
    const taken = publications.some((one) => one.ref === coded.ref)
    return taken ? err({ kind: 'reference_taken' }) : ok(undefined)
  }
  const older = publications.find((one) => one.entry === coded.replaces)
  const fits = older?.state === 'released' && older.ref === coded.ref
  return fits ? ok(undefined) : err({ kind: 'replaces_other_page' })
}

/** Chosen fields and shown fields are the same, and the page says itself which page it is. */
function differencesOf(coded: PublicationCoded, open: PublicationOpen): readonly string[] {
  const shown = (field: PublicationField): boolean => open[field] !== undefined
  return [
    ...publicationFields.filter((field) => shown(field) !== coded.fields.includes(field)),
    ...(open.ref === coded.ref ? [] : ['ref']),
    ...(open.lang === coded.lang ? [] : ['lang']),
  ]
}
