/** What a theme may show of what is public, for whoever writes or reads one at a desk. Read as everybody reads it. */
import { z } from 'zod'
import { lineOf, type PublicCase } from '#cases/core/public_case.ts'
import { figuresOfDocuments } from '#figures/core/released_figure.ts'
import { themePartsAnswer, themePartsAsked } from '#figures/core/theme_parts.ts'
import { ok } from '#kernel/core/result.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { OpenDocuments } from '#releases/server/documents.service.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

type Open = {
  readonly documents: Pick<OpenDocuments, 'all'>
  readonly publications: { readonly findPublication: (ref: string) => Promise<PublicCase | null> }
  readonly instruments: { readonly all: () => Promise<readonly { readonly slug: string }[]> }
}

/** Whoever reads the desk's drafts sees them as they will stand. */
const themePartsPolicy = 'reader' satisfies Access

export const themePartsApi =
  ({ documents, publications, instruments }: Open) =>
  (api: Api, deps: ApiDeps): void => {
    const declare = endpoint(api, deps)
    declare({
      // A question in the body: which cases a draft names stands in no address.
      method: 'post',
      path: '/desks/{desk}/themes/parts',
      summary: 'Public figures of every desk, and the public cases and texts that a theme names',
      access: themePartsPolicy,
      parse: { params: z.object({ desk: idSchema }), body: themePartsAsked },
      act: async ({ body }) => {
        const [figures, cases, texts] = await Promise.all([
          documents.all('figure'),
          Promise.all(body.cases.map((ref) => publications.findPublication(ref))),
          instruments.all(),
        ])
        return ok({
          figures: figuresOfDocuments(figures),
          cases: cases.flatMap((one) => (one ? [lineOf(one)] : [])),
          texts: texts.map(({ slug }) => slug),
        })
      },
      refusals: {},
      answer: themePartsAnswer,
      present: ({ figures, cases, texts }) => ({ figures: [...figures], cases, texts }),
    })
  }
