/** Referrals to programmes, followed to their decision: how long each takes, the open ones first. Pure. */
import type { EngagementWords } from '#cases/core/kinds/engagement.ts'
import { daysBetween, isIsoDay } from '#kernel/core/iso_day.ts'
import type { ProgrammeKind } from './programme.ts'

export const referralTypes = ['grant_referral', 'visa_support', 'multilateral_action'] as const
type ReferralType = (typeof referralTypes)[number]

/** As what a referral is logged: whoever is sent to a shelter or a UN channel was not helped to find money. */
export const referralTypeOf = (kind: ProgrammeKind): ReferralType => {
  switch (kind) {
    case 'visa':
    case 'shelter':
      return 'visa_support'
    case 'un_channel':
    case 'regional_channel':
    case 'parliament_channel':
      return 'multilateral_action'
    case 'grant':
    case 'emergency_fund':
    case 'training':
      return 'grant_referral'
  }
}

/** Of an engagement whose words this device opened. */
export type ReferralGiven = {
  readonly entry: string
  /** The last entry of its chain, which an update names. */
  readonly newest: string
  readonly case: string | null
  readonly type: string
  readonly words: EngagementWords | null
}

export type Referral = {
  readonly entry: string
  readonly newest: string
  readonly case: string | null
  readonly type: string
  /** End of the programme's address, or its name. */
  readonly programme: string
  readonly appliedOn: string | null
  readonly decision: 'open' | 'granted' | 'refused' | 'withdrawn'
  readonly decidedOn: string | null
  /** From the application to the decision, or to today; null where a day is not known. */
  readonly days: number | null
}

/** Open ones first and of those the longest first, then decided ones, the newest first. */
export const referralsOf = (given: readonly ReferralGiven[], today: string): readonly Referral[] =>
  given
    .flatMap(({ entry, newest, case: log, type, words }): readonly Referral[] => {
      const programme = words?.programme
      if (!programme || !(referralTypes as readonly string[]).includes(type)) return []
      const { slug, decision } = programme
      const [appliedOn, decidedOn] = [programme.appliedOn ?? null, programme.decidedOn ?? null]
      const until = decision === 'open' ? today : decidedOn
      const days = wholeDays(appliedOn, until)
      return [{ entry, newest, case: log, type, programme: slug, appliedOn, decision, decidedOn, days }]
    })
    .toSorted(
      (a, b) =>
        Number(a.decision !== 'open') - Number(b.decision !== 'open') ||
        (a.decision === 'open'
          ? (b.days ?? Infinity) - (a.days ?? Infinity) || 0
          : (b.decidedOn ?? '').localeCompare(a.decidedOn ?? '')),
    )

/** A month or a year is no day. */
const wholeDays = (from: string | null, to: string | null): number | null =>
  from !== null && to !== null && isIsoDay(from) && isIsoDay(to) && to >= from ? daysBetween(from, to) : null
