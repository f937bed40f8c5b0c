/** Publications: proposed, released by a second member, withdrawn by any one, replaced by a newer version. */
import { type ConsentProblem, consentProblemOf, type Consents, type GivenConsent } from './consents.ts'
import type { Day } from './days.ts'
import type { PublicationCoded } from './kinds/publication.ts'
import { type CaseLog, type FactOf, factsOf, type Finding } from './read_log.ts'

/** Why a basis of consent does not hold. */
export type BasisProblem = ConsentProblem

export type PublicationState = {
  readonly entry: string
  readonly author: string
  readonly ref: string
  readonly coded: PublicationCoded
  readonly state: 'proposed' | 'released' | 'withdrawn' | 'replaced'
  readonly releasedBy: string | null
  readonly releasedAt: string | null
  readonly withdrawnBy: string | null
  readonly basisProblem: BasisProblem | null
}

export type PublicationWarning = 'release_by_author' | 'published_without_basis'

/** The state of every publication, in the order of the log. */
export const publicationsOf = (
  log: CaseLog,
  consents: Consents,
  asOf: Day,
): {
  readonly publications: readonly PublicationState[]
  readonly warnings: readonly Finding<PublicationWarning>[]
} => {
  const warnings: Finding<PublicationWarning>[] = []
  const given = factsOf(log, 'consent')
  const states = new Map<string, PublicationState>()
  for (const fact of log.facts) {
    if (fact.kind === 'publication') {
      states.set(fact.id, proposed(fact, basisProblemOf(fact.coded, given, consents, asOf)))
    } else if (fact.kind === 'release') {
      release(states, fact, warnings)
    } else if (fact.kind === 'withdrawal') {
      const state = states.get(fact.coded.of)
      if (state !== undefined && state.state !== 'withdrawn') {
        states.set(fact.coded.of, { ...state, state: 'withdrawn', withdrawnBy: fact.id })
      }
    }
  }
  for (const state of states.values()) {
    if (state.state === 'released' && state.basisProblem !== null) {
      warnings.push({ kind: 'published_without_basis', entries: [state.entry] })
    }
  }
  return { publications: [...states.values()], warnings }
}

/** Null when a publication may rest on its consent: it exists, says yes to C5 today, and no later one says no. */
export const basisProblemOf = (
  coded: PublicationCoded,
  given: readonly GivenConsent[],
  consents: Consents,
  asOf: Day,
): BasisProblem | null =>
  coded.basis === 'consent' ? consentProblemOf(coded.consent, 'C5', { given, consents, asOf }) : null

function proposed(fact: FactOf<'publication'>, basisProblem: BasisProblem | null): PublicationState {
  return {
    entry: fact.id,
    author: fact.author,
    ref: fact.coded.ref,
    coded: fact.coded,
    state: 'proposed',
    releasedBy: null,
    releasedAt: null,
    withdrawnBy: null,
    basisProblem,
  }
}

function release(
  states: Map<string, PublicationState>,
  fact: FactOf<'release'>,
  warnings: Finding<PublicationWarning>[],
): void {
  const state = states.get(fact.coded.of)
  if (state?.state !== 'proposed') return
  if (state.author === fact.author) {
    warnings.push({ kind: 'release_by_author', entries: [state.entry, fact.id] })
    return
  }
  states.set(state.entry, { ...state, state: 'released', releasedBy: fact.author, releasedAt: fact.at })
  const older = states.get(state.coded.replaces ?? '')
  if (older?.state === 'released') states.set(older.entry, { ...older, state: 'replaced' })
}
