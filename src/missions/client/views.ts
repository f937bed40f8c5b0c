/** What the missions room shows a page: plain values that pass from the worker to the page. */
import type { Refusal } from '#cases/core/decide.ts'
import type { EngagementCoded, EngagementWords } from '#cases/core/kinds/engagement.ts'
import type { NotBegun } from '#members/client/journal.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { EngagementRow } from '#missions/core/rows.ts'

/** As it is logged: in the journal with its country, in a case without. */
export type EngagementForm = EngagementCoded & { readonly country?: string }

/** One engagement as it stands now: the last of its chain. */
export type OpenEngagement = EngagementRow & {
  /** The case; null in the journal. */
  readonly case: string | null
  /** The entry that holds now: what a further update names, and a correction corrects. */
  readonly newest: string
  readonly coded: EngagementForm
  /** Null: this device could not open them. */
  readonly words: EngagementWords | null
  readonly authorName: string
  readonly at: string
  /** The same act as other entries here, which do not count. */
  readonly alsoLogged: readonly string[]
  /** Waits on this device to be sent. */
  readonly waits: boolean
}

export type Engagements = {
  /** Every engagement of the desk as the server counts it; empty where a case or the journal was asked for. */
  readonly rows: readonly EngagementRow[]
  /** Of the case or the journal that was asked for, the newest first. */
  readonly opened: readonly OpenEngagement[]
  /** What looks like one act that was logged twice, and is not linked. */
  readonly alike: readonly (readonly [string, string])[]
  /** Entries that this device cannot read, in the journal. */
  readonly unreadable: number
}

/** What this room refuses; cases and the desk have refusals of their own. */
export type MissionRefusal =
  /** A rule of the journal: which. */
  | { readonly kind: 'rule_broken'; readonly rule: string }
  | { readonly kind: 'no_engagement'; readonly fields: readonly string[] }
  /** Somebody of this mission logged what may be the same act: link it, or say that it is another one. */
  | { readonly kind: 'looks_alike'; readonly engagements: readonly OpenEngagement[] }
export type EngagementRefusal =
  | MissionRefusal
  | MemberRefusal
  | NotBegun
  /** What the rules of the case refuse, or that it is not there to this desk. */
  | { readonly kind: 'decided'; readonly why: Refusal }
  | { readonly kind: 'not_found' | 'no_case_key' | 'desk_not_safe' }

export type LogForm = {
  readonly desk: string
  /** Null: in the journal, where no single case is meant. */
  readonly case: string | null
  /** Chosen beforehand: sent twice, it is logged once. */
  readonly id?: string
  readonly coded: EngagementForm
  readonly words: EngagementWords
  /** It was seen that another one looks alike, and this one is not the same. */
  readonly another?: boolean
  /** The entry that this one corrects, in a case; in the journal an update takes its place. */
  readonly corrects?: string
  /** Entries of the case that belong to it, written before it in the same run: the event of a refused seat. */
  readonly with?: readonly CaseDraft[]
}

export type CaseDraft = {
  readonly id?: string
  readonly kind: string
  readonly coded: unknown
  readonly words: unknown
}

export type CoverForm = {
  readonly desk: string
  readonly case: string
  readonly id?: string
  /** An entry of the hearing. */
  readonly hearing: string
  /** Null: nobody covers it any more. */
  readonly officer: number | null
  readonly note?: string
}

export type Logged = {
  /** Of the new entry. */
  readonly id: string
  /** It waits on this device to be sent. */
  readonly waits: boolean
}
