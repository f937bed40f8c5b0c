/**
 * The helpers: a signature that a form elsewhere took, which waits for its address as every other one does; and word that
 * somebody wrote or called. Without an account the answer is empty, whatever became of it.
 */
import { error } from '@sveltejs/kit'
import { readOutreach, readSignature } from '#campaigns/core/osdi.ts'
import { readReport } from '#campaigns/core/report.ts'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import { neededCampaigns } from '../../../../ask_pages.ts'
import { hal, osdiAsk } from '../../../../osdi_pages.ts'
import type { RequestHandler } from './$types'

type Platform = Parameters<RequestHandler>[0]['platform']

const refused = (words: string): Response =>
  hal(
    {
      'osdi:error': { request_type: 'atomic', response_code: 400, resource_status: [{ description: words }] },
    },
    400,
  )

export const POST: RequestHandler = async ({ platform, params: { kind, id, helper }, request }) => {
  const open = await osdiAsk(platform, kind, id)
  const given: unknown = await request.json().catch(() => null)
  if (kind === 'petitions' && helper === 'signatures') return sign(platform, open, given)
  if (kind === 'advocacy_campaigns' && helper === 'outreaches') return tell(platform, open, given)
  return error(404)
}

const sign = async (platform: Platform, { body }: OpenAsk, given: unknown): Promise<Response> => {
  const { services } = neededCampaigns(platform)
  const read = readSignature(given)
  if (read === null || !services.signing)
    return refused('person.email_addresses and person.given_name are needed')
  const done = await services.signing.sign({ campaign: body.campaign, ask: body.slug, ...read })
  if (done.kind === 'refused') return refused(Object.values(done.form.errors).join(', '))
  if (done.kind === 'crowded') return hal({}, 503)
  return hal({})
}

const tell = async (platform: Platform, open: OpenAsk, given: unknown): Promise<Response> => {
  const { reports, now } = neededCampaigns(platform)
  const today = now.toISOString().slice(0, 10)
  const told = readOutreach(given, today)
  const fields = { what: told?.what, on: told?.on, target: null, language: null }
  const report = readReport(fields, { ask: open.body, today, languages: [] })
  if (!report.ok) return refused('type and action_date are not understood')
  await reports.add(open.id, report.value, now)
  return hal({})
}
