/** What a reader of an answer must know, in words. Pure. */
import { type Answer, leastOf } from '#figures/core/answer.ts'
import { formatDay } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

export const answerNotes = (t: Translate, answer: Answer): readonly string[] => {
  const { query, toldOn, around, apart } = answer
  return [
    t('explore.note.least'),
    ...(query.measure === 'count' ? [] : [t('explore.note.ofTold')]),
    toldOn === null ? t('explore.note.notTold') : t('explore.note.told', { day: formatDay(toldOn, t.lang) }),
    ...(leastOf(apart) > 0 ? [t('explore.note.apart')] : []),
    ...(query.unit === 'persons' && query.by === 'year' ? [t('explore.note.years')] : []),
    ...(query.unit === 'persons' && query.by !== null && query.by !== 'year' && query.by !== 'custody'
      ? [t('explore.note.classes')]
      : []),
    ...(query.measure === 'share' &&
    query.unit === 'persons' &&
    (query.by === 'what' || query.by === 'sector')
      ? [t('explore.note.over')]
      : []),
    ...(query.by === 'custody' ? [t('explore.note.custody')] : []),
    ...(around > 0 ? [t('explore.note.around', { n: around })] : []),
  ]
}
