/** The directory of programmes: what a question finds in it, in which order, as a table. Pure. */
import { toCsv } from '#figures/core/csv.ts'
import { needCodes } from '#kernel/core/vocabulary/casework.ts'
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { daysBetween } from '#kernel/core/iso_day.ts'
import {
  type ProgrammeBody,
  programmeKinds,
  type programmeStates,
  STALE_AFTER,
  whoMayApplyCodes,
} from './programme.ts'

/** Codes alone: nothing of a person stands in an address. `''`: not asked. */
export type ProgrammeQuestion = {
  readonly need: string
  readonly country: string
  readonly who: string
  readonly kind: string
}

export const noQuestion: ProgrammeQuestion = { need: '', country: '', who: '', kind: '' }

/** What is no code is not asked. */
export const readQuestion = (query: { readonly get: (name: string) => string | null }): ProgrammeQuestion => {
  const oneOf = (name: string, codes: readonly string[]): string => {
    const value = query.get(name) ?? ''
    return codes.includes(value) ? value : ''
  }
  const country = query.get('country') ?? ''
  return {
    need: oneOf('need', needCodes),
    country: isCountryCode(country) ? country : '',
    who: oneOf('who', whoMayApplyCodes),
    kind: oneOf('kind', programmeKinds),
  }
}

const takes = (list: readonly string[], code: string): boolean =>
  code === '' || list.length === 0 || list.includes(code)

/** Where a programme does not say, it is shown: a reader may ask it. */
export const answersQuestion = (
  { kind, criteria }: Pick<ProgrammeBody, 'kind' | 'criteria'>,
  asked: ProgrammeQuestion,
): boolean => {
  return (
    (asked.kind === '' || kind === asked.kind) &&
    takes(criteria.needs, asked.need) &&
    takes(criteria.countries, asked.country) &&
    !(criteria.notCountries as readonly string[]).includes(asked.country) &&
    takes(criteria.whoMayApply, asked.who)
  )
}

/** What nobody is known to have looked at is as old as can be. */
export const isOld = (checkedOn: string | null, today: string): boolean =>
  checkedOn === null || daysBetween(checkedOn, today) > STALE_AFTER

/** Open ones first, those of which nobody knows next; within that by what they are called. */
export const inOrder = <T extends { readonly body: ProgrammeBody }>(
  all: readonly T[],
  lang: string,
): readonly T[] => {
  const rank = ['open', 'not_known', 'closed'] as const satisfies readonly (typeof programmeStates)[number][]
  const nameOf = ({ body }: T): string => body.name[lang] ?? body.name[body.lang] ?? body.slug
  return all.toSorted(
    (a, b) =>
      rank.indexOf(a.body.state) - rank.indexOf(b.body.state) || nameOf(a).localeCompare(nameOf(b), lang),
  )
}

export const programmesCsv = (all: readonly ProgrammeBody[], lang: string, today: string): string =>
  toCsv([
    [
      'slug',
      'kind',
      'name',
      'operator',
      'state',
      'needs',
      'countries',
      'not_countries',
      'only',
      'who_may_apply',
      'in_exile',
      'retrospective',
      'most',
      'currency',
      'answer_within_days',
      'deadline',
      'publicity',
      'link',
      'checked_on',
      'older_than_180_days',
    ],
    ...all.map((one) => [
      one.slug,
      one.kind,
      one.name[lang] ?? one.name[one.lang] ?? one.slug,
      one.operator,
      one.state,
      one.criteria.needs.join(' '),
      one.criteria.countries.join(' '),
      one.criteria.notCountries.join(' '),
      one.criteria.only.join(' '),
      one.criteria.whoMayApply.join(' '),
      one.criteria.inExile,
      one.criteria.retrospective,
      one.most?.amount ?? null,
      one.most?.currency ?? null,
      one.answerWithin,
      one.deadline.on,
      one.publicity,
      one.link,
      one.checkedOn,
      isOld(one.checkedOn, today) ? 'yes' : 'no',
    ]),
  ])
