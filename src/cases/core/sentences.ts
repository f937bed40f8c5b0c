/** When a sentence ends, and whether somebody is held beyond it. */
import { addDays } from '#kernel/core/iso_day.ts'
import { sentenceKinds } from '#kernel/core/vocabulary/proceedings.ts'
import { type Day, endOfTerm, FIRST_DAY, LAST_DAY, type Span, spanOf } from './days.ts'
import type { SentenceCoded } from './kinds/event.ts'
import type { OperativeSentence } from './proceedings.ts'

export type SentenceState = {
  readonly entry: string
  readonly sentence: SentenceCoded
  readonly custodial: boolean
  /** Start + length − credit; null without an end (life, death, a fine) or when nothing is known. */
  readonly expectedEnd: Span | null
}

/** Held although the sentence is served: `certain` on every possible date, `possible` on some. */
export type PastEnd = 'no' | 'possible' | 'certain'

/** Without a stated start a sentence runs from its pronouncement: time before counts as its credit. */
export const sentenceStateOf = ({ event, sentence }: OperativeSentence): SentenceState => {
  const custodial = isCustodial(sentence)
  const start = sentence.startsAt === undefined ? event.span : spanOf(sentence.startsAt)
  const { length } = sentence
  const endFrom = (from: Day): Day => addDays(endOfTerm(from, tidy(length)), -(sentence.creditDays ?? 0))
  const hasEnd = length !== undefined && start.earliest > FIRST_DAY && start.latest < LAST_DAY
  return {
    entry: event.id,
    sentence,
    custodial,
    expectedEnd: hasEnd ? { earliest: endFrom(start.earliest), latest: endFrom(start.latest) } : null,
  }
}

/** A custodial sentence that has begun. */
export const hasStarted = (one: OperativeSentence, asOf: Day): boolean => {
  const start = one.sentence.startsAt === undefined ? one.event.span : spanOf(one.sentence.startsAt)
  return isCustodial(one.sentence) && start.earliest <= asOf
}

/** Past the end only when every custodial sentence is: one without an end is never past. */
export const pastEndOf = (sentences: readonly SentenceState[], asOf: Day): PastEnd => {
  const custodial = sentences.filter((one) => one.custodial)
  if (custodial.length === 0 || custodial.some((one) => one.expectedEnd === null)) return 'no'
  if (custodial.every((one) => one.expectedEnd !== null && one.expectedEnd.latest < asOf)) return 'certain'
  return custodial.every((one) => one.expectedEnd !== null && one.expectedEnd.earliest < asOf)
    ? 'possible'
    : 'no'
}

/** The end of the last of several sentences. */
export const lastEndOf = (sentences: readonly SentenceState[]): Span | null => {
  const custodial = sentences.filter((one) => one.custodial)
  if (custodial.some((one) => one.expectedEnd === null)) return null
  return custodial.reduce<Span | null>(
    (last, { expectedEnd }) =>
      expectedEnd !== null && (last === null || expectedEnd.latest > last.latest) ? expectedEnd : last,
    null,
  )
}

const isCustodial = (sentence: SentenceCoded): boolean =>
  sentenceKinds.find((kind) => kind.code === sentence.kind)?.custodial ?? false

function tidy(length: SentenceCoded['length']): { years: number; months: number; days: number } {
  return { years: length?.years ?? 0, months: length?.months ?? 0, days: length?.days ?? 0 }
}
