/**
 * Bundles between installations, on a device: the desk's own card, whose keys were compared, what was made and taken in. Nothing is
 * taken in of keys whose digits nobody compared.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { openDesk } from '#members/client/desk_log.ts'
import {
  appendToJournal,
  type JournalsOf,
  type NotBegun,
  type OpenJournal,
  readyJournal,
} from '#members/client/journal.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { at, newId, type OpenDesk } from '#members/client/unlocked.ts'
import { type BundleFormRefusal, cardBytes, type Party, readCard } from '#missions/core/bundle.ts'
import {
  type Counterpart,
  counterpartsIn,
  type Exchanged,
  exchangedIn,
  type Side,
} from '#missions/core/bundle_journal.ts'
import { inboxRecipient } from '#vault/client/v1/desk.ts'
import type { OpenBundleRefusal } from '#vault/client/v1/signed_bundle.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import type { CaseLookup, ReportRefusal } from './reports.ts'
import type { CaseDraft } from './views.ts'

/** Cases as this device has them; `E`: what their room refuses. */
export type BundleCases<E> = CaseLookup<E> & {
  readonly append: (given: {
    readonly desk: string
    readonly case: string
    readonly entries: readonly CaseDraft[]
  }) => Promise<Result<unknown, E>>
  /** Under an id that was chosen before. */
  readonly create: (given: {
    readonly desk: string
    readonly case: string
    readonly entries: readonly CaseDraft[]
  }) => Promise<Result<unknown, E>>
}

export type Shown = { readonly party: Party; readonly digits: string }

export type BundleRefusal =
  | ReportRefusal
  | MemberRefusal
  | NotBegun
  | BundleFormRefusal
  | OpenBundleRefusal
  /** These keys were not compared. `changed`: somebody the desk knows would come with others. */
  | { readonly kind: 'unknown_sender'; readonly sender: Shown; readonly changed: boolean }
  | { readonly kind: 'not_compared' | 'own_keys' | 'taken_already' | 'answers_nothing' | 'quiet' }
  | { readonly kind: 'no_consent' | 'other_partner' }
  /** Words of what the person excluded stand in what was written. */
  | { readonly kind: 'excluded'; readonly words: readonly string[] }
  | { readonly kind: 'nothing_chosen' | 'does_not_fit' }

export type BundleAnswer<T, E> = Promise<Result<T, BundleRefusal | E>>
export type BundleHere<E> = { readonly journals: JournalsOf; readonly cases: BundleCases<E> }

export type BundlesView = {
  readonly own: Shown
  readonly card: Uint8Array
  readonly counterparts: readonly (Counterpart & { readonly digits: string })[]
  readonly exchanged: readonly Exchanged[]
}

export const findBundles = async (
  journals: JournalsOf,
  desk: string,
): Promise<Result<BundlesView, BundleRefusal>> => {
  const journal = await readyJournal(journals, desk)
  return journal.ok ? viewOf(journals, desk, journal.value) : journal
}

const viewOf = async (
  journals: JournalsOf,
  desk: string,
  journal: OpenJournal | null,
): Promise<Result<BundlesView, BundleRefusal>> => {
  const open = await openDesk(journals.deps, journals.unlocked, desk)
  if (!open.ok) return open
  const party = await ownParty(journals, open.value)
  const entries = journal?.entries ?? []
  return ok({
    own: { party, digits: fingerprint(party) },
    card: cardBytes(party),
    counterparts: counterpartsIn(entries).map((one) => ({ ...one, digits: fingerprint(one) })),
    exchanged: exchangedIn(entries),
  })
}

/** Who signs here, and for which desk. */
export const ownParty = async ({ unlocked }: JournalsOf, { desk, secret }: OpenDesk): Promise<Party> => ({
  organisation: unlocked.organisation.normalize('NFC'),
  desk: desk.name,
  signing: unlocked.keys.signingPublic,
  recipient: await inboxRecipient(secret),
})

/** Somebody else's card, shown before it is compared. */
export const lookAtCard = (bytes: Uint8Array): Result<Shown, BundleFormRefusal> => {
  const party = readCard(bytes)
  return party.ok ? ok({ party: party.value, digits: fingerprint(party.value) }) : party
}

export type CompareForm = {
  readonly desk: string
  readonly party: Party
  readonly side: Side
  /** False: takes the trust back. */
  readonly trusted: boolean
}

/** A member says that two people read the same digits to each other. */
export const noteCounterpart = async (
  journals: JournalsOf,
  { desk, party, side, trusted }: CompareForm,
): Promise<Result<BundlesView, BundleRefusal>> => {
  const own = await findBundles(journals, desk)
  if (!own.ok) return own
  const { signing, recipient } = party
  if (own.value.own.party.recipient === recipient) return err({ kind: 'own_keys' })
  const comparedOn = at(journals.deps).slice(0, 10)
  const names = { name: party.organisation, desk: party.desk }
  const words = { ...names, side, recipient, signing, comparedOn, trusted } satisfies Counterpart
  const id = newId(journals.deps)
  const done = await appendToJournal(journals, desk, () =>
    ok([{ id, kind: 'counterpart', coded: {}, words }]),
  )
  return done.ok ? viewOf(journals, desk, done.value) : done
}

/** The open desk, and its journal's entries. */
export type Ground = { readonly open: OpenDesk; readonly entries: OpenJournal['entries'] }

export const groundOf = async <E>({ journals }: BundleHere<E>, desk: string): BundleAnswer<Ground, E> => {
  const open = await openDesk(journals.deps, journals.unlocked, desk)
  if (!open.ok) return open
  const journal = await readyJournal(journals, desk)
  return journal.ok ? ok({ open: open.value, entries: journal.value?.entries ?? [] }) : journal
}

/** Of one bundle once, whoever else takes it in at the same moment. */
export const noteExchange = async <E>(
  { journals }: BundleHere<E>,
  desk: string,
  words: Exchanged,
): BundleAnswer<OpenJournal, E> => {
  const id = newId(journals.deps)
  return appendToJournal<BundleRefusal>(journals, desk, ({ entries }) => {
    const again = exchangedIn(entries).some(({ bundle }) => bundle === words.bundle)
    return again ? err({ kind: 'taken_already' }) : ok([{ id, kind: 'bundle', coded: {}, words }])
  })
}
