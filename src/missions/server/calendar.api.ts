/** Calendars of missions in the API: days in court, covers of like-minded missions, the link to a member's own feed. */
import { z } from 'zod'
import { daysBetween } from '#kernel/core/iso_day.ts'
import {
  feedAnswer,
  feedForm,
  hearingsAnswer,
  likeMindedAnswer,
  MOST_DAYS,
  newFeedAnswer,
  spanQuery,
} from '#missions/core/calendar_wire.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import {
  type CalendarDeps,
  endFeed,
  makeFeed,
  readFeed,
  readHearings,
  readLikeMinded,
} from './calendar.service.ts'
import { missionsPolicy } from './policies.ts'

const params = z.object({ desk: idSchema })
const query = spanQuery.refine(({ from, to }) => from <= to && daysBetween(from, to) <= MOST_DAYS)

type Asking = { readonly caller: { readonly account: string }; readonly params: { readonly desk: string } }
const byOf = ({ caller, params: { desk } }: Asking) => ({ account: caller.account, desk })

export const calendarApi = (api: Api, deps: ApiDeps & CalendarDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/hearings',
    summary: 'Days in court of the desk’s own cases, and who covers them',
    access: missionsPolicy.readCalendar,
    parse: { params, query },
    act: (asked) => readHearings(deps, byOf(asked), asked.query),
    refusals: {},
    answer: hearingsAnswer,
    large: true,
    present: (hearings) => hearingsAnswer.parse({ hearings }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/hearings/like-minded',
    summary:
      'Of missions that named this one and that it named: days in court by mark, and whether somebody goes',
    access: missionsPolicy.readCalendar,
    parse: { params, query },
    act: (asked) => readLikeMinded(deps, byOf(asked), asked.query),
    refusals: {},
    answer: likeMindedAnswer,
    large: true,
    present: (hearings) => likeMindedAnswer.parse({ hearings }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/feed',
    summary: 'Whether the caller has a link to a calendar feed, of which officer and since when',
    access: missionsPolicy.ownFeed,
    parse: { params },
    act: (asked) => readFeed(deps, byOf(asked)),
    refusals: {},
    answer: feedAnswer,
    present: (feed) => feedAnswer.parse({ feed }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/mission/feed',
    summary: 'A new secret link to the caller’s feed, told once; it ends the one before',
    limit: ({ caller }) => ({ purpose: 'calendar_feed', subject: caller.account, free: 20 }),
    access: missionsPolicy.ownFeed,
    parse: { params, body: feedForm },
    act: (asked) => makeFeed(deps, byOf(asked), asked.body.officer),
    refusals: {},
    status: 201,
    answer: newFeedAnswer,
    present: (token) => newFeedAnswer.parse({ token }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/mission/feed/end',
    summary: 'Ends the caller’s link, at once',
    access: missionsPolicy.ownFeed,
    parse: { params, body: z.strictObject({}) },
    act: (asked) => endFeed(deps, byOf(asked)),
    refusals: {},
    present: () => undefined,
  })
}
