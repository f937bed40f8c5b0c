/** Documents of the desk that everybody can read, with the body that they read. */
import type { ZodType } from 'zod'
import type { DeskDocument } from './wire.ts'

export const openBodies = <Body>(
  documents: readonly DeskDocument[],
  kind: string,
  schema: ZodType<Body>,
): readonly { readonly document: DeskDocument; readonly body: Body }[] =>
  documents.flatMap((document) => {
    if (document.kind !== kind) return []
    const open = document.versions.findLast(({ act, state }) => act === 'publish' && state === 'released')
    const parsed = schema.safeParse(open?.body)
    return parsed.success ? [{ document, body: parsed.data }] : []
  })
