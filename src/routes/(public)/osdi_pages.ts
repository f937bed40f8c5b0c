/** Asks as other programs list them, and what their helpers hand on. */
import { error } from '@sveltejs/kit'
import { isOfKind, type Listed, type OsdiKind } from '#campaigns/core/osdi.ts'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import { neededCampaigns } from './ask_pages.ts'

type Platform = Readonly<App.Platform> | undefined

export const osdiBase = (platform: Platform): string => `${neededCampaigns(platform).origin}/osdi`

/** Open ones alone: what has ended or not begun takes nothing. */
export const osdiAsks = async (platform: Platform, kind: OsdiKind): Promise<readonly OpenAsk[]> => {
  const { campaigns, now } = neededCampaigns(platform)
  return (await campaigns.asks(now)).filter(({ body, state }) => state === 'open' && isOfKind(kind, body))
}

export const osdiAsk = async (platform: Platform, kind: OsdiKind, id: string): Promise<OpenAsk> =>
  (await osdiAsks(platform, kind)).find((one) => one.id === id) ?? error(404)

export const listed = (platform: Platform, ask: OpenAsk): Listed => ({
  ...ask,
  address: `${neededCampaigns(platform).origin}/campaigns/${ask.body.campaign}/${ask.body.slug}`,
})

/** For programs: the words of a refusal are its kind. */
export const hal = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/hal+json' } })
