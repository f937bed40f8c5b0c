/**
 * Where help can be asked for: grants, emergency funds, visas, shelters, channels of the UN and of parliaments. With
 * criteria that a questionnaire can ask, limits, and the day on which somebody last looked: an old one says so.
 */
import { z } from 'zod'
import { inLanguages, language, slug, webAddress, words } from '#figures/core/figure.ts'
import { needCodes } from '#kernel/core/vocabulary/casework.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { sources } from '#releases/core/sources.ts'
import { isoDay } from './cited.ts'

export const programmeKinds = [
  'grant',
  'emergency_fund',
  'visa',
  'shelter',
  'training',
  'un_channel',
  'regional_channel',
  'parliament_channel',
] as const
export type ProgrammeKind = (typeof programmeKinds)[number]

/** Days after which a look at it is old. */
export const STALE_AFTER = 180

export const onlyCodes = [
  'women',
  'lgbti',
  'journalists',
  'scholars',
  'artists',
  'lawyers',
  'environment',
] as const
export type OnlyCode = (typeof onlyCodes)[number]

export const whoMayApplyCodes = [
  'defender',
  'family',
  'organisation',
  'mission',
  'anyone',
  'member_of_parliament',
] as const
export type WhoMayApply = (typeof whoMayApplyCodes)[number]

export const publicities = ['confidential', 'state_learns', 'public', 'not_known'] as const

export const programmeStates = ['open', 'closed', 'not_known'] as const

export const programmeBody = z
  .strictObject({
    lang: language,
    slug,
    kind: z.enum(programmeKinds),
    name: inLanguages(200),
    operator: words(300),
    state: z.enum(programmeStates),
    /** What it is, whom it serves, what it does not do. */
    about: inLanguages(2000),
    notFunded: inLanguages(1000).nullable(),
    howToApply: inLanguages(2000).nullable(),
    link: webAddress.nullable(),
    /** In the words of a form: EUR 10,000 a grant. */
    most: z.strictObject({ amount: z.int().min(1), currency: z.string().regex(/^[A-Z]{3}$/) }).nullable(),
    /** Usual days until an answer; null: not stated. */
    answerWithin: z.int().min(0).max(1000).nullable(),
    deadline: z.strictObject({ on: isoDay.nullable(), words: inLanguages(300).nullable() }),
    /** Whether the State learns of it, as far as is known. */
    publicity: z.enum(publicities),
    /** What a questionnaire asks; an empty list asks nothing, null: not stated. */
    criteria: z.strictObject({
      needs: z.array(z.enum(needCodes)).max(13),
      /** Of the defender: the fund says where it works. */
      countries: z.array(z.enum(countryCodes)).max(250),
      notCountries: z.array(z.enum(countryCodes)).max(250),
      holders: z.array(z.enum(['person', 'group', 'organisation'])).max(3),
      /** Only women, trans and non-binary defenders; only journalists; only scholars … */
      only: z.array(z.enum(onlyCodes)).max(7),
      whoMayApply: z.array(z.enum(whoMayApplyCodes)).max(6),
      inExile: z.enum(['yes', 'no', 'not_stated']),
      retrospective: z.enum(['yes', 'no', 'not_stated']),
      atRiskBecauseOfWork: z.boolean(),
      /** It is asked first whether anybody else pays. */
      noOtherSource: z.boolean(),
    }),
    /** What has to be in an application, as a checklist. */
    needsInApplication: z.array(inLanguages(200)).max(20),
    sources,
    /** Null: no day is known on which anybody looked; whether it is open is then not known either. */
    checkedOn: isoDay.nullable(),
  })
  .superRefine(({ lang, name, about, state, checkedOn }, context) => {
    const refuse = (message: string, ...path: readonly (string | number)[]): void =>
      context.addIssue({ code: 'custom', message, path: [...path] })
    if (name[lang] === undefined) refuse('name_missing', 'name', lang)
    if (about[lang] === undefined) refuse('about_missing', 'about', lang)
    if (state === 'open' && checkedOn === null) refuse('open_unchecked', 'checkedOn')
  })
export type ProgrammeBody = z.infer<typeof programmeBody>
