/** Refusals of profile and roster in words. */
import type { RosterRefusal } from '#missions/client/coverage.ts'
import type { Translate } from '#languages/translate.ts'
import { engagementRefusalWords } from '#missions/ui/logging/log_words.ts'

const fields = [
  'government',
  'host',
  'post',
  'headquarters',
  'likeMinded',
  'officer',
  'role',
  'name',
  'since',
  'until',
] as const

export const rosterRefusalWords = (t: Translate, refusal: RosterRefusal): string => {
  if (refusal.kind === 'journal_not_begun') return t('coverage.refusal.notBegun')
  if (refusal.kind !== 'fields') return engagementRefusalWords(t, refusal)
  const named = refusal.fields.map((field) => {
    const known = fields.find((one) => one === field)
    return known === undefined ? field : t(`coverage.field.${known}`)
  })
  return t('coverage.refusal.fields', { fields: named.join(', ') })
}
