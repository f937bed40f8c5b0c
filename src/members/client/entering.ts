/**
 * The way from a right passphrase to an open desk. Between them may stand a second factor that is asked for, or one that
 * has to be added first: then the answer is a refusal that says so, with what comes next.
 */
import { err, type Err, ok, type Result } from '#kernel/core/result.ts'
import {
  enteredAnswer,
  factorsChangedAnswer,
  type signInAnswer,
  type WantedFactor,
} from '#members/core/factor_wire.ts'
import { vaultAnswer } from '#members/core/wire.ts'
import { type FactorProof, type FactorsChanged, type NewFactor, plainProof } from '#members/client/factors.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId, type Unlocked } from '#members/client/unlocked.ts'
import type { AccountKeys } from '#vault/client/v1/account.ts'
import type { z } from 'zod'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** What comes after a refusal that is none: it holds the passphrase's halves, and so never leaves the worker. */
export type Next =
  | { readonly kind: 'give'; readonly give: (proof: FactorProof) => Promise<Entered> }
  | {
      readonly kind: 'add'
      readonly name: string
      readonly add: (factor: NewFactor) => Answer<FactorsChanged>
      readonly enter: () => Promise<Entered>
    }
export type Entered = Result<Unlocked, MemberRefusal> & { readonly next?: Next }

/** What the server says with a session, but for the vault. */
export type Session = {
  readonly account: string
  readonly memoryHash: string | null
  /** What holders of shares wrote for a member whom they let in again. */
  readonly note: string | null
  readonly device: string
}

/** How one way in goes on once the server has let it. */
export type Way = {
  readonly name: string
  readonly authKey: string
  readonly openVault: (vault: string) => Answer<AccountKeys>
  readonly unlock: (keys: AccountKeys, session: Session & { readonly vault: string }) => Promise<Entered>
}

export const enter = async (
  deps: ClientDeps,
  way: Way,
  answer: z.infer<typeof signInAnswer>,
): Promise<Entered> => {
  if ('wanted' in answer) return wants(deps, way, answer.wanted)
  if ('toAdd' in answer) return mustAdd(deps, way, answer.toAdd)
  return open(way, answer)
}

const open = async (way: Way, session: Session & { readonly vault: string }): Promise<Entered> => {
  const keys = await way.openVault(session.vault)
  if (!keys.ok) return keys
  if (keys.value.account !== session.account)
    return err({ kind: 'tampered', what: 'vault_of_another', seq: null })
  return way.unlock(keys.value, session)
}

const halt = (error: MemberRefusal, next: Next): Entered => ({
  ...(err(error) satisfies Err<MemberRefusal>),
  next,
})

const wants = (deps: ClientDeps, way: Way, { ticket, ...ways }: WantedFactor): Entered =>
  halt(
    { kind: 'second_factor', ways },
    {
      kind: 'give',
      give: async (given) => {
        const proof = plainProof(given)
        if (!proof) return err({ kind: 'wrong_factor' })
        const body = { ticket, proof }
        const entered = await deps.api('POST', '/sign-in/factor', { body, answer: enteredAnswer })
        return entered.ok ? enter(deps, way, entered.value) : serverErr(entered.error)
      },
    },
  )

const mustAdd = (deps: ClientDeps, way: Way, session: Session): Entered =>
  halt(
    { kind: 'add_factor', name: way.name },
    {
      kind: 'add',
      name: way.name,
      add: async (factor) => {
        const body = { authKey: way.authKey, id: newId(deps), factor }
        const added = await deps.api('POST', '/me/factors', { body, answer: factorsChangedAnswer })
        return added.ok ? ok(added.value) : serverErr(added.error)
      },
      enter: async () => {
        const body = { authKey: way.authKey }
        const kept = await deps.api('POST', '/me/vault', { body, answer: vaultAnswer })
        return kept.ok ? open(way, { ...session, vault: kept.value.vault }) : serverErr(kept.error)
      },
    },
  )
