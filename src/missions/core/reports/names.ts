/**
 * Names in a report: that nobody stands in it who did not agree to, and that nobody is dropped of whom it is written.
 * Both look for whole words, without accents, case and variant letters: `Núria` is found as `NURIA`.
 */
import { foldLetters } from '#kernel/core/fold_text.ts'

/** Shorter ones are words of every language. */
const LEAST = 3

const wordsOf = (text: string): readonly string[] =>
  foldLetters(text.replace(/['’ʼʻ`]/g, '')).match(/[\p{L}\p{N}]+/gu) ?? []

const keyOf = (name: string): string => wordsOf(name).join(' ')

const lineOf = (text: string): string => ` ${wordsOf(text).join(' ')} `

/** Those of the names that stand in the text, each once. Names that are allowed are no finding in another's case. */
export const namesFound = (
  text: string,
  names: readonly string[],
  allowed: readonly string[] = [],
): readonly string[] => {
  const line = allowed
    .map(keyOf)
    .filter((key) => key !== '')
    .toSorted((a, b) => b.length - a.length)
    // A longer name that is allowed may hold a shorter one that is not.
    .reduce((left, key) => left.replaceAll(` ${key} `, '  '), lineOf(text))
  return [...new Set(names)].filter((name) => {
    const key = keyOf(name)
    return [...key].length >= LEAST && line.includes(` ${key} `)
  })
}

/** Those of the names that the text does not hold any more. */
export const namesLost = (text: string, names: readonly string[]): readonly string[] => {
  const line = lineOf(text)
  return names.filter((name) => !line.includes(` ${keyOf(name)} `))
}
