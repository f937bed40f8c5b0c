/** A member's device and the logs of their desks: verify, open, append. */
import { err, type Err, ok, type Result } from '#kernel/core/result.ts'
import { applyDeskEntry, parseDeskEntry, recipientsOf } from '#members/core/desk.ts'
import { beginsEpoch, type DeskCoded, type DeskKind } from '#members/core/desk_entries.ts'
import { type DeskLogRefusal, verifyDesk } from '#members/core/verify_desk.ts'
import { deskLogAnswer, tipAnswer } from '#members/core/wire.ts'
import { heldAgainst } from '#members/client/kept.ts'
import { rememberedTip, rememberTip } from '#members/client/memory.ts'
import { fromServer, type MemberRefusal, serverErr, tampered } from '#members/client/refusals.ts'
import {
  at,
  type ClientDeps,
  newId,
  type OpenDesk,
  saveMemory,
  type Unlocked,
} from '#members/client/unlocked.ts'
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import { fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import { type EntryBytes, readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import { entryToWire, wireToEntry } from '#vault/core/wire.ts'
import {
  type DeskKey,
  deskKey,
  type DeskSecret,
  inboxRecipient,
  newDeskSecret,
  openBundle,
  sealBundle,
  secretBefore,
} from '#vault/client/v1/desk.ts'
import { openWords, sealEntry, type SealedEntry, signEntry } from '#vault/client/v1/entry.ts'

/**
 * Fetches, verifies and opens a desk. What does not verify is not opened, and the reason is kept as an alarm. One
 * look after the other: an older answer never replaces a newer one.
 */
export const openDesk = (
  deps: ClientDeps,
  unlocked: Unlocked,
  id: string,
): Promise<Result<OpenDesk, MemberRefusal>> => {
  const before = unlocked.opening.get(id) ?? Promise.resolve()
  const turn = before.then(() => lookAtDesk(deps, unlocked, id))
  unlocked.opening.set(
    id,
    turn.catch(() => undefined),
  )
  return turn
}

const lookAtDesk = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  id: string,
): Promise<Result<OpenDesk, MemberRefusal>> => {
  // As of the question: what this device adds meanwhile, the answer cannot know.
  const known = rememberedTip(unlocked.memory, id)
  const answer = await deps.api('GET', `/desks/${id}/log`, { answer: deskLogAnswer })
  if (!answer.ok) return alarmIfHidden(unlocked, id, fromServer(answer.error))
  const isKept = deps.kept?.isKept(answer.value) === true
  const held = heldAgainst(isKept, known, answer.value.entries.length - 1)
  const verified = await verifyDesk(answer.value.entries.map(wireToEntry), id, held)
  if (!verified.ok) return closed(unlocked, id, verified.error)
  const { desk, log } = verified.value
  const bundle = answer.value.bundle && fromBase64url(answer.value.bundle)
  const stated = { desk: id, epoch: desk.epoch, hash: desk.bundle }
  const opened = await openBundle(bundle || new Uint8Array(), unlocked.keys.identity, stated)
  if (!opened.ok) return alarm(unlocked, id, { kind: 'tampered', what: opened.error.kind, seq: null })
  const last = log.at(-1)!
  const tip = { seq: last.statement.seq, hash: last.hash }
  rememberTip(unlocked.memory, { desk: id, log: id }, tip, tip.seq)
  const older = await olderKeys(log, opened.value)
  const open = { desk, tip, log, secret: opened.value, key: await deskKey(opened.value), older }
  unlocked.desks.set(id, open)
  unlocked.alarms.delete(id)
  return ok(open)
}

/** Back from the newest secret: what began an epoch holds the one of the epoch that it ended. */
export const olderKeys = async (
  log: readonly ReadEntry[],
  newest: DeskSecret,
): Promise<ReadonlyMap<number, DeskKey>> => {
  const keys = new Map<number, DeskKey>()
  for (const secret of await olderSecrets(log, newest)) keys.set(secret.epoch, await deskKey(secret))
  return keys
}

const olderSecrets = async (
  log: readonly ReadEntry[],
  newest: DeskSecret,
): Promise<readonly DeskSecret[]> => {
  const found: DeskSecret[] = []
  let secret: DeskSecret | null = newest
  for (const entry of log.toReversed()) {
    if (!beginsEpoch(entry.statement.kind) || !secret) continue
    const words = await openWords(entry, (await deskKey(secret)).key)
    secret = words.ok ? secretBefore(words.value, secret) : null
    if (secret) found.push(secret)
  }
  return found
}

/** What opens whatever was sealed to the desk from outside, in whichever epoch, each once; the newest first. */
export const inboxIdentities = async ({ log, secret }: OpenDesk): Promise<readonly string[]> => [
  ...new Set([secret, ...(await olderSecrets(log, secret))].map(({ inbox }) => inbox)),
]

/** A log that was named and is then not shown, or not in its form, is no refusal like another. */
const alarmIfHidden = (unlocked: Unlocked, id: string, refusal: MemberRefusal): Err<MemberRefusal> => {
  if (refusal.kind === 'tampered') return alarm(unlocked, id, refusal)
  const hidden = refusal.kind === 'refused_by_server' && refusal.type === 'not_found'
  return hidden ? alarm(unlocked, id, { kind: 'tampered', what: 'withheld', seq: null }) : err(refusal)
}

/** A newer program has to read it: nobody did wrong. */
const closed = (unlocked: Unlocked, id: string, refusal: DeskLogRefusal): Err<MemberRefusal> => {
  const told = alarm(unlocked, id, tampered(refusal).error)
  return refusal.kind === 'newer_version' ? err({ kind: 'newer_version' }) : told
}

/** Keeps the desk closed and says why. */
export const alarm = (
  unlocked: Unlocked,
  desk: string,
  what: Extract<MemberRefusal, { kind: 'tampered' }>,
): Err<MemberRefusal> => {
  const deskName = unlocked.deskNames.get(desk) ?? ''
  unlocked.alarms.set(desk, { desk, deskName, log: desk, kind: what.what, seq: what.seq })
  unlocked.desks.delete(desk)
  return err(what)
}

/** The founder's device makes the desk, its secret and its first entry. */
export const foundDesk = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  name: string,
): Promise<Result<OpenDesk, MemberRefusal>> => {
  const { keys } = unlocked
  const desk = newId(deps)
  const secret = await newDeskSecret(desk, 1, deps.chance)
  const bundle = await sealBundle(secret, [keys.recipient])
  const card = {
    account: keys.account,
    name: keys.name,
    signing: keys.signingPublic,
    recipient: keys.recipient,
  }
  const coded: DeskCoded<'founded'> = {
    name: name.trim().normalize('NFC'),
    card,
    epoch: 1,
    bundle: bundle.hash,
    inbox: await inboxRecipient(secret),
  }
  const sealed = await sealEntry(
    { ...draft(deps, unlocked, desk, 'founded'), key: 'none', coded },
    null,
    deps.chance,
  )
  const entry = await signEntry(sealed, { seq: 0, prev: null, roster: null }, keys.signing)
  const body = { entry: entryToWire(entry), bundle: toBase64url(bundle.bytes) }
  // Before it is sent: the server may name the desk in another answer before it answers this one, or never answer.
  rememberOwn(unlocked, desk, entry)
  await saveMemory(deps, unlocked, true)
  const sent = await deps.api('POST', '/desks', { body, answer: tipAnswer })
  if (!sent.ok) return serverErr(sent.error)
  unlocked.deskNames.set(desk, coded.name)
  return openDesk(deps, unlocked, desk)
}

