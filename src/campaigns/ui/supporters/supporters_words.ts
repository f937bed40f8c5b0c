/** Refusals about supporters in words, and files that are saved from a page. */
import { formatInstant } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'

export const supportersRefusal = (t: Translate, refusal: MemberRefusal): string => {
  if (refusal.kind !== 'refused_by_server')
    return t.find(`members.refusal.${refusal.kind}`) ?? t('members.refusal.unreachable')
  const { type, fields } = refusal
  if (type === 'too_many_exports')
    return t('access.server.too_many_exports', {
      limit: Number(fields.limit),
      days: Number(fields.days),
      again: formatInstant(String(fields.again), t.lang),
    })
  return t.find(`supporters.refusal.${type}`) ?? t('members.refusal.refused_by_server', { type })
}

export const saveFile = (name: string, part: BlobPart, type: string): void => {
  const address = URL.createObjectURL(new Blob([part], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
