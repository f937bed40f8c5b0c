/** Every page says its language and direction in its first line. */
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { dev } from '$app/env'
import { LANGUAGE_COOKIE, languageOfPath, preferredLanguage } from '#languages/address.ts'
import { direction, isLanguage } from '#languages/translate.ts'

export const handle: Handle = ({ event, resolve }) => {
  // For those who build pages and for whoever tries the example; in an organisation's own desk it is nowhere.
  const shown = dev || event.platform?.req.services.config.demo === true
  if (event.route.id === '/desk/style' && !shown) return event.fetch('/desk/nowhere')
  const lang = languageOf(event)
  const render = async (): Promise<Response> =>
    resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%lang%', lang).replace('%dir%', direction(lang)),
    })
  const pages = event.platform?.req.services.pages
  const mayBeKept = event.route.id?.startsWith('/(public)/') && !event.isDataRequest
  return pages && mayBeKept ? pages.answer(event.request, render) : render()
}

/** Where no route is, no layout has loaded whose installation this is. What nobody expected gets a number. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'framework' && error.status === 404) return organisationOf(event)
  if (kind === 'unknown' && event.platform) event.platform.req.failure = error
  return kind === 'unknown' ? { fault: reportFault(error, event) } : undefined
}

/** The number stands in the log and on the page; message and address may hold what a person wrote, and stand nowhere. */
const reportFault = (cause: unknown, { platform, route }: RequestEvent): string => {
  const fault = globalThis.crypto.randomUUID().slice(0, 8)
  const report = platform?.req.services.report
  if (report) report(cause, `${route.id ?? '/*'} ${fault}`)
  else if (dev) console.error(cause)
  return fault
}

const organisationOf = async ({ platform }: RequestEvent): Promise<{ organisation: string | null }> => {
  const name = await platform?.req.services.organisation?.name().catch(() => null)
  return { organisation: name ?? null }
}

/** A public address carries its language; the desk remembers the member's, or asks the browser. */
const languageOf = (event: RequestEvent): string => {
  if (!event.url.pathname.startsWith('/desk')) return languageOfPath(event.url.pathname)
  const chosen = event.cookies.get(LANGUAGE_COOKIE) ?? ''
  return isLanguage(chosen) ? chosen : preferredLanguage(event.request.headers.get('accept-language'))
}
