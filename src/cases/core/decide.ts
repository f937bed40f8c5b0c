/**
 * May this entry be appended to this case, by this member, today? Asked on the device before signing and again by
 * the server, with what each can see. What it cannot see (words on the server, a dark case) it does not judge.
 */
import { addDays } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Day, spanOf } from './days.ts'
import { isInTime } from './erasure_time.ts'
import {
  type CodedOf,
  checkEntry,
  type EntryKind,
  isCorrectable,
  type PartRefusal,
  type ProposedEntry,
} from './entry.ts'
import {
  decidePublication,
  decideRelease,
  decideWithdrawal,
  type PublishRefusal,
} from './decide_publication.ts'
import { decideCover, decideEngagement, type EngagementRefusal } from './decide_engagement.ts'
import type { EngagementWords } from './kinds/engagement.ts'
import type { Fact } from './read_log.ts'
import { isThere, referencesOf } from './references.ts'
import type { CaseState } from './state.ts'
import { contradictionsOf } from './words.ts'

export type Role = 'reader' | 'writer' | 'lead'
export type Member = { readonly account: string; readonly role: Role }

export type Refusal =
  | PartRefusal
  | PublishRefusal
  | EngagementRefusal
  | { readonly kind: 'role_too_low'; readonly needed: Role }
  | { readonly kind: 'not_opened' }
  | { readonly kind: 'already_open' }
  | { readonly kind: 'case_closed' }
  | { readonly kind: 'case_erased' }
  | { readonly kind: 'dark_wants_sealed' }
  | { readonly kind: 'not_dark' }
  | { readonly kind: 'darkness_is_fixed' }
  | { readonly kind: 'date_in_future'; readonly date: string }
  | { readonly kind: 'reference_missing'; readonly entries: readonly string[] }
  | { readonly kind: 'corrects_nothing' }
  | { readonly kind: 'not_correctable'; readonly entryKind: string }
  | { readonly kind: 'erases_nothing' }
  | { readonly kind: 'already_asked' }
  | { readonly kind: 'not_erasable'; readonly part: string }
  | { readonly kind: 'words_contradict_coded'; readonly fields: readonly string[] }

type Decision = Result<void, Refusal>
type Asked = { readonly state: CaseState; readonly by: Member; readonly today: Day }

/** Decides one proposed entry; the first rule it breaks is the answer. */
export const decideAppend = (state: CaseState, proposed: ProposedEntry, by: Member, today: Day): Decision => {
  const asked: Asked = { state, by, today }
  const corrected = correctedKind(state, proposed)
  const checked = checkEntry(proposed, corrected)
  if (!checked.ok) return checked
  const rules = [
    () => decideRole(asked, checked.value),
    () => decideLifecycle(asked, checked.value, proposed),
    () => decideDarkness(asked, checked.value, proposed),
    () => decideContent(asked, checked.value, proposed, corrected),
  ]
  for (const rule of rules) {
    const decision = rule()
    if (!decision.ok) return decision
  }
  return ok(undefined)
}

/** The least role that may append a kind. A publication may be stopped by anybody who sees it. */
const roleFor = (kind: EntryKind): Role =>
  kind === 'withdrawal' ? 'reader' : kind === 'release' ? 'lead' : 'writer'

const rankByRole: Readonly<Record<Role, number>> = { reader: 0, writer: 1, lead: 2 }

function decideRole({ by }: Asked, kind: EntryKind): Decision {
  const needed = roleFor(kind)
  return rankByRole[by.role] < rankByRole[needed] ? err({ kind: 'role_too_low', needed }) : ok(undefined)
}

/** What may still be said about a closed case: mistakes, duties of erasure, custody, and that it is open again. */
const afterClosing: readonly EntryKind[] = [
  'opened',
  'correction',
  'custody',
  'erasure',
  'case_erasure',
  'release',
  'withdrawal',
]

function decideLifecycle({ state }: Asked, kind: EntryKind, proposed: ProposedEntry): Decision {
  if (state.erased !== null) return err({ kind: 'case_erased' })
  if (state.entries === 0) return kind === 'opened' ? ok(undefined) : err({ kind: 'not_opened' })
  if (kind === 'opened' && !state.closed) return err({ kind: 'already_open' })
  const inner = kind === 'dark' ? innerOf(proposed)?.kind : kind
  if (state.closed && inner !== undefined && !(afterClosing as readonly string[]).includes(inner)) {
    return err({ kind: 'case_closed' })
  }
  return ok(undefined)
}

/** Kinds that stay clear in a dark case: without them the server could not erase or stop anything. */
const clearInDark: readonly EntryKind[] = ['dark', 'erasure', 'case_erasure', 'release', 'withdrawal']

function decideDarkness({ state }: Asked, kind: EntryKind, proposed: ProposedEntry): Decision {
  if (state.entries === 0) return ok(undefined)
  if (kind === 'publication' && state.dark) return err({ kind: 'dark_cannot_publish' })
  if (kind === 'dark' && !state.dark) return err({ kind: 'not_dark' })
  if (state.dark && !clearInDark.includes(kind)) return err({ kind: 'dark_wants_sealed' })
  const opening = openingOf(state, kind, proposed)
  return opening !== null && opening.dark !== state.dark ? err({ kind: 'darkness_is_fixed' }) : ok(undefined)
}

function openingOf(state: CaseState, kind: EntryKind, proposed: ProposedEntry): CodedOf<'opened'> | null {
  if (kind === 'opened') return proposed.coded as CodedOf<'opened'>
  if (kind !== 'correction') return null
  const { corrects, coded } = proposed.coded as CodedOf<'correction'>
  return state.kinds.get(corrects) === 'opened' ? (coded as CodedOf<'opened'>) : null
}

