/** What is agreed to today, purpose by purpose. */
import { type ConsentScope, consentScopes } from '#kernel/core/vocabulary/consent.ts'
import { type Day, isBefore, spanOf } from './days.ts'
import type { FactOf, Finding } from './read_log.ts'

export type EffectiveConsent = {
  readonly allowed: boolean
  readonly state: 'default' | 'yes' | 'no' | 'withdrawn' | 'expired'
  /** The consent that decides; null: nothing is recorded. */
  readonly entry: string | null
  readonly expires: Day | null
}
/** A consent as recorded. */
export type GivenConsent = Pick<FactOf<'consent'>, 'id' | 'coded'>
export type Consents = Readonly<Record<ConsentScope, EffectiveConsent>>

/** Somebody else agreed after the person had said no. */
export type ConsentWarning = 'consent_over_own_no'

/** The latest consent counts; one recorded later but surely given earlier does not. */
export const consentsOf = (
  facts: readonly FactOf<'consent'>[],
  asOf: Day,
): { readonly consents: Consents; readonly warnings: readonly Finding<ConsentWarning>[] } => {
  const warnings: Finding<ConsentWarning>[] = []
  const effective = consentScopes.map(({ code, byDefault }) => {
    let latest: FactOf<'consent'> | null = null
    for (const fact of facts) {
      if (fact.coded.purposes[code] === undefined) continue
      if (latest !== null && isBefore(spanOf(fact.coded.date), spanOf(latest.coded.date))) continue
      if (latest !== null && overrides(fact, latest, code)) {
        warnings.push({ kind: 'consent_over_own_no', entries: [latest.id, fact.id] })
      }
      latest = fact
    }
    return [code, latest === null ? notRecorded(byDefault) : effectiveOf(latest, code, asOf)] as const
  })
  return { consents: Object.fromEntries(effective) as Consents, warnings }
}

/** Why this consent is no ground for a purpose today. */
export type ConsentProblem =
  | 'consent_missing'
  | 'consent_does_not_cover'
  | 'consent_withdrawn'
  | 'consent_expired'

/** Null when the consent exists, says yes to the purpose today, and no later one says no. */
export const consentProblemOf = (
  consent: string | undefined,
  purpose: ConsentScope,
  on: { readonly given: readonly GivenConsent[]; readonly consents: Consents; readonly asOf: Day },
): ConsentProblem | null => {
  const fact = on.given.find(({ id }) => id === consent)
  if (fact === undefined) return 'consent_missing'
  if (fact.coded.purposes[purpose] !== 'yes') return 'consent_does_not_cover'
  if (!effectiveOf(fact, purpose, on.asOf).allowed) return 'consent_expired'
  const { allowed, state } = on.consents[purpose]
  if (allowed) return null
  return state === 'expired' ? 'consent_expired' : 'consent_withdrawn'
}

const notRecorded = (byDefault: boolean): EffectiveConsent => ({
  allowed: byDefault,
  state: 'default',
  entry: null,
  expires: null,
})

function overrides(later: FactOf<'consent'>, earlier: FactOf<'consent'>, scope: ConsentScope): boolean {
  return (
    later.coded.purposes[scope] === 'yes' &&
    earlier.coded.purposes[scope] !== 'yes' &&
    earlier.coded.capacity === 'self' &&
    later.coded.capacity !== 'self'
  )
}

function effectiveOf(fact: GivenConsent, scope: ConsentScope, asOf: Day): EffectiveConsent {
  const answer = fact.coded.purposes[scope] ?? 'no'
  const expires = fact.coded.expires ?? null
  const isOver = answer === 'yes' && expires !== null && expires < asOf
  return {
    allowed: answer === 'yes' && !isOver,
    state: isOver ? 'expired' : answer,
    entry: fact.id,
    expires: answer === 'yes' ? expires : null,
  }
}
