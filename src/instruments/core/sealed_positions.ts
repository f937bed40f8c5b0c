/**
 * Positions that were told in confidence: entries of the desk's journal. The server learns that a note was written, when
 * and by whom; the fact is sealed, and folded on devices alone.
 */
import { z } from 'zod'
import { slug } from '#figures/core/figure.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { JournalEntry, JournalKind } from '#members/core/journal.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import { factSchema, strikeReason } from './position_wire.ts'
import type { PositionFact } from './positions.ts'

/** Who entered it, when and under which id stand in the signed statement, where nobody can write another's. */
const noteWords = z.strictObject({ instrument: slug, body: slug, ...factSchema.omit({ id: true }).shape })
/** Strikes a note of any room in the journal. */
export const strikeWords = z.strictObject({ entry: idSchema, why: strikeReason })
const nothing = z.strictObject({})

const position = {
  kind: 'position',
  coded: nothing,
  words: noteWords,
  // The longest note in the widest script, padded.
  mostSealed: 24 * 1024,
} satisfies JournalKind
export const struck = {
  kind: 'struck',
  coded: nothing,
  words: strikeWords,
  mostSealed: 3 * 1024,
} satisfies JournalKind

/** What this room writes into journals. */
export const journalKinds: readonly JournalKind[] = [position, struck]

/** A fact as it is entered in confidence. */
export type ConfidentialFact = Readonly<z.infer<typeof noteWords>>

export type SealedNote = {
  readonly instrument: string
  readonly body: string
  /** Its id is that of its entry. */
  readonly fact: PositionFact
  readonly struck: { readonly by: string; readonly at: string; readonly why: string } | null
}

export type FactRefusal = { readonly kind: 'no_fact'; readonly fields: readonly string[] }

/** What a form gave, as it is sealed, or the fields that have to be mended. `today` is an ISO day. */
export const readConfidentialFact = (
  given: unknown,
  today: string,
): Result<ConfidentialFact, FactRefusal> => {
  const parsed = noteWords.safeParse(given)
  if (!parsed.success)
    return err({ kind: 'no_fact', fields: parsed.error.issues.map(({ path }) => String(path[0] ?? '')) })
  const { source, explanation, on } = parsed.data
  // Half a character could not be written in the one form that is signed.
  const broken = Object.entries({ source, explanation }).filter(([, text]) => text?.isWellFormed() === false)
  const fields = [...broken.map(([field]) => field), ...(on > today ? ['on'] : [])]
  return fields.length > 0 ? err({ kind: 'no_fact', fields }) : ok(parsed.data)
}

export const noteEntry = (fact: ConfidentialFact) => ({ kind: position.kind, coded: {}, words: fact })

export type SealedNotes = {
  readonly notes: readonly SealedNote[]
  /** Notes and strikes that their author's device sealed in no form that this one reads. */
  readonly unreadable: readonly Pick<JournalEntry, 'id' | 'author' | 'at'>[]
  /** How many were written by a newer version: until it is here, what is known is not all. */
  readonly newer: number
}

/** In the order of the journal. What strikes nothing, or what was struck before, changes nothing. */
export const foldSealedNotes = (entries: readonly JournalEntry[]): SealedNotes => {
  const notes = new Map<string, SealedNote>()
  const unreadable: SealedNotes['unreadable'][number][] = []
  let newer = 0
  for (const { id, kind, kindVersion, author, at, words } of entries) {
    if (kind !== position.kind && kind !== struck.kind) continue
    if (kindVersion !== 1) {
      newer += 1
      continue
    }
    const read = kind === position.kind ? noteWords.safeParse(words) : null
    const strike = kind === struck.kind ? strikeWords.safeParse(words) : null
    if (read?.success) notes.set(id, toNote(read.data, { id, author, at }))
    const of = strike?.success ? notes.get(strike.data.entry) : undefined
    if (of?.struck === null && strike?.success)
      notes.set(of.fact.id, { ...of, struck: { by: author, at, why: strike.data.why } })
    if (read?.success === false || strike?.success === false) unreadable.push({ id, author, at })
  }
  return { notes: [...notes.values()], unreadable, newer }
}

const toNote = (
  { instrument, body, ...said }: ConfidentialFact,
  { id, author, at }: Pick<JournalEntry, 'id' | 'author' | 'at'>,
): SealedNote => ({
  instrument,
  body,
  fact: { ...said, id, enteredBy: author, enteredAt: at, confidential: true },
  struck: null,
})

/** What counts: not struck, of this instrument. */
export const sealedFactsOf = (notes: readonly SealedNote[], instrument: string): readonly PositionFact[] =>
  notes.filter((note) => note.instrument === instrument && note.struck === null).map(({ fact }) => fact)

export type StrikeRefusal =
  | { readonly kind: 'no_such_note' }
  | { readonly kind: 'struck_already' }
  | { readonly kind: 'why_missing' }

/** Decided again wherever somebody else was first. */
export const decideStrike = (
  notes: readonly SealedNote[],
  given: { readonly entry: string; readonly why: string },
): Result<{ readonly kind: string; readonly coded: object; readonly words: unknown }, StrikeRefusal> => {
  const note = notes.find(({ fact }) => fact.id === given.entry)
  if (!note) return err({ kind: 'no_such_note' })
  if (note.struck) return err({ kind: 'struck_already' })
  const words = strikeWords.safeParse(given)
  return words.success && given.why.isWellFormed()
    ? ok({ kind: struck.kind, coded: {}, words: words.data })
    : err({ kind: 'why_missing' })
}
