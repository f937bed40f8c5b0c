/** Engagements and what refuses them, in the words of the page's language. */
import { type EngagementType, engagementTypes } from '#kernel/core/vocabulary/missions.ts'
import { formatDay, formatEdtf } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import type { EngagementRefusal } from '#missions/client/views.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import type { Choice } from '#platform/ui/field.ts'

export const typeWords = (t: Translate, type: string): string =>
  t.find(`vocabulary.engagementType.${type}`) ?? type
export const dutyWords = (t: Translate, duty: string): string => t.find(`vocabulary.duty.${duty}`) ?? duty
export const resultWords = (t: Translate, result: string): string =>
  t.find(`vocabulary.engagementResult.${result}`) ?? result
export const roleWords = (t: Translate, role: string): string =>
  t.find(`vocabulary.officerRole.${role}`) ?? role

/** What is logged most stands first: a few letters find it. */
const often: readonly EngagementType[] = [
  'meeting',
  'trial_observation',
  'demarche',
  'statement',
  'field_visit',
  'detention_visit',
  'risk_check',
]

export const typeChoices = (t: Translate): readonly Choice[] =>
  [...new Set<EngagementType>([...often, ...engagementTypes])].map((value) => ({
    value,
    label: typeWords(t, value),
  }))

/** Done, open, or not done: with its word, never by colour alone. */
export const resultTone = (result: string): 'calm' | 'open' | 'grave' =>
  result === 'done' ? 'calm' : result === 'pending' || result === 'postponed' ? 'open' : 'grave'

/** To the day where the device may know it, or else as the coded half has it. */
export const dateWords = (t: Translate, day: string | undefined, coded: string): string => {
  if (day !== undefined && isIsoDay(day)) return formatDay(day, t.lang)
  return formatEdtf(day ?? coded, t.lang)
}

type Refused = { readonly why: string; readonly purpose: string | null }

/** The rule of engagements that was broken, in a case or in the journal; null: something else refused. */
export const ruleOf = (refusal: EngagementRefusal): Refused | null => {
  if (refusal.kind === 'rule_broken') return { why: refusal.rule, purpose: null }
  if (refusal.kind !== 'decided' || refusal.why.kind !== 'engagement_refused') return null
  return { why: refusal.why.why, purpose: refusal.why.purpose }
}

/** There is a way to mend it: the form of a consent. */
export const isConsentRefusal = (refusal: EngagementRefusal): boolean =>
  ruleOf(refusal)?.why.startsWith('consent_') ?? false

/** Why it was not logged, and what to do next. */
export const engagementRefusalWords = (t: Translate, refusal: EngagementRefusal): string => {
  const rule = ruleOf(refusal)
  if (rule) {
    const purpose =
      rule.purpose === null ? '' : (t.find(`vocabulary.consentScope.${rule.purpose}`) ?? rule.purpose)
    const words = t.find(`engagements.refusal.${rule.why}`, { purpose })
    return words ?? t('engagements.refusal.other', { rule: rule.why })
  }
  switch (refusal.kind) {
    case 'decided':
      return (
        t.find(`cases.refused.${refusal.why.kind}`) ?? t('cases.refused.other', { kind: refusal.why.kind })
      )
    case 'refused_by_server':
      return (
        t.find(`members.server.${refusal.type}`) ??
        t('cases.refusal.refused_by_server', { type: refusal.type })
      )
    case 'tampered':
      return t('cases.refusal.tampered', { what: refusal.what, seq: refusal.seq ?? '–' })
    case 'no_engagement':
      return t('engagements.refusal.no_engagement', { fields: refusal.fields.join(', ') })
    default:
      return (
        t.find(`engagements.refusal.${refusal.kind}`) ??
        t.find(`cases.refusal.${refusal.kind}`) ??
        t.find(`members.refusal.${refusal.kind}`) ??
        t('engagements.refusal.other', { rule: refusal.kind })
      )
  }
}
