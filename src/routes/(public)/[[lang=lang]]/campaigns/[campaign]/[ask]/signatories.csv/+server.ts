/** Who signed a letter, as CSV: those who are named. */
import { toCsv } from '#figures/core/csv.ts'
import { letterAskOf, neededSignOn } from '../../../../../sign_on_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const open = await letterAskOf(platform, params)
  const { main, late } = await neededSignOn(platform).signOn.listsOf(open)
  const rows = [...main, ...late].map((one) => [
    one.name,
    one.localName,
    one.localLanguage,
    one.country,
    one.kind,
    one.list,
    one.withdrewOn,
  ])
  const head = ['name', 'local_name', 'language', 'country', 'kind', 'list', 'withdrew_on']
  return new Response(toCsv([head, ...rows.toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))]), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="signatories-${params.ask}.csv"`,
    },
  })
}
