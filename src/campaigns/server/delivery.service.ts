/**
 * Supporters' own messages to the targets of an ask. From the confirmation on each is one letter to each target, in that
 * person's own name; it lies sealed in the queue of mail, goes out when the target's turn has come, and is erased then.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { type MailPurpose, queueMail, releaseHeldMail } from '#platform/server/mail/mail.ts'
import { targetKey } from '#platform/server/mail/mail_seal.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'

import {
  bareWords,
  deliveryTargets,
  isTooAlike,
  parseDeliveryForm,
  type RefusedDelivery,
  zoneOfTarget,
} from '../core/delivery.ts'
import type { ReadForm } from '../core/signing.ts'
import type { Actions, ConfirmHook } from './actions.ts'
import type { Campaigns } from './campaigns.service.ts'
import {
  allowAlike,
  countDelivery,
  countHeld,
  type DeliveryRow,
  findDelivery,
  noneHeld,
  noteDelivered,
} from './delivery.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly delivery?: Delivery
  }
}

const PURPOSE = 'delivery'

type Deps = {
  readonly database: Database
  readonly secrets: ServerSecrets
  readonly clock: () => Date
}

/** In the transaction of the confirmation. */
export const deliver =
  ({ secrets, clock }: Omit<Deps, 'database'>): ConfirmHook =>
  async (db, { id, ask, held }) => {
    const { delivery, zone } = ask.body
    const targets = deliveryTargets(ask.body)
    if (delivery === null || held.message === null) return
    const mark = targetKey(secrets, `${ask.id}\n${bareWords(held.message)}`)
    const { all, same, allowed } = await countDelivery(db, { ask: ask.id, desk: ask.desk, mark })
    const waits = !allowed && isTooAlike({ same, all })
    for (const target of targets)
      await queueMail(
        db,
        {
          purpose: PURPOSE,
          ask: ask.id,
          about: id,
          target: target.mail,
          pace: { perHour: delivery.perHour, zone: zoneOfTarget(target, zone), country: target.country },
          dueAt: clock(),
          held: waits,
          to: target.mail,
          fromName: held.name,
          replyTo: held.mail,
          subject: held.extra.subject ?? '',
          // The words alone, signed with name and address: whoever answers writes to the person.
          text: `${held.message}\n\n${held.name}\n${held.mail}\n`,
          language: held.language,
        },
        secrets,
      )
    if (waits) await countHeld(db, { ask: ask.id, n: targets.length })
  }

/** Counted as delivered when the mail server took it; one that comes back is taken off again. */
export const deliveryPurpose = ({ clock }: Pick<Deps, 'clock'>): MailPurpose => ({
  purpose: PURPOSE,
  settled: (db, { about, outcome }) => {
    const took = outcome === 'sent'
    return noteDelivered(db, { action: about, delivered: took ? 1 : 0, refused: took ? 0 : 1, now: clock() })
  },
  returned: async (db, { about, hard }) => {
    if (hard) await noteDelivered(db, { action: about, delivered: -1, refused: 1, now: clock() })
  },
})

export type DeliverOutcome =
  | { readonly kind: 'thanks' }
  | { readonly kind: 'refused'; readonly form: RefusedDelivery }
  | { readonly kind: 'crowded'; readonly seconds: number }
  | { readonly kind: 'nowhere' }

export type Delivery = {
  readonly send: (request: {
    readonly campaign: string
    readonly ask: string
    readonly language: string
    readonly read: ReadForm
  }) => Promise<DeliverOutcome>
}

export const openDelivery = (deps: {
  readonly actions: Pick<Actions, 'takeAction'>
  readonly campaigns: Pick<Campaigns, 'findAsk'>
  readonly clock: () => Date
}): Delivery => ({
  send: async ({ campaign, ask: slug, language, read }) => {
    const now = deps.clock()
    const ask = await deps.campaigns.findAsk(campaign, slug, now)
    if (ask === null || ask.body.delivery === null || ask.state === 'before') return { kind: 'nowhere' }
    const parsed = parseDeliveryForm(read, { body: ask.body, language, on: now.toISOString().slice(0, 10) })
    if (!parsed.ok) return { kind: 'refused', form: parsed.error }
    const taken = await deps.actions.takeAction({ ask, kind: 'delivery', held: parsed.value, language })
    return taken.ok ? { kind: 'thanks' } : { kind: 'crowded', seconds: taken.error.seconds }
  },
})

type By = { readonly account: string; readonly desk: string; readonly ask: string }

const none: DeliveryRow = { confirmed: 0, delivered: 0, refused: 0, held: 0, alike_allowed: false }

/** Of an ask that has sent none yet: nothing but zeros. */
export const readDelivery = async (
  { database }: Pick<Deps, 'database'>,
  { account, desk, ask }: By,
): Promise<Result<DeliveryRow, never>> =>
  ok((await inTransaction(database, { role: 'desk', account, desk }, (db) => findDelivery(db, ask))) ?? none)

/** A manager lets what many wrote alike go out: one by one, like every other. */
export const releaseAlike = async (
  { database, clock }: Omit<Deps, 'secrets'>,
  { account, desk, ask }: By,
): Promise<Result<undefined, { readonly kind: 'not_found' }>> => {
  const own = await inTransaction(database, { role: 'desk', account, desk }, (db) => allowAlike(db, ask))
  if (!own) return err({ kind: 'not_found' })
  await inTransaction(database, { role: 'jobs' }, async (db) => {
    await releaseHeldMail(db, { ask, purpose: PURPOSE, now: clock() })
    await noneHeld(db, ask)
  })
  return ok(undefined)
}
