/**
 * The second factor: asked for after the passphrase, added and removed by its member, taken away by the steward of a
 * member who lost it (decisions/0017). Every change asks for the passphrase again, and for a factor where there is one,
 * and ends every other session.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { WantedFactor } from '#members/core/factor_wire.ts'
import {
  type ChallengeUse,
  countCodes,
  deleteChallenge,
  deleteCodes,
  deleteFactor,
  deleteFactors,
  type FactorRow,
  findFactors,
  findUntold,
  holdTicket,
  insertChallenge,
  insertCodes,
  insertFactor,
  isFactorRequired,
  lockFactors,
  takeChallenge,
  useCode,
  useKey,
  useStep,
} from '#members/server/factors.store.ts'
import { deleteOtherSessions, findVault } from '#members/server/own_account.store.ts'
import { deleteReopenings } from '#members/server/reopening.store.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import type { Owner } from '#members/server/own_account.service.ts'
import { passphraseLimit } from '#members/server/passphrase_limit.ts'
import { inTransaction, type Writer } from '#platform/server/database.ts'
import { attemptKey, forgetAttempts, takeAttempt } from '#platform/server/limit.store.ts'
import {
  type Assertion,
  assertionOptions,
  challengeHash,
  challengeIn,
  checkAssertion,
  codeHash,
  newCodes,
  openKey,
  openSecret,
  type Place,
  readRegistration,
  type Registration,
  registrationOptions,
  sealKey,
  sealSecret,
  TOTP_DAY,
  totpStep,
} from '#vault/server/second_factor.service.ts'
import { authHash, newToken, sameSecret } from '#vault/server/server_keys.service.ts'

export type FactorDeps = GateDeps & Place

/** How a member shows that they have their factor. */
export type FactorProof =
  | { readonly kind: 'totp'; readonly code: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'key'; readonly answer: Assertion }

/** The passphrase again, and a factor where the account has one. */
export type FactorForm = { readonly authKey: string; readonly proof?: FactorProof | undefined }

export type NewFactor =
  | { readonly kind: 'totp'; readonly secret: string; readonly code: string }
  | { readonly kind: 'key'; readonly answer: Registration }

export type WrongFactor =
  | { readonly kind: 'wrong_factor' }
  | { readonly kind: 'wait'; readonly seconds: number }
export type ProofRefusal = WrongFactor | { readonly kind: 'wrong_sign_in' }

const CHALLENGE_MINUTES = 5
const MOST_FACTORS = 10

const today = (deps: GateDeps): string => deps.clock().toISOString().slice(0, 10)

const laterThan = (deps: GateDeps): { readonly now: Date; readonly latest: Date } => {
  const now = deps.clock()
  return { now, latest: new Date(now.getTime() + CHALLENGE_MINUTES * 60_000) }
}

const issueChallenge = async (
  deps: GateDeps,
  db: Writer,
  of: { readonly account: string; readonly use: ChallengeUse },
): Promise<string> => {
  const challenge = newToken()
  const { latest: expires } = laterThan(deps)
  await insertChallenge(db, { ...of, hash: challengeHash(challenge), expires })
  return challenge
}

const keysOf = (deps: GateDeps, account: string, rows: readonly FactorRow[]) =>
  rows
    .filter(({ kind }) => kind === 'key')
    .map((row) => ({ row, key: openKey(deps.secrets, { account, factor: row.id }, row.sealed) }))

/** After the right passphrase: what the account asks for besides; null where it asks for nothing. */
export const wantFactor = async (
  deps: FactorDeps,
  db: Writer,
  account: string,
): Promise<WantedFactor | null> => {
  const rows = await findFactors(db, account)
  if (rows.length === 0) return null
  const ticket = await issueChallenge(deps, db, { account, use: 'sign_in' })
  const known = keysOf(deps, account, rows).map(({ key }) => key)
  return {
    ticket,
    totp: rows.some(({ kind }) => kind === 'totp'),
    codes: (await countCodes(db, account)) > 0,
    key: known.length > 0 ? { ...(await assertionOptions(deps, { challenge: ticket, known })) } : null,
  }
}

/** Asked where a session begins: its member has yet to add a factor. */
export const lacksFactor = async (db: Writer, account: string): Promise<boolean> =>
  (await isFactorRequired(db)) && (await findFactors(db, account)).length === 0

/** The name of what is counted: tries at the second factor of an account whose passphrase was right. */
const factorLimit = (account: string): { readonly purpose: string; readonly subject: string } => ({
  purpose: 'second_factor',
  subject: account,
})

