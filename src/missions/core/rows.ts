/**
 * What the server knows of a mission's work: the coded halves as rows, one for each engagement as it stands now (the last
 * of a chain of `updates`; none for one that is `sameAs` another), one for each hearing in its cases. Coverage,
 * calendars and headquarters are counted from these alone.
 */
import type {
  Duty,
  EngagementResult,
  EngagementType,
  Government,
  Guideline,
  OfficerRole,
  Post,
  Requester,
} from '#kernel/core/vocabulary/missions.ts'

export type EngagementRow = {
  /** The mission's desk. */
  readonly mission: string
  /** The case, or the desk's journal. */
  readonly log: string
  /** Of the first entry of its chain. */
  readonly entry: string
  readonly type: EngagementType
  readonly duties: readonly Duty[]
  /** Null where none is named, and always for headquarters: who did what is for the mission's lead. */
  readonly officer: number | null
  readonly role: OfficerRole
  /** EDTF, no finer than the month. */
  readonly date: string
  readonly result: EngagementResult
  readonly requestedBy: Requester
  readonly requested: string | null
  readonly daysToAnswer: number | null
  /** Of a trial observation: the hearing's first entry. */
  readonly hearing: string | null
  readonly country: string | null
  /** Day on which the next step is due. */
  readonly due: string | null
}

export type HearingRow = {
  readonly mission: string
  readonly log: string
  /** The hearing's first entry. */
  readonly entry: string
  /** As it was last set: YYYY-MM-DD. */
  readonly day: string
  readonly country: string | null
  /** An outcome is recorded. */
  readonly held: boolean
  /** An officer covers it; their number stays null for headquarters and like-minded missions. */
  readonly covered: boolean
  readonly officer: number | null
  /** What became of the observation, where one is logged. */
  readonly observed: EngagementResult | null
}

export type MissionRow = {
  readonly desk: string
  readonly name: string
  readonly government: Government
  readonly host: string
  readonly post: Post
  readonly guidelines: readonly Guideline[]
  readonly headquarters: string | null
  readonly likeMinded: readonly string[]
  readonly shadow: boolean
}

export type OfficerRow = {
  readonly mission: string
  readonly officer: number
  readonly role: OfficerRole
  readonly liaison: boolean
  readonly posted: boolean
}
