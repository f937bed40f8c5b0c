/** What the page of the confirmation shows: one of these. */
import type { AskBody } from '#campaigns/core/ask.ts'
import type { HeldSupporter } from '#campaigns/core/supporter.ts'

type AskNamed = Pick<AskBody, 'campaign' | 'slug' | 'title' | 'lang'>

export type ConfirmView =
  | { readonly kind: 'code' }
  | {
      readonly kind: 'waiting'
      readonly key: string
      readonly ask: AskNamed
      readonly typed: Pick<HeldSupporter, 'name' | 'mail' | 'country' | 'message'>
      /** Names of those who are given it. */
      readonly receivers: readonly string[]
    }
  | { readonly kind: 'done'; readonly ask: AskNamed; readonly own: string }
  | { readonly kind: 'erased' }
  | { readonly kind: 'ended' }
  /** No place is left. */
  | { readonly kind: 'full' }
  | { readonly kind: 'wait'; readonly seconds: number }
