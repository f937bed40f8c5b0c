/** Entries about entries: correction, erasure, and the envelope of a dark case. */
import { z } from 'zod'
import { erasureReasons } from '#kernel/core/vocabulary/consent.ts'
import { id, json, longText, shortText, term, terms } from '../fields.ts'
import { partNames } from '../terms.ts'

/**
 * `coded` replaces the corrected entry's coded part whole and is checked against its kind; so do the words of a
 * correction. See entry.ts, checkEntry.
 */
export const correctionCoded = z.strictObject({ corrects: id, coded: json })
export const correctionWords = json

/** Takes effect with its release. */
export const erasureCoded = z.strictObject({
  erases: id,
  parts: terms(partNames, 3).refine((parts) => parts.length > 0),
  reason: term(erasureReasons),
})
export const erasureWords = z.strictObject({ note: longText.optional() })

/** Of the whole case, its key among it; takes effect with its release, after which nothing can be written. */
export const caseErasureCoded = z.strictObject({ reason: term(erasureReasons) })
export const caseErasureWords = erasureWords

/** In a dark case the real kind, coded part and words are one sealed part. */
export const darkCoded = z.null()
export const darkWords = z.strictObject({ kind: shortText, coded: json, words: json.optional() })
