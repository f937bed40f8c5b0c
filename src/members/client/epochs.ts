/** A desk goes on to its next secret: because somebody leaves, or because the present one has served its time. */
import { ok, type Result } from '#kernel/core/result.ts'
import { recipientsOf } from '#members/core/desk.ts'
import { whereverItMoved } from '#members/client/desk_acts.ts'
import { appendToDeskLog, openDesk } from '#members/client/desk_log.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, OpenDesk, Unlocked } from '#members/client/unlocked.ts'
import { deskKey, type DeskSecret, inboxRecipient, newDeskSecret, sealBundle } from '#vault/client/v1/desk.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/**
 * Ends a member's right and the epoch of the desk's secret that they hold. The next secret is sealed to everybody else
 * and to the kits.
 */
export const removeMember = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly account: string },
): Answer<OpenDesk> => {
  const fresh = await openDesk(deps, unlocked, given.desk)
  if (!fresh.ok) return fresh
  const { desk, secret: before } = fresh.value
  const next = await newDeskSecret(desk.id, desk.epoch + 1, deps.chance)
  const leaves = desk.members.get(given.account)?.recipient
  const rest = recipientsOf(desk).filter((recipient) => recipient !== leaves)
  const { stated, more } = await sealNext({ before, next }, rest)
  return appendToDeskLog(deps, unlocked, {
    desk: desk.id,
    kind: 'removed',
    coded: { account: given.account, inbox: await inboxRecipient(next), ...stated },
    ...more,
  })
}

/**
 * The same with everybody staying, after the epoch that the lead saw; where another lead was first, nothing is left to do.
 * The inbox goes on: asks that two persons let out and cards that partners compared by voice name it (decision 0030).
 */
export const beginEpoch = (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly after: number },
): Answer<OpenDesk> =>
  whereverItMoved(async () => {
    const fresh = await openDesk(deps, unlocked, given.desk)
    if (!fresh.ok) return fresh
    const { desk, secret: before } = fresh.value
    if (desk.epoch > given.after) return ok(fresh.value)
    const { inbox } = before
    const next = { ...(await newDeskSecret(desk.id, desk.epoch + 1, deps.chance)), inbox }
    const { stated, more } = await sealNext({ before, next }, recipientsOf(desk))
    return appendToDeskLog(deps, unlocked, { desk: desk.id, kind: 'epoch_begun', coded: stated, ...more })
  })

type Secrets = { readonly before: DeskSecret; readonly next: DeskSecret }

/** The next secret, sealed to these; it opens the words that hold the one before, for what is not renewed yet. */
const sealNext = async ({ before, next }: Secrets, recipients: readonly string[]) => {
  const { bytes, hash } = await sealBundle(next, recipients)
  return {
    stated: { epoch: next.epoch, bundle: hash },
    more: { words: { before }, key: await deskKey(next), bundle: bytes },
  }
}
