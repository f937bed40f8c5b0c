/**
 * What time does by itself: what nobody confirmed is erased, the randoms of asks that are open no more are destroyed, and
 * rows of whose supporters nothing is held become sums.
 */
import { takesActions } from '#campaigns/core/ask_state.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'

import {
  clearFingerprints,
  countConfirmed,
  destroyRandom,
  eraseExpired,
  findRandoms,
  foldActions,
} from './actions.store.ts'
import type { Campaigns } from './campaigns.service.ts'
import { settleSketches } from './likeness.service.ts'

export type ClosingDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly campaigns: Pick<Campaigns, 'evenSecret'>
}

/** Rows in one transaction: others work on the table meanwhile. */
const AT_ONCE = 10_000

/** Hourly. See [Note: Noise after the close]. Withdrawn asks are not among those that run: theirs go as well. */
export const closeAsks = async ({ database, clock, campaigns }: ClosingDeps): Promise<void> => {
  const now = clock()
  await inTransaction(database, { role: 'jobs' }, (db) => eraseExpired(db, now))
  const randoms = await inTransaction(database, { role: 'jobs' }, findRandoms)
  const open = new Set(
    (await campaigns.evenSecret(now)).flatMap(({ id, body }) => (takesActions(body, now) ? [id] : [])),
  )
  await settleSketches(database, open)
  for (const ask of randoms.filter((one) => !open.has(one)))
    await inTransaction(database, { role: 'jobs' }, (db) => destroyRandom(db, ask, now))
  while (
    (await inTransaction(database, { role: 'jobs' }, (db) => clearFingerprints(db, AT_ONCE))) === AT_ONCE
  );
  // Of asks that nobody looks at, too, so that the ledger has a line for the day.
  while (
    (await inTransaction(database, { role: 'jobs' }, (db) => countConfirmed(db, { now, most: AT_ONCE }))) ===
    AT_ONCE
  );
  while (
    (await inTransaction(database, { role: 'jobs' }, (db) => foldActions(db, { now, most: AT_ONCE }))) ===
    AT_ONCE
  );
}
