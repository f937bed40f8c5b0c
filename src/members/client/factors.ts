/** The second factors of one's own account, from its member's device; and what the steward does about others'. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  stewardActsAnswer,
  factorRuleAnswer,
  factorsAnswer,
  factorsChangedAnswer,
  keyChallengeAnswer,
  type KeyOptions,
  type OwnFactors,
} from '#members/core/factor_wire.ts'
import { plainDigits } from '#members/core/reopening.ts'
import { endedAnswer, nothing } from '#members/core/wire.ts'
import { proveAgain } from '#members/client/own_account.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId, type Unlocked } from '#members/client/unlocked.ts'
import type { StewardAct, FactorRule } from '#members/client/views.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** What a browser writes down of a key's answer. Its extensions stay here: one of them may be a secret. */
export type KeyAnswer = {
  readonly id: string
  readonly rawId: string
  readonly type: string
  readonly response: Readonly<Record<string, unknown>>
}

/** As it is typed, with spaces, dashes and digits of any script. */
export type FactorProof =
  | { readonly kind: 'totp' | 'code'; readonly code: string }
  | { readonly kind: 'key'; readonly answer: KeyAnswer }

export type NewFactor =
  | { readonly kind: 'totp'; readonly secret: string; readonly code: string }
  | { readonly kind: 'key'; readonly answer: KeyAnswer }

export type FactorsChanged = { readonly codes: readonly string[] | null; readonly ended: number }

const keyAnswer = ({ id, rawId, type, response }: KeyAnswer): KeyAnswer => ({ id, rawId, type, response })

/** As the server reads it; null for what can be no code, which is not worth a try. */
export const plainProof = (proof: FactorProof): FactorProof | null => {
  if (proof.kind === 'key') return { kind: 'key', answer: keyAnswer(proof.answer) }
  const code = proof.kind === 'totp' ? plainDigits(proof.code) : plainPrinted(proof.code)
  const form = proof.kind === 'totp' ? /^[0-9]{6}$/ : /^[0-9A-HJKMNP-TV-Z]{12}$/
  return form.test(code) ? { kind: proof.kind, code } : null
}

/** Letters that printed codes leave out are read as the digits they look like. */
const plainPrinted = (typed: string): string =>
  plainDigits(typed)
    .toUpperCase()
    .replaceAll(/[-‐‑–—.]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')

/** The passphrase again, and a factor where the account has one. */
export type FactorForm = { readonly passphrase: string; readonly proof?: FactorProof | undefined }

export const findFactors = async (deps: ClientDeps): Answer<OwnFactors> => {
  const answer = await deps.api('GET', '/me/factors', { answer: factorsAnswer })
  return answer.ok ? answer : serverErr(answer.error)
}

export const askKey = async (deps: ClientDeps, use: 'add' | 'prove'): Answer<KeyOptions> => {
  const answer = await deps.api('POST', '/me/factors/ask', { body: { use }, answer: keyChallengeAnswer })
  return answer.ok ? ok(answer.value.options) : serverErr(answer.error)
}

const change = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: FactorForm & { readonly path: string; readonly more?: object },
): Answer<FactorsChanged> => {
  const proof = given.proof && plainProof(given.proof)
  if (proof === null) return err({ kind: 'wrong_factor' })
  const proved = await proveAgain(deps, unlocked.keys.name, given.passphrase)
  if (!proved.ok) return proved
  const body = { authKey: proved.value.authKey, ...(proof && { proof }), ...given.more }
  const changed = await deps.api('POST', given.path, { body, answer: factorsChangedAnswer })
  return changed.ok ? changed : serverErr(changed.error)
}

/** A code as it is typed, or a key's answer, as the server reads it. */
export const plainNew = (factor: NewFactor): NewFactor =>
  factor.kind === 'totp'
    ? { ...factor, code: plainDigits(factor.code) }
    : { kind: 'key', answer: keyAnswer(factor.answer) }

export const isWhole = (factor: NewFactor): boolean =>
  factor.kind === 'key' || /^[0-9]{6}$/.test(plainDigits(factor.code))

export const addFactor = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  form: FactorForm & { readonly factor: NewFactor },
): Answer<FactorsChanged> => {
  if (!isWhole(form.factor)) return err({ kind: 'wrong_factor' })
  const more = { id: newId(deps), factor: plainNew(form.factor) }
  return change(deps, unlocked, { ...form, path: '/me/factors', more })
}

export const removeFactor = (
  deps: ClientDeps,
  unlocked: Unlocked,
  form: FactorForm & { readonly factor: string },
): Answer<FactorsChanged> =>
  change(deps, unlocked, { ...form, path: '/me/factors/remove', more: { factor: form.factor } })

export const renewCodes = (deps: ClientDeps, unlocked: Unlocked, form: FactorForm): Answer<FactorsChanged> =>
  change(deps, unlocked, { ...form, path: '/me/factors/codes' })

export const toldOfReset = async (deps: ClientDeps): Answer<null> => {
  const told = await deps.api('POST', '/me/factors/told', { body: {}, answer: nothing })
  return told.ok ? told : serverErr(told.error)
}

export const findStewardActs = async (deps: ClientDeps, desk: string): Answer<readonly StewardAct[]> => {
  const answer = await deps.api('GET', `/desks/${desk}/steward-acts`, { answer: stewardActsAnswer })
  return answer.ok ? ok(answer.value.acts) : serverErr(answer.error)
}

export const findFactorRule = async (deps: ClientDeps): Answer<FactorRule> => {
  const answer = await deps.api('GET', '/factor-rule', { answer: factorRuleAnswer })
  return answer.ok ? answer : serverErr(answer.error)
}

export const setFactorRule = async (deps: ClientDeps, required: boolean): Answer<FactorRule> => {
  const set = await deps.api('PUT', '/factor-rule', { body: { required }, answer: nothing })
  return set.ok ? findFactorRule(deps) : serverErr(set.error)
}

/** The steward's: every session of another member's account, which goes on. */
export const endSessionsOf = async (
  deps: ClientDeps,
  account: string,
): Answer<{ readonly ended: number }> => {
  const path = `/accounts/${account}/sessions/end`
  const ended = await deps.api('POST', path, { body: {}, answer: endedAnswer })
  return ended.ok ? ended : serverErr(ended.error)
}

/** The steward's, of a member who lost them. */
export const resetFactors = async (deps: ClientDeps, account: string): Answer<FactorRule> => {
  const path = `/accounts/${account}/factors/reset`
  const reset = await deps.api('POST', path, { body: {}, answer: nothing })
  return reset.ok ? findFactorRule(deps) : serverErr(reset.error)
}
