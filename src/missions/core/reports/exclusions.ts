/**
 * What a person excluded when they agreed. It is free text, so it is read for its words: what holds one of them, or tells
 * of the thing that it names, is left out, rather too much than too little. No program understands a sentence: whoever
 * makes a report is shown the very words, and reads it against them.
 */
import { foldLetters, foldText, textMatcher } from '#kernel/core/fold_text.ts'
import { empty, type Topic, type TopicField, topics } from './exclusion_topics.ts'

export type Exclusion = {
  /** Of what is excluded, those that stand in the text; the text's own words are not told. */
  readonly hits: (text: string) => readonly string[]
  readonly field: (field: TopicField) => readonly string[]
  readonly violation: (code: string) => readonly string[]
  /** `date`: EDTF. A year that is named narrows it to that year. */
  readonly event: (type: string, date: string | null) => readonly string[]
  readonly need: (type: string) => readonly string[]
}

/** Null: nothing is excluded. `own`: full names of the person, who may well be named in what they exclude. */
export const exclusionOf = (text: string | null, own: readonly string[] = []): Exclusion | null => {
  if (text === null || text.trim() === '') return null
  const names = new Set(own.flatMap(wordsOf))
  const words = [...new Set(wordsOf(text))].filter((word) => !passedOver.has(word) && !names.has(word))
  const asWritten = new Map(
    (text.match(/[\p{L}\p{N}\p{M}'’ʼʻ`]+/gu) ?? []).map((one) => [wordsOf(one).join(''), one]),
  )
  const years = words.filter((word) => /^(?:19|20)\d\d$/.test(word))
  const rules = words
    .filter((word) => [...word].length >= LEAST || years.includes(word))
    .map((word) => {
      const meant = topicsOf(word)
      return { word: asWritten.get(word) ?? word, topics: meant, finds: finder(word, meant) }
    })
  const told = (has: (topic: Topic) => boolean): readonly string[] =>
    rules.filter((rule) => rule.topics.some(has)).map(({ word }) => word)
  return {
    hits: (said) => {
      const folded = foldText([said, ...wordsOf(said).flatMap(stems)].join(' '))
      return rules.filter(({ finds }) => finds(folded)).map(({ word }) => word)
    },
    field: (field) => told(({ fields = [] }) => fields.includes(field)),
    violation: (code) =>
      told(({ violations = [] }) =>
        violations.some((one) => one === code || (one.length === 1 && code.startsWith(one))),
      ),
    event: (type, date) => {
      if (years.length > 0 && !years.includes(date?.slice(0, 4) ?? '')) return []
      const meant = told(({ events = [] }) => events.includes(type))
      return meant.length > 0 || rules.length > years.length ? meant : years
    },
    need: (type) => told(({ needs = [] }) => needs.includes(type)),
  }
}

const passedOver: ReadonlySet<string> = new Set([...empty].map(foldLetters))

/** Shorter ones are words of every language. */
const LEAST = 3
/** Shorter ones are found whole: `son` is no `song`. */
const LEAST_BEGINNING = 5

const wordsOf = (text: string): readonly string[] =>
  foldLetters(text.replace(/['’]s(?!\p{L})/gu, '').replace(/['’ʼʻ`]/g, '')).match(/[\p{L}\p{N}]+/gu) ?? []

const topicsOf = (word: string): readonly Topic[] =>
  topics.filter(({ words }) => {
    const forms = new Set([word, ...stems(word)])
    return words.some((one) => [foldLetters(one), ...stems(foldLetters(one))].some((form) => forms.has(form)))
  })

/** Finds the word, its forms, and the words of its topics in a folded text. */
const finder = (word: string, meant: readonly Topic[]): ((folded: string) => boolean) => {
  const forms = [word, ...meant.flatMap((topic) => topic.words.map(foldLetters))]
  const all = [...new Set(forms.flatMap((form) => [form, ...stems(form)]))]
  const matchers = all.map((form) =>
    [...form].length >= LEAST_BEGINNING
      ? textMatcher(form)
      : (folded: string) => folded.includes(` ${form} `),
  )
  return (folded) => matchers.some((matches) => matches(folded))
}

const endings = /(?<=.{3})(?:ت?(?:هما|ها|هم|هن|ه|نا)|ات|ون|ين|ي)$/u

/** The word without what Arabic and English hang on it: `للمدرسة` and `مدرستها`, `schools` and `families`. */
const stems = (word: string): readonly string[] => {
  if (/\p{Script=Arabic}/u.test(word)) {
    const starts = [
      word,
      word.replace(/^[وف](?=.{3})/u, ''),
      word.replace(/^[وف]?(?:[بك]?ال|لل)(?=.{3})/u, ''),
    ]
    const bare = starts.map((one) => one.replace(endings, ''))
    return [...new Set([...starts, ...bare])].filter((one) => one !== word)
  }
  const stem = word.replace(/(?<=.{4})(?:ies|es|s|y)$/, '')
  return stem === word ? [] : [stem]
}
