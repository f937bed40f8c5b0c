/** What the pages and calendars of deadlines look up: those of a text or of a body, and what it is called. */
import { error } from '@sveltejs/kit'
import { type DeadlinesOf, deadlinesOf, readDeadlines } from '#instruments/core/deadline.ts'
import { bodyNameIn } from '#instruments/core/released_body.ts'
import { titleIn } from '#instruments/core/released_instrument.ts'
import { calendarOf } from '#instruments/ui/deadlines/calendar.ts'
import { pathInLanguage } from '#languages/address.ts'
import { translator } from '#languages/translate.ts'
import { neededInstruments, neededServices } from './public_services.ts'

type Platform = Readonly<App.Platform> | undefined

/** Null: the text or body itself is not here. */
const nameOf = async (platform: Platform, of: DeadlinesOf, lang: string) => {
  if ('instrument' in of) {
    const found = await neededInstruments(platform).instruments.find(of.instrument)
    return found && titleIn(found.body, lang)
  }
  const found = await platform?.req?.services.bodies?.find(of.body)
  return found ? bodyNameIn(found, lang) : null
}

export const deadlinePage = async (platform: Platform, of: DeadlinesOf, lang: string) => {
  const { documents, origin, today } = neededServices(platform)
  const deadlines = deadlinesOf(readDeadlines(await documents.all('deadline')), of)
  const found = await nameOf(platform, of, lang)
  if (found === null && deadlines.length === 0) return error(404)
  const home = 'instrument' in of ? `/instruments/${of.instrument}` : `/bodies/${of.body}`
  const address = (path: string): string => origin + pathInLanguage(path, lang)
  return {
    deadlines,
    today,
    name: found?.words ?? ('instrument' in of ? of.instrument : of.body),
    nameLang: found?.lang ?? lang,
    home: found === null ? null : pathInLanguage(home, lang),
    page: address(`${home}/deadlines`),
    calendar: address(`${home}/deadlines/calendar.ics`),
  }
}

export const calendarResponse = async (
  platform: Platform,
  of: DeadlinesOf,
  lang: string,
): Promise<Response> => {
  const t = translator(lang)
  const { deadlines, name, page } = await deadlinePage(platform, of, lang)
  return new Response(calendarOf(t, deadlines, { name: t('deadlines.calendarName', { name }), page }), {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="deadlines.ics"',
    },
  })
}
