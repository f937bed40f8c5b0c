/** A campaign: what its asks have in common, and who carries it. A document that two persons release. */
import { z } from 'zod'
import { inLanguages, language, slug, webAddress, words } from '#figures/core/figure.ts'

/** An organisation that carries it, as pages name it. */
const carrier = z.strictObject({ name: words(200), address: webAddress.nullable() })

export const campaignBody = z
  .strictObject({
    lang: language,
    slug,
    title: inLanguages(120),
    /** One sentence: who, what, and why now. */
    summary: inLanguages(400),
    /** Paragraphs are parted by an empty line. */
    story: inLanguages(8000).nullable(),
    /** The theme whose page leads here. */
    theme: slug.nullable(),
    carriers: z.array(carrier).max(40),
  })
  .superRefine(({ lang, title, summary }, context) => {
    if (title[lang] === undefined)
      context.addIssue({ code: 'custom', message: 'title_missing', path: ['title', lang] })
    if (summary[lang] === undefined)
      context.addIssue({ code: 'custom', message: 'summary_missing', path: ['summary', lang] })
  })
export type CampaignBody = z.infer<typeof campaignBody>
