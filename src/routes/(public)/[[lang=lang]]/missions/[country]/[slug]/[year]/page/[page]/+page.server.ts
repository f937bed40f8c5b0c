/** A further part of the public record of one year. */
import { partOf } from '../../../../../../../mission_pages.ts'
import { PART, recordPage } from '../../../../../../../record_page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (asked) =>
  recordPage(asked, (all) => {
    const { items, ...part } = partOf(all, asked.params.page, PART)
    return { items, part }
  })
