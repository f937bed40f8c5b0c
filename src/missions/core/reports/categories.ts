/**
 * Whether a detention is arbitrary by one of the five categories of the Working Group: from the answers that somebody of
 * the desk gave by the definition, and from what the dates alone say. Never more than a test: the Group decides.
 */
import type { Person } from './person.ts'

export const detentionCategories = ['I', 'II', 'III', 'IV', 'V'] as const
export type DetentionCategory = (typeof detentionCategories)[number]

type Answer = 'yes' | 'no' | 'unclear'

export type CategoryLine = {
  readonly category: DetentionCategory
  readonly question: string
  /** Null: nobody has answered. */
  readonly answer: Answer | null
  readonly from: 'assessment' | 'dates' | null
  readonly reason: string | null
}

export type CategoryTest = {
  readonly categories: readonly CategoryLine[]
  /** `not_held`: the person can leave at will, and no category fits. */
  readonly result: 'met' | 'open' | 'not_met' | 'not_held'
}

/** One category is enough, where liberty was taken at all. */
export const testCategories = (
  person: Pick<Person, 'assessment' | 'pastEnd' | 'heldSince'>,
): CategoryTest => {
  const said = person.assessment?.answers ?? []
  const answerTo = (question: string): Answer | null =>
    (said.find((one) => one.question === question)?.answer as Answer | undefined) ?? null
  const categories = detentionCategories.map((category, at): CategoryLine => {
    const question = `WGAD${at + 1}`
    const answer = answerTo(question)
    // Held although the sentence is served on every date that is possible: no basis is left, whoever answered what.
    if (category === 'I' && person.pastEnd === 'certain' && answer !== 'yes')
      return { category, question, answer: 'yes', from: 'dates', reason: null }
    const reason = said.find((one) => one.question === question)?.reason ?? null
    return { category, question, answer, from: answer === null ? null : 'assessment', reason }
  })
  if (answerTo('WGAD0') === 'no') return { categories, result: 'not_held' }
  const answers = categories.map(({ answer }) => answer)
  const isMet = answers.includes('yes')
  const isOpen = answers.some((answer) => answer === null || answer === 'unclear')
  return { categories, result: isMet ? 'met' : isOpen ? 'open' : 'not_met' }
}
