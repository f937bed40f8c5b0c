/** Refusals at a desk's pages in words: those of a room first, then those that every page of a desk knows. */
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'

export const refusalIn =
  (ownWords: (t: Translate, type: string) => string | null) =>
  (t: Translate, refusal: MemberRefusal): string => {
    if (refusal.kind !== 'refused_by_server')
      return t.find(`members.refusal.${refusal.kind}`) ?? t('members.refusal.unreachable')
    const { type } = refusal
    return ownWords(t, type) ?? t('members.refusal.refused_by_server', { type })
  }
