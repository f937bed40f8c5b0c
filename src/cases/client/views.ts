/** What the cases room shows a page: plain values that pass from the worker to the page. */
import type { CaseHead } from '#cases/core/search.ts'
import type { CaseEntry } from '#cases/core/entry.ts'
import type { CaseState } from '#cases/core/fold.ts'
import type { Refusal } from '#cases/core/decide.ts'
import type { Meanwhile } from '#cases/client/outbox.ts'

/** One case in a list: what its head says, or why it cannot be shown. */
export type CaseLine = {
  readonly case: string
  /** Null: the head does not open or its log was tampered with; `alarm` says which. */
  readonly head: CaseHead | null
  readonly alarm: string | null
  /** The log has entries that this member has not opened. */
  readonly unread: boolean
  /** Place of the newest entry. */
  readonly tip: number
  /** How many entries wait on this device to be sent, refused ones among them. */
  readonly waiting?: number
}

/** The first lines of a list, how many there are, and how many cases of the desk were erased. */
export type CaseList = {
  readonly total: number
  readonly lines: readonly CaseLine[]
  readonly erased: number
  /** Of a search inside: cases that could not be opened, off line or beyond the member's limit. */
  readonly closed?: number
}

export type CaseFilter = {
  readonly text?: string
  readonly country?: string
  readonly custody?: string
  readonly sector?: string
  /** Lines to answer; 200 unless told. */
  readonly limit?: number
  /** Also opens and searches the cases themselves: slow, with progress. */
  readonly inside?: boolean
  /** Those that were erased, and no others. */
  readonly erased?: boolean
}

export type DueLine = {
  readonly case: string
  readonly day: string
  readonly kind: string
  readonly title: string
}

export type Overview = {
  readonly cases: number
  readonly due: readonly DueLine[]
  /** Cases whose log grew since this member last opened them. */
  readonly changed: readonly CaseLine[]
  readonly toBeCoded: number
  /** Publications that wait for a lead's release, erasures likewise. */
  readonly waiting: readonly {
    readonly case: string
    readonly title: string
    readonly kind: 'publication' | 'erasure'
  }[]
}

export type EntryView = CaseEntry & {
  readonly authorName: string
  /** Every entry that is shown was verified; `parts` says which of its parts were erased. */
  readonly erased: readonly string[]
  /** Waits on this device: folded like the others, not signed yet. */
  readonly waits?: true
}

/** What waits on this device to be sent, or was refused when it was. */
export type WaitingView = {
  readonly item: string
  readonly at: string
  readonly entries: readonly EntryView[]
  readonly refused: CaseRefusal | null
  readonly meanwhile: readonly Meanwhile[]
}

/** All of it, for one page. */
export type OutboxLine = Omit<WaitingView, 'entries'> & {
  readonly case: string
  readonly isNew: boolean
  readonly title: string
  readonly kinds: readonly string[]
}

/** This device and the server, for the line above every page. */
export type Offline = {
  /** The member chose that this device keeps what it opens. */
  readonly chosen: boolean
  /** Since when the server does not answer; null while it does. */
  readonly away: string | null
  /** Entries that wait, and those that were refused. */
  readonly waiting: number
  readonly refused: number
  /** Cases and bytes kept, and bytes there is room for. */
  readonly cases: number
  readonly bytes: number
  readonly room: number
}

export type CaseView = {
  readonly case: string
  readonly desk: string
  readonly head: CaseHead
  readonly state: CaseState
  readonly entries: readonly EntryView[]
  readonly tip: number
  readonly waiting: readonly WaitingView[]
}

export type CaseRefusal =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'fault' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'tampered'; readonly what: string; readonly seq: number | null }
  | { readonly kind: 'no_case_key' }
  | { readonly kind: 'refused_by_server'; readonly type: string; readonly fields: Record<string, unknown> }
  | { readonly kind: 'decided'; readonly why: Refusal }
  | { readonly kind: 'desk_not_safe' }

export type NewEntry = {
  /** Chosen beforehand where a later entry of the same run refers to this one. */
  readonly id?: string
  readonly kind: string
  readonly coded: unknown
  readonly words?: unknown
  readonly open?: unknown
  /** When it was written, where that was before it could be sent. */
  readonly at?: string
}