/** Counted before it is looked at; after a right one the next tries are free again. */
const proveFactor = async (
  deps: FactorDeps,
  db: Writer,
  given: { readonly account: string; readonly use: ChallengeUse; readonly proof: FactorProof },
): Promise<Result<null, WrongFactor>> => {
  const key = attemptKey(deps.secrets, factorLimit(given.account))
  const may = await takeAttempt(db, key, { now: deps.clock() })
  if (may.kind === 'wait') return err(may)
  if (!(await isRight(deps, db, given))) return err({ kind: 'wrong_factor' })
  await forgetAttempts(db, key)
  return ok(null)
}

const isRight = async (
  deps: FactorDeps,
  db: Writer,
  given: { readonly account: string; readonly use: ChallengeUse; readonly proof: FactorProof },
): Promise<boolean> => {
  const { account, proof } = given
  switch (proof.kind) {
    case 'code':
      return useCode(db, { account, hash: codeHash(deps.secrets, account, proof.code) })
    case 'totp':
      return isRightCode(deps, db, account, proof.code)
    case 'key':
      return isRightKey(deps, db, { ...given, answer: proof.answer })
  }
}

const isRightCode = async (deps: FactorDeps, db: Writer, account: string, code: string): Promise<boolean> => {
  for (const row of await findFactors(db, account)) {
    if (row.kind !== 'totp') continue
    const secret = openSecret(deps.secrets, { account, factor: row.id }, row.sealed)
    const step = totpStep(secret, code, deps.clock())
    const used = { id: row.id, day: TOTP_DAY, today: today(deps) }
    if (step !== null && (await useStep(db, { ...used, step }))) return true
  }
  return false
}

const isRightKey = async (
  deps: FactorDeps,
  db: Writer,
  given: { readonly account: string; readonly use: ChallengeUse; readonly answer: Assertion },
): Promise<boolean> => {
  const { account, use, answer } = given
  const challenge = challengeIn(answer)
  // Asked once, answered once: also a wrong answer uses it up.
  if (!challenge) return false
  const asked = await takeChallenge(db, { hash: challengeHash(challenge), account, use }, laterThan(deps))
  const known = keysOf(deps, account, await findFactors(db, account)).find(({ key }) => key.id === answer.id)
  if (!asked || !known) return false
  const { row, key } = known
  const counter = await checkAssertion(deps, { answer, challenge, key, counter: row.counter })
  if (counter === null) return false
  await useKey(db, { id: row.id, counter, today: today(deps) })
  return true
}

export type TicketRefusal = WrongFactor | { readonly kind: 'ticket_gone' }

/** The second half of a sign-in: whose it is, once, for whoever holds the ticket and the factor. */
export const useTicket = async (
  deps: FactorDeps,
  db: Writer,
  given: { readonly ticket: string; readonly proof: FactorProof },
): Promise<Result<string, TicketRefusal>> => {
  const { ticket, proof } = given
  const hash = challengeHash(ticket)
  const account = await holdTicket(db, hash, laterThan(deps))
  if (account === null) return err({ kind: 'ticket_gone' })
  // The ticket is what the key has to sign; the answer to another question is none.
  if (proof.kind === 'key' && challengeIn(proof.answer) !== ticket) return err({ kind: 'wrong_factor' })
  const proved = await proveFactor(deps, db, { account, use: 'sign_in', proof })
  if (!proved.ok) return proved
  await deleteChallenge(db, hash)
  return ok(account)
}

/** Both halves again, by an open session. */
const proveOwner = async (
  deps: FactorDeps,
  db: Writer,
  given: { readonly account: string } & FactorForm,
): Promise<Result<readonly FactorRow[], ProofRefusal>> => {
  const { account, authKey, proof } = given
  await lockFactors(db, account)
  const kept = await findVault(db, account)
  if (!kept || !sameSecret(authHash(deps.secrets, authKey), kept.auth)) return err({ kind: 'wrong_sign_in' })
  await forgetAttempts(db, attemptKey(deps.secrets, passphraseLimit(account)))
  const rows = await findFactors(db, account)
  if (rows.length === 0) return ok(rows)
  if (!proof) return err({ kind: 'wrong_factor' })
  const proved = await proveFactor(deps, db, { account, use: 'prove', proof })
  return proved.ok ? ok(rows) : proved
}

export const readFactors = (deps: GateDeps, account: string) =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => ({
    factors: await findFactors(db, account),
    codesLeft: await countCodes(db, account),
    required: await isFactorRequired(db),
    resetAt: await findUntold(db, account, 'factors'),
    endedAt: await findUntold(db, account, 'sessions'),
  }))

