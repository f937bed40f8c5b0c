/**
 * When hours count: the lead who wrote a document releases it alone, with the reason, and every other lead of the desk
 * is told until one of them has confirmed it or anybody has stopped it. Of kinds alone that say so.
 */
import { err, ok } from '#kernel/core/result.ts'
import { decideSecondPerson } from '#members/core/second_person.ts'
import {
  type By,
  type Decision,
  decidedUpon,
  type Document,
  openOf,
  type Released,
  releasedBy,
  type Seen,
} from './document.ts'

export type UrgentRefusal =
  /** Of a kind, or an act, that never goes out on one person's word. */
  | { readonly kind: 'never_urgent' }
  | { readonly kind: 'reason_missing' }
  /** Whoever wrote none of it is the second person: they release it as always. */
  | { readonly kind: 'second_person_releases' }
  | { readonly kind: 'nothing_to_confirm' }

export type Urgent = {
  readonly reason: string
  readonly confirmedBy: string | null
  /** An instant. */
  readonly confirmedAt: string | null
}

/** `may`: whether documents of its kind may go out like this. */
export const decideUrgentRelease = (
  document: Document,
  by: By,
  { reason, may, ...seen }: Seen & { readonly reason: string; readonly may: boolean },
): Decision => {
  const proposed = decidedUpon(document, by, seen)
  if (!proposed.ok) return proposed
  if (!may || proposed.value.act !== 'publish') return err({ kind: 'never_urgent' })
  if (reason.trim() === '') return err({ kind: 'reason_missing' })
  if (decideSecondPerson(by.account, proposed.value.writers).ok)
    return err({ kind: 'second_person_releases' })
  // Nobody would be told.
  if (by.leads === 1) return err({ kind: 'only_lead' })
  const urgent: Urgent = { reason: reason.trim(), confirmedBy: null, confirmedAt: null }
  return ok([{ ...releasedBy(proposed.value, by), urgent }])
}

/** Another lead has read it and stands for it, too. */
export const decideConfirmation = (document: Document, by: By, seen: Seen): Decision => {
  if (by.role !== 'lead') return err({ kind: 'role_too_low' })
  const waiting = unconfirmedOf(document)
  if (waiting === null || waiting.version !== seen.version) return err({ kind: 'nothing_to_confirm' })
  const second = decideSecondPerson(by.account, waiting.writers)
  if (!second.ok) return second
  const { reason } = waiting.urgent
  return ok([{ ...waiting, urgent: { reason, confirmedBy: by.account, confirmedAt: by.now } }])
}

/** What is open on one person's word. A newer version that two let out speaks for the older ones. */
export const unconfirmedOf = (document: Document): (Released & { readonly urgent: Urgent }) | null => {
  const open = openOf(document)
  if (!open?.urgent || open.urgent.confirmedBy !== null) return null
  return { ...open, urgent: open.urgent }
}
