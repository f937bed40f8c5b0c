/** Words for what was refused around absent members, and titles of cases in their lists. */
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { refusalWords } from '#members/ui/refusals.ts'

export const absenceRefusal = (t: Translate, refusal: MemberRefusal): string =>
  (refusal.kind === 'refused_by_server' && t.find(`absence.refused.${refusal.type}`)) ||
  refusalWords(t, refusal)

type Line = {
  readonly case: string
  readonly head: {
    readonly names: readonly string[]
    readonly aliases?: readonly string[]
    readonly ref?: string
  } | null
}

export type NamedCase = { readonly case: string; readonly title: string; readonly hint?: string }

/** As lists name a case, with its reference beside; one whose head does not open has the beginning of its id. */
export const named = ({ case: log, head }: Line): NamedCase => {
  const title = head?.names[0] ?? head?.aliases?.[0] ?? head?.ref ?? log.slice(0, 8)
  const ref = head?.ref
  return { case: log, title, ...(ref && ref !== title && { hint: ref }) }
}
