/**
 * The holders of the root's shares at one machine, without an account: they put the root together in its worker, see who
 * asks to be let in, compare digits by voice, and sign. It ends with the page; nothing of it is stored.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { sealNote } from '#members/client/recovery_note.ts'
import { signByRootIn, verifyUnderRoot, wrong } from '#members/client/root_entry.ts'
import { at, type ClientDeps } from '#members/client/unlocked.ts'
import type { AskingDesk, AskingMember, HoldersView } from '#members/client/views.ts'
import type { Member } from '#members/core/desk.ts'
import { recipientsOf } from '#members/core/desk.ts'
import type { Card, DeskCoded } from '#members/core/desk_entries.ts'
import {
  accountDesksAnswer,
  bodyHash,
  challengeAnswer,
  holderPaths,
  openRequestsAnswer,
} from '#members/core/recovery.ts'
import { proofBytes, readRoot, rootDigits, type RootStatement, toSignAs } from '#members/core/root.ts'
import { nothing } from '#members/core/wire.ts'
import type { VerifiedDesk } from '#members/core/verify_desk.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { wireToBytes } from '#vault/core/wire.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import { type DeskSecret, openBundle, sealBundle } from '#vault/client/v1/desk.ts'
import { combineShares, type RootKeys, signByRoot } from '#vault/client/v1/root.ts'
import type { z } from 'zod'

type Answer<T> = Promise<Result<T, MemberRefusal>>
type AskingRow = z.infer<typeof openRequestsAnswer>['requests'][number]

/** What lies in the worker while the holders sit there. */
export type Holders = {
  readonly keys: RootKeys
  readonly statement: RootStatement
  requests: readonly AskingRow[]
  /** Of the one who is looked at: what was verified, and what will be signed over. */
  looked: Looked | null
  /** The desk whose leads are looked at, as its log was verified. */
  certifying: VerifiedDesk | null
}
type OpenedDesk = VerifiedDesk & { readonly secret: DeskSecret }
type Looked = { readonly asking: AskingRow; readonly desks: readonly OpenedDesk[] }

export const openShares = async (deps: ClientDeps, texts: readonly string[]): Answer<Holders> => {
  const keys = await combineShares(texts)
  if (!keys.ok) return keys
  const found = await findRequests(deps, keys.value)
  if (!found.ok) return found
  const statement = await readRoot(found.value.root)
  const own = statement?.root === keys.value.root && statement.recovery === keys.value.recovery
  if (!statement || !own) return err({ kind: 'tampered', what: 'root', seq: null })
  return ok({ keys: keys.value, statement, requests: found.value.requests, looked: null, certifying: null })
}

const findRequests = (deps: ClientDeps, keys: RootKeys) =>
  askWithProof(deps, keys, { path: holderPaths.requests, body: {}, answer: openRequestsAnswer })

export const refreshRequests = async (deps: ClientDeps, holders: Holders): Answer<HoldersView> => {
  const found = await findRequests(deps, holders.keys)
  if (!found.ok) return found
  holders.requests = found.value.requests
  return ok(viewHolders(holders))
}

/** Signs that the root asks this, of this server, with this body, once. */
export const askWithProof = async <T>(
  deps: ClientDeps,
  keys: RootKeys,
  given: { readonly path: string; readonly body: object; readonly answer: z.ZodType<T> },
): Answer<T> => {
  const { path, body, answer } = given
  const asked = await deps.api('POST', '/recovery/challenge', { body: {}, answer: challengeAnswer })
  if (!asked.ok) return serverErr(asked.error)
  const { challenge } = asked.value
  const { root } = keys
  const claim = { v: 1, root, challenge, origin: deps.origin, path, body: bodyHash(body) } as const
  const signature = await signByRoot(keys, toSignAs('proof', proofBytes(claim)))
  const proof = { root, challenge, signature }
  const said = await deps.api('POST', path, { body: { proof, ...body }, answer })
  return said.ok ? ok(said.value) : serverErr(said.error)
}

export const viewHolders = ({ statement, requests }: Holders): HoldersView => ({
  organisation: statement.organisation,
  digits: rootDigits(statement),
  day: statement.day,
  requests: requests.map(({ account, name, signing, recipient, requestedAt, expires }) => ({
    account,
    name,
    digits: fingerprint({ signing, recipient }),
    requestedAt,
    expires,
  })),
})

