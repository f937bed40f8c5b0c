/** Refusals about numbers in words. */
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'

export const numbersRefusal = (t: Translate, refusal: MemberRefusal): string => {
  if (refusal.kind !== 'refused_by_server')
    return t.find(`members.refusal.${refusal.kind}`) ?? t('members.refusal.unreachable')
  const { type } = refusal
  return t.find(`campaign_counts.refusal.${type}`) ?? t('members.refusal.refused_by_server', { type })
}
