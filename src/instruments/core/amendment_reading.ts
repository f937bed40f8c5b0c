/** What an instruction would do to a version: operations, what stands in the way, the redline, and what the review finds. */
import type { AmendmentFinding } from './amendment_body.ts'
import { readInstruction, type InstructionRefusal } from './amendment_grammar.ts'
import type { Amendment, Operation } from './amendment.ts'
import { applyAll, type Conflict, type Difference, type Outcome } from './apply.ts'
import type { Text, Version } from './instrument.ts'
import { type Change, compareTexts, type Redline } from './redline.ts'
import { reviewChange, type Verdict, verdictOf } from './weakening.ts'

export type Amended = Pick<Version, 'provisions' | 'complete' | 'language'>
export type ProposedFinding = Omit<AmendmentFinding, 'decision' | 'reason'>

export type Effects = {
  readonly conflicts: readonly Conflict[]
  /** What the instruction says a paragraph will read, and it reads otherwise. */
  readonly differences: readonly Difference[]
  readonly redline: Redline
  readonly findings: readonly ProposedFinding[]
  readonly verdict: Verdict
}

export type Reading = Effects & {
  readonly operations: readonly Operation[]
  readonly refusals: readonly InstructionRefusal[]
}

/** `below`: of a sub-amendment the amendment that it changes, after those that this one stands on. */
export const readAmendment = (
  version: Amended,
  instruction: string,
  below: readonly Amendment[] = [],
): Reading => {
  const parent = below.at(-1)
  const { operations, refusals } = readInstruction(instruction, { of: parent ? 'amendment' : 'version' })
  const whole = amendmentOf(refusals.length === 0 ? operations : [])
  const own: Amendment = parent ? { ...whole, kind: 'sub_amendment', to: parent.id } : whole
  return { operations, refusals, ...changeOf(version, below, own) }
}

const amendmentOf = (operations: readonly Operation[]): Amendment => ({
  id: 'read',
  kind: 'amendment',
  symbol: null,
  to: '',
  sponsors: [],
  tabledOn: null,
  withdrawnOn: null,
  operations,
})

/** Of any set of amendments, in their order. */
export const effectsOf = (version: Amended, amendments: readonly Amendment[]): Effects => {
  const outcome = outcomeOf(version, amendments)
  return between(version, outcome, version.language)
}

/** What a sub-amendment changes of the text as the amendments below it would leave it. */
const subEffectsOf = (version: Amended, below: readonly Amendment[], sub: Amendment): Effects =>
  between(outcomeOf(version, below), outcomeOf(version, [...below, sub]), version.language)

/** Of an amendment to the version, or of one to other amendments, which lie `below` it. */
export const changeOf = (version: Amended, below: readonly Amendment[], amendment: Amendment): Effects =>
  below.length === 0 ? effectsOf(version, [amendment]) : subEffectsOf(version, below, amendment)

const outcomeOf = (version: Amended, amendments: readonly Amendment[]): Outcome => {
  let given = 0
  return applyAll(version, amendments, { newId: () => `new-${++given}` })
}

const between = (before: Text, outcome: Outcome, language: string): Effects => {
  const redline = compareTexts(before, outcome)
  const findings = redline.changes.flatMap((change) => {
    const place = { number: numberOf(change), added: change.kind === 'added' }
    return reviewChange(change, language).findings.map((finding) => ({ ...place, ...finding }))
  })
  const { conflicts, differences } = outcome
  return { conflicts, differences, redline, findings, verdict: verdictOf(findings) }
}

/** The number that a change is spoken of by: of the version, and of a new paragraph its own. */
export const numberOf = (change: Change): string => {
  switch (change.kind) {
    case 'same':
    case 'changed':
    case 'deleted':
    case 'split':
      return change.old.number
    case 'added':
    case 'merged':
      return change.new.number
    case 'unknown':
      return change.known.number
  }
}

/** What makes two findings one and the same, whatever was decided of them. */
export const findingKey = ({
  number,
  added,
  kind,
  effect,
  line,
  side,
  from,
  to,
  words,
}: ProposedFinding): string => JSON.stringify([number, added, kind, effect, line, side, from, to, words])
