/** Campaigns and outcomes while they are being written: how they begin, and how what is empty is kept. */
import { type CampaignBody, campaignBody } from '#campaigns/core/campaign.ts'
import { type OutcomeBody, outcomeBody } from '#campaigns/core/outcome.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { emptySource } from '#releases/core/sources.ts'

type Body = Readonly<Record<string, unknown>>

export const emptyCampaign = (lang: string): Body => ({
  lang,
  slug: '',
  title: { [lang]: '' },
  summary: { [lang]: '' },
  story: null,
  theme: null,
  carriers: [],
})

export const tidyCampaign = (body: Body): Body => {
  const story = inSomeLanguages(body.story, null)
  return {
    ...body,
    title: inSomeLanguages(body.title, body.lang),
    summary: inSomeLanguages(body.summary, body.lang),
    story: Object.keys(story).length === 0 ? null : story,
  }
}

export const emptyOutcome = (lang: string): Body => ({
  lang,
  campaign: '',
  ask: '',
  kind: 'answer_received',
  on: '',
  target: null,
  what: { [lang]: '' },
  sources: [emptySource],
})

export const tidyOutcome = (body: Body): Body => ({ ...body, what: inSomeLanguages(body.what, body.lang) })

/** Null while it is not whole. */
export const campaignPreview = (body: Body): CampaignBody | null => {
  const whole = campaignBody.safeParse(tidyCampaign(body))
  return whole.success ? whole.data : null
}
export const outcomePreview = (body: Body): OutcomeBody | null => {
  const whole = outcomeBody.safeParse(tidyOutcome(body))
  return whole.success ? whole.data : null
}
