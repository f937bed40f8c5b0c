/**
 * New keys for the logs of a desk in a new epoch: somebody had to leave, or the keys were old. A lead's device makes them; the server takes one for each
 * log whose newest key is granted under an older key of the desk, and for no other.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { MOST_RENEWED } from '#members/core/wire.ts'
import { loadDesk } from '#members/server/desk.service.ts'
import { type Database, inSnapshot, inTransaction, type Writer } from '#platform/server/database.ts'
import { headSignedBy, parseHead } from '#vault/core/v1/head.ts'
import type { HeadBytes } from '#vault/core/wire.ts'
import {
  countStaleLogs,
  findStaleLogs,
  insertKeys,
  lockHeads,
  type NewKey,
  type StaleLog,
  type StoredGrant,
} from '#vault/server/log.store.ts'

export type RenewalDeps = { readonly database: Database }
type By = { readonly account: string; readonly desk: string }

export type StaleKeys = { readonly logs: readonly StaleLog[]; readonly left: number }

export const readStaleKeys = (deps: RenewalDeps, by: By, after: string): Promise<StaleKeys> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, async (db) => {
    const epoch = (await loadDesk(db, by.desk))?.desk.epoch ?? 1
    const of = { desk: by.desk, epoch }
    const logs = await findStaleLogs(db, of, { after, limit: MOST_RENEWED })
    return { logs, left: await countStaleLogs(db, of) }
  })

export type RenewedLog = {
  readonly log: string
  readonly grant: StoredGrant
  readonly head: HeadBytes | null
}

export type RenewalRefusal =
  | { readonly kind: 'not_a_lead' }
  | { readonly kind: 'old_grant' }
  | { readonly kind: 'bad_head'; readonly log: string }
  | { readonly kind: 'not_found' }

/** All or none; a log that another lead's device was first to renew is passed over. */
export const renewKeys = (
  deps: RenewalDeps,
  by: By,
  logs: readonly RenewedLog[],
): Promise<Result<{ readonly left: number }, RenewalRefusal>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) => {
    const loaded = await loadDesk(db, by.desk)
    const author = loaded?.desk.members.get(by.account)
    if (!loaded || author?.role !== 'lead') return err({ kind: 'not_a_lead' as const })
    const { epoch } = loaded.desk
    if (logs.some(({ grant }) => grant.deskEpoch !== epoch)) return err({ kind: 'old_grant' as const })
    const taken = await keysToTake(db, logs, author)
    if (!taken.ok) return taken
    if (taken.value.length > 0) await insertKeys(db, by.desk, taken.value)
    return ok({ left: await countStaleLogs(db, { desk: by.desk, epoch }) })
  })

type Author = { readonly account: string; readonly right: string; readonly signing: string }

const keysToTake = async (
  db: Writer,
  logs: readonly RenewedLog[],
  author: Author,
): Promise<Result<readonly NewKey[], RenewalRefusal>> => {
  const stored = await lockHeads(
    db,
    logs.map(({ log }) => log),
  )
  const taken: NewKey[] = []
  for (const { log, grant, head } of logs) {
    const now = stored.get(log)
    if (!now) return err({ kind: 'not_found' })
    // A case that was erased has none, and gets none.
    if (!now.grant) continue
    if (now.grant.deskEpoch >= grant.deskEpoch) continue
    if (grant.epoch !== now.grant.epoch + 1) return err({ kind: 'old_grant' })
    const through = head && (await throughOf(head, { log, author, epoch: grant.epoch, before: now.head }))
    if (head && through === null) return err({ kind: 'bad_head', log })
    taken.push({ log, grant, head: head && { through: through ?? 0, ...head } })
  }
  return ok(taken)
}

/** The same head under the new key: it covers what the one before covered, and its author is who renews. */
const throughOf = async (
  head: HeadBytes,
  of: {
    readonly log: string
    readonly author: Author
    readonly epoch: number
    readonly before: Uint8Array | null
  },
): Promise<number | null> => {
  const next = parseHead(head.statement)
  const last = of.before && parseHead(of.before)
  if (!next.ok || !last?.ok) return null
  const { log, author, roster, key, through, tip } = next.value
  const fits =
    log === of.log &&
    author === of.author.account &&
    roster === of.author.right &&
    key === `case:${of.epoch}` &&
    through === last.value.through &&
    tip === last.value.tip &&
    (await headSignedBy(of.author.signing, head))
  return fits ? through : null
}
