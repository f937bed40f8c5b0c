/** What an instruction would do to a version: operations, what stands in the way, the redline, and what the review finds. */
import type { AmendmentFinding } from './amendment_body.ts'
import { readInstruction, type InstructionRefusal } from './amendment_grammar.ts'
import type { Amendment, Operation } from './amendment.ts'
import { applyAll, type Conflict, type Difference } from './apply.ts'
import type { Version } from './instrument.ts'
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

export const readAmendment = (version: Amended, instruction: string): Reading => {
  const { operations, refusals } = readInstruction(instruction)
  const whole = refusals.length === 0 ? operations : []
  return { operations, refusals, ...effectsOf(version, [amendmentOf(whole)]) }
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
  let given = 0
  const outcome = applyAll(version, amendments, { newId: () => `new-${++given}` })
  const redline = compareTexts(version, outcome)
  const findings = redline.changes.flatMap((change) => {
    const place = { number: numberOf(change), added: change.kind === 'added' }
    return reviewChange(change, version.language).findings.map((finding) => ({ ...place, ...finding }))
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