export type DeskAct<K extends DeskKind> = {
  readonly desk: string
  readonly kind: K
  readonly coded: DeskCoded<K>
  readonly words?: unknown
  /** What seals the words where it is not the desk's present key. */
  readonly key?: DeskKey
  /** The bundle whose hash the coded part names. */
  readonly bundle?: Uint8Array
}

const TRIES = 5

/**
 * Signs and sends one entry; when somebody else was first, verifies the log anew, decides anew, signs again. Not so with
 * a bundle: it was sealed to those who belonged to the desk before, so whoever asked is told.
 */
export const appendToDeskLog = async <K extends DeskKind>(
  deps: ClientDeps,
  unlocked: Unlocked,
  act: DeskAct<K>,
): Promise<Result<OpenDesk, MemberRefusal>> => {
  let sealed: SealedEntry | null = null
  for (let tries = 0; tries < TRIES; tries++) {
    const open = unlocked.desks.get(act.desk)
    if (!open) return err({ kind: 'locked' })
    const { desk, tip, key } = open
    const own = desk.members.get(unlocked.keys.account)
    if (own?.role !== 'lead') return err({ kind: 'not_a_lead' })
    const under = act.key ?? key
    // Somebody may have left meanwhile, who holds the key of before.
    if (!sealed || isUnderOther(sealed, under)) sealed = await sealAct(deps, unlocked, { act, under })
    const place = { seq: tip.seq + 1, prev: tip.hash, roster: own.right }
    const entry = await signEntry(sealed, place, unlocked.keys.signing)
    const allowed = decides(open, entry)
    if (!allowed.ok) return allowed
    const body = { entry: entryToWire(entry), ...(act.bundle && { bundle: toBase64url(act.bundle) }) }
    const sent = await deps.api('POST', `/desks/${act.desk}/log`, { body, answer: tipAnswer })
    if (!sent.ok && !(sent.error.kind === 'refused' && sent.error.type === 'tip_moved'))
      return serverErr(sent.error)
    if (sent.ok) rememberOwn(unlocked, act.desk, entry)
    const again = await openDesk(deps, unlocked, act.desk)
    if (again.ok && sent.ok) await saveMemory(deps, unlocked, true)
    if (!again.ok || sent.ok) return again
    if (act.bundle) return err({ kind: 'refused_by_server', type: 'tip_moved', fields: {} })
  }
  return err({ kind: 'unreachable' })
}

