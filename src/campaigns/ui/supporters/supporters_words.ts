/** Refusals about supporters in words. */
import { formatInstant } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { refusalIn } from '../desk/refusal_words.ts'

const plainWords = refusalIn((t, type) => t.find(`supporters.refusal.${type}`))

export const supportersRefusal = (t: Translate, refusal: MemberRefusal): string => {
  if (refusal.kind !== 'refused_by_server' || refusal.type !== 'too_many_exports')
    return plainWords(t, refusal)
  const { fields } = refusal
  return t('access.server.too_many_exports', {
    limit: Number(fields.limit),
    days: Number(fields.days),
    again: formatInstant(String(fields.again), t.lang),
  })
}
