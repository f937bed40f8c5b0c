/**
 * After a new epoch of the desk began: a lead's device gives every log of the desk a new key, granted under the desk's. It
 * acts on what the verified log of the desk says and on nothing that the server asks for, and goes on wherever it or
 * another lead's device was cut off.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { journalOf } from '#members/core/journal.ts'
import { leftAnswer, staleKeysAnswer } from '#members/core/wire.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, deskKeyOf, type OpenDesk, type Unlocked } from '#members/client/unlocked.ts'
import type { Renewal } from '#members/client/views.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { headToWire, wireToBytes, wireToHead } from '#vault/core/wire.ts'
import { renewGrant, type Renewed } from '#vault/client/v1/desk.ts'
import { openHead, sealHead } from '#vault/client/v1/head.ts'
import type { z } from 'zod'

type Answer<T> = Promise<Result<T, MemberRefusal>>
type StaleLog = z.infer<typeof staleKeysAnswer>['logs'][number]
export type Progress = (done: number, total: number, what: string) => void

/** How many logs wait; nobody asks in a desk's first epoch. */
export const countToRenew = async (deps: ClientDeps, { desk }: OpenDesk): Answer<number> => {
  if (desk.epoch === 1) return ok(0)
  const answer = await deps.api('GET', `/desks/${desk.id}/keys`, { answer: staleKeysAnswer })
  return answer.ok ? ok(answer.value.left) : serverErr(answer.error)
}

export const renewKeys = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly progress: Progress },
): Answer<Renewal> => {
  const open = await openDesk(deps, unlocked, given.desk)
  if (!open.ok) return open
  if (open.value.desk.members.get(unlocked.keys.account)?.role !== 'lead') return err({ kind: 'not_a_lead' })
  const path = `/desks/${given.desk}/keys`
  const done = { renewed: 0, stuck: 0 }
  for (let after = ''; ;) {
    const query = after === '' ? '' : `?after=${after}`
    const page = await deps.api('GET', `${path}${query}`, { answer: staleKeysAnswer })
    if (!page.ok) return serverErr(page.error)
    const { logs, left } = page.value
    const last = logs.at(-1)?.log
    if (last === undefined) return ok(done)
    // Pages go forward; a server that turns back would never end.
    if (last <= after) return err({ kind: 'tampered', what: 'bad_answer', seq: null })
    const renewed = await renewAll(deps, unlocked, { desk: open.value, logs })
    if (renewed.length > 0) {
      const sent = await deps.api('POST', path, { body: { logs: renewed }, answer: leftAnswer })
      if (!sent.ok) return serverErr(sent.error)
    }
    done.renewed += renewed.length
    done.stuck += logs.length - renewed.length
    given.progress(done.renewed, done.renewed + left - logs.length, 'renew_keys')
    after = last
  }
}

/** WebCrypto answers faster when it is asked for several at once. */
const BATCH = 64

const renewAll = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  { desk, logs }: { readonly desk: OpenDesk; readonly logs: readonly StaleLog[] },
) => {
  const renewed = []
  for (let start = 0; start < logs.length; start += BATCH) {
    const batch = logs.slice(start, start + BATCH)
    const made = await Promise.all(batch.map((log) => renewOne(deps, unlocked, { desk, log })))
    renewed.push(...made.flatMap((one) => (one ? [one] : [])))
  }
  return renewed
}

/**
 * Null where the grant opens with no key of the desk, or not to the key of the case's head: whoever left knows the desk's
 * older key and could, with the server's help, put another grant in the place of the true one.
 */
const renewOne = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  { desk, log: { log, grant, head } }: { readonly desk: OpenDesk; readonly log: StaleLog },
) => {
  const from = deskKeyOf(desk, grant.deskEpoch)
  if (!from || grant.deskEpoch >= desk.key.epoch) return null
  const of = { log, epoch: grant.epoch }
  const given = { of, sealed: wireToBytes(grant.sealed) }
  const renewed = await renewGrant({ from, to: desk.key }, given, deps.chance)
  if (!renewed) return null
  const epoch = grant.epoch + 1
  const sealed = toBase64url(renewed.sealed)
  const next = head && (await resealHead(deps, unlocked, { desk, log, head, renewed, epoch }))
  // A journal has no head.
  if (!next && log !== journalOf(desk.desk.id)) return null
  return { log, grant: { epoch, deskEpoch: desk.key.epoch, sealed }, head: next }
}

type Heading = {
  readonly desk: OpenDesk
  readonly log: string
  readonly head: NonNullable<StaleLog['head']>
  readonly renewed: Renewed
  readonly epoch: number
}

/** The same summary of the same entries; null for a head that does not open, which the next reader of the case writes anew. */
const resealHead = async (
  deps: ClientDeps,
  { keys }: Unlocked,
  { desk: { desk }, log, head, renewed, epoch }: Heading,
) => {
  const opened = await openHead(wireToHead(head), renewed.before.key)
  const own = desk.members.get(keys.account)
  if (!opened.ok || opened.value.context.log !== log || !own) return null
  const { context, summary } = opened.value
  const next = { ...context, author: keys.account, roster: own.right, key: `case:${epoch}` }
  const use = { key: renewed.key, signing: keys.signing, chance: deps.chance }
  return headToWire(await sealHead(next, summary, use))
}