/** Verifies and opens the desks of one who asks. A desk that is not as its log says stops all of it. */
export const lookAtMember = async (
  deps: ClientDeps,
  holders: Holders,
  account: string,
): Answer<AskingMember> => {
  holders.looked = null
  const asking = holders.requests.find((one) => one.account === account)
  if (!asking) return err({ kind: 'request_gone' })
  const said = await askWithProof(deps, holders.keys, {
    path: holderPaths.account,
    body: { account },
    answer: accountDesksAnswer,
  })
  if (!said.ok) return said
  const desks: OpenedDesk[] = []
  const lines: AskingDesk[] = []
  for (const { id, name, log } of said.value.desks) {
    if (!log) {
      lines.push({ id, name, covered: false })
      continue
    }
    const opened = await openOneDesk(holders.keys, asking, { id, log })
    if (!opened.ok) return opened
    desks.push(opened.value)
    lines.push(lineOf(opened.value, account))
  }
  holders.looked = { asking, desks }
  const digits = fingerprint(asking)
  return ok({ account, name: asking.name, digits, requestedAt: asking.requestedAt, desks: lines })
}

type DeskWire = NonNullable<z.infer<typeof accountDesksAnswer>['desks'][number]['log']>

const openOneDesk = async (
  keys: RootKeys,
  asking: AskingRow,
  { id, log }: { readonly id: string; readonly log: DeskWire },
): Answer<OpenedDesk> => {
  const verified = await verifyUnderRoot(keys, { id, entries: log.entries })
  if (!verified.ok) return verified
  const { desk } = verified.value
  const member = desk.members.get(asking.account)
  if (member?.name !== asking.name) return wrong('no_member')
  const stated = { desk: id, epoch: desk.epoch, hash: desk.bundle }
  const bundle = log.bundle === null ? new Uint8Array() : wireToBytes(log.bundle)
  const secret = await openBundle(bundle, keys.identity, stated)
  return secret.ok ? ok({ ...verified.value, secret: secret.value }) : wrong(secret.error.kind)
}

const lineOf = ({ desk, log }: OpenedDesk, account: string): AskingDesk => ({
  id: desk.id,
  name: desk.name,
  covered: true,
  role: desk.members.get(account)?.role ?? 'reader',
  members: [...desk.members.values()].map(({ name }) => name).toSorted(),
  entries: log.length,
  lastAt: log.at(-1)?.statement.at ?? '',
})

/** For the one who was looked at, and whose digits a holder has just compared. */
export const letIn = async (deps: ClientDeps, holders: Holders, account: string): Answer<HoldersView> => {
  const { looked, keys } = holders
  if (looked?.asking.account !== account) return err({ kind: 'request_gone' })
  const { asking } = looked
  const { name, signing, recipient } = asking
  const card = { account, name, signing, recipient }
  const signed = await Promise.all(looked.desks.map((desk) => signRecovered(deps, keys, { desk, card })))
  const { root, recovery } = keys
  const day = at(deps).slice(0, 10)
  const desks = signed.map(({ desk, founding, seq, hash }) => ({ desk, founding, seq, hash }))
  const note = await sealNote(keys, { v: 1, account, name, signing, root, recovery, day, desks }, recipient)
  const body = {
    account,
    signing,
    desks: signed.map(({ desk, entry, bundle }) => ({ desk, entry, bundle })),
    note: toBase64url(note),
  }
  const done = await askWithProof(deps, keys, { path: holderPaths.letIn, body, answer: nothing })
  holders.looked = null
  return done.ok ? refreshRequests(deps, holders) : done
}

const signRecovered = async (
  deps: ClientDeps,
  keys: RootKeys,
  given: { readonly desk: OpenedDesk; readonly card: Card },
) => {
  const { desk, log, secret } = given.desk
  const { card } = given
  const members = new Map<string, Member>(desk.members)
  members.set(card.account, { ...members.get(card.account)!, ...card })
  const bundle = await sealBundle(secret, recipientsOf({ ...desk, members }))
  const coded: DeskCoded<'recovered'> = { card, epoch: desk.epoch, bundle: bundle.hash }
  const signed = await signByRootIn(deps, keys, { desk, log, kind: 'recovered', coded, on: at(deps) })
  return { desk: desk.id, founding: log[0]!.hash, ...signed, bundle: toBase64url(bundle.bytes) }
}
