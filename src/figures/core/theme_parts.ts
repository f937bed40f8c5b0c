/** What is public and a theme may show: figures of every desk, cases that it names, texts. For its form and its preview. */
import { z } from 'zod'
import type { PublicLine } from '#cases/core/public_case.ts'
import { custodyStatuses } from '#cases/core/terms.ts'
import { figureBody } from './figure.ts'
import type { ReleasedFigure } from './released_figure.ts'
import { themeBody } from './theme.ts'

/** References of cases, as the draft names them; one that is no public case is left out. */
export const themePartsAsked = z.strictObject({ cases: themeBody.shape.cases })

const figure = z.object({
  id: z.string(),
  version: z.int(),
  releasedOn: z.string(),
  updatedAt: z.string(),
  deskName: z.string(),
  body: figureBody,
}) satisfies z.ZodType<ReleasedFigure>

const line = z.object({
  ref: z.string(),
  lang: z.string(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  country: z.string().nullable(),
  custody: z.enum(custodyStatuses).nullable(),
  deathPossible: z.boolean(),
  deathPassed: z.boolean(),
  releasedOn: z.string(),
}) satisfies z.ZodType<PublicLine>

export const themePartsAnswer = z.object({
  figures: z.array(figure),
  cases: z.array(line),
  /** Slugs of the instruments that are released here. */
  texts: z.array(z.string()),
})
export type ThemeParts = Readonly<z.infer<typeof themePartsAnswer>>
