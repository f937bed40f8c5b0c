/** A citation of a norm. By the id that a provision keeps through all versions, never by a number that a version prints. */
import { z } from 'zod'

/** The address of an instrument: lower case, digits, hyphens. */
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/
const PROVISION = /^[A-Za-z0-9_-]{1,40}$/

export const citationShape = z.strictObject({
  instrument: z.string().max(80).regex(SLUG),
  provision: z.string().regex(PROVISION),
})
export type Citation = Readonly<z.infer<typeof citationShape>>

/** One and the same provision. */
export const citationKey = ({ instrument, provision }: Citation): string => `${instrument}/${provision}`

export const keyToCitation = (key: string): Citation | null => {
  const [instrument, provision] = key.split('/')
  const parsed = citationShape.safeParse({ instrument, provision })
  return parsed.success && key === citationKey(parsed.data) ? parsed.data : null
}

/** The same provision once. */
export const citedOnce = (citations: readonly Citation[]): boolean =>
  new Set(citations.map(citationKey)).size === citations.length

/** A citation as it is published: `words` say it where the text it names is not open any more. */
export type SaidCitation = Citation & { readonly words: string }