/** What a browser hands to a key: a new one to be added, or one of the account's to be proved. */
export const askKey = (deps: FactorDeps, owner: Owner, use: 'add' | 'prove') =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const { account } = owner
    const challenge = await issueChallenge(deps, db, { account, use })
    const known = keysOf(deps, account, await findFactors(db, account)).map(({ key }) => key)
    if (use === 'prove') return assertionOptions(deps, { challenge, known })
    const name = (await findVault(db, account))?.name ?? ''
    return registrationOptions(deps, { name, account, challenge, known })
  })

export type AddRefusal = ProofRefusal | { readonly kind: 'too_many_factors' }
export type FactorsChanged = { readonly codes: readonly string[] | null; readonly ended: number }

/** It counts from its first right answer on, and not before. With the first one come printed codes. */
export const addFactor = (
  deps: FactorDeps,
  owner: Owner,
  form: FactorForm & { readonly factor: NewFactor; readonly id: string },
): Promise<Result<FactorsChanged, AddRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const { account } = owner
    const proved = await proveOwner(deps, db, { account, ...form })
    if (!proved.ok) return proved
    if (proved.value.length >= MOST_FACTORS) return err({ kind: 'too_many_factors' as const })
    const row = await readNew(deps, db, { account, id: form.id, factor: form.factor })
    if (!row) return err({ kind: 'wrong_factor' as const })
    await insertFactor(db, { ...row, account, added_on: today(deps) })
    const codes = proved.value.length === 0 ? await writeCodes(deps, db, account) : null
    return ok({ codes, ended: await endOthers(db, owner) })
  })

const readNew = async (
  deps: FactorDeps,
  db: Writer,
  given: { readonly account: string; readonly id: string; readonly factor: NewFactor },
): Promise<Omit<FactorRow, 'added_on' | 'used_on'> | null> => {
  const { account, id, factor } = given
  const of = { account, factor: id }
  if (factor.kind === 'totp') {
    const secret = Buffer.from(factor.secret, 'base64url')
    const step = totpStep(secret, factor.code, deps.clock())
    return step === null
      ? null
      : { id, kind: 'totp', sealed: sealSecret(deps.secrets, of, secret), counter: step }
  }
  const challenge = challengeIn(factor.answer)
  if (!challenge) return null
  const asked = { hash: challengeHash(challenge), account, use: 'add' as const }
  if (!(await takeChallenge(db, asked, laterThan(deps)))) return null
  const read = await readRegistration(deps, { answer: factor.answer, challenge })
  if (!read) return null
  return { id, kind: 'key', sealed: sealKey(deps.secrets, of, read.key), counter: read.counter }
}

/** In place of those that there are. */
const writeCodes = async (deps: FactorDeps, db: Writer, account: string): Promise<readonly string[]> => {
  const codes = newCodes()
  await deleteCodes(db, account)
  const hashes = codes.map((code) => codeHash(deps.secrets, account, code))
  await insertCodes(db, account, hashes)
  return codes
}

/** What was open before the change stays open nowhere else, and no short way back past a lock outlives it. */
const endOthers = async (db: Writer, { account, tokenHash: kept }: Owner): Promise<number> => {
  await deleteReopenings(db, account)
  return deleteOtherSessions(db, { account, kept })
}

export type RemoveRefusal =
  | ProofRefusal
  | { readonly kind: 'not_found' }
  /** The last one, where the steward has made one a duty. */
  | { readonly kind: 'factor_required' }

export const removeFactor = (
  deps: FactorDeps,
  owner: Owner,
  form: FactorForm & { readonly factor: string },
): Promise<Result<FactorsChanged, RemoveRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const { account } = owner
    const proved = await proveOwner(deps, db, { account, ...form })
    if (!proved.ok) return proved
    const last = proved.value.length === 1
    if (last && (await isFactorRequired(db))) return err({ kind: 'factor_required' as const })
    if (!(await deleteFactor(db, { account, id: form.factor }))) return err({ kind: 'not_found' as const })
    if (last) await deleteFactors(db, account)
    return ok({ codes: null, ended: await endOthers(db, owner) })
  })

export type CodesRefusal = ProofRefusal | { readonly kind: 'not_found' }

/** Ten new printed codes; the old ones are void. */
export const renewCodes = (
  deps: FactorDeps,
  owner: Owner,
  form: FactorForm,
): Promise<Result<FactorsChanged, CodesRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const { account } = owner
    const proved = await proveOwner(deps, db, { account, ...form })
    if (!proved.ok) return proved
    if (proved.value.length === 0) return err({ kind: 'not_found' as const })
    const codes = await writeCodes(deps, db, account)
    return ok({ codes, ended: await endOthers(db, owner) })
  })
