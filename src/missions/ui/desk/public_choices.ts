/** What can be chosen in forms of missions, in words of a language and its order. */
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import {
  dutyCodes,
  engagementResults,
  engagementTypes,
  governmentCodes,
  guidelines,
  posts,
  proposed2011Codes,
} from '#kernel/core/vocabulary/missions.ts'
import { countryName } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { commitmentSigns } from '#missions/core/commitment.ts'
import type { Choice } from '#platform/ui/field.ts'
import { governmentName } from '../government.ts'

type Choices = readonly Choice[]
const byLabel = (t: Translate, choices: Choices): Choices =>
  choices.toSorted((a, b) => a.label.localeCompare(b.label, t.lang))

export const governmentChoices = (t: Translate): Choices =>
  byLabel(
    t,
    governmentCodes.map((value) => ({ value, label: governmentName(value, t) })),
  )
export const countryChoices = (t: Translate): Choices =>
  byLabel(
    t,
    countryCodes.map((value) => ({ value, label: countryName(value, t.lang) })),
  )
export const postChoices = (t: Translate): Choices =>
  posts.map((value) => ({ value, label: t(`vocabulary.post.${value}`) }))
export const guidelineChoices = (t: Translate): Choices =>
  guidelines.map((value) => ({ value, label: t(`vocabulary.guideline.${value}`) }))
export const namedChoices = (t: Translate): Choices =>
  (['yes', 'no', 'not_known'] as const).map((value) => ({
    value,
    label: t(`missions.contact.named.${value}`),
  }))
export const dutyChoices = (t: Translate): Choices =>
  dutyCodes.map((value) => ({ value, label: `${value} ${t(`vocabulary.duty.${value}`)}` }))
export const typeChoices = (t: Translate): Choices =>
  engagementTypes.map((value) => ({ value, label: t(`vocabulary.engagementType.${value}`) }))
export const resultChoices = (t: Translate): Choices =>
  engagementResults.map((value) => ({ value, label: t(`vocabulary.engagementResult.${value}`) }))
export const proposedChoices = (t: Translate): Choices =>
  proposed2011Codes.map((value) => ({ value, label: `${value} ${t(`vocabulary.proposed2011.${value}`)}` }))
export const signChoices = (t: Translate): Choices =>
  commitmentSigns.map((value) => ({ value, label: t(`commitments.state.${value}`) }))
