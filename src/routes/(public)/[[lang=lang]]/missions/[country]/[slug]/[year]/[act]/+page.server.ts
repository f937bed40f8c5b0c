/** One act of a public record. */
import { error } from '@sveltejs/kit'
import { recordPage } from '../../../../../../record_page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (asked) =>
  recordPage(asked, (all) => {
    const items = all.filter(({ id }) => id === asked.params.act)
    return items.length === 0 ? error(404) : { items, part: null }
  })
