/** Meetings, promises and the rest of the work on targets, on a device: noted, struck, read from the desk's journal. */
import {
  decideLobbyNote,
  decideLobbyStrike,
  foldLobbying,
  type Lobbying,
  type LobbyNoteKind,
  type LobbyRefusal,
  type LobbyStrikeRefusal,
  readLobbyNote,
} from '#campaigns/core/lobbying.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { appendToJournal, type JournalsOf, type NotBegun, readyJournal } from '#members/client/journal.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { newId } from '#members/client/unlocked.ts'

/** Of one ask; accounts by the name that the desk's log gives them. */
export type LobbyingView = Lobbying & {
  readonly names: Readonly<Record<string, string>>
}
export type LobbyingRefusal = MemberRefusal | NotBegun | LobbyRefusal | LobbyStrikeRefusal
type Answer = Promise<Result<LobbyingView, LobbyingRefusal>>
type Of = { readonly desk: string; readonly ask: string }

export const findLobbying = async (journals: JournalsOf, of: Of): Answer => {
  const journal = await readyJournal(journals, of.desk)
  return journal.ok ? ok(viewOf(journals, of, journal.value?.entries ?? [])) : journal
}

export type LobbyForm = Of & {
  /** Chosen beforehand: sent twice, it is noted once. */
  readonly id?: string
  readonly kind: LobbyNoteKind
  readonly words: unknown
}

export const noteLobbying = async (journals: JournalsOf, form: LobbyForm): Answer => {
  const read = readLobbyNote(form, journals.deps.clock().toISOString().slice(0, 10))
  if (!read.ok) return read
  const id = form.id ?? newId(journals.deps)
  const journal = await appendToJournal<LobbyRefusal>(journals, form.desk, ({ entries }) => {
    const note = decideLobbyNote(foldLobbying(entries), read.value)
    return note.ok ? ok([{ id, ...note.value }]) : note
  })
  if (journal.ok) return ok(viewOf(journals, form, journal.value.entries))
  // Sent before, and the answer was lost: it is there.
  const { error } = journal
  return error.kind === 'refused_by_server' && error.type === 'id_taken'
    ? findLobbying(journals, form)
    : journal
}

export const strikeLobbying = async (
  journals: JournalsOf,
  given: Of & { readonly entry: string; readonly why: string },
): Answer => {
  const { entry, why } = given
  const id = newId(journals.deps)
  const journal = await appendToJournal<LobbyStrikeRefusal>(journals, given.desk, ({ entries }) => {
    const strike = decideLobbyStrike(foldLobbying(entries), { entry, why })
    return strike.ok ? ok([{ id, ...strike.value }]) : strike
  })
  return journal.ok ? ok(viewOf(journals, given, journal.value.entries)) : journal
}

const viewOf = (
  { unlocked }: JournalsOf,
  { desk, ask }: Of,
  entries: Parameters<typeof foldLobbying>[0],
): LobbyingView => {
  const { meetings, promises, points, covers, unreadable, newer } = foldLobbying(entries)
  const own = <One extends { readonly ask: string }>(all: readonly One[]): readonly One[] =>
    all.filter((one) => one.ask === ask)
  const members = unlocked.desks.get(desk)?.desk.members
  return {
    meetings: own(meetings),
    promises: own(promises),
    points: own(points),
    covers: own(covers),
    unreadable,
    newer,
    names: Object.fromEntries([...(members ?? [])].map(([account, { name }]) => [account, name])),
  }
}
