/** The state of a case on a day: what folding its entries gives. */
import type { CustodyBasis, ProceedingPhase, ProceedingStatus } from '#kernel/core/vocabulary/events.ts'
import type { Accountability } from './accountability.ts'
import type { Consents, ConsentWarning, GivenConsent } from './consents.ts'
import type { Conditions, CustodyInterval, DaysHeld } from './custody.ts'
import type { CustodyError, CustodyWarning } from './custody_checks.ts'
import type { Day, Span } from './days.ts'
import type { Due } from './due.ts'
import type { CourtDay, CurrentEngagement, LastContact, LoggedEngagement } from './engagements.ts'
import type { EntryKind } from './entry.ts'
import type { HappeningWarning } from './happenings.ts'
import type { OrderError } from './order.ts'
import type { PublicationState, PublicationWarning } from './publications.ts'
import type { Erasure, Finding, LogError, LogWarning } from './read_log.ts'
import type { ReferenceWarning } from './references.ts'
import type { PastEnd, SentenceState } from './sentences.ts'
import type {
  AccountabilityStatus,
  CustodyStatus,
  HolderKind,
  ProceedingsStatus,
  SafetyStatus,
} from './terms.ts'

/** Raised whenever the same entries would fold to something else; heads written by older ones are folded anew. */
export const FOLD_VERSION = 2

/** Why status is unknown: the case is dark to this reader, or a part cannot be read. */
export type UnknownBecause = 'dark' | 'newer_version' | 'missing_part'

type Axis<S> = {
  readonly status: S
  /** The last day the deciding event may mean. */
  readonly asOf: Day | null
  readonly lastConfirmed: Day | null
}

export type CustodyAxis = Axis<CustodyStatus> & {
  readonly basis: CustodyBasis | null
  readonly conditional: boolean
  readonly since: Span | null
  readonly by: string | null
  /** Credible sources say otherwise. */
  readonly disputed: boolean
  /** Show as "last known, as of". */
  readonly stale: boolean
  /** Two events to put in order, when `ambiguous`, and what custody may be. */
  readonly pair: readonly [string, string] | null
  readonly between: readonly CustodyStatus[]
}

export type ChargeSummary = {
  readonly charge: string | null
  readonly status: ProceedingStatus | 'ambiguous'
  readonly phase: ProceedingPhase | 'ambiguous'
  readonly by: string | null
  readonly pair: readonly [string, string] | null
  readonly deathPossible: boolean
}

export type ProceedingsAxis = Axis<ProceedingsStatus> & {
  readonly leading: ChargeSummary | null
  readonly charges: readonly ChargeSummary[]
  /** Some charge is neither final nor ended. */
  readonly chargesOpen: boolean
}
export type SafetyAxis = Axis<SafetyStatus> & { readonly by: string | null }
export type AccountabilityAxis = Axis<AccountabilityStatus> & {
  readonly killings: Accountability['killings']
}

export type CaseWarning =
  | LogWarning
  | HappeningWarning
  | CustodyWarning
  | ConsentWarning
  | PublicationWarning
  | ReferenceWarning
  | 'past_end_still_held'
  | 'maybe_past_end_still_held'
  | 'charges_still_open'
export type CaseError = LogError | OrderError | CustodyError | 'not_opened'

export type CaseState = {
  readonly foldVersion: typeof FOLD_VERSION
  readonly foldedOn: Day
  readonly entries: number
  readonly kinds: ReadonlyMap<string, EntryKind>
  readonly authors: ReadonlyMap<string, string>
  readonly dark: boolean
  /** Not all could be read; status is then unknown rather than wrong. */
  readonly incomplete: boolean
  readonly unknownBecause: UnknownBecause | null
  readonly opened: boolean
  readonly closed: boolean
  readonly synthetic: boolean
  readonly holder: HolderKind | null
  readonly country: string | null
  readonly region: string | null
  readonly sectors: readonly string[]
  readonly custody: CustodyAxis
  readonly proceedings: ProceedingsAxis
  readonly safety: SafetyAxis
  readonly accountability: AccountabilityAxis
  readonly deathPossible: boolean
  readonly intervals: readonly CustodyInterval[]
  readonly daysHeld: DaysHeld
  readonly sentences: readonly SentenceState[]
  readonly expectedEnd: Span | null
  /** Category I of the Working Group on Arbitrary Detention: no legal basis is left. */
  readonly pastEnd: PastEnd
  readonly conditions: Conditions | null
  readonly travelBans: readonly { readonly entry: string; readonly until: Day | null }[]
  readonly nextHearing: { readonly day: Day; readonly entry: string } | null
  readonly due: readonly Due[]
  /** Every entry, whether it stands or not. */
  readonly engagementsLogged: readonly LoggedEngagement[]
  readonly engagements: readonly CurrentEngagement[]
  readonly lastContact: LastContact | null
  readonly courtDays: readonly CourtDay[]
  /** Notes that wait to be coded. */
  readonly toBeCoded: readonly string[]
  readonly consents: Consents
  readonly consentsGiven: readonly GivenConsent[]
  readonly publications: readonly PublicationState[]
  readonly erasures: readonly Erasure[]
  /** The released erasure of the whole case; nothing can be written after it. */
  readonly erased: Erasure | null
  readonly updatedAt: string | null
  readonly warnings: readonly Finding<CaseWarning>[]
  readonly errors: readonly Finding<CaseError>[]
}
