/** Files kept as evidence, and the chain of custody over them. */
import { z } from 'zod'
import { date, hash, id, integer, longText, shortText, term, text } from '../fields.ts'
import { custodyActs, evidenceTypes } from '../terms.ts'

/** Bytes of the largest file that any installation takes: what an integer of canonical JSON holds is far more. */
const MOST_BYTES = 2 ** 40

/**
 * `file` names the stored bytes, `cipher` is their SHA-256: the server knows both, and whoever follows the chain can
 * check what it keeps. `copyOf`: a redacted copy of the evidence in that entry.
 */
export const evidenceCoded = z.strictObject({
  file: id,
  type: term(evidenceTypes),
  cipher: hash,
  size: integer(1, MOST_BYTES),
  about: id.optional(),
  copyOf: id.optional(),
})

/**
 * `identity` opens the file, an age file to it alone: always written, and missing only where a page is shown the words.
 * `hash` and `size` are those of the plain bytes.
 */
export const evidenceWords = z.strictObject({
  title: shortText.optional(),
  name: text(255),
  mediaType: text(127),
  size: integer(0, MOST_BYTES),
  hash,
  identity: text(74).optional(),
  receivedFrom: shortText.optional(),
  received: date.optional(),
  receivedHow: longText.optional(),
  sources: z.array(id).max(30).optional(),
  note: longText.optional(),
  /** Metadata that a redacted copy no longer has, by name. */
  removed: z.array(shortText).max(200).optional(),
})

/** What somebody did with a file. `exported` is written by the device that saves it outside of Amparo. */
export const custodyCoded = z.strictObject({ of: id, act: term(custodyActs) })
export const custodyWords = z.strictObject({
  to: shortText.optional(),
  date: date.optional(),
  note: longText.optional(),
})

export type EvidenceCoded = z.infer<typeof evidenceCoded>
export type EvidenceWords = z.infer<typeof evidenceWords>
