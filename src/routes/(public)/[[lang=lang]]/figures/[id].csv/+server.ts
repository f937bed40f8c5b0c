/** A figure as CSV: its versions and the rows of its breakdown. */
import { toCsv } from '#figures/core/csv.ts'
import { figureCsvRows } from '#figures/core/figure_csv.ts'
import { loadFigure } from '../../../figure_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const figure = await loadFigure({ platform, params })
  return new Response(toCsv(figureCsvRows(figure, figure)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="figure-${figure.figure.id}.csv"`,
      'access-control-allow-origin': '*',
    },
  })
}
