/** What people tell of what they did for an ask: counted, and nothing of them kept. */
import { error, fail, redirect } from '@sveltejs/kit'
import { readReport, reportLanguages } from '#campaigns/core/report.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { languages } from '#languages/translate.ts'
import { askOf, askViewOf, neededCampaigns } from '../../../../../ask_pages.ts'
import { formOf } from '../../../../../form_of.ts'
import type { Actions, PageServerLoad } from './$types'

type At = Parameters<PageServerLoad>[0]
type Asked = Pick<At, 'platform' | 'params'>

const askToTell = async ({ platform, params }: Asked) => {
  const open = await askOf(platform, params)
  return open.state === 'before' ? error(404) : open
}

/** The day of the place where it is latest: nobody who wrote this morning is told that it is tomorrow. */
const latestDay = (now: Date): string => new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)

export const load: PageServerLoad = async ({ platform, params }) => {
  const open = await askToTell({ platform, params })
  const { now } = neededCampaigns(platform)
  return {
    view: await askViewOf(platform, open, params.lang),
    from: open.body.from.day,
    today: now.toISOString().slice(0, 10),
    languages: reportLanguages(open.body, languages),
  }
}

export const actions: Actions = {
  default: async ({ platform, params, request }) => {
    const open = await askToTell({ platform, params })
    const { reports, now } = neededCampaigns(platform)
    const fields = Object.fromEntries(await formOf(request))
    const { what, on, target, language } = fields
    const report = readReport(
      { what, on, target, language },
      { ask: open.body, today: latestDay(now), languages: reportLanguages(open.body, languages) },
    )
    if (!report.ok) return fail(400, { refusal: report.error.kind })
    await reports.add(open.id, report.value, now)
    const page = pathInLanguage(`/campaigns/${params.campaign}/${params.ask}`, params.lang ?? SOURCE_LANGUAGE)
    return redirect(303, `${page}#reported`)
  },
}
