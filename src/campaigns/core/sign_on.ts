/**
 * A signature under a letter: asked for, its authority shown, accepted; declined or withdrawn. Nobody counts whose
 * authority nobody has shown, and once the list is frozen no name joins or leaves it.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'

export const signatoryKinds = ['organisation', 'person'] as const
export type SignatoryKind = (typeof signatoryKinds)[number]

/** How it was shown that whoever signed may: see `sign_on_authority.ts`. A person signs for themselves. */
export const authorities = ['domain', 'second_person', 'secretary', 'own'] as const
export type Authority = (typeof authorities)[number]

export const signatoryStates = ['asked', 'shown', 'accepted', 'declined', 'withdrawn'] as const
export type SignatoryState = (typeof signatoryStates)[number]

export const signatoryLists = ['main', 'late'] as const
export type SignatoryList = (typeof signatoryLists)[number]

/** What decisions look at. */
export type Signature = {
  readonly id: string
  readonly kind: SignatoryKind
  readonly state: SignatoryState
  readonly authority: Authority | null
  readonly list: SignatoryList
  /** Of the letter that it stands under. */
  readonly version: number
  /** False: counted, and named to nobody outside the desk. */
  readonly listed: boolean
}

export type SignatureAct =
  | { readonly kind: 'show'; readonly authority: 'domain' | 'second_person' | 'own' }
  /** By the secretary's desk; the authority too, where nothing else shows it. */
  | { readonly kind: 'accept' }
  | { readonly kind: 'vouch' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'withdraw' }
  /** Under the text that is open now. */
  | { readonly kind: 'keep'; readonly version: number }

export type SignatureRefusal =
  | { readonly kind: 'authority_missing' }
  | { readonly kind: 'ended_already' }
  | { readonly kind: 'list_frozen' }
  | { readonly kind: 'older_text' }

/** Ended: it does not come back; whoever changes their mind signs anew. */
const ended: readonly SignatoryState[] = ['declined', 'withdrawn']

export const decideSignature = (
  signature: Signature,
  act: SignatureAct,
  { frozen }: { readonly frozen: boolean },
): Result<Signature, SignatureRefusal> => {
  if (ended.includes(signature.state)) return err({ kind: 'ended_already' })
  // What stands in the frozen list is told of as withdrawn and stays in it.
  const settled = frozen && signature.list === 'main'
  switch (act.kind) {
    case 'show':
      return ok(
        signature.state === 'asked' ? { ...signature, state: 'shown', authority: act.authority } : signature,
      )
    case 'accept':
      if (signature.authority === null) return err({ kind: 'authority_missing' })
      return accepted(signature, settled)
    case 'vouch':
      return accepted({ ...signature, authority: signature.authority ?? 'secretary' }, settled)
    case 'decline':
      if (signature.state === 'accepted' && settled) return err({ kind: 'list_frozen' })
      return ok({ ...signature, state: 'declined' })
    case 'withdraw':
      return ok({ ...signature, state: 'withdrawn' })
    case 'keep':
      if (act.version < signature.version) return err({ kind: 'older_text' })
      if (settled && act.version !== signature.version) return err({ kind: 'list_frozen' })
      return ok({ ...signature, version: act.version })
  }
}

const accepted = (signature: Signature, settled: boolean): Result<Signature, SignatureRefusal> =>
  settled && signature.state !== 'accepted'
    ? err({ kind: 'list_frozen' })
    : ok({ ...signature, state: 'accepted' })

/** The list of a signature that comes now; null: none takes it any more. */
export const listNow = (given: {
  readonly closed: boolean
  readonly frozen: boolean
  readonly late: boolean
}): SignatoryList | null => {
  if (!given.closed && !given.frozen) return 'main'
  return given.late ? 'late' : null
}

/** Under the text with this number, by a signatory whose authority is shown and who was accepted. */
export const counts = ({ state, authority, version }: Signature, letterVersion: number): boolean =>
  state === 'accepted' && authority !== null && version === letterVersion

export type SignOnCounts = {
  readonly organisations: number
  readonly persons: number
  readonly countries: number
  readonly late: number
  /** Counted above and not named. */
  readonly unlisted: number
}

export const countSignatures = (
  all: readonly (Signature & { readonly country: string | null })[],
  letterVersion: number,
): SignOnCounts => {
  const counted = all.filter((one) => counts(one, letterVersion))
  const main = counted.filter(({ list }) => list === 'main')
  return {
    organisations: main.filter(({ kind }) => kind === 'organisation').length,
    persons: main.filter(({ kind }) => kind === 'person').length,
    countries: new Set(main.flatMap(({ country }) => country ?? [])).size,
    late: counted.length - main.length,
    unlisted: counted.filter(({ listed }) => !listed).length,
  }
}

/** Hours that a list may wait after the close for the desk to decide on those who signed in time. */
export const WAITS_AT_MOST = 72

/** Whether the server freezes the list by itself: as soon as nobody waits for a decision, and not much later. */
export const isFrozenNow = (given: {
  readonly closedAt: Date
  readonly now: Date
  readonly waiting: number
}): boolean =>
  given.now >= given.closedAt &&
  (given.waiting === 0 || given.now.getTime() - given.closedAt.getTime() >= WAITS_AT_MOST * 3_600_000)
