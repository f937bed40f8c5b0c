/** What a supporter gave, sealed to each organisation that is given it; nothing of it is kept in clear. */
import {
  forgetOnOf,
  type HeldSupporter,
  padPart,
  partsFor,
  receiversFor,
  type SealingAsk,
  type SupporterPart,
} from '#campaigns/core/supporter.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { sealTo } from '#vault/server/sealing.service.ts'
import type { Writer } from '#platform/server/database.ts'
import { insertSupporter } from './supporters.store.ts'

export type SealedForReceiver = { readonly receiver: string; readonly sealed: Uint8Array }

/** An age file for each receiver. `action` is inside: moved to another row it would tell. */
export const sealSupporter = (
  ask: SealingAsk,
  held: HeldSupporter,
  action: string,
): Promise<readonly SealedForReceiver[]> =>
  Promise.all(
    receiversFor(ask.body.receivers, held).map(async (receiver) => {
      const runs = receiver.id === ask.body.receivers[0]?.id
      const part: SupporterPart = {
        v: 1,
        ask: ask.id,
        askVersion: ask.version,
        receiver: receiver.id,
        action,
        ...partsFor({ ...receiver, runs }, held),
      }
      const json = JSON.stringify(part)
      const plain = utf8(padPart(json, utf8(json).length))
      return { receiver: receiver.id, sealed: await sealTo(receiver.recipient, plain) }
    }),
  )

export type Confirmed = {
  readonly action: string
  readonly ask: SealingAsk & {
    readonly desk: string
    readonly body: { readonly to: { readonly day: string } }
  }
  /** SHA-256 of the token of their own page. */
  readonly link: Uint8Array
  readonly held: HeldSupporter
  /** Sealed before the transaction began, which holds a row of the action. */
  readonly sealed: readonly SealedForReceiver[]
}

/** Written together with the confirmation, in the role of the gate. */
export const keepSupporter = (db: Writer, { action, ask, link, held, sealed }: Confirmed): Promise<void> =>
  insertSupporter(
    db,
    {
      action,
      ask: ask.id,
      askVersion: ask.version,
      desk: ask.desk,
      link,
      agreed: held.agreed.filter((id) => ask.body.receivers.some((one) => one.id === id)),
      follow: held.toFollow && (ask.body.receivers[0]?.fields.includes('mail') ?? false),
      language: held.language,
      onDay: held.on,
      forgetOn: forgetOnOf(ask.body.to.day),
    },
    sealed,
  )
