/** Positions told in confidence, on a device: noted, struck, read from the desk's journal. */
import {
  decideStrike,
  type FactRefusal,
  foldSealedNotes,
  noteEntry,
  readConfidentialFact,
  sealedFactsOf,
  type SealedNote,
  type StrikeRefusal,
} from '#instruments/core/sealed_positions.ts'
import type { PositionFact } from '#instruments/core/positions.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { appendToJournal, type JournalsOf, type NotBegun, readyJournal } from '#members/client/journal.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { newId } from '#members/client/unlocked.ts'

/** Accounts by the name that the desk's log gives them. */
type By = { readonly name: string; readonly at: string }

export type SealedPositions = {
  /** Of this instrument, in the order in which they were noted; struck ones too. */
  readonly notes: readonly (SealedNote & { readonly by: string; readonly struckBy: string | null })[]
  /** What the whip count folds with the public facts. */
  readonly facts: readonly PositionFact[]
  /** Entries of any instrument that nobody can read: their author's device sealed them wrongly. */
  readonly unreadable: readonly By[]
  /** Entries that only a newer version reads: what is shown is not all. */
  readonly newer: number
}

export type SealedRefusal = MemberRefusal | NotBegun | StrikeRefusal | FactRefusal

type Answer = Promise<Result<SealedPositions, SealedRefusal>>
type Of = { readonly desk: string; readonly instrument: string }

export const findSealedPositions = async (journals: JournalsOf, of: Of): Answer => {
  const journal = await readyJournal(journals, of.desk)
  return journal.ok ? ok(viewOf(journals, of, journal.value?.entries ?? [])) : journal
}

export const noteSealedPosition = async (
  journals: JournalsOf,
  given: { readonly desk: string; readonly id?: string; readonly fact: unknown },
): Answer => {
  const read = readConfidentialFact(given.fact, journals.deps.clock().toISOString().slice(0, 10))
  if (!read.ok) return read
  const fact = read.value
  const entry = { id: given.id ?? newId(journals.deps), ...noteEntry(fact) }
  const of = { desk: given.desk, instrument: fact.instrument }
  const journal = await appendToJournal(journals, given.desk, () => ok([entry]))
  if (journal.ok) return ok(viewOf(journals, of, journal.value.entries))
  if (!isTaken(journal.error)) return journal
  // Sent before, and the answer was lost: it is there.
  const there = await findSealedPositions(journals, of)
  return !there.ok || there.value.notes.some((note) => note.fact.id === entry.id) ? there : journal
}

const isTaken = (refusal: MemberRefusal | NotBegun): boolean =>
  refusal.kind === 'refused_by_server' && refusal.type === 'id_taken'

export const strikeSealedPosition = async (
  journals: JournalsOf,
  given: Of & { readonly entry: string; readonly why: string },
): Answer => {
  const { entry, why } = given
  const id = newId(journals.deps)
  const journal = await appendToJournal<StrikeRefusal>(journals, given.desk, ({ entries }) => {
    const strike = decideStrike(foldSealedNotes(entries).notes, { entry, why })
    return strike.ok ? ok([{ id, ...strike.value }]) : strike
  })
  return journal.ok ? ok(viewOf(journals, given, journal.value.entries)) : journal
}

const viewOf = (
  { unlocked }: JournalsOf,
  { desk, instrument }: Of,
  entries: Parameters<typeof foldSealedNotes>[0],
): SealedPositions => {
  const members = unlocked.desks.get(desk)?.desk.members
  const nameOf = (account: string): string => members?.get(account)?.name ?? account
  const { notes, unreadable, newer } = foldSealedNotes(entries)
  return {
    notes: notes
      .filter((note) => note.instrument === instrument)
      .map((note) => ({
        ...note,
        by: nameOf(note.fact.enteredBy),
        struckBy: note.struck && nameOf(note.struck.by),
      })),
    facts: sealedFactsOf(notes, instrument),
    unreadable: unreadable.map(({ author, at }) => ({ name: nameOf(author), at })),
    newer,
  }
}
