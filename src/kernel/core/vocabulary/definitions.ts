/**
 * Questions that decide what a person or an act is called. An answer is stored with who judged and when, never
 * as a bare label; the label follows from the answers.
 */
import { codesOf } from './terms.ts'

export const definitions = [
  'HRD',
  'POC',
  'WGAD',
  'DISAPPEARANCE',
  'KIDNAPPING',
  'TORTURE',
  'KILLING',
  'SDG_LINK',
  'JOURNALIST',
  'TRADE_UNIONIST',
  'LAND_DEFENDER',
  'SDG_VERIFIED',
] as const
export type Definition = (typeof definitions)[number]

export const definitionAnswers = ['yes', 'no', 'unclear'] as const

/** `required`: must be answered as `passes` says. `suffices`: one of these is enough. `recorded`: never excludes. */
export type DefinitionEffect = 'required' | 'suffices' | 'recorded'

export type DefinitionQuestion = {
  readonly code: string
  readonly definition: Definition
  readonly passes: 'yes' | 'no' | 'any'
  readonly effect: DefinitionEffect
}

export const definitionQuestions = [
  { code: 'HRD1', definition: 'HRD', passes: 'yes', effect: 'required' },
  { code: 'HRD2', definition: 'HRD', passes: 'yes', effect: 'required' },
  { code: 'HRD3', definition: 'HRD', passes: 'yes', effect: 'required' },
  { code: 'HRD4', definition: 'HRD', passes: 'any', effect: 'recorded' },
  { code: 'HRD5', definition: 'HRD', passes: 'any', effect: 'recorded' },
  { code: 'POC1', definition: 'POC', passes: 'yes', effect: 'required' },
  { code: 'POC2', definition: 'POC', passes: 'yes', effect: 'required' },
  { code: 'POC3', definition: 'POC', passes: 'no', effect: 'required' },
  { code: 'POC4', definition: 'POC', passes: 'no', effect: 'required' },
  { code: 'WGAD0', definition: 'WGAD', passes: 'yes', effect: 'required' },
  { code: 'WGAD1', definition: 'WGAD', passes: 'yes', effect: 'suffices' },
  { code: 'WGAD2', definition: 'WGAD', passes: 'yes', effect: 'suffices' },
  { code: 'WGAD3', definition: 'WGAD', passes: 'yes', effect: 'suffices' },
  { code: 'WGAD4', definition: 'WGAD', passes: 'yes', effect: 'suffices' },
  { code: 'WGAD5', definition: 'WGAD', passes: 'yes', effect: 'suffices' },
  { code: 'DIS1', definition: 'DISAPPEARANCE', passes: 'yes', effect: 'required' },
  { code: 'DIS2', definition: 'DISAPPEARANCE', passes: 'yes', effect: 'required' },
  { code: 'DIS3', definition: 'DISAPPEARANCE', passes: 'yes', effect: 'required' },
  { code: 'DIS4', definition: 'DISAPPEARANCE', passes: 'yes', effect: 'required' },
  { code: 'KID1', definition: 'KIDNAPPING', passes: 'yes', effect: 'required' },
  { code: 'KID2', definition: 'KIDNAPPING', passes: 'yes', effect: 'required' },
  { code: 'TOR1', definition: 'TORTURE', passes: 'yes', effect: 'required' },
  { code: 'TOR2', definition: 'TORTURE', passes: 'yes', effect: 'required' },
  { code: 'TOR3', definition: 'TORTURE', passes: 'yes', effect: 'required' },
  { code: 'TOR4', definition: 'TORTURE', passes: 'yes', effect: 'required' },
  { code: 'KIL1', definition: 'KILLING', passes: 'yes', effect: 'required' },
  { code: 'KIL2', definition: 'KILLING', passes: 'yes', effect: 'required' },
  { code: 'LINK1', definition: 'SDG_LINK', passes: 'yes', effect: 'required' },
  { code: 'JOU1', definition: 'JOURNALIST', passes: 'yes', effect: 'required' },
  { code: 'UNI1', definition: 'TRADE_UNIONIST', passes: 'yes', effect: 'required' },
  { code: 'LAND1', definition: 'LAND_DEFENDER', passes: 'yes', effect: 'required' },
  { code: 'SVER1', definition: 'SDG_VERIFIED', passes: 'yes', effect: 'required' },
  { code: 'SVER2', definition: 'SDG_VERIFIED', passes: 'yes', effect: 'required' },
] as const satisfies readonly DefinitionQuestion[]
export type DefinitionQuestionCode = (typeof definitionQuestions)[number]['code']
export const definitionQuestionCodes: readonly DefinitionQuestionCode[] = codesOf(definitionQuestions)
