/** Rows of what supporters gave: sealed, and of themselves only what the server needs to keep its word. */
import type { Writer } from '#platform/server/database.ts'
import type { SealedForReceiver } from './seal_supporter.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    supporter: {
      action: string
      ask: string
      ask_version: number
      desk: string
      link: Uint8Array
      agreed: string[]
      follow: boolean
      language: string
      on_day: string
      forget_on: string
    }
    supporter_sealed: { action: string; receiver: string; ask: string; desk: string; sealed: Buffer }
  }
}

export type SupporterRow = {
  readonly action: string
  readonly ask: string
  readonly askVersion: number
  readonly desk: string
  /** SHA-256 of the token in their mail. */
  readonly link: Uint8Array
  readonly agreed: readonly string[]
  readonly follow: boolean
  readonly language: string
  readonly onDay: string
  readonly forgetOn: string
}

/** In the transaction that confirms, in which the row of `action` was just written. */
export const insertSupporter = async (
  db: Writer,
  row: SupporterRow,
  sealed: readonly SealedForReceiver[],
): Promise<void> => {
  const { action, ask, askVersion, desk, link, agreed, follow, language, onDay, forgetOn } = row
  await db
    .insertInto('supporter')
    .values({
      action,
      ask,
      ask_version: askVersion,
      desk,
      link: Buffer.from(link),
      agreed: [...agreed],
      follow,
      language,
      on_day: onDay,
      forget_on: forgetOn,
    })
    .execute()
  if (sealed.length === 0) return
  await db
    .insertInto('supporter_sealed')
    .values(
      sealed.map((one) => ({
        action,
        receiver: one.receiver,
        ask,
        desk,
        sealed: Buffer.from(one.sealed),
      })),
    )
    .execute()
}
