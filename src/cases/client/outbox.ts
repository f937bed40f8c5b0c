/**
 * What was written while the server was away: sealed on the device, as it was meant, not yet signed. It is decided again
 * and signed when it is sent, onto whatever stands there then.
 */
import { z } from 'zod'
import type { CaseRefusal, NewEntry } from '#cases/client/views.ts'
import type { Kept } from '#members/client/kept.ts'
import { ownerOf } from '#members/client/kept_box.ts'

/** An entry of a colleague that came while this one waited. */
export type Meanwhile = {
  readonly seq: number
  readonly kind: string
  readonly authorName: string
  readonly at: string
}

export type OutboxItem = {
  readonly id: string
  readonly desk: string
  readonly case: string
  /** The first entries of a case that the server does not have yet. */
  readonly isNew: boolean
  /** Each with its id: sent twice, it counts once. */
  readonly entries: readonly (NewEntry & { readonly id: string })[]
  /** When it was written. */
  readonly at: string
  /** Place of the newest entry that its author saw; -1 for a new case. */
  readonly onto: number
  /** Why it could not be sent as things stand now; null while it waits. */
  readonly refused: CaseRefusal | null
  readonly meanwhile: readonly Meanwhile[]
}

const itemSchema = z.object({
  id: z.string(),
  desk: z.string(),
  case: z.string(),
  isNew: z.boolean(),
  entries: z.array(z.looseObject({ id: z.string(), kind: z.string() })),
  at: z.string(),
  onto: z.int(),
  refused: z.looseObject({ kind: z.string() }).nullable(),
  meanwhile: z.array(z.object({ seq: z.int(), kind: z.string(), authorName: z.string(), at: z.string() })),
})
const outboxSchema = z.object({ items: z.array(itemSchema) })

const OUTBOX = 'outbox'

/** In the order in which it was written; none where this device keeps nothing. */
export const readOutbox = async (kept: Kept | undefined): Promise<readonly OutboxItem[]> => {
  const found = outboxSchema.safeParse(await kept?.box()?.get(OUTBOX))
  // What stands in it was an item before it was sealed.
  return found.success ? (found.data.items as unknown as readonly OutboxItem[]) : []
}

/** One change after the other, over all tabs of the browser. False where the device could not write it. */
export const changeOutbox = async (
  kept: Kept | undefined,
  change: (items: readonly OutboxItem[]) => readonly OutboxItem[],
): Promise<boolean> => {
  const box = kept?.box()
  if (!kept || !box) return false
  return kept.alone(`outbox ${ownerOf(box.account)}`, async () =>
    box.put({ name: OUTBOX, value: { items: change(await readOutbox(kept)) }, sort: 'outbox' }),
  )
}

/** One sender in the whole browser. */
export const aloneSending = <T>(kept: Kept, account: string, act: () => Promise<T>): Promise<T> =>
  kept.alone(`sending ${ownerOf(account)}`, act)

export const withoutItem = (items: readonly OutboxItem[], id: string): readonly OutboxItem[] =>
  items.filter((item) => item.id !== id)

export const withItem = (items: readonly OutboxItem[], next: OutboxItem): readonly OutboxItem[] =>
  items.map((item) => (item.id === next.id ? next : item))
