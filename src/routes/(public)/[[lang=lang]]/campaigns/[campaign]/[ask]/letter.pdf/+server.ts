/** The letter of an ask and the sheet that goes with it, as PDF. */
import { error } from '@sveltejs/kit'
import { letterPdf } from '#campaigns/server/letter_pdf.service.ts'
import { sheetOf } from '#campaigns/ui/public/letter_sheet.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator } from '#languages/translate.ts'
import { askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import { letterOf } from '../../../../../letter_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params, url, setHeaders }) => {
  const { services, now } = neededCampaigns(platform)
  const { open, letter, to } = await letterOf(platform, params, url.searchParams)
  if (!services.typeset) return error(503)
  const view = await askViewOf(platform, open, params.lang)
  const sheet = sheetOf(translator(params.lang ?? SOURCE_LANGUAGE), view, { letter, to })
  untilNextHour(setHeaders, [open], now)
  return new Response(await letterPdf(services.typeset, sheet), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${params.ask}.pdf"`,
    },
  })
}
