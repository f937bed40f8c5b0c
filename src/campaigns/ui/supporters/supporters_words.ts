/** Refusals about supporters in words, and files that are saved from a page. */
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

export const saveFile = (name: string, part: BlobPart, type: string): void => {
  const address = URL.createObjectURL(new Blob([part], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
