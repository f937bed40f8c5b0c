/** How often a member may export one case by themselves: asked for every entry `exported` that nobody has released. */
import type { Result } from '#kernel/core/result.ts'
import { decideSingleExport, type TooManyExports } from '#members/core/access_limits.ts'
import type { Desk } from '#members/core/desk.ts'
import { findLimits } from '#members/server/access.store.ts'
import type { Writer } from '#platform/server/database.ts'

/** The entry that follows takes the log's tip: of two at once, the second is asked again with the first before it. */
export const maySingleExport = async (
  db: Writer,
  { exports }: Pick<Desk, 'exports'>,
  given: { readonly account: string; readonly now: Date },
): Promise<Result<void, TooManyExports>> =>
  decideSingleExport(
    await findLimits(db, given.account),
    exports.filter(({ account, cases }) => account === given.account && cases <= 1).map(({ at }) => at),
    given.now,
  )
