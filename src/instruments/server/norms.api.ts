/** What can be cited, for the forms of whoever is signed in: the same texts that everybody may read, and all of them. */
import { type CitableText, citableAnswer } from '#instruments/core/citable.ts'
import { ok } from '#kernel/core/result.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'

type Open = { readonly norms: { readonly citable: () => Promise<readonly CitableText[]> } }

/** It says nothing that is not public; strangers read the pages. */
const normsPolicy = 'session' satisfies Access

export const normsApi =
  ({ norms }: Open) =>
  (api: Api, deps: ApiDeps): void => {
    const declare = endpoint(api, deps)
    declare({
      method: 'get',
      path: '/norms',
      summary: 'Paragraphs of every released text, by which they can be cited',
      access: normsPolicy,
      parse: {},
      act: async () => ok({ texts: await norms.citable() }),
      refusals: {},
      answer: citableAnswer,
      present: ({ texts }) => ({ texts: texts.map((one) => ({ ...one, provisions: [...one.provisions] })) }),
    })
  }
