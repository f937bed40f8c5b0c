/** How alike paragraphs are, by the words they share; rare words count more than those that stand everywhere. */
import type { Provision } from './instrument.ts'

const STOP_WORDS = new Set(
  (
    'a an and any as at be been by for from has have in including inter into is it its of on or other such than that ' +
    'the their them these this those through to under upon was were which who whose will with ' +
    'au aux ce ces dans de des du en et la le les leur leurs par pour que qui sur un une ' +
    'al con del el en la las los lo para por que se su sus un una y'
  ).split(' '),
)

const WORD = /[\p{L}\p{N}][\p{L}\p{N}’'\-/]*/gu

/** Times of each word. */
export type Bag = ReadonlyMap<string, number>

export const bagOf = (text: string): Bag => {
  const bag = new Map<string, number>()
  for (const [word] of text.toLowerCase().matchAll(WORD))
    if (!STOP_WORDS.has(word)) bag.set(word, (bag.get(word) ?? 0) + 1)
  return bag
}

export type Weights = { readonly of: (word: string) => number; readonly total: (bag: Bag) => number }

/** The weight of a word falls with the number of paragraphs that have it, on either side alike. */
export const weigh = (bags: readonly Bag[]): Weights => {
  const paragraphs = new Map<string, number>()
  for (const bag of bags) for (const word of bag.keys()) paragraphs.set(word, (paragraphs.get(word) ?? 0) + 1)
  const of = (word: string): number => Math.log2(1 + bags.length / (paragraphs.get(word) ?? 1))
  const total = (bag: Bag): number => {
    let sum = 0
    for (const [word, times] of bag) sum += of(word) * times
    return sum
  }
  return { of, total }
}

/** Weight of what both have. */
export const shared = (a: Bag, b: Bag, weights: Weights): number => {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [word, times] of small) sum += weights.of(word) * Math.min(times, large.get(word) ?? 0)
  return sum
}

/** What is left of a bag when the words of another are taken out. */
export const without = (bag: Bag, taken: Bag): Bag => {
  const left = new Map<string, number>()
  for (const [word, times] of bag) {
    const rest = times - (taken.get(word) ?? 0)
    if (rest > 0) left.set(word, rest)
  }
  return left
}

export type Paragraph = {
  readonly bag: Bag
  readonly weight: number
  readonly cut: boolean
  readonly opening: string
}

export const paragraphOf = ({ text, cut }: Provision, bag: Bag, weights: Weights): Paragraph => ({
  bag,
  weight: weights.total(bag),
  cut: cut.start || cut.end,
  opening: openingOf(text),
})

/** From 0 to 1. Of a fragment only what is there is asked for, so that a missing end makes nothing less alike. */
export const likeness = (a: Paragraph, b: Paragraph, weights: Weights): number => {
  const whole = a.cut || b.cut ? 2 * Math.min(a.weight, b.weight) : a.weight + b.weight
  return whole === 0 ? 0 : (2 * shared(a.bag, b.bag, weights)) / whole
}

/** "Also calls upon" opens as "Calls upon" does: such words only link a paragraph to the one before. */
export const openingOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^\P{L}+|^(?:also|further)\s+|^whereas\s+/u, '')
    .split(/\s+/, 2)
    .join(' ')
    .replace(/ also$|,$/, '')
