/** What facts that are entered together have in common, and what is still missing of it. Pure. */
import type { TypedFact } from '#instruments/client/positions.ts'
import { sourceWords } from '#instruments/core/position_wire.ts'
import type { Confidence, Stance, Subject } from '#instruments/core/positions.ts'
import type { GridOption } from '../grid/grid.ts'
import type { Translate } from '#languages/translate.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { stanceWord } from './position_words.ts'

export type FactBasis = {
  readonly on: string
  readonly source: string
  readonly confidence: Confidence
  /** Of a motion of procedure: a short name of its own; empty: the subject that is chosen. */
  readonly motion: string
}

export const emptyBasis = (today: string): FactBasis => ({
  on: today,
  source: '',
  confidence: 'record',
  motion: '',
})

export const basisRefusals = ['day', 'day_ahead', 'source', 'motion'] as const
export type BasisRefusal = (typeof basisRefusals)[number]

export const basisRefusalsOf = (
  { on, source, motion }: FactBasis,
  { today, sourceOptional = false }: { readonly today: string; readonly sourceOptional?: boolean },
): readonly BasisRefusal[] => [
  ...(isIsoDay(on) ? (on > today ? (['day_ahead'] as const) : []) : (['day'] as const)),
  ...(sourceWords.safeParse(source).success || (sourceOptional && source.trim() === '')
    ? []
    : (['source'] as const)),
  ...(motion === '' || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(motion) ? [] : (['motion'] as const)),
]

export const subjectOfBasis = ({ motion }: FactBasis, chosen: Subject): Subject =>
  motion === '' ? chosen : { kind: 'motion', id: motion }

export const factsOfMarks = (
  marks: ReadonlyMap<string, string>,
  { basis, of }: { readonly basis: FactBasis; readonly of: Subject },
): readonly TypedFact[] =>
  [...marks].map(([member, stance]) => ({
    member,
    of: subjectOfBasis(basis, of),
    // The grid offers stances alone.
    stance: stance as Stance,
    on: basis.on,
    confidence: basis.confidence,
    source: basis.source.trim(),
    explanation: null,
  }))

const keys: Readonly<Record<Stance, string>> = {
  sponsor: 's',
  cosponsor: 'c',
  withdrew: 'w',
  supports: 'p',
  leans_for: 'f',
  undecided: 'u',
  leans_against: 'g',
  opposes: 'o',
  votes_yes: 'y',
  votes_no: 'n',
  votes_abstain: 'a',
  votes_absent: 'x',
  votes_not_voting: 'v',
}

export const stanceOptions = (t: Translate, offered: readonly Stance[]): readonly GridOption[] =>
  offered.map((code) => ({ code, label: stanceWord(t, code), key: keys[code] }))
