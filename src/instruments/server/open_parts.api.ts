/** What forms of this room offer of what is public: texts and bodies of every desk. Read as everybody reads it. */
import { z } from 'zod'
import { membersOn, openPartsAnswer, openPartsAsked } from '#instruments/core/open_parts.ts'
import { amendmentsOf, readAmendments } from '#instruments/core/released_amendment.ts'
import { ok } from '#kernel/core/result.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import type { OpenDocuments } from '#releases/server/documents.service.ts'
import type { OpenBodies } from './bodies.service.ts'
import type { OpenInstruments } from './instruments.service.ts'

type Open = {
  readonly instruments: OpenInstruments
  readonly bodies: OpenBodies
  readonly documents: Pick<OpenDocuments, 'all'>
}

/** Whoever reads the desk's drafts sees what they are made against. */
const openPartsPolicy = 'reader' satisfies Access

export const openPartsApi =
  ({ instruments, bodies, documents }: Open) =>
  (api: Api, deps: ApiDeps): void => {
    const declare = endpoint(api, deps)
    declare({
      // A question in the body: which text a draft is about stands in no address.
      method: 'post',
      path: '/desks/{desk}/instruments/parts',
      summary: 'Public texts and bodies of every desk; one text whole, and the members of a body on a day',
      access: openPartsPolicy,
      parse: { params: z.object({ desk: idSchema }), body: openPartsAsked },
      act: async ({ body: asked }) => {
        const [lines, bodyLines, text, body, amendments] = await Promise.all([
          instruments.all(),
          bodies.all(),
          asked.instrument === null ? null : instruments.find(asked.instrument),
          asked.body === null ? null : bodies.find(asked.body.slug),
          asked.instrument === null ? [] : documents.all('amendment'),
        ])
        const members = body && asked.body && membersOn(body, asked.body.on)
        const to = amendmentsOf(readAmendments(amendments), asked.instrument ?? '').map((one) => one.body)
        return ok({
          instruments: lines,
          bodies: bodyLines,
          text: text?.body ?? null,
          amendments: to,
          members,
        })
      },
      refusals: {},
      answer: openPartsAnswer,
      present: ({ instruments: lines, bodies: all, text, amendments, members }) => ({
        instruments: [...lines],
        bodies: [...all],
        text,
        amendments: [...amendments],
        members,
      }),
    })
  }
