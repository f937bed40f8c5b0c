/** What the members room shows a page: plain values that pass from the worker to the page. No key is in them. */
import type { Role } from '#members/core/desk_entries.ts'

export type MyDesk = { readonly id: string; readonly name: string; readonly role: Role }

export type Me = {
  readonly account: string
  readonly name: string
  readonly steward: boolean
  readonly organisation: string
  /** Of the own keys, for a lead to compare before admitting. */
  readonly fingerprint: string
  readonly desks: readonly MyDesk[]
  /** Alarms of this unlock: a log that was rolled back, forked or does not verify. Nothing of it is opened. */
  readonly alarms: readonly Alarm[]
}

export type Alarm = {
  readonly desk: string
  readonly deskName: string
  readonly log: string
  readonly kind: string
  readonly seq: number | null
}

export type MemberView = {
  readonly account: string
  readonly name: string
  readonly role: Role
  /** Eight groups of four digits, to compare by voice. */
  readonly fingerprint: string
  readonly self: boolean
}

export type InvitationLine = {
  readonly invitation: string
  readonly role: Role
  readonly expires: string
  readonly state: 'open' | 'accepted'
  /** Of an accepted one: the guest, and whether the keys are proved by the invitation's secret. */
  readonly guest: {
    readonly name: string
    readonly fingerprint: string
    readonly proved: boolean
    /** Belongs to the desk already: there is nobody to admit. */
    readonly member: boolean
  } | null
}

export type DeskHistoryLine = {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly author: string
  readonly subject: string | null
}

/** Logs that got a new key, and those whose key nobody can open. */
export type Renewal = { readonly renewed: number; readonly stuck: number }

export type DeskView = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly epoch: number
  readonly members: readonly MemberView[]
  readonly invitations: readonly InvitationLine[]
  readonly kits: number
  /** For a lead: logs that somebody who left could still read on. */
  readonly toRenew: number
  /** False: one lead and no printed kit; such a desk may not open cases yet. */
  readonly survivesOneLoss: boolean
  /** The desk's log, every entry verified on this device. */
  readonly history: readonly DeskHistoryLine[]
}

export type Kit = {
  readonly desk: string
  readonly deskName: string
  /** The secret to print: `AGE-SECRET-KEY-…`. Shown once, kept nowhere. */
  readonly identity: string
  /** Its public half, by which the kit is confirmed. */
  readonly recipient: string
  readonly fingerprint: string
}

/** Why a passphrase is refused, or that it may be used. */
export type PassphraseVerdict =
  | { readonly kind: 'fine' }
  | { readonly kind: 'too_short'; readonly least: number }
  | { readonly kind: 'too_easy'; readonly guesses: string }
  | { readonly kind: 'holds_name' }
  /** As the one that it is to follow. */
  | { readonly kind: 'same' }

export type SessionLine = {
  readonly session: string
  readonly begunOn: string
  readonly usedAt: string
  /** Of this device. */
  readonly own: boolean
}

export type SteersAccount = {
  readonly id: string
  readonly name: string
  readonly steward: boolean
  readonly createdOn: string
  readonly closedOn: string | null
}
