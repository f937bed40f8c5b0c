/** All figures that are told, as one CSV. */
import { toCsv } from '#figures/core/csv.ts'
import { figureRows } from '#figures/ui/rows.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { pathInLanguage } from '#languages/address.ts'
import { translator } from '#languages/translate.ts'
import { neededServices } from '../../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const t = translator(params.lang ?? SOURCE_LANGUAGE)
  const { figures, origin } = neededServices(platform)
  const rules = origin + pathInLanguage('/figures/rules', t.lang)
  return new Response(toCsv(figureRows(t, await figures(), rules)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="figures.csv"',
    },
  })
}
