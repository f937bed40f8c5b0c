/** What pages of campaigns look up, each answering alike for what was withdrawn and what never was. */
import { error } from '@sveltejs/kit'
import type { AskBody } from '#campaigns/core/ask.ts'
import { instantOf, lateUntil, takesLateNames } from '#campaigns/core/ask_state.ts'
import { type AskLine, type AskView, byClose } from '#campaigns/core/ask_view.ts'
import { isSigned } from '#campaigns/core/signing.ts'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import { linkedOf, outcomeLines } from './mover_pages.ts'
import { eventSpan, mayStillCome } from '#campaigns/core/taking_part.ts'
import { readTheme } from './theme_of.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { pathInLanguage } from '#languages/address.ts'
import type { Services } from '#platform/server/services.ts'

type Platform = Readonly<App.Platform> | undefined

export const neededCampaigns = (platform: Platform) => {
  const services = platform?.req?.services
  if (!services?.campaigns || !services.reports) return error(503)
  return {
    services,
    campaigns: services.campaigns,
    reports: services.reports,
    now: services.clock(),
    origin: services.config.publicOrigin,
  }
}

type Params = { readonly campaign: string; readonly ask: string }

export const askOf = async (platform: Platform, { campaign, ask }: Params): Promise<OpenAsk> => {
  const { campaigns, now } = neededCampaigns(platform)
  return (await campaigns.findAsk(campaign, ask, now)) ?? error(404)
}

type SetHeaders = (headers: Record<string, string>) => void

/** A page is another one when an ask begins or ends, and when a day does: consents end with their day (UTC). */
export const untilNextHour = (setHeaders: SetHeaders, asks: readonly OpenAsk[], now: Date): void => {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)
  const hours = asks.flatMap(({ body }) => {
    const { starts, ends } = eventSpan(body)
    const told = [body.from, body.to, starts, ends ?? starts].map((at) => instantOf(at, body.zone))
    return [...told, lateUntil(body)]
  })
  const next = Math.min(midnight, ...hours.filter((at) => at > now.getTime()))
  setHeaders({ expires: new Date(next).toUTCString() })
}

const lineOf = ({ body, state }: OpenAsk): AskLine => ({
  ask: {
    slug: body.slug,
    campaign: body.campaign,
    form: body.form,
    title: body.title,
    standfirst: body.standfirst,
    request: body.request,
    lang: body.lang,
    from: body.from,
    to: body.to,
    zone: body.zone,
    about: body.about,
  },
  state,
})

export const linesOf = (asks: readonly OpenAsk[]): readonly AskLine[] =>
  byClose(asks.map(lineOf), ({ ask, state }) => instantOf(state === 'before' ? ask.from : ask.to, ask.zone))

/** Open now, for a case or a theme. */
export const openLinesFor = async (
  platform: Platform,
  setHeaders: SetHeaders,
  of: { readonly publication: string } | { readonly theme: string },
): Promise<readonly AskLine[]> => {
  const services = platform?.req?.services
  if (!services?.campaigns) return []
  const now = services.clock()
  const all = await services.campaigns.asks(now)
  const campaigns = 'theme' in of ? await services.campaigns.campaigns(now) : []
  const isOf = ({ about, campaign }: AskBody): boolean =>
    'publication' in of
      ? about.kind === 'publication' && about.ref === of.publication
      : (about.kind === 'theme' && about.slug === of.theme) ||
        campaigns.some(({ body }) => body.slug === campaign && body.theme === of.theme)
  const own = all.filter(({ body }) => isOf(body))
  if (all.length > 0) untilNextHour(setHeaders, all, now)
  return linesOf(own.filter(({ state }) => state === 'open'))
}

/** With all that its pages name: only what is open itself. */
export const askViewOf = async (
  platform: Platform,
  open: OpenAsk,
  lang: string | undefined,
): Promise<AskView> => {
  const { services, campaigns, reports, now, origin } = neededCampaigns(platform)
  const { body } = open
  const [campaign, all, outcomes, reported, about, bodies, seats] = await Promise.all([
    campaigns.findCampaign(body.campaign),
    campaigns.asks(now),
    campaigns.outcomes(body.campaign, now),
    reports.of(open.id),
    aboutOf(services, body),
    services.bodies?.all() ?? [],
    services.takingPart?.seatsOf(open) ?? null,
  ])
  if (!campaign) return error(404)
  const own = outcomes.filter((one) => one.body.ask === body.slug)
  const [told, linked] = await Promise.all([outcomeLines(services, own, [open]), linkedOf(services, body)])
  const beside = all.filter((one) => one.body.campaign === body.campaign && one.id !== open.id)
  const named = new Set(body.targets.flatMap((one) => (one.kind === 'body' ? [one.body] : [])))
  return {
    ask: body,
    state: open.state,
    takesLate: takesLateNames(body, now),
    campaign: { slug: campaign.body.slug, title: campaign.body.title, lang: campaign.body.lang },
    deskName: open.deskName,
    releasedOn: open.releasedOn,
    about,
    previous: titled(beside.find((one) => one.body.slug === body.previous)),
    next: titled(beside.find((one) => one.body.previous === body.slug)),
    bodies: bodies
      .filter(({ slug }) => named.has(slug))
      .map(({ slug, name, lang: written }) => ({ slug, name, lang: written })),
    linked,
    outcomes: told,
    beside: linesOf(beside.filter(({ state }) => state === 'open')),
    reported,
    numbers: isSigned(body) ? ((await services.numbers?.of(open.id, 'signature')) ?? null) : null,
    mayCome: open.state === 'open' && mayStillCome(body, now),
    seats,
    address: origin + pathInLanguage(`/campaigns/${body.campaign}/${body.slug}`, lang ?? SOURCE_LANGUAGE),
  }
}

const titled = (one: OpenAsk | undefined) =>
  one ? { slug: one.body.slug, title: one.body.title, lang: one.body.lang } : null

const aboutOf = async (
  { publications, instruments, documents }: Services,
  { about }: AskBody,
): Promise<AskView['about']> => {
  switch (about.kind) {
    case 'publication': {
      const one = await publications?.findPublication(about.ref)
      const name = one?.name ?? one?.title
      return one && name ? { path: `/cases/${one.ref}`, title: { [one.lang]: name }, lang: one.lang } : null
    }
    case 'instrument': {
      const one = await instruments?.find(about.slug)
      return one ? { path: `/instruments/${about.slug}`, title: one.body.title, lang: one.body.lang } : null
    }
    case 'theme': {
      const one = await readTheme(documents, about.slug)
      return one && { path: `/themes/${about.slug}`, ...one }
    }
    case 'none':
      return null
  }
}
