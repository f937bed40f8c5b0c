/**
 * Letters that need no row of their own: a room makes them from what it holds already, as confirmations from signatures
 * that wait. The room keeps the lease: what it handed out it hands out again only after minutes without an answer.
 */
import type { Letter } from './mail.ts'

/** `id`: 22 characters; stands in the return address, and bounces are told to the purpose under it. */
export type DueMail = { readonly id: string } & Omit<Letter, 'dueAt' | 'target' | 'pace' | 'about'>

/** `later`: the mail server did not take it now. `refused`: it never will, or the ask was stopped. */
export type SettledMail = { readonly id: string; readonly outcome: 'sent' | 'later' | 'refused' }

export type MailSource = {
  readonly name: string
  /** Nobody else is handed the same ones for the next ten minutes at least, unless they are settled as `later`. */
  readonly take: (given: { readonly most: number; readonly now: Date }) => Promise<readonly DueMail[]>
  readonly settle: (results: readonly SettledMail[]) => Promise<void>
  /** How many wait, for the steward. */
  readonly waiting?: () => Promise<number>
}
