/** A figure as JSON (docs/formats/figure-v1.md). */
import { figureJson } from '#figures/core/figure_json.ts'
import { pathInLanguage } from '#languages/address.ts'
import { loadFigure } from '../../../figure_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const figure = await loadFigure({ platform, params })
  const { origin } = new URL(figure.address)
  const body = figureJson(figure, (path) => origin + pathInLanguage(path, figure.lang))
  return new Response(`${JSON.stringify(body, null, 2)}\n`, {
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
  })
}
