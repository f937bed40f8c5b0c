/** Days that public records of this room name. */
import { z } from 'zod'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'

export const isoDay = z.string().refine(isIsoDay, { error: 'day_unreadable' })

/** EDTF: the month or the year alone where no more is known. It begins with a year, by which it is counted and ordered. */
export const partialDate = z
  .string()
  .max(60)
  .refine((text) => /^\d{4}/.test(text) && parseEdtf(text).ok, { error: 'day_unreadable' })
