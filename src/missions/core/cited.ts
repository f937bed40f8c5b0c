/** What public records of this room rest on: sources, days, governments. */
import { z } from 'zod'
import { webAddress, words } from '#figures/core/figure.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'

export const isoDay = z.string().refine(isIsoDay, { error: 'day_unreadable' })

/** EDTF: the month or the year alone where no more is known. It begins with a year, by which it is counted and ordered. */
export const partialDate = z
  .string()
  .max(60)
  .refine((text) => /^\d{4}/.test(text) && parseEdtf(text).ok, { error: 'day_unreadable' })

export const source = z.strictObject({
  publisher: words(300),
  title: words(500),
  address: webAddress.nullable(),
  checkedOn: isoDay.nullable(),
})
export const sources = z.array(source).min(1, { error: 'sources_missing' }).max(10)
