/** The feed of one member, by the token in its address: days and references, made anew each time and kept by nobody. */
import { error } from '@sveltejs/kit'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator } from '#languages/translate.ts'
import { feedCalendar } from '#missions/ui/calendar/feed_calendar.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params, request }) => {
  const { calendarFeeds, turns, clock } = platform?.req?.services ?? {}
  if (!calendarFeeds || !turns || !clock) return error(503)
  // See [Note: In turn].
  const found = await turns.take('calendars', () => calendarFeeds.find(params.token), request.signal)
  if (!found.ok) return error(503)
  if (found.value === null) return error(404)
  const days = found.value.map(({ changed_on: changedOn, ...one }) => ({ ...one, changedOn }))
  const today = clock().toISOString().slice(0, 10)
  return new Response(feedCalendar(translator(params.lang ?? SOURCE_LANGUAGE), days, today), {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="dates.ics"',
      'cache-control': 'private, no-store',
    },
  })
}
