/** What the members room shows a page: plain values that pass from the worker to the page. No key is in them. */
import type { Certificate } from '#members/core/certificates.ts'
import type { WantedFactor } from '#members/core/factor_wire.ts'
import type { Role } from '#members/core/desk_entries.ts'
import type { ShareFault } from '#vault/core/v1/share_text.ts'

export type MyDesk = {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The holders of the organisation's shares can open it and let its members in again. */
  readonly covered: boolean
  /** When its present keys began, as its log says. */
  readonly epochFrom: string
  /** Leads whose certificate runs out soon or has run out. */
  readonly certificatesDue: number
}

export type Me = {
  readonly account: string
  readonly name: string
  readonly steward: boolean
  readonly organisation: string
  /** Of the own keys, for a lead to compare before admitting. */
  readonly fingerprint: string
  readonly desks: readonly MyDesk[]
  /**
   * Alarms of this unlock: a log that was rolled back, forked or does not verify. Nothing of it is opened. `newer_version` is
   * none: a newer program opens it.
   */
  readonly alarms: readonly Alarm[]
  /** Members who were let in again lately: their colleagues are to know, and to ask them. */
  readonly letIn: readonly LetIn[]
}

export type LetIn = {
  readonly desk: string
  readonly deskName: string
  readonly name: string
  readonly at: string
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
  /** Of a lead at a desk that trusts the organisation's keys. */
  readonly certificate: Certificate | null
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
  /** When the present epoch of its keys began, as its log says. */
  readonly epochFrom: string
  readonly members: readonly MemberView[]
  readonly invitations: readonly InvitationLine[]
  readonly kits: number
  /** For a lead: logs that have no key under the desk's present one yet. */
  readonly toRenew: number
  /** False: one lead and no printed kit; such a desk may not open cases yet. */
  readonly survivesOneLoss: boolean
  /** Of the organisation's keys that this desk trusts; null: it trusts none. */
  readonly rootDigits: string | null
  /** The age recipient of its inbox, as its log names it. */
  readonly inbox: string
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

/** How a second factor may be given. */
export type FactorWays = Omit<WantedFactor, 'ticket'>

/** The steward took a member's second factors away, or ended their sessions. */
export type StewardAct = { readonly act: 'factors' | 'sessions'; readonly name: string; readonly on: string }

export type FactorRule = {
  readonly required: boolean
  /** Names of accounts without a factor. */
  readonly without: readonly string[]
}

/** What a page asks a passkey for, so that it answers with a secret. Texts are base64url. */
export type PasskeyQuestion = {
  readonly challenge: string
  readonly rpId: string
  readonly credentials: readonly string[]
  readonly salt: string
}

/** What a locked device can be opened with, besides the passphrase. */
export type ReopeningOffer = {
  readonly name: string
  readonly pin: boolean
  readonly passkey: PasskeyQuestion | null
}
/** The organisation's keys as they are public. Digits: eight groups of five. */
export type RootView = {
  readonly organisation: string
  readonly digits: string
  readonly day: string
  readonly threshold: number
  readonly shares: number
}

export type CoveredDesk = {
  readonly name: string
  readonly covered: 'yes' | 'older' | 'no'
  /** How many leads it has, of how many the certificate holds, and when the first of those runs out. */
  readonly leads: { readonly all: number; readonly certified: number; readonly until: string | null } | null
}

export type DeskOfRoot = { readonly id: string; readonly name: string }

/** Verified on the holders' machine. */
export type DeskLeads = DeskOfRoot & {
  readonly entries: number
  readonly lastAt: string
  readonly leads: readonly {
    readonly account: string
    readonly name: string
    readonly digits: string
    readonly certificate: Certificate
  }[]
}

/** What is printed, and then forgotten: the text of each share. */
export type RootSheets = Omit<RootView, 'shares'> & {
  readonly sheets: readonly { readonly number: number; readonly text: string }[]
}

export type { ShareFault }

export type SheetCheck =
  | { readonly kind: 'fine'; readonly left: number }
  | { readonly kind: 'other_sheet'; readonly number: number }
  | { readonly kind: 'other_ceremony' }
  | ShareFault

/** What a member's device asked for; its digits are read to the holders. */
export type OwnRequest = { readonly name: string; readonly fingerprint: string; readonly on: string }

export type Asking = {
  readonly account: string
  readonly name: string
  readonly digits: string
  readonly requestedAt: string
}

export type HoldersView = {
  readonly organisation: string
  readonly digits: string
  readonly day: string
  readonly requests: readonly (Asking & { readonly expires: string })[]
}

/** Verified on this machine, and opened by the recovery key; or not covered, so that nothing is known of it. */
export type AskingDesk =
  | { readonly id: string; readonly name: string; readonly covered: false }
  | {
      readonly id: string
      readonly name: string
      readonly covered: true
      readonly role: Role
      readonly members: readonly string[]
      readonly entries: number
      readonly lastAt: string
    }

export type AskingMember = Asking & { readonly desks: readonly AskingDesk[] }
