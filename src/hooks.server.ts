/** Every page says its language and direction in its first line. */
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { dev } from '$app/env'
import { LANGUAGE_COOKIE, languageOfPath, pathInLanguage, preferredLanguage } from '#languages/address.ts'
import { direction, isLanguage, translator } from '#languages/translate.ts'
import {
  costlyPages,
  keyPages,
  laterRoute,
  personalPages,
  questionPages,
} from './routes/(public)/costly_pages.ts'

export const handle: Handle = ({ event, resolve }) => {
  // For those who build pages and for whoever tries the example; in an organisation's own desk it is nowhere.
  const shown = dev || event.platform?.req.services.config.demo === true
  if (event.route.id === '/desk/style' && !shown) return event.fetch('/desk/nowhere')
  const lang = languageOf(event)
  const route = event.route.id ?? ''
  const opening = route.startsWith('/desk') ? openingWords(lang) : ''
  const render = async (): Promise<Response> =>
    resolve(event, {
      transformPageChunk: ({ html }) =>
        html.replace('%lang%', lang).replace('%dir%', direction(lang)).replace('%opening%', opening),
    })
  const isPersonal = personalPages.has(route) || keyPages.has(route)
  const isOpen = route.startsWith('/(public)/') && route !== laterRoute && !isPersonal
  return isOpen ? answerPublic(event, render) : render()
}

/** What a page of the desk is until its program has come; what it stays where none comes. */
const openingWords = (lang: string): string => {
  const t = translator(lang)
  return `<p class="opening">${t('desk.opening')} <a href="${pathInLanguage('/', lang)}">${t('desk.opening.public')}</a></p>`
}

type Render = () => Promise<Response>

/** Kept where it may be; what takes long is done by few at once. See [Note: In turn]. */
const answerPublic = async (event: RequestEvent, render: Render): Promise<Response> => {
  const route = event.route.id ?? ''
  if (!(route in questionPages)) event.url.search = ''
  // As whoever asks for the whole: else every question for the head alone would cost a page that is not kept.
  if (event.request.method === 'HEAD' && !event.isSubRequest) return headOf(await event.fetch(event.url))
  const { pages, answers, turns } = event.platform?.req.services ?? {}
  const purpose = costlyPages[route]
  const inTurn: Render = async () => {
    if (purpose === undefined || turns === undefined) return render()
    const done = await turns.take(purpose, render, event.request.signal)
    return done.ok ? done.value : turnAway(event)
  }
  const kept = route in questionPages ? answers : pages
  if (!kept || event.isDataRequest) return inTurn()
  return kept.answer({ request: event.request, address: event.url.href }, inTurn)
}

/** Its words are made once a minute: who is turned away costs next to nothing. */
const turnAway = async (event: RequestEvent): Promise<Response> => {
  const lang = languageOf(event)
  const made = laterPages.get(lang)
  if (made && performance.now() - made.at < 60_000) return laterResponse(await made.html)
  const html = event.fetch(pathInLanguage('/later', lang)).then((page) => page.text())
  laterPages.set(lang, { at: performance.now(), html })
  html.catch(() => laterPages.delete(lang))
  return laterResponse(await html)
}

const laterPages = new Map<string, { readonly at: number; readonly html: Promise<string> }>()

const laterResponse = (html: string): Response =>
  new Response(html, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } })

const headOf = ({ status, headers }: Response): Response => new Response(null, { status, headers })

/** Where no route is, no layout has loaded whose installation this is. What nobody expected gets a number. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'framework' && error.status === 404) return organisationOf(event)
  if (kind !== 'unknown') return undefined
  const fault = reportFault(error, event)
  // It passes by itself, and nobody need write about it.
  return event.platform?.req.services.isUnavailable?.(error) ? { status: 503 } : { fault }
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
