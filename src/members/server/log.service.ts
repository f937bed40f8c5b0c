/** What the server asks of an entry of every log but a desk's own, before the rules of that log's kind. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Desk, Member } from '#members/core/desk.ts'
import { type AppendRefusal, checkAuthorship, follows } from '#members/server/desk.service.ts'
import type { Writer } from '#platform/server/database.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import type { EntryBytes, ReadEntry } from '#vault/core/v1/entry.ts'
import { findGrant } from '#vault/server/log.store.ts'

export type NextEntry = {
  readonly log: string
  readonly before: readonly ReadEntry[]
  readonly author: Member
  readonly now: Date
}

/** It is of this author, of this log, follows the entries before and names the right that its author has now. */
export const checkNext = async (
  bytes: EntryBytes,
  { log, before, author, now }: NextEntry,
): Promise<Result<ReadEntry, AppendRefusal>> => {
  const entry = await checkAuthorship(bytes, { account: author.account, signing: author.signing, now })
  if (!entry.ok) return entry
  const { statement } = entry.value
  if (statement.log !== log) return err({ kind: 'other_log' })
  const tip = tipOf(before)
  if (tip ? !follows(statement, tip) : statement.seq !== 0)
    return err({ kind: 'tip_moved', tip: tip ?? { seq: -1, hash: '' } })
  return statement.roster === author.right ? ok(entry.value) : err({ kind: 'no_right' })
}

export type OldKey = { readonly kind: 'old_key' }

/**
 * The number of the log's present key, if everything sealed in the run is sealed under it, and it is granted under the
 * desk's present key: whoever left holds the ones before.
 */
export const checkKey = async (
  db: Writer,
  { log, desk, run }: { readonly log: string; readonly desk: Desk; readonly run: readonly ReadEntry[] },
): Promise<Result<number, OldKey>> => {
  const grant = await findGrant(db, { log, desk: desk.id })
  const present = grant !== null && grant.deskEpoch === desk.epoch
  const old = run.some(
    ({ statement }) => statement.sealed !== null && !(present && namesKey(statement, grant)),
  )
  return old ? err({ kind: 'old_key' }) : ok(grant?.epoch ?? 1)
}

const namesKey = ({ key }: { readonly key: string }, { epoch }: { readonly epoch: number }): boolean =>
  key === `case:${epoch}`

export const tipOf = (entries: readonly ReadEntry[]): Tip | null => {
  const last = entries.at(-1)
  return last ? { seq: last.statement.seq, hash: last.hash } : null
}

/** An entry as it is held in memory between two writes: what is sealed is not needed again. */
export const withoutSealed = (entry: ReadEntry): ReadEntry => ({
  ...entry,
  bytes: { ...entry.bytes, sealed: null },
})

export type KnownLogs<T> = {
  readonly at: (log: string, tip: Tip) => T | null
  readonly keep: (log: string, tip: Tip, known: T) => void
}

/**
 * Logs as they stand after a write of this process. The hash of a tip stands for every byte before it, so a log is
 * read again only when its tip is another. What a desk may see is asked of the database each time, by the tip itself.
 */
export const createKnownLogs = <T>(most: number): KnownLogs<T> => {
  const logs = new Map<string, { readonly tip: string; readonly known: T }>()
  return {
    at: (log, tip) => {
      const found = logs.get(log)
      return found?.tip === tip.hash ? found.known : null
    },
    keep: (log, tip, known) => {
      if (logs.size >= most) logs.clear()
      logs.set(log, { tip: tip.hash, known })
    },
  }
}
