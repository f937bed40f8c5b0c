/**
 * Work on those of whom an ask wants something: meetings, promises and what became of them, talking points, who covers
 * whom. Entries of the desk's journal: the server learns which kind was written, when and by whom; of whom and what lies
 * sealed and is folded on devices alone.
 */
import { z } from 'zod'
import { daySchema, explanationWords, memberSchema, sourceWords } from '#instruments/core/position_wire.ts'
import { struck, strikeWords } from '#instruments/core/sealed_positions.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { JournalEntry, JournalKind } from '#members/core/journal.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

export const meetingWays = ['meeting', 'call', 'letter', 'event'] as const
export type MeetingWay = (typeof meetingWays)[number]
export const promiseStates = ['open', 'kept', 'broken'] as const
export type PromiseState = (typeof promiseStates)[number]

/** The ask by its document, the member by their id in the body. */
const target = { ask: idSchema, member: memberSchema }

const schemas = {
  meeting: z.strictObject({
    ...target,
    on: daySchema,
    way: z.enum(meetingWays),
    /** Who spoke: of theirs and of ours. */
    who: sourceWords,
    notes: explanationWords,
  }),
  promise: z.strictObject({
    ...target,
    what: sourceWords,
    on: daySchema,
    /** By when; null: nothing was said. */
    by: daySchema.nullable(),
  }),
  /** What became of a promise; the last one written holds. */
  promise_seen: z.strictObject({
    promise: idSchema,
    state: z.enum(promiseStates),
    seenOn: daySchema,
    /** Where it was seen: a record, a speech. */
    seen: sourceWords,
  }),
  talking_points: z.strictObject({ ask: idSchema, text: explanationWords }),
  /** Which member of the desk works on them; null: nobody any more. */
  cover: z.strictObject({ ...target, account: idSchema.nullable() }),
} as const
export const lobbyNoteKinds = ['meeting', 'promise', 'promise_seen', 'talking_points', 'cover'] as const
export type LobbyNoteKind = (typeof lobbyNoteKinds)[number]

/** As it is noted. */
export type LobbyNote = {
  readonly [K in LobbyNoteKind]: { readonly kind: K; readonly words: Readonly<z.infer<(typeof schemas)[K]>> }
}[LobbyNoteKind]

/** What this room writes into journals; a strike is that of every note. */
export const lobbyingKinds: readonly JournalKind[] = lobbyNoteKinds.map((kind) => ({
  kind,
  coded: z.strictObject({}),
  words: schemas[kind],
  // The longest notes in the widest script, padded.
  mostSealed: kind === 'meeting' || kind === 'talking_points' ? 24 * 1024 : 6 * 1024,
}))

type Noted = {
  /** Of its entry. */
  readonly id: string
  readonly author: string
  readonly at: string
  readonly struck: { readonly by: string; readonly at: string; readonly why: string } | null
}
type WordsOf<K extends LobbyNoteKind> = Readonly<z.infer<(typeof schemas)[K]>>
export type Meeting = WordsOf<'meeting'> & Noted
export type PromiseSeen = Omit<WordsOf<'promise_seen'>, 'promise'> & { readonly author: string }
export type Promised = WordsOf<'promise'> &
  Noted & { readonly state: PromiseState; readonly seen: readonly PromiseSeen[] }

export type Lobbying = {
  readonly meetings: readonly Meeting[]
  readonly promises: readonly Promised[]
  /** The last text of each ask. */
  readonly points: readonly (WordsOf<'talking_points'> & { readonly author: string; readonly at: string })[]
  readonly covers: readonly { readonly ask: string; readonly member: string; readonly account: string }[]
  /** Entries that their author's device sealed in no form that this one reads. */
  readonly unreadable: readonly Pick<JournalEntry, 'id' | 'author' | 'at'>[]
  /** Written by a newer version: until it is here, what is known is not all. */
  readonly newer: number
}

/** In the order of the journal. What speaks of no note, or of one that was struck, changes nothing. */
export const foldLobbying = (entries: readonly JournalEntry[]): Lobbying => {
  const meetings = new Map<string, Meeting>()
  const promises = new Map<string, Promised>()
  const points = new Map<string, Lobbying['points'][number]>()
  const covers = new Map<string, Lobbying['covers'][number] | null>()
  const unreadable: Lobbying['unreadable'][number][] = []
  let newer = 0
  for (const { id, kind, kindVersion, author, at, words } of entries) {
    if (kind === struck.kind) strikeIn([meetings, promises], { author, at, words })
    const own = lobbyNoteKinds.find((one) => one === kind)
    if (own === undefined) continue
    if (kindVersion !== 1) {
      newer += 1
      continue
    }
    const note = readNote(own, words)
    const noted = { id, author, at, struck: null }
    switch (note?.kind) {
      case undefined:
        unreadable.push({ id, author, at })
        break
      case 'meeting':
        meetings.set(id, { ...note.words, ...noted })
        break
      case 'promise':
        promises.set(id, { ...note.words, ...noted, state: 'open', seen: [] })
        break
      case 'promise_seen':
        seeIn(promises, note.words, author)
        break
      case 'talking_points':
        points.set(note.words.ask, { ...note.words, author, at })
        break
      case 'cover': {
        const { ask, member, account } = note.words
        covers.set(`${ask} ${member}`, account === null ? null : { ask, member, account })
        break
      }
    }
  }
  return {
    meetings: [...meetings.values()],
    promises: [...promises.values()],
    points: [...points.values()],
    covers: [...covers.values()].filter((one) => one !== null),
    unreadable,
    newer,
  }
}

