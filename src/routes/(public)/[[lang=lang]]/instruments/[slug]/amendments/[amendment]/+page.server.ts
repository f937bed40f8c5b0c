/** One amendment to a draft, with the change in place where the draft's text is open. */
import { error } from '@sveltejs/kit'
import { toAmendment } from '#instruments/core/amendment_body.ts'
import { changeOf } from '#instruments/core/amendment_reading.ts'
import { chainBelow, subAmendmentsOf } from '#instruments/core/sub_amendment_chain.ts'
import { findVersion } from '#instruments/core/released_instrument.ts'
import { amendmentsTo } from '../../../../../amendment_pages.ts'
import { amendmentSponsorMembersOf } from '../../../../../instrument_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { amendments, instrument } = await amendmentsTo(platform, params.slug)
  const amendment = amendments.find(({ body }) => body.slug === params.amendment)
  if (!amendment) return error(404)
  const { body } = amendment
  const version = instrument && body.version !== null ? findVersion(instrument.body, body.version) : null
  const applied = toAmendment(body)
  const all = amendments.map((one) => one.body)
  const below = chainBelow(body, all)
  const effects = version && applied && below.ok ? changeOf(version, below.value, applied) : null
  return {
    amendment,
    changes: all.find(({ slug }) => slug === body.to) ?? null,
    subs: subAmendmentsOf(body, amendments),
    instrument,
    version,
    sponsorMembers: await amendmentSponsorMembersOf(platform, body, instrument?.body.body ?? null),
    // The text may have changed since: a change that no longer fits is not shown as one.
    redline: effects && effects.conflicts.length === 0 ? effects.redline : null,
  }
}
