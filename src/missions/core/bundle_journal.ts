/** What the desk's journal keeps of bundles: whose keys were compared, and which bundles were made and taken in. */
import { z } from 'zod'
import { date, day, hash, id, shortText, term } from '#cases/core/fields.ts'
import { ageRecipientSchema } from '#members/core/desk_entries.ts'
import type { JournalEntry, JournalKind } from '#members/core/journal.ts'
import { bundleKinds, type Party, requestBody } from './bundle.ts'

/** What it is decides which consent facts need: C3 for a mission, C2 for a partner organisation. */
export const sides = ['mission', 'organisation'] as const
export type Side = (typeof sides)[number]

/** The last one of the same two keys holds. */
const counterpartWords = z.strictObject({
  name: shortText,
  desk: shortText,
  side: term(sides),
  recipient: ageRecipientSchema,
  signing: hash,
  comparedOn: day,
  /** False: the desk does not trust these keys any more. */
  trusted: z.boolean(),
})
export type Counterpart = Readonly<z.infer<typeof counterpartWords>>

const exchangedWords = z.strictObject({
  bundle: id,
  ref: id,
  direction: term(['made', 'taken']),
  kind: term(bundleKinds),
  /** As their keys were compared on that day. */
  with: z.strictObject({ name: shortText, desk: shortText, recipient: ageRecipientSchema }),
  on: date,
  case: id.optional(),
  /** Of facts that were taken in: the sender's hearings, and what they are here. */
  hearings: z
    .array(z.strictObject({ theirs: id, ours: id }))
    .max(50)
    .optional(),
  /** Of a request that was taken in: what was asked. */
  request: requestBody.optional(),
})
export type Exchanged = Readonly<z.infer<typeof exchangedWords>>

/** The server learns that there is one, from whom and when: with whom stands in the words. */
const nothing = z.strictObject({})

export const bundleJournalKinds: readonly JournalKind[] = [
  { kind: 'counterpart', coded: nothing, words: counterpartWords, mostSealed: 16 * 1024 },
  { kind: 'bundle', coded: nothing, words: exchangedWords, mostSealed: 48 * 1024 },
]

const wordsIn = <T>(entries: readonly JournalEntry[], kind: string, schema: z.ZodType<T>): readonly T[] =>
  entries.flatMap((entry) => {
    const words = entry.kind === kind ? schema.safeParse(entry.words) : null
    return words?.success ? [words.data] : []
  })

type Keys = Pick<Party, 'signing' | 'recipient'>
const isSame = (a: Keys, b: Keys): boolean => a.signing === b.signing && a.recipient === b.recipient

/** As they stand now, those that are not trusted any more among them. */
export const counterpartsIn = (entries: readonly JournalEntry[]): readonly Counterpart[] => {
  const all = wordsIn<Counterpart>(entries, 'counterpart', counterpartWords)
  return all.filter((one, at) => !all.slice(at + 1).some((later) => isSame(one, later)))
}

export const exchangedIn = (entries: readonly JournalEntry[]): readonly Exchanged[] =>
  wordsIn<Exchanged>(entries, 'bundle', exchangedWords)

/** Their keys may be others since: an inbox changes when somebody leaves, and each colleague signs with their own. */
export const isWith = (exchanged: Exchanged, { name, desk }: Pick<Counterpart, 'name' | 'desk'>): boolean =>
  exchanged.with.name === name && exchanged.with.desk === desk

/** Null: these two keys were not compared, or are not trusted any more. */
export const trustedBy = (counterparts: readonly Counterpart[], keys: Keys): Counterpart | null =>
  counterparts.find((one) => one.trusted && isSame(one, keys)) ?? null

/** Whether somebody whom the desk knows comes with other keys than were compared: a new member, or a forger. */
export const isChanged = (counterparts: readonly Counterpart[], party: Party): boolean =>
  trustedBy(counterparts, party) === null &&
  counterparts.some(
    (one) =>
      one.recipient === party.recipient ||
      one.signing === party.signing ||
      (one.name === party.organisation && one.desk === party.desk),
  )
