/** Bundles and what refuses them, in the words of the page's language. */
import { countryName, formatDay, formatEdtf, formatList } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import type { Bundle } from '#missions/core/bundle.ts'
import { dutyWords, engagementRefusalWords, resultWords, typeWords } from '#missions/ui/logging/log_words.ts'
import type { EngagementRefusal } from '#missions/client/views.ts'
import type { BundlesRefusal } from '#platform/client/bundles_methods.ts'

export const bundleRefusalWords = (t: Translate, refusal: BundlesRefusal): string => {
  switch (refusal.kind) {
    case 'not_agreed':
      return t('bundles.refusal.no_consent')
    case 'names_without_consent':
      return t('bundles.refusal.names', { names: formatList(refusal.names, t.lang) })
    case 'excluded':
      return t('bundles.refusal.excluded', { words: formatList(refusal.words, t.lang) })
    default:
      return (
        t.find(`bundles.refusal.${refusal.kind}`) ?? engagementRefusalWords(t, refusal as EngagementRefusal)
      )
  }
}

/** What a bundle says, line by line, as a person reads it. */
export const bundleLines = (t: Translate, bundle: Bundle, hearingDay: string | null): readonly string[] => {
  switch (bundle.kind) {
    case 'request':
      return [
        bundle.body.duties.map((duty) => dutyWords(t, duty)).join(' · '),
        bundle.body.text,
        ...(bundle.body.answerBy
          ? [t('bundles.shown.answerBy', { day: formatDay(bundle.body.answerBy, t.lang) })]
          : []),
      ]
    case 'answer':
      return [
        t('bundles.shown.answer', {
          type: typeWords(t, bundle.body.type),
          result: resultWords(t, bundle.body.result),
          date: formatEdtf(bundle.body.date, t.lang),
        }),
        ...(bundle.body.text ? [bundle.body.text] : []),
      ]
    case 'coverage': {
      const day = hearingDay === null ? t('bundles.shown.unknownDay') : formatDay(hearingDay, t.lang)
      return [t(bundle.body.covered ? 'bundles.shown.covered' : 'bundles.shown.notCovered', { day })]
    }
    case 'facts':
      return factLines(t, bundle.body)
  }
}

const factLines = (t: Translate, facts: Extract<Bundle, { kind: 'facts' }>['body']): readonly string[] => [
  t('bundles.shown.consent', {
    scope: t(`vocabulary.consentScope.${facts.consent.scope}`),
    date: formatEdtf(facts.consent.given, t.lang),
  }),
  ...(facts.consent.exclusions ? [t('bundles.shown.exclusions', { text: facts.consent.exclusions })] : []),
  ...(facts.names ?? []).map(({ text }) => text),
  ...(facts.minor ? [t('bundles.shown.minor')] : []),
  ...[facts.country ?? [], facts.nationalities ?? []]
    .map((codes) => [codes].flat().map((code) => countryName(code, t.lang)))
    .filter((names) => names.length > 0)
    .map((names) => formatList(names, t.lang)),
  ...(facts.gender ? [t(`vocabulary.gender.${facts.gender}`)] : []),
  ...(facts.sectors ?? []).map((sector) => t(`vocabulary.sector.${sector}`)),
  ...[
    facts.born ? formatEdtf(facts.born, t.lang) : undefined,
    facts.occupation,
    facts.place,
    facts.work,
  ].filter((one) => one !== undefined),
  ...(facts.charges ?? []).map(({ groups, law }) => {
    const words = groups.map((group) => t(`cases_status.chargeGroup.${group}`))
    return [...words, ...(law ? [law] : [])].join(' · ')
  }),
  ...(facts.hearings ?? []).map(({ day, court }) =>
    t('bundles.shown.hearing', { day: formatDay(day, t.lang), court: court ?? '–' }),
  ),
  ...(facts.summary ? [facts.summary] : []),
]
