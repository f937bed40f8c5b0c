/**
 * Members who are let in again: they ask with new keys, the holders of the root's shares compare them by voice and sign,
 * and the account is exchanged in one transaction with the logs of all its desks. The server opens nothing meanwhile.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { holderPaths, REQUEST_DAYS } from '#members/core/recovery.ts'
import { findAccountByName } from '#members/server/account.store.ts'
import { deleteFactors } from '#members/server/factors.store.ts'
import { type AppendRefusal, readDeskLog, type DeskDeps, type DeskLog } from '#members/server/desk.service.ts'
import { type AccountForm, type GateDeps, orNothing } from '#members/server/gate.service.ts'
import {
  type ProofForm,
  type ProofRefusal,
  presentRoot,
  type SignedRoot,
  takeProof,
} from '#members/server/root.service.ts'
import {
  deleteRequest,
  exchangeKeys,
  findDesksUnder,
  findRequestOf,
  findRequests,
  type OpenRequest,
  type RootRow,
  saveRequest,
  sweepRecovery,
} from '#members/server/root.store.ts'
import { appendRootEntry } from '#members/server/root_entries.service.ts'
import { removeFactorsOf } from '#members/server/factor_rule.service.ts'
import { inTransaction, stepOn, type Writer } from '#platform/server/database.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import { insertBundle } from '#vault/server/log.store.ts'
import { authHash, inventAccount, sealVault } from '#vault/server/server_keys.service.ts'

export type RecoveryDeps = GateDeps & DeskDeps & { readonly origins: readonly string[] }

/** The id that keys of this name are made for: of nobody's name one that stays the same. */
export const findAccountId = (deps: GateDeps, name: string): Promise<string> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const account = await findAccountByName(db, name)
    const invented = inventAccount(deps.secrets, name)
    return account?.id ?? invented
  })

/** The same work and no answer, whether there is such an account or not. */
export const askToBeLetIn = async (deps: GateDeps, form: AccountForm): Promise<void> => {
  const { account, name, seed, authKey, vault, signing, recipient } = form
  const now = deps.clock()
  await inTransaction(deps.database, { role: 'gate' }, async (db) => {
    await sweepRecovery(db, now)
    await saveRequest(db, {
      account,
      name,
      seed: Buffer.from(seed, 'base64url'),
      auth: authHash(deps.secrets, authKey),
      vault: sealVault(deps.secrets, account, Buffer.from(vault, 'base64url')),
      signing,
      recipient,
      now,
      until: new Date(now.getTime() + REQUEST_DAYS * 86_400_000),
    })
  })
}

type Asked = { readonly proof: ProofForm }

export const listRequests = (
  deps: RecoveryDeps,
  { proof }: Asked,
): Promise<Result<{ readonly root: SignedRoot; readonly requests: readonly OpenRequest[] }, ProofRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const root = await takeProof(deps, db, { proof, path: holderPaths.requests, body: {} })
    if (!root.ok) return root
    return ok({
      root: presentRoot(root.value),
      requests: await findRequests(db, { root: root.value.root, now: deps.clock() }),
    })
  })

export type DeskOfAccount = { readonly id: string; readonly name: string; readonly log: DeskLog | null }
export type NoRequest = { readonly kind: 'request_gone' }

/** The logs of the desks that name this root, as their member would read them. */
export const openAccount = async (
  deps: RecoveryDeps,
  { proof, account }: Asked & { readonly account: string },
): Promise<Result<readonly DeskOfAccount[], ProofRefusal | NoRequest>> => {
  const found = await inTransaction(
    deps.database,
    { role: 'gate' },
    async (db): Promise<Result<Awaited<ReturnType<typeof findDesksUnder>>, ProofRefusal | NoRequest>> => {
      const root = await takeProof(deps, db, { proof, path: holderPaths.account, body: { account } })
      if (!root.ok) return root
      const by = { account, root: root.value.root }
      if (!(await findRequestOf(db, { ...by, now: deps.clock() }))) return err({ kind: 'request_gone' })
      return ok(await findDesksUnder(db, by))
    },
  )
  if (!found.ok) return found
  const desks: DeskOfAccount[] = []
  for (const { id, name, rooted } of found.value)
    desks.push({ id, name, log: rooted ? await readDeskLog(deps, { account, desk: id }) : null })
  return ok(desks)
}

export type LetInForm = {
  readonly account: string
  /** Of the keys that were compared. */
  readonly signing: string
  readonly desks: readonly {
    readonly desk: string
    readonly entry: EntryBytes
    readonly bundle: Uint8Array
  }[]
  readonly note: Uint8Array
}

export type LetInRefusal =
  | ProofRefusal
  | NoRequest
  /** Not every desk of the account, or one that is none of its own. */
  | { readonly kind: 'desks_differ' }
  | { readonly kind: 'append_refused'; readonly why: AppendRefusal }

/** All of it or nothing: desks, account, sessions and the request. */
export const letIn = (
  deps: RecoveryDeps,
  { proof, body, form }: Asked & { readonly body: unknown; readonly form: LetInForm },
): Promise<Result<null, LetInRefusal>> =>
  orNothing<null, LetInRefusal>(deps, async (db) => {
    const { account } = form
    const root = await takeProof(deps, db, { proof, path: holderPaths.letIn, body, account })
    if (!root.ok) return root
    const by = { account, root: root.value.root }
    const request = await findRequestOf(db, { ...by, now: deps.clock() })
    if (request?.signing !== form.signing) return err({ kind: 'request_gone' })
    const desks = await findDesksUnder(db, by)
    const mine = desks.filter(({ rooted }) => rooted).map(({ id }) => id)
    const given = form.desks.map(({ desk }) => desk)
    if (mine.length !== given.length || mine.some((id) => !given.includes(id)))
      return err({ kind: 'desks_differ' })
    const written: (LetInForm['desks'][number] & Place)[] = []
    for (const one of form.desks) {
      await stepOn(db, { role: 'desk', account, desk: one.desk })
      const done = await writeRecovered(deps, db, { ...one, request, root: root.value })
      if (!done.ok) return err({ kind: 'append_refused', why: done.error })
      written.push({ ...one, ...done.value })
    }
    await stepOn(db, { role: 'gate' })
    for (const { bundle, seq, epoch, desk } of written)
      await insertBundle(db, { desk, seq, epoch, bytes: bundle })
    // They were on the device that is lost, or the member would not be here.
    await deleteFactors(db, account)
    await exchangeKeys(db, request, form.note)
    // Whoever lost the passphrase has often lost the phone beside it; the holders have seen who asks.
    await removeFactorsOf(db, account)
    await deleteRequest(db, account)
    return ok(null)
  })

type Place = { readonly seq: number; readonly epoch: number }
type Recovered = LetInForm['desks'][number] & { readonly request: OpenRequest; readonly root: RootRow }

const writeRecovered = async (
  deps: RecoveryDeps,
  db: Writer,
  { desk, entry, request, root, bundle }: Recovered,
): Promise<Result<Place, AppendRefusal>> => {
  const written = await appendRootEntry(db, {
    kind: 'recovered',
    desk,
    account: request.account,
    root: root.root,
    entry,
    now: deps.clock(),
    refuse: ({ card, bundle: stated }) => {
      if (card.signing !== request.signing || card.recipient !== request.recipient)
        return { kind: 'other_card' }
      return hashOf(bundle) === stated ? null : { kind: 'bundle_missing' }
    },
  })
  return written.ok ? ok({ seq: written.value.seq, epoch: written.value.coded.epoch }) : written
}
