/**
 * How a member comes in and goes on: sign-in with its second factor, factors added and removed, opening again after a
 * lock. What comes next after half a sign-in stays here, in the worker.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Entered, Next } from '#members/client/entering.ts'
import {
  addFactor,
  askKey,
  endSessionsOf,
  findStewardActs,
  findFactorRule,
  findFactors,
  isWhole,
  plainNew,
  removeFactor,
  renewCodes,
  resetFactors,
  setFactorRule,
  toldOfReset,
} from '#members/client/factors.ts'
import { acceptInvitation, setUp, signIn, unlockAgain } from '#members/client/gate.ts'
import { provePassphrase } from '#members/client/own_account.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import {
  findReopening,
  forgetReopening,
  keepReopening,
  newPasskeyQuestion,
  reopen,
} from '#members/client/reopen.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import type { Me } from '#members/client/views.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import { newAppSecret } from '#vault/client/v1/totp.ts'
import { whileOpen } from './while_open.ts'

type Device = {
  readonly unlocked: () => Unlocked | null
  readonly keep: (result: Result<Unlocked, MemberRefusal>) => Result<Me, MemberRefusal>
}

type EntranceMethods = Pick<
  Workbench,
  'signIn' | 'setUp' | 'acceptInvitation' | 'giveFactor' | 'addFactor' | 'enterWithFactor' | 'newAppSecret'
>

export const entranceMethods = (deps: ClientDeps, device: Device): EntranceMethods => {
  let next: Next | null = null
  const take = (entered: Entered): Result<Me, MemberRefusal> => {
    // After a wrong code the same ticket may be tried again.
    const goesOn = !entered.ok && (entered.error.kind === 'wrong_factor' || entered.error.kind === 'wait')
    if (!goesOn) next = entered.next ?? null
    return entered.ok ? device.keep(entered) : err(entered.error)
  }
  return {
    signIn: async (form) => take(await signIn(deps, form)),
    setUp: async (form) => take(await setUp(deps, form)),
    acceptInvitation: async ({ secret, name, passphrase }) => {
      const as = name !== undefined && passphrase !== undefined ? { name, passphrase } : device.unlocked()
      return as ? take(await acceptInvitation(deps, { secret, as })) : err({ kind: 'locked' })
    },
    giveFactor: async ({ proof }) =>
      next?.kind === 'give' ? take(await next.give(proof)) : err({ kind: 'ticket_gone' }),
    addFactor: async ({ passphrase, proof, factor }) => {
      const open = device.unlocked()
      if (open) return addFactor(deps, open, { passphrase: passphrase ?? '', proof, factor })
      if (next?.kind !== 'add') return err({ kind: 'locked' })
      return isWhole(factor) ? next.add(plainNew(factor)) : err({ kind: 'wrong_factor' })
    },
    enterWithFactor: async () => (next?.kind === 'add' ? take(await next.enter()) : err({ kind: 'locked' })),
    newAppSecret: async () => {
      const name = device.unlocked()?.keys.name ?? (next?.kind === 'add' ? next.name : '')
      return newAppSecret(name, deps.chance)
    },
  }
}

type FactorMethods = Pick<
  Workbench,
  | 'provePassphrase'
  | 'factors'
  | 'askKey'
  | 'removeFactor'
  | 'renewCodes'
  | 'toldOfReset'
  | 'stewardActs'
  | 'factorRule'
  | 'setFactorRule'
  | 'resetFactors'
  | 'endSessionsOf'
>

export const factorMethods = (deps: ClientDeps, device: Device): FactorMethods => {
  const open = whileOpen(device.unlocked)
  return {
    provePassphrase: ({ passphrase }) => open(({ keys }) => provePassphrase(deps, keys.name, passphrase)),
    factors: () => findFactors(deps),
    askKey: ({ use }) => askKey(deps, use),
    removeFactor: (form) => open((unlocked) => removeFactor(deps, unlocked, form)),
    renewCodes: (form) => open((unlocked) => renewCodes(deps, unlocked, form)),
    toldOfReset: () => open(() => toldOfReset(deps)),
    stewardActs: ({ desk }) => open(() => findStewardActs(deps, desk)),
    factorRule: () => open(() => findFactorRule(deps)),
    setFactorRule: ({ required }) => open(() => setFactorRule(deps, required)),
    endSessionsOf: ({ account }) => open(() => endSessionsOf(deps, account)),
    resetFactors: ({ account }) => open(() => resetFactors(deps, account)),
  }
}

type ReopenMethods = Pick<
  Workbench,
  'reopening' | 'keepReopening' | 'passkeyQuestion' | 'forgetReopening' | 'reopen'
>

export const reopenMethods = (deps: ClientDeps, device: Device): ReopenMethods => {
  const open = whileOpen(device.unlocked)
  return {
    reopening: () => findReopening(deps),
    keepReopening: (form) => open((unlocked) => keepReopening(deps, unlocked, form)),
    passkeyQuestion: () =>
      open(async () => {
        const asked = await askKey(deps, 'prove')
        if (!asked.ok) return asked
        const known = Array.isArray(asked.value.allowCredentials) ? asked.value.allowCredentials : []
        return ok(newPasskeyQuestion(deps, known.flatMap(idOf)))
      }),
    forgetReopening: ({ way }) => open(() => forgetReopening(deps, way)),
    reopen: async (given) => {
      const opened = await reopen(deps, given)
      return opened.ok ? device.keep(await unlockAgain(deps, opened.value)) : opened
    },
  }
}

const idOf = (known: unknown): readonly string[] =>
  typeof known === 'object' && known !== null && 'id' in known && typeof known.id === 'string'
    ? [known.id]
    : []
