/** Hearings and feeds of a mission, asked of the server by a member's device. */
import { ok, type Result } from '#kernel/core/result.ts'
import { nothing } from '#members/core/wire.ts'
import type { JournalsOf } from '#members/client/journal.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { CalendarHearing, Span } from '#missions/core/calendar.ts'
import {
  feedAnswer,
  type FeedState,
  hearingsAnswer,
  likeMindedAnswer,
  type LikeMindedHearing,
  newFeedAnswer,
} from '#missions/core/calendar_wire.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>
type Asked = Span & { readonly desk: string }

const queryOf = ({ from, to }: Span): string => new URLSearchParams({ from, to }).toString()

export const findHearings = async (
  { deps: { api } }: JournalsOf,
  { desk, ...span }: Asked,
): Answer<readonly CalendarHearing[]> => {
  const path = `/desks/${desk}/mission/hearings?${queryOf(span)}`
  const found = await api('GET', path, { answer: hearingsAnswer })
  return found.ok ? ok(found.value.hearings) : serverErr(found.error)
}

export const findLikeMinded = async (
  { deps: { api } }: JournalsOf,
  { desk, ...span }: Asked,
): Answer<readonly LikeMindedHearing[]> => {
  const path = `/desks/${desk}/mission/hearings/like-minded?${queryOf(span)}`
  const found = await api('GET', path, { answer: likeMindedAnswer })
  return found.ok ? ok(found.value.hearings) : serverErr(found.error)
}

export const findFeed = async ({ deps: { api } }: JournalsOf, desk: string): Answer<FeedState> => {
  const found = await api('GET', `/desks/${desk}/mission/feed`, { answer: feedAnswer })
  return found.ok ? ok(found.value.feed) : serverErr(found.error)
}

/** The token, which nobody is told a second time. */
export const makeFeed = async (
  { deps: { api } }: JournalsOf,
  { desk, officer }: { readonly desk: string; readonly officer: number | null },
): Answer<string> => {
  const made = await api('POST', `/desks/${desk}/mission/feed`, { body: { officer }, answer: newFeedAnswer })
  return made.ok ? ok(made.value.token) : serverErr(made.error)
}

export const endFeed = async ({ deps: { api } }: JournalsOf, desk: string): Answer<null> => {
  const ended = await api('POST', `/desks/${desk}/mission/feed/end`, { body: {}, answer: nothing })
  return ended.ok ? ok(null) : serverErr(ended.error)
}
