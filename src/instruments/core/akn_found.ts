/** What an Akoma Ntoso document gives: a text as any other has it, and whole what was written here. */
import type { InstrumentBody, InstrumentVersion } from './instrument_body.ts'
import type { FoundStructure } from './structure_text.ts'

/** What a document tells of itself beside its text; null: it does not say. */
export type AknFacts = {
  readonly symbol: string | null
  /** EDTF */
  readonly on: string | null
  /** BCP 47 */
  readonly language: string | null
}

/** As it was when it was written out, with the ids of its provisions. */
export type AknOwn = {
  readonly instrument: Omit<InstrumentBody, 'versions'>
  /** One, or all of them; stages may name versions that are not in the file. */
  readonly versions: readonly InstrumentVersion[]
}

export type AknFound = {
  /** Of the last version in the file. Lines are those of the XML. */
  readonly found: FoundStructure
  readonly facts: AknFacts
  /** Null: written elsewhere. */
  readonly own: AknOwn | null
}
