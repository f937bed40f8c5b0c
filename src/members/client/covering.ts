/** A desk trusts the organisation's keys: a lead's device compares them with paper and says so in the desk's log. */
import { err, type Result } from '#kernel/core/result.ts'
import { findRoot } from '#members/client/ceremony.ts'
import { whereverItMoved } from '#members/client/desk_acts.ts'
import { appendToDeskLog, openDesk, widenBundle } from '#members/client/desk_log.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, OpenDesk, Unlocked } from '#members/client/unlocked.ts'
import { rootDigits, sameDigits } from '#members/core/root.ts'

/** The digits come from a printed sheet: a server that names a root of its own is caught by them. */
export const coverDesk = (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly digits: string },
): Promise<Result<OpenDesk, MemberRefusal>> =>
  whereverItMoved(async () => {
    const fresh = await openDesk(deps, unlocked, given.desk)
    if (!fresh.ok) return fresh
    const found = await findRoot(deps)
    if (!found.ok) return found
    if (!found.value) return err({ kind: 'no_root' })
    const { root, recovery } = found.value
    if (!sameDigits(given.digits, rootDigits(found.value))) return err({ kind: 'digits_differ' })
    // The one before, if there was one, opens nothing that is sealed from now on.
    const { desk, secret } = fresh.value
    const bundle = await widenBundle({ ...fresh.value, desk: { ...desk, root: null }, secret }, recovery)
    const coded = { root, recovery, epoch: desk.epoch, bundle: bundle.hash }
    return appendToDeskLog(deps, unlocked, { desk: desk.id, kind: 'rooted', coded, bundle: bundle.bytes })
  })
