/** Calendars of missions, as the workbench offers them. */
import type { JournalsOf } from '#members/client/journal.ts'
import { endFeed, findFeed, findHearings, findLikeMinded, makeFeed } from '#missions/client/calendar.ts'
import { whileOpen } from './while_open.ts'

type Form<Act extends (journals: JournalsOf, given: never) => unknown> = Parameters<Act>[1]

export type CalendarMethods = {
  /** Days in court of the desk's own cases, as the server has them. */
  hearings(given: Form<typeof findHearings>): ReturnType<typeof findHearings>
  likeMindedHearings(given: Form<typeof findLikeMinded>): ReturnType<typeof findLikeMinded>
  calendarFeed(given: { desk: string }): ReturnType<typeof findFeed>
  /** A new link ends the one before. */
  makeCalendarFeed(given: Form<typeof makeFeed>): ReturnType<typeof makeFeed>
  endCalendarFeed(given: { desk: string }): ReturnType<typeof endFeed>
}

export const calendarMethods = (journals: () => JournalsOf | null): CalendarMethods => {
  const open = whileOpen(journals)
  return {
    hearings: (of) => open((now) => findHearings(now, of)),
    likeMindedHearings: (of) => open((now) => findLikeMinded(now, of)),
    calendarFeed: ({ desk }) => open((now) => findFeed(now, desk)),
    makeCalendarFeed: (form) => open((now) => makeFeed(now, form)),
    endCalendarFeed: ({ desk }) => open((now) => endFeed(now, desk)),
  }
}
