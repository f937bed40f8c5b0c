/** What looks like one act that two officers logged: same type, same place, days next to each other. Pure. */
import { isBefore, type Span, spanOf } from '#cases/core/days.ts'
import type { EngagementCoded } from '#cases/core/kinds/engagement.ts'
import { addDays } from '#kernel/core/iso_day.ts'

export type Likened = {
  readonly entry: string
  readonly coded: Pick<EngagementCoded, 'type' | 'date' | 'sameAs'> & {
    readonly country?: string | undefined
  }
  /** As exact as the words say it. */
  readonly date: string | undefined
  /** All entries of its chain. */
  readonly chain: readonly string[]
}

/** Days by which two who were there may differ. */
const APART = 1

const around = ({ earliest, latest }: Span): Span => ({
  earliest: earliest <= '0001' ? earliest : addDays(earliest, -APART),
  latest: latest >= '9998' ? latest : addDays(latest, APART),
})

/** In the same case, or in the journal for the same country; linked ones are one already. */
export const isAlike = (one: Likened, other: Likened): boolean => {
  if (one.entry === other.entry || one.coded.type !== other.coded.type) return false
  if (one.coded.country !== other.coded.country) return false
  const isLinked = (a: Likened, b: Likened): boolean =>
    a.coded.sameAs === b.entry || (a.coded.sameAs !== undefined && b.chain.includes(a.coded.sameAs))
  if (isLinked(one, other) || isLinked(other, one)) return false
  const [a, b] = [spanOf(one.date ?? one.coded.date), spanOf(other.date ?? other.coded.date)]
  return !isBefore(around(a), b) && !isBefore(b, around(a))
}

export const pairsAlike = <T extends Likened>(all: readonly T[]): readonly (readonly [string, string])[] =>
  all.flatMap((one, at) =>
    all.slice(at + 1).flatMap((other) => (isAlike(one, other) ? [[one.entry, other.entry] as const] : [])),
  )

type Readable = { readonly words: object | null; readonly waits: boolean }

/**
 * Of two that are one act: which gives way, by an update that says all again. So it must be one whose words this device
 * opened, or they would be lost under it; the later one where both are. Null: none can, or one is not sent yet.
 */
export const toLink = <T extends Readable>(
  earlier: T,
  later: T,
): { readonly stays: T; readonly givesWay: T } | null => {
  if (earlier.waits || later.waits) return null
  if (later.words !== null) return { stays: earlier, givesWay: later }
  return earlier.words === null ? null : { stays: later, givesWay: earlier }
}