const readNote = (kind: LobbyNoteKind, words: unknown): LobbyNote | null => {
  const parsed = schemas[kind].safeParse(words)
  return parsed.success ? ({ kind, words: parsed.data } as LobbyNote) : null
}

const strikeIn = (
  all: readonly Map<string, Noted>[],
  { author, at, words }: Pick<JournalEntry, 'author' | 'at' | 'words'>,
): void => {
  const strike = strikeWords.safeParse(words)
  if (!strike.success) return
  const { entry, why } = strike.data
  for (const notes of all) {
    const note = notes.get(entry)
    if (note?.struck === null) notes.set(entry, { ...note, struck: { by: author, at, why } })
  }
}

const seeIn = (
  promises: Map<string, Promised>,
  { promise, ...seen }: WordsOf<'promise_seen'>,
  author: string,
): void => {
  const of = promises.get(promise)
  if (of?.struck !== null) return
  promises.set(promise, { ...of, state: seen.state, seen: [...of.seen, { ...seen, author }] })
}

export type LobbyRefusal =
  | { readonly kind: 'no_note'; readonly fields: readonly string[] }
  | { readonly kind: 'no_such_note' }

/** What a form gave, as it is sealed, or the fields that have to be mended. `today` is an ISO day. */
export const readLobbyNote = (
  given: { readonly kind: LobbyNoteKind; readonly words: unknown },
  today: string,
): Result<LobbyNote, LobbyRefusal> => {
  const parsed = schemas[given.kind].safeParse(given.words)
  if (!parsed.success)
    return err({ kind: 'no_note', fields: parsed.error.issues.map(({ path }) => String(path[0] ?? '')) })
  // Half a character could not be written in the one form that is signed; what has happened has a day that was.
  const wrong = Object.entries(parsed.data).flatMap(([field, value]) => {
    const broken = typeof value === 'string' && !value.isWellFormed()
    const ahead = (field === 'on' || field === 'seenOn') && String(value) > today
    return broken || ahead ? [field] : []
  })
  const early =
    'by' in parsed.data && parsed.data.by !== null && parsed.data.by < parsed.data.on ? ['by'] : []
  const fields = [...wrong, ...early]
  return fields.length > 0
    ? err({ kind: 'no_note', fields })
    : ok({ kind: given.kind, words: parsed.data } as LobbyNote)
}

/** Decided again wherever somebody else was first. */
export const decideLobbyNote = (
  { promises }: Pick<Lobbying, 'promises'>,
  { kind, words }: LobbyNote,
): Result<{ readonly kind: string; readonly coded: object; readonly words: unknown }, LobbyRefusal> => {
  const of = kind === 'promise_seen' ? promises.find(({ id }) => id === words.promise) : null
  if (of === undefined || of?.struck) return err({ kind: 'no_such_note' })
  return ok({ kind, coded: {}, words })
}

export type LobbyStrikeRefusal =
  | { readonly kind: 'no_such_note' }
  | { readonly kind: 'struck_already' }
  | { readonly kind: 'why_missing' }

export const decideLobbyStrike = (
  { meetings, promises }: Pick<Lobbying, 'meetings' | 'promises'>,
  given: { readonly entry: string; readonly why: string },
): Result<{ readonly kind: string; readonly coded: object; readonly words: unknown }, LobbyStrikeRefusal> => {
  const note = [...meetings, ...promises].find(({ id }) => id === given.entry)
  if (!note) return err({ kind: 'no_such_note' })
  if (note.struck) return err({ kind: 'struck_already' })
  const words = strikeWords.safeParse(given)
  return words.success && given.why.isWellFormed()
    ? ok({ kind: struck.kind, coded: {}, words: words.data })
    : err({ kind: 'why_missing' })
}

/** Open, and its day has passed. */
export const isOverdue = (
  { state, by, struck: gone }: Pick<Promised, 'state' | 'by' | 'struck'>,
  today: string,
): boolean => gone === null && state === 'open' && by !== null && by < today
