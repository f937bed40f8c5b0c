/** What a redline says in sentences that can be read out in a room. Pure. */
import type { Redline } from '#instruments/core/redline.ts'
import { segmentsOf, type Sentence, summarise } from '#instruments/core/redline_summary.ts'
import type { Translate } from '#languages/translate.ts'
import { numbersWords } from './instrument_words.ts'

export const redlineSentences = (t: Translate, redline: Redline): readonly string[] => {
  const common = redline.changes.some(({ kind }) => kind !== 'unknown')
  const sentences = summarise(redline).map((one) =>
    one.kind === 'nothing_changed' && !common ? t('instruments.say.nothing_common') : sentenceWords(t, one),
  )
  const cut = redline.changes.some(
    (change) =>
      change.kind !== 'unknown' && segmentsOf(change).some(({ kind }) => kind.startsWith('unknown')),
  )
  return cut ? [...sentences, t('instruments.say.ends')] : sentences
}

const sentenceWords = (t: Translate, sentence: Sentence): string => {
  switch (sentence.kind) {
    case 'nothing_changed':
      return t('instruments.say.nothing_changed')
    case 'added':
    case 'deleted':
    case 'changed': {
      const { kind, numbers } = sentence
      return t(`instruments.say.${kind}`, { n: numbers.length, numbers: numbersWords(t, numbers) })
    }
    case 'moved': {
      const way = sentence.across ? 'across' : 'moved'
      const key = sentence.changed ? (`${way}_changed` as const) : way
      return t(`instruments.say.${key}`, { from: sentence.from, to: sentence.to })
    }
    case 'split':
      return t('instruments.say.split', { from: sentence.from, numbers: numbersWords(t, sentence.to) })
    case 'merged':
      return t('instruments.say.merged', { to: sentence.to, numbers: numbersWords(t, sentence.from) })
    case 'renumbered':
      return t('instruments.say.renumbered', { n: sentence.count })
    case 'words':
      return t('instruments.say.words', { added: sentence.added, removed: sentence.removed })
    case 'not_compared':
      return t('instruments.say.not_compared', {
        numbers: numbersWords(t, [...sentence.old, ...sentence.new]),
      })
  }
}
