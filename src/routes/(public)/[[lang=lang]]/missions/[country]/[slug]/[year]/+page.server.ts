/** The public record of one year. */
import { partOf } from '../../../../../mission_pages.ts'
import { PART, recordPage } from '../../../../../record_page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (asked) =>
  recordPage(asked, (all) => {
    const { items, ...part } = partOf(all, undefined, PART)
    return { items, part }
  })
