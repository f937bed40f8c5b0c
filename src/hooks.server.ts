/** Every page says its language and direction in its first line. */
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { LANGUAGE_COOKIE, languageOfPath, preferredLanguage } from '#languages/address.ts'
import { direction, isLanguage } from '#languages/translate.ts'

export const handle: Handle = ({ event, resolve }) => {
  const lang = languageOf(event)
  const render = async (): Promise<Response> =>
    resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%lang%', lang).replace('%dir%', direction(lang)),
    })
  const pages = event.platform?.req.services.pages
  const mayBeKept = event.route.id?.startsWith('/(public)/') && !event.isDataRequest
  return pages && mayBeKept ? pages.answer(event.request, render) : render()
}

/** A public address carries its language; the desk remembers the member's, or asks the browser. */
const languageOf = (event: RequestEvent): string => {
  if (!event.url.pathname.startsWith('/desk')) return languageOfPath(event.url.pathname)
  const chosen = event.cookies.get(LANGUAGE_COOKIE) ?? ''
  return isLanguage(chosen) ? chosen : preferredLanguage(event.request.headers.get('accept-language'))
}
