/** How well something is known: verification of an event, reliability of a source and of what it says. */
import { codesOf } from './terms.ts'

/** `level` orders what is established; disputed and rejected stand below zero and are never deleted. */
export const verificationLevels = [
  { code: 'REJ', level: -2 },
  { code: 'DISP', level: -1 },
  { code: 'UNREV', level: 0 },
  { code: 'REP', level: 1 },
  { code: 'CORR', level: 2 },
  { code: 'VER', level: 3 },
  { code: 'OFF', level: 4 },
] as const satisfies readonly { readonly code: string; readonly level: number }[]
export type VerificationCode = (typeof verificationLevels)[number]['code']
export const verificationCodes: readonly VerificationCode[] = codesOf(verificationLevels)

export const verificationLevelOf = (code: VerificationCode): number =>
  verificationLevels.find((one) => one.code === code)?.level ?? 0

/** From this level on a fact counts in public statistics. */
export const VERIFIED_LEVEL = 3

/** From this level on a death is stated; below it is "reported dead". */
export const LIKELY_LEVEL = 2

/** Admiralty letters: the source. Graded apart from what it says. */
export const sourceReliability = ['A', 'B', 'C', 'D', 'E', 'F'] as const

/** Admiralty digits: the piece of information. */
export const informationCredibility = ['1', '2', '3', '4', '5', '6'] as const

/** How the source stands to what happened. */
export const sourceConnections = [
  'victim',
  'witness',
  'perpetrator',
  'relative',
  'colleague',
  'third_party',
  'reporter',
  'lawyer',
  'medical',
  'ngo',
  'official_record',
] as const
