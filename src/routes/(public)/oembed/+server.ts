/** What another site needs in order to show a figure in a frame. */
import { type OEmbedRefusal, oembedAnswer, parseOEmbed } from '#figures/core/oembed.ts'
import { statementIn } from '#figures/ui/figure_words.ts'
import { isLanguagePrefix } from '#languages/address.ts'
import { findFigure } from '../figure_pages.ts'
import { neededServices } from '../public_services.ts'
import type { RequestHandler } from './$types'

/** As oEmbed 1.0 asks for them. */
const statusByRefusal: Readonly<Record<OEmbedRefusal['kind'], number>> = {
  no_url: 400,
  wrong_size: 400,
  format_not_offered: 501,
  not_ours: 404,
}

/** For programs: the words of a refusal are its kind. */
const refuse = (kind: OEmbedRefusal['kind']): Response =>
  new Response(`${kind}\n`, {
    status: statusByRefusal[kind],
    headers: { 'content-type': 'text/plain; charset=utf-8', 'access-control-allow-origin': '*' },
  })

export const GET: RequestHandler = async ({ platform, url }) => {
  // Where we were asked is an address of ours, too (src/platform/server/http.ts lets no other through).
  const asked = parseOEmbed(url.searchParams, [neededServices(platform).origin, url.origin])
  if (!asked.ok) return refuse(asked.error.kind)
  const { id, prefix, width, height } = asked.value
  if (prefix !== null && !isLanguagePrefix(prefix)) return refuse('not_ours')
  const loaded = await findFigure({ platform, params: { id, ...(prefix !== null && { lang: prefix }) } })
  if (loaded === null) return refuse('not_ours')
  const { figure, lang, organisation, address } = loaded
  const answer = oembedAnswer(
    { width, height },
    {
      title: statementIn(figure.body, lang).text,
      lang,
      embed: `${address}/embed`,
      home: `${new URL(address).origin}/`,
      provider: organisation ?? 'Amparo',
      author: figure.deskName,
    },
  )
  return new Response(JSON.stringify(answer), {
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
  })
}
