/**
 * What every form of action is given: one way to take it, one to confirm it. Whoever has a form of their own calls
 * `takeAction`, and adds to `ConfirmHooks` what must happen in the transaction of the confirmation.
 */
import type { Result } from '#kernel/core/result.ts'
import type { Writer } from '#platform/server/database.ts'

import type { HeldSupporter } from '../core/supporter.ts'
import type { OpenAsk } from './campaigns.service.ts'

export type NewAction = {
  readonly ask: OpenAsk
  /** 'signature', 'delivery', 'rsvp', 'solidarity', 'organisation' …: `[a-z_]{1,20}`. */
  readonly kind: string
  readonly held: HeldSupporter
  readonly language: string
}

/** Whatever became of it: nobody learns whether an address has signed. The database holds it before this is said. */
export type Taken = { readonly kind: 'taken' }
/** Nothing was kept; to be tried again in so many seconds. */
export type Crowded = { readonly kind: 'crowded'; readonly seconds: number }

export type ConfirmedAction = {
  readonly id: string
  readonly ask: OpenAsk
  readonly kind: string
  readonly held: HeldSupporter
  readonly language: string
  /** The day of the confirmation, UTC. */
  readonly on: string
  /** Opens the supporter's own page, `/campaigns/yours?k=…`, from now on; it stands in the mail already. 22 characters. */
  readonly own: string
}

/** The action stays pending: who frees a place lets the next one have it by the same link. */
export type HookRefusal = { readonly kind: 'full' }

/**
 * In the transaction of the confirmation, as the gate; what it throws or refuses undoes all. `stepOn` changes the role.
 */
export type ConfirmHook = (db: Writer, action: ConfirmedAction) => Promise<HookRefusal | void>
/** By kind of action; those of '*' run for every kind, first. */
export type ConfirmHooks = Readonly<Record<string, readonly ConfirmHook[]>>

/** What somebody who opened the link or typed the code is shown before they confirm. */
export type WaitingAction = {
  readonly ask: OpenAsk
  readonly kind: string
  readonly held: HeldSupporter
}

export type ConfirmRefusal =
  /** Used before, older than two days, or never given. One answer for all three. */
  | { readonly kind: 'link_ended' }
  /** What its kind needs is not to be had: no place is left. */
  | HookRefusal
  /** Too many codes were tried. */
  | { readonly kind: 'wait'; readonly seconds: number }

/** What the link of the mail carries, or the code that was typed. */
export type ConfirmKey =
  | { readonly kind: 'link'; readonly k: string }
  | { readonly kind: 'code'; readonly code: string }

export type Actions = {
  readonly takeAction: (action: NewAction) => Promise<Result<Taken, Crowded>>
  /** Changes nothing: scanners of mail open every link. */
  readonly findWaiting: (k: string) => Promise<WaitingAction | null>
  readonly confirmAction: (key: ConfirmKey) => Promise<Result<ConfirmedAction, ConfirmRefusal>>
  /** It was somebody else who typed the address. */
  readonly eraseWaiting: (k: string) => Promise<void>
  /** What is told to everybody; counted again when the last time is some seconds ago. */
  readonly countsOf: (ask: string) => Promise<readonly AskCount[]>
}

export type AskCount = {
  readonly kind: string
  readonly what: 'confirmed' | 'paper' | 'classroom' | 'delivered' | 'invalidated'
  readonly number: number
}
