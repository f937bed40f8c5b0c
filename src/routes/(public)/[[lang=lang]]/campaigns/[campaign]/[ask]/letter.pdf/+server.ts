/** The letter of an ask and the sheet that goes with it, as PDF. */
import { error } from '@sveltejs/kit'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import { logosIn, signedLetterOf, signedLetterPdf } from '#campaigns/server/signed_letter.service.ts'
import { letterPdf } from '#campaigns/server/letter_pdf.service.ts'
import { sheetOf } from '#campaigns/ui/public/letter_sheet.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator } from '#languages/translate.ts'
import { askOf, askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import { neededSignOn } from '../../../../../sign_on_pages.ts'
import { letterOf } from '../../../../../letter_pages.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params, url, setHeaders }) => {
  const { services, now } = neededCampaigns(platform)
  const asked = await askOf(platform, params)
  if (asked.body.form === 'sign_on') return signedPdf(platform, asked, params)
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

/** Of a letter that organisations signed. */
const signedPdf = async (
  platform: Parameters<typeof neededSignOn>[0],
  open: OpenAsk,
  { ask, lang }: { readonly ask: string; readonly lang?: string | undefined },
): Promise<Response> => {
  const { services, signOn } = neededSignOn(platform)
  if (!services.typeset) return error(503)
  const given = { lang: lang ?? SOURCE_LANGUAGE, origin: services.config.publicOrigin, on: 'paper' } as const
  const letter = await signedLetterOf(signOn, open, given)
  return new Response(
    await signedLetterPdf(services.typeset, letter, await signOn.logosOf(open, logosIn(letter))),
    {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${ask}.pdf"`,
      },
    },
  )
}