function decideContent(
  asked: Asked,
  kind: EntryKind,
  proposed: ProposedEntry,
  corrected: EntryKind | null,
): Decision {
  const { state, by, today } = asked
  switch (kind) {
    case 'dark':
      return decideInside(asked, proposed)
    case 'correction':
      return decideCorrection(asked, proposed, corrected)
    case 'erasure':
      return decideErasure(asked, proposed.coded as CodedOf<'erasure'>)
    case 'case_erasure':
      return state.erasures.some((one) => one.of === null && isInTime(one.at, today))
        ? err({ kind: 'already_asked' })
        : ok(undefined)
    case 'release':
      return decideRelease(state, proposed.coded as CodedOf<'release'>, by.account, today)
    case 'withdrawal':
      return decideWithdrawal(state, proposed.coded as CodedOf<'withdrawal'>)
    case 'publication': {
      const referred = decideFact(asked, kind, proposed)
      return referred.ok ? decidePublication(state, proposed, today) : referred
    }
    default:
      return decideFact(asked, kind, proposed)
  }
}

/** A device sees what a dark entry holds and judges it like any other; the server cannot. */
function decideInside(asked: Asked, proposed: ProposedEntry): Decision {
  const inner = innerOf(proposed)
  if (inner === null) return ok(undefined)
  if (inner.kind === 'publication') return err({ kind: 'dark_cannot_publish' })
  const corrected = correctedKind(asked.state, inner)
  const checked = checkEntry(inner, corrected)
  if (!checked.ok) return checked
  if (clearInDark.includes(checked.value)) return err({ kind: 'not_dark' })
  return decideContent(asked, checked.value, inner, corrected)
}

function decideFact(
  { state, today }: Asked,
  kind: EntryKind,
  proposed: ProposedEntry,
  of?: string,
): Decision {
  const fact = { kind, coded: proposed.coded } as Pick<Fact, 'kind' | 'coded'>
  const missing = referencesOf(fact).filter(
    (reference) => !mayBeThere(state, reference) || reference.id === of,
  )
  if (missing.length > 0) {
    return err({ kind: 'reference_missing', entries: missing.map((reference) => reference.id) })
  }
  if (kind === 'event' || kind === 'engagement') {
    const { date } = proposed.coded as CodedOf<'event' | 'engagement'>
    // A day of grace: the member's evening may be the next day elsewhere.
    if (date !== undefined && spanOf(date).earliest > addDays(today, 1)) {
      return err({ kind: 'date_in_future', date })
    }
  }
  const fields = contradictionsOf(kind, proposed.coded, proposed.words)
  if (fields.length > 0) return err({ kind: 'words_contradict_coded', fields })
  return decideWork({ state, today }, kind, proposed, of)
}

/** The rules of a mission's own entries. */
function decideWork(
  { state, today }: Pick<Asked, 'state' | 'today'>,
  kind: EntryKind,
  { id, coded, words }: ProposedEntry,
  of: string | undefined,
): Decision {
  if (kind === 'cover') return decideCover(state, coded as CodedOf<'cover'>, today)
  if (kind !== 'engagement') return ok(undefined)
  const asked = { coded: coded as CodedOf<'engagement'>, words: words as EngagementWords | null | undefined }
  return decideEngagement(state, { ...asked, id: of ?? id, corrects: of !== undefined }, today)
}

function decideCorrection(asked: Asked, proposed: ProposedEntry, corrected: EntryKind | null): Decision {
  const { corrects, coded } = proposed.coded as CodedOf<'correction'>
  if (corrected === null) {
    return asked.state.authors.has(corrects) && asked.state.incomplete
      ? ok(undefined)
      : err({ kind: 'corrects_nothing' })
  }
  if (!isCorrectable(corrected)) return err({ kind: 'not_correctable', entryKind: corrected })
  return decideFact(asked, corrected, { kind: corrected, coded, words: proposed.words }, corrects)
}

/**
 * Without these coded parts the log could not be read, or an act could not be shown; and a consent that was taken back
 * would be in force again.
 */
const lastingCoded: readonly EntryKind[] = [
  'opened',
  'closed',
  'consent',
  'release',
  'withdrawal',
  'erasure',
  'case_erasure',
]

function decideErasure({ state }: Asked, { erases, parts }: CodedOf<'erasure'>): Decision {
  if (!state.authors.has(erases)) return err({ kind: 'erases_nothing' })
  const kind = state.kinds.get(erases)
  if (parts.includes('coded') && kind !== undefined && lastingCoded.includes(kind)) {
    return err({ kind: 'not_erasable', part: 'coded' })
  }
  if (parts.includes('open') && kind !== 'publication') return err({ kind: 'not_erasable', part: 'open' })
  return ok(undefined)
}

/** What cannot all be read may hold what is referred to: then it is enough that such an entry exists. */
function mayBeThere(state: CaseState, reference: Parameters<typeof isThere>[0]): boolean {
  if (isThere(reference, state.kinds)) return true
  return state.incomplete && state.authors.has(reference.id) && !state.kinds.has(reference.id)
}

function correctedKind(state: CaseState, proposed: ProposedEntry): EntryKind | null {
  if (proposed.kind !== 'correction') return null
  const corrects = (proposed.coded as { readonly corrects?: unknown } | null)?.corrects
  return typeof corrects === 'string' ? (state.kinds.get(corrects) ?? null) : null
}

function innerOf(proposed: ProposedEntry): ProposedEntry | null {
  if (proposed.words === undefined || proposed.words === null) return null
  const { kind, coded, words } = proposed.words as { kind: string; coded: unknown; words?: unknown }
  return { ...(proposed.id !== undefined && { id: proposed.id }), kind, coded, words: words ?? null }
}
