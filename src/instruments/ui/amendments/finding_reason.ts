/** Why a finding matters: of the lexicon in the language in which its lines are written, else in the page's. */
import type { AmendmentFinding } from '#instruments/core/amendment_body.ts'
import { type LexiconKind, lexicon, lexiconKinds } from '#instruments/core/lexicon.ts'
import type { Translate } from '#languages/translate.ts'

const whyByLine: ReadonlyMap<string, string> = new Map(lexicon.map(({ id, why }) => [id, why]))
const isOfLexicon = (kind: AmendmentFinding['kind']): kind is LexiconKind =>
  (lexiconKinds as readonly string[]).includes(kind)

/** Null: the lexicon has no such line any more. */
export const findingReason = (
  t: Translate,
  { kind, line }: Pick<AmendmentFinding, 'kind' | 'line'>,
): { readonly lang: string; readonly words: string } | null => {
  if (!isOfLexicon(kind)) return { lang: t.lang, words: t(`amendments.why.${kind}`) }
  const words = whyByLine.get(line ?? '')
  return words === undefined ? null : { lang: 'en', words }
}
