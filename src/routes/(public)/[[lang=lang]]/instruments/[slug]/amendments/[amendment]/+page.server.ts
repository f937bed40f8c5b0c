/** One amendment to a draft, with the change in place where the draft's text is open. */
import { error } from '@sveltejs/kit'
import { toAmendment } from '#instruments/core/amendment_body.ts'
import { effectsOf } from '#instruments/core/amendment_reading.ts'
import { findVersion } from '#instruments/core/released_instrument.ts'
import { amendmentsTo } from '../../../../../amendment_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { amendments, instrument } = await amendmentsTo(platform, params.slug)
  const amendment = amendments.find(({ body }) => body.slug === params.amendment)
  if (!amendment) return error(404)
  const { body } = amendment
  const version = instrument && body.version !== null ? findVersion(instrument.body, body.version) : null
  const applied = toAmendment(body)
  const effects = version && applied ? effectsOf(version, [applied]) : null
  return {
    amendment,
    instrument,
    version,
    // The text may have changed since: a change that no longer fits is not shown as one.
    redline: effects && effects.conflicts.length === 0 ? effects.redline : null,
  }
}
