/** What the page of an ask shows: released, or as its desk sees it before. Values alone, so that both show the same. */
import type { AskBody } from './ask.ts'
import type { AskState } from './ask_state.ts'
import type { AskNumbers } from './counts.ts'
import type { PositionFact } from '#instruments/core/positions.ts'
import type { Mover, SeatLink } from './mover.ts'
import type { OutcomeBody } from './outcome.ts'
import type { Seats } from './taking_part.ts'

type InLanguages = Readonly<Record<string, string>>
export type Titled = { readonly title: InLanguages; readonly lang: string }

export type AskView = {
  readonly ask: AskBody
  readonly state: AskState
  /** Of a letter that has closed: names still come for its second list. */
  readonly takesLate: boolean
  readonly campaign: Titled & { readonly slug: string }
  readonly deskName: string
  /** ISO day. */
  readonly releasedOn: string
  /** Without its language: `/cases/…`. Null: it is about nothing that has a page here. */
  readonly about: (Titled & { readonly path: string }) | null
  /** Asks of the same campaign that this one follows, and that follow it. */
  readonly previous: (Titled & { readonly slug: string }) | null
  readonly next: (Titled & { readonly slug: string }) | null
  /** Of targets: names of the bodies that it names. */
  readonly bodies: readonly { readonly slug: string; readonly name: InLanguages; readonly lang: string }[]
  /** By the id of a named target. */
  readonly linked: Readonly<Record<string, LinkedSeat>>
  readonly outcomes: readonly OutcomeLine[]
  /** Other asks of the campaign that are open: what can be done besides, as on a day of observance. */
  readonly beside: readonly AskLine[]
  /** Null before it is released. */
  readonly reported: ReportedCounts | null
  /** Of a petition that is released: how many have signed. */
  readonly numbers: AskNumbers | null
  /** Of an event: whether people may say that they come, and how many still can; null: as many as come. */
  readonly mayCome: boolean
  readonly seats: Seats | null
  /** With its origin. */
  readonly address: string
}

/** What people say themselves that they did. */
export const reportedKinds = ['wrote', 'called', 'met', 'answered'] as const
export type ReportedKind = (typeof reportedKinds)[number]
export type ReportedCounts = Readonly<Record<ReportedKind, number>>

export type OutcomeLine = { readonly id: string; readonly body: OutcomeBody; readonly who: Mover | null }

/** A named target as a member of a body: their page there, and what they are known to hold on what is asked. */
export type LinkedSeat = SeatLink & {
  readonly positions: readonly Pick<PositionFact, 'stance' | 'on' | 'source'>[]
}

/** What lists show of an ask. */
export type AskLine = {
  readonly ask: Pick<
    AskBody,
    | 'slug'
    | 'campaign'
    | 'form'
    | 'title'
    | 'standfirst'
    | 'request'
    | 'lang'
    | 'from'
    | 'to'
    | 'zone'
    | 'about'
  >
  readonly state: AskState
}

/** What closes soon stands first; what has not begun after it, what has ended last, the newest of it first. */
export const byClose = <Line extends AskLine>(
  lines: readonly Line[],
  instant: (line: Line) => number,
): readonly Line[] => {
  const rank = { open: 0, before: 1, closed: 2 } as const
  return lines.toSorted(
    (a, b) =>
      rank[a.state] - rank[b.state] ||
      (a.state === 'closed' ? instant(b) - instant(a) : instant(a) - instant(b)),
  )
}
