/** The amendments to a draft; `?with=` names those whose outcome is shown, `?all=1` the whole text. */
import { outcomeOf } from '#instruments/ui/amendments/outcome.ts'
import { amendmentsTo } from '../../../../amendment_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url }) => {
  const { instrument, ...open } = await amendmentsTo(platform, params.slug)
  const slugs = new Set(url.searchParams.getAll('with'))
  const all = url.searchParams.get('all') === '1'
  return {
    ...open,
    instrument: instrument?.body ?? null,
    outcome: instrument ? outcomeOf(instrument.body, open.amendments, { slugs, all }) : null,
  }
}