const isUnderOther = ({ context }: SealedEntry, { epoch }: DeskKey): boolean =>
  context.key !== 'none' && context.key !== `desk:${epoch}`

const sealAct = <K extends DeskKind>(
  deps: ClientDeps,
  unlocked: Unlocked,
  { act, under }: { readonly act: DeskAct<K>; readonly under: DeskKey },
): Promise<SealedEntry> => {
  const { desk, kind, coded, words } = act
  const written = { ...draft(deps, unlocked, desk, kind), coded }
  return words === undefined
    ? sealEntry({ ...written, key: 'none' }, null, deps.chance)
    : sealEntry({ ...written, words, key: `desk:${under.epoch}` }, under.key, deps.chance)
}

/** What was sent must be the log that is shown; what was acknowledged must be there when it is shown again. */
const rememberOwn = (unlocked: Unlocked, desk: string, entry: EntryBytes): void => {
  const read = readEntry(entry)
  if (!read.ok) return
  const { seq } = read.value.statement
  rememberTip(unlocked.memory, { desk, log: desk }, { seq, hash: read.value.hash })
}

const decides = (open: OpenDesk, bytes: Parameters<typeof readEntry>[0]): Result<void, MemberRefusal> => {
  const entry = readEntry(bytes)
  const parsed = entry.ok ? parseDeskEntry(entry.value) : entry
  const applied = parsed.ok ? applyDeskEntry(open.desk, parsed.value, open.desk.id) : parsed
  return applied.ok ? ok(undefined) : err({ kind: 'refused_by_server', type: applied.error.kind, fields: {} })
}

const draft = (deps: ClientDeps, unlocked: Unlocked, desk: string, kind: DeskKind) => ({
  log: desk,
  id: newId(deps),
  desk,
  author: unlocked.keys.account,
  at: at(deps),
  kind,
  kindVersion: 1,
  vocabulary: VOCABULARY_VERSION,
})

/** The desk's secret sealed anew to all who hold it now, and one more. */
export const widenBundle = async (
  open: OpenDesk,
  recipient: string,
): Promise<{ readonly bytes: Uint8Array; readonly hash: string; readonly secret: DeskSecret }> => {
  const sealed = await sealBundle(open.secret, [...recipientsOf(open.desk), recipient])
  return { ...sealed, secret: open.secret }
}
