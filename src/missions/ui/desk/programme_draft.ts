/** A programme while it is being written: how it begins, how what is empty is kept, what can be chosen. */
import type { Translate } from '#languages/translate.ts'
import { needCodes } from '#kernel/core/vocabulary/casework.ts'
import {
  onlyCodes,
  programmeKinds,
  programmeStates,
  publicities,
  whoMayApplyCodes,
} from '#missions/core/programme.ts'
import type { Choice } from '#platform/ui/field.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { emptySource } from '#releases/core/sources.ts'

type Body = Readonly<Record<string, unknown>>

export const emptyProgramme = (lang: string): Body => ({
  lang,
  slug: '',
  kind: '',
  name: { [lang]: '' },
  operator: '',
  state: 'not_known',
  about: { [lang]: '' },
  notFunded: null,
  howToApply: null,
  link: null,
  most: null,
  answerWithin: null,
  deadline: { on: null, words: null },
  publicity: 'not_known',
  criteria: {
    needs: [],
    countries: [],
    notCountries: [],
    holders: [],
    only: [],
    whoMayApply: [],
    inExile: 'not_stated',
    retrospective: 'not_stated',
    atRiskBecauseOfWork: false,
    noOtherSource: false,
  },
  needsInApplication: [],
  sources: [emptySource],
  checkedOn: null,
})

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

export const tidyProgramme = (body: Body): Body => {
  const deadline = (body.deadline ?? {}) as Body
  const most = (body.most ?? {}) as Body
  const items = Array.isArray(body.needsInApplication) ? (body.needsInApplication as readonly unknown[]) : []
  return {
    ...body,
    name: inSomeLanguages(body.name, body.lang),
    about: inSomeLanguages(body.about, body.lang),
    notFunded: orNull(body.notFunded),
    howToApply: orNull(body.howToApply),
    most: isEmpty(most.amount) && isEmpty(most.currency) ? null : most,
    deadline: { ...deadline, words: orNull(deadline.words) },
    needsInApplication: items
      .map((one) => inSomeLanguages(one, null))
      .filter((one) => Object.keys(one).length > 0),
  }
}

const orNull = (words: unknown): unknown => {
  const some = inSomeLanguages(words, null)
  return Object.keys(some).length === 0 ? null : some
}

const choices =
  (codes: readonly string[], prefix: string) =>
  (t: Translate): readonly Choice[] =>
    codes.map((value) => ({ value, label: t.find(`${prefix}.${value}`) ?? value }))

export const programmeChoices = {
  kind: choices(programmeKinds, 'programmes.kind'),
  state: choices(programmeStates, 'programmes.state'),
  publicity: choices(publicities, 'programmes.publicity'),
  needs: choices(needCodes, 'vocabulary.need'),
  holders: choices(['person', 'group', 'organisation'], 'programmes.holder'),
  only: choices(onlyCodes, 'programmes.only'),
  who: choices(whoMayApplyCodes, 'programmes.who'),
  yesNo: choices(['yes', 'no', 'not_stated'], 'programmes.yesNo'),
} as const
