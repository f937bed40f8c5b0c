/**
 * What rooms hand over to be sent by mail, and what they are told of it. A letter lies sealed under the server's secret
 * until it is sent, and is erased in the transaction that notes that it was.
 *
 * [Note: At least once] A letter is erased after the mail server has taken it. A process killed between the two sends
 * it again, under the same Message-ID, which many mail servers and readers put together. The other order would lose it.
 */
import { randomBytes } from 'node:crypto'

import type { Writer } from '../database.ts'
import type { ServerSecrets } from '../secrets.ts'
import { deleteMailOfAsk, insertMail, releaseMail } from './mail.store.ts'
import { sealLetter, targetKey } from './mail_seal.ts'

export type Letter = {
  /** Names the use, as `confirm`: lower case, 15 characters at most. Who is told the outcome follows from it. */
  readonly purpose: string
  /** The ask's document: as soon as it may not be acted for, the letter is erased unsent. Null: of no ask. */
  readonly ask: string | null
  /** An id of the room (22 characters), which it is told the outcome of; stands in the return address as well. */
  readonly about?: string
  /** Whom not to flood: letters to one target go out one by one, so many an hour, in its working hours. */
  readonly target: string | null
  /** Needed with a target; one an hour without it. */
  readonly pace?: { readonly perHour: number; readonly zone: string; readonly country: string | null }
  readonly dueAt: Date
  /** It waits until `releaseHeldMail`. */
  readonly held?: boolean
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Beside the text, never in its place. */
  readonly html?: string
  /** As in Content-Language. */
  readonly language?: string
  readonly replyTo?: string
  /** The sender's name; the address is always the installation's. */
  readonly fromName?: string
  /**
   * An id under which whoever receives this stops all that has the same purpose and id, by one press (RFC 8058). Asked of
   * every letter but a single confirmation.
   */
  readonly unsubscribe?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments?: readonly Attachment[]
}

export type Attachment = {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** Refused for good, or given up after days of trying. */
export type MailOutcome = 'sent' | 'refused' | 'given_up'

/** What a room does when it hears of letters of a purpose; each in the role `jobs`. */
export type MailPurpose = {
  readonly purpose: string
  /** In the transaction that erases the letter. */
  readonly settled?: (
    db: Writer,
    of: { readonly about: string; readonly outcome: MailOutcome },
  ) => Promise<void>
  /** It came back days later; `hard`: the address does not exist. */
  readonly returned?: (db: Writer, of: { readonly about: string; readonly hard: boolean }) => Promise<void>
  readonly unsubscribed?: (db: Writer, of: { readonly id: string }) => Promise<void>
}

/** Whether an ask may be acted for at this moment; asked before every letter of it. */
export type MayStillSend = (ask: string) => Promise<boolean>

/** Puts a letter into the queue, in the caller's transaction: it is sent if and only if that commits. */
export const queueMail = async (
  db: Writer,
  letter: Letter,
  secrets: Pick<ServerSecrets, 'pepper' | 'covers'>,
): Promise<void> => {
  const id = randomBytes(16).toString('base64url')
  await insertMail(db, {
    id,
    purpose: letter.purpose,
    ask: letter.ask,
    about: letter.about ?? null,
    target: letter.target === null ? null : targetKey(secrets, letter.target),
    per_hour: letter.target === null ? null : (letter.pace?.perHour ?? 1),
    zone: letter.target === null ? null : (letter.pace?.zone ?? 'UTC'),
    country: letter.target === null ? null : (letter.pace?.country ?? null),
    sealed: sealLetter(secrets, id, letter),
    due_at: letter.dueAt,
    held: letter.held ?? false,
  })
}

/** Erases what waits of an ask; in the role `jobs`. */
export const eraseMailOf = (db: Writer, ask: string): Promise<number> => deleteMailOfAsk(db, ask)

/** Lets what is held go, from now on; in the role `jobs`. */
export const releaseHeldMail = (
  db: Writer,
  of: { readonly ask: string; readonly purpose: string; readonly now: Date },
): Promise<number> => releaseMail(db, of)
