/** Where a document has it from: who published what, at which address, looked at on which day. */
import { z } from 'zod'
import { webAddress, words } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'

const source = z.strictObject({
  publisher: words(300),
  title: words(500),
  address: webAddress.nullable(),
  checkedOn: z.string().refine(isIsoDay, { error: 'day_unreadable' }).nullable(),
})
export const sources = z.array(source).min(1, { error: 'sources_missing' }).max(10)

/** Before anything is written of it. */
export const emptySource = { publisher: '', title: '', address: null, checkedOn: null }
