/** What a body needs to adopt: rules of majority, and votes that carry by them. Pure. */

/**
 * simple: more yes than no of those who vote (General Assembly, rules 86 and 126: who abstains does not vote).
 * two_thirds: of those who vote. absolute: more than half of all who have a vote.
 */
export const majorities = ['simple', 'two_thirds', 'absolute'] as const
export type Majority = (typeof majorities)[number]

/** `voting`: how many vote yes or no; `seats`: how many have a vote. */
export const neededYes = (
  rule: Majority,
  { voting, seats }: { readonly voting: number; readonly seats: number },
): number => {
  switch (rule) {
    case 'simple':
      return Math.floor(voting / 2) + 1
    case 'two_thirds':
      return Math.max(1, Math.ceil((2 * voting) / 3))
    case 'absolute':
      return Math.floor(seats / 2) + 1
  }
}

export const isCarried = (
  rule: Majority,
  { yes, no, seats }: { readonly yes: number; readonly no: number; readonly seats: number },
): boolean => yes >= neededYes(rule, { voting: yes + no, seats })
