/**
 * Sending a file of evidence: hashed once, then sealed and sent block by block, so that no more than a few of them are
 * in memory. What an upload needs to go on after a cut or a crash lies sealed on this device before its first byte
 * leaves: see [Note: The same bytes again] in vault/client/v1/evidence.ts.
 */
import { z } from 'zod'
import type { EvidenceNote, EvidenceRefusal, FileLike, WaitingUpload } from '#cases/client/evidence_views.ts'
import type { OpenCase } from '#cases/client/case_log.ts'
import { fromServer, type Progress } from '#cases/client/registry.ts'
import type { CaseRefusal, CaseView, NewEntry } from '#cases/client/views.ts'
import { againWhenCut } from '#cases/client/again.ts'
import { decideAppend } from '#cases/core/decide.ts'
import { fileAnswer, type FileWire } from '#cases/core/evidence_wire.ts'
import { type EvidenceType, evidenceTypes } from '#cases/core/terms.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { openDraft, sealDraft } from '#members/client/memory.ts'
import { type ClientDeps, newId, type Unlocked } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'
import type { ApiRefusal, BytesApi } from '#platform/client/api.ts'
import { concat, fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import { nfc } from '#vault/core/v1/canonical.ts'
import {
  beginHash,
  BLOCK,
  blocksOf,
  cipherSize,
  type EvidenceKey,
  newEvidenceKey,
  openEvidenceKey,
  sealBlock,
  sha256,
} from '#vault/client/v1/evidence.ts'

type Answer<T> = Promise<Result<T, EvidenceRefusal>>
export type OfCase = { readonly desk: string; readonly case: string }

/** What evidence needs of the device's cases; put together where they are. */
export type EvidenceOf = {
  readonly deps: ClientDeps
  readonly bytes: BytesApi
  readonly unlocked: Unlocked
  /** The cases that are open on this device, with all their words. */
  readonly opened: ReadonlyMap<string, OpenCase>
  readonly view: (given: OfCase) => Promise<Result<CaseView, CaseRefusal>>
  readonly append: (
    given: OfCase & { readonly entries: readonly NewEntry[] },
  ) => Promise<Result<CaseView, CaseRefusal>>
  readonly progress: Progress
  /** Uploads under way, by their ids; what is written into one stops it. */
  readonly running: Map<string, Run>
  /** Parts that the server was seen to have, by the ids of uploads. */
  readonly there: Map<string, number>
  /** What is written of uploads, one after the other. */
  readonly writing: { turn: Promise<unknown> }
  /** Keys of files that were read, by the ids of their entries. */
  readonly keys: Map<string, EvidenceKey>
}

type Run = OfCase & { stopped: 'upload_dropped' | 'upload_paused' | null }

export const noEvidenceYet = (
  given: Omit<EvidenceOf, 'running' | 'there' | 'writing' | 'keys'>,
): EvidenceOf => ({
  ...given,
  running: new Map(),
  there: new Map(),
  writing: { turn: Promise.resolve() },
  keys: new Map(),
})

const uploadSchema = z.object({
  id: z.string(),
  entry: z.string(),
  name: z.string(),
  size: z.number(),
  modified: z.number(),
  /** Of the entry, but for what is known at the end. */
  coded: z.object({
    type: z.enum(evidenceTypes),
    about: z.string().optional(),
    copyOf: z.string().optional(),
  }),
  words: z.looseObject({ mediaType: z.string() }),
  identity: z.string(),
  header: z.string(),
  hash: z.string(),
  /** SHA-256 of each block, one after the other. */
  blocks: z.string(),
})
type Upload = z.infer<typeof uploadSchema>

export type NewEvidence = OfCase & {
  readonly file: FileLike
  readonly type: EvidenceType
  readonly words: EvidenceNote
  readonly about?: string
  readonly copyOf?: string
}

export const addEvidence = async (of: EvidenceOf, given: NewEvidence): Answer<CaseView> => {
  const { file, type, words, about, copyOf } = given
  const coded = { type, ...(about !== undefined && { about }), ...(copyOf !== undefined && { copyOf }) }
  const mediaType = file.type === '' ? 'application/octet-stream' : file.type.slice(0, 127)
  const said = { ...words, mediaType }
  const may = await decideFirst(of, given, { coded, words: said })
  if (!may.ok) return may
  const hashed = await hashFile(file, (done) => of.progress(done, file.size, 'upload_reading'))
  if (!hashed) return err({ kind: 'file_unreadable' })
  const key = await newEvidenceKey(of.deps.chance)
  const upload: Upload = {
    id: newId(of.deps),
    entry: newId(of.deps),
    name: file.name,
    size: file.size,
    modified: file.lastModified,
    coded,
    words: said,
    identity: key.identity,
    header: toBase64url(key.header),
    hash: toBase64url(hashed.hash),
    blocks: toBase64url(concat(...hashed.blocks)),
  }
  await changeUploads(of, given, (all) => [...all, upload])
  const sent = await send(of, given, { upload, key, file })
  return !sent.ok && sent.error.kind === 'other_file' ? err({ kind: 'file_unreadable' }) : sent
}

type Said = { readonly coded: Upload['coded']; readonly words: Upload['words'] }

/** Nobody sends a gigabyte to hear then that they may not. */
const decideFirst = async (of: EvidenceOf, given: OfCase, said: Said): Answer<void> => {
  const view = await of.view(given)
  if (!view.ok) return view
  const open = of.opened.get(given.case)
  const own = of.unlocked.desks.get(given.desk)?.desk.members.get(of.unlocked.keys.account)
  if (!open || !own) return err({ kind: 'not_found' })
  const whole = { file: 'A'.repeat(22), cipher: 'A'.repeat(43), size: 1 }
  const inside = {
    kind: 'evidence',
    coded: { ...said.coded, ...whole },
    words: { ...said.words, name: 'name', size: 1, hash: whole.cipher, identity: 'identity' },
  }
  const proposed = open.state.dark ? { kind: 'dark', coded: null, words: inside } : inside
  const today = of.deps.clock().toISOString().slice(0, 10)
  const by = { account: of.unlocked.keys.account, role: own.role }
  const decided = decideAppend(open.state, nfc(proposed) as typeof proposed, by, today)
  return decided.ok ? decided : err({ kind: 'decided', why: decided.error })
}

const hashFile = async (file: FileLike, told: (done: number) => void) => {
  const whole = await beginHash()
  const blocks: Uint8Array[] = []
  for (let index = 0; index < blocksOf(file.size); index++) {
    const plain = await readBlock(file, index)
    if (!plain) return null
    whole.add(plain)
    blocks.push(await sha256(plain))
    told(Math.min(file.size, (index + 1) * BLOCK))
  }
  return { hash: whole.end(), blocks }
}

/** Null where the file is gone, or shorter than it was. */
const readBlock = async (file: FileLike, index: number): Promise<Uint8Array<ArrayBuffer> | null> => {
  const end = Math.min(file.size, (index + 1) * BLOCK)
  try {
    const plain = new Uint8Array(await file.slice(index * BLOCK, end).arrayBuffer())
    return plain.length === end - index * BLOCK ? plain : null
  } catch {
    return null
  }
}

export const waitingUploads = async (of: EvidenceOf, given: OfCase): Promise<readonly WaitingUpload[]> => {
  const waiting: WaitingUpload[] = []
  for (const { id, entry, name, size } of await loadUploads(of, given)) {
    if (of.running.has(id)) continue
    if (isAppended(of, given, entry)) {
      await forgetUpload(of, given, id)
      continue
    }
    const state = await of.deps.api('GET', filePath(given, id), { answer: fileAnswer })
    if (state.ok) of.there.set(id, state.value.parts.length)
    const isNone = !state.ok && state.error.kind === 'refused' && state.error.status === 404
    const parts = isNone ? 0 : of.there.get(id)
    // Each part has a block of the plain bytes in it.
    const done = parts === undefined ? null : Math.min(size, parts * BLOCK)
    waiting.push({ id, name, size, done, away: !state.ok && !isNone })
  }
  return waiting
}

const isAppended = (of: EvidenceOf, { case: log }: OfCase, entry: string): boolean =>
  of.opened.get(log)?.entries.some(({ id }) => id === entry) === true

export const resumeEvidence = async (
  of: EvidenceOf,
  given: OfCase & { readonly id: string; readonly file: FileLike },
): Answer<CaseView> => {
  const { file } = given
  const upload = (await loadUploads(of, given)).find(({ id }) => id === given.id)
  if (!upload) return err({ kind: 'no_such_upload' })
  const view = await of.view(given)
  if (!view.ok) return view
  // Its answer was lost, and nothing but that.
  if (isAppended(of, given, upload.entry)) {
    await forgetUpload(of, given, upload.id)
    return view
  }
  const same = file.name === upload.name && file.size === upload.size && file.lastModified === upload.modified
  if (!same) return err({ kind: 'other_file' })
  const header = fromBase64url(upload.header)
  const key = header && (await openEvidenceKey(upload.identity, header))
  if (!key) return err({ kind: 'no_such_upload' })
  return send(of, given, { upload, key, file })
}

/** All of this case: they wait until the member goes on. */
export const pauseUploads = (of: EvidenceOf, given: OfCase): void => {
  for (const run of of.running.values()) if (run.case === given.case) run.stopped ??= 'upload_paused'
}

export const dropUpload = async (of: EvidenceOf, given: OfCase & { readonly id: string }): Promise<void> => {
  const running = of.running.get(given.id)
  if (running) running.stopped = 'upload_dropped'
  await forgetUpload(of, given, given.id)
  // What the server still has of it is swept in some days, too.
  await of.deps.api('DELETE', filePath(given, given.id), { answer: nothing })
}

type Sending = { readonly upload: Upload; readonly key: EvidenceKey; readonly file: FileLike }

/** Begins or goes on, finishes, appends the entry. */
const send = async (of: EvidenceOf, given: OfCase, sending: Sending): Answer<CaseView> => {
  const { upload } = sending
  if (of.running.has(upload.id)) return err({ kind: 'no_such_upload' })
  const run: Run = { desk: given.desk, case: given.case, stopped: null }
  of.running.set(upload.id, run)
  try {
    const begun = await begin(of, given, sending)
    if (!begun.ok) return begun
    const cipher = await sendBlocks(of, given, { ...sending, state: begun.value, run })
    if (!cipher.ok) return cipher
    const finished = await of.deps.api('POST', `${filePath(given, upload.id)}/finish`, {
      body: { hash: cipher.value },
      answer: fileAnswer,
    })
    if (!finished.ok) return err(fromServer(finished.error))
    const appended = await of.append({ ...given, entries: [entryOf(sending, cipher.value)] })
    if (appended.ok) await forgetUpload(of, given, upload.id)
    return appended
  } finally {
    of.running.delete(upload.id)
  }
}

const filePath = ({ desk, case: log }: OfCase, id: string): string =>
  `/desks/${desk}/cases/${log}/files/${id}`

const begin = async (
  of: EvidenceOf,
  given: OfCase,
  { upload, key }: Sending,
): Promise<Result<FileWire, EvidenceRefusal>> => {
  const { id, entry } = upload
  const begun = await of.deps.api('POST', `/desks/${given.desk}/cases/${given.case}/files`, {
    body: { id, entry, size: cipherSize(upload.size, key.header.length) },
    answer: fileAnswer,
  })
  if (begun.ok) {
    of.there.set(id, begun.value.parts.length)
    return begun
  }
  // It rested so long that the server has thrown it away: what the device keeps of it opens nothing any more.
  if (begun.error.kind === 'refused' && begun.error.type === 'id_taken') {
    await forgetUpload(of, given, id)
    return err({ kind: 'no_such_upload' })
  }
  return err(fromServer(begun.error))
}

/** Parts on their way at once. */
const AT_ONCE = 3

/** All parts the server does not have; answers the hash of the whole. Every block is sealed, to have that hash. */
const sendBlocks = async (
  of: EvidenceOf,
  given: OfCase,
  { upload, key, file, state, run }: Sending & { readonly state: FileWire; readonly run: Run },
): Answer<string> => {
  const whole = await beginHash()
  const hashes = hashesIn(upload)
  const there = new Map(state.parts.map(({ number, hash }) => [number, hash]))
  const under = new Set<Promise<unknown>>()
  let failed: EvidenceRefusal | null = null
  for (let index = 0; index < blocksOf(upload.size) && !failed; index++) {
    if (run.stopped) break
    const plain = await readBlock(file, index)
    if (!plain) failed = { kind: 'file_unreadable' }
    const sealed = plain && (await sealBlock(key, { size: upload.size, hashes }, { index, plain }))
    if (!sealed) {
      failed ??= { kind: 'other_file' }
      break
    }
    whole.add(sealed)
    const hash = toBase64url(await sha256(sealed))
    const stored = there.get(index)
    if (stored !== undefined) {
      if (stored !== hash) failed = { kind: 'tampered', what: 'file_differs', seq: null }
    } else {
      const path = `${filePath(given, upload.id)}/parts/${index}?hash=${hash}`
      const sent = sendPart(of.bytes, path, sealed).then((answer) => {
        if (answer.ok) of.there.set(upload.id, (of.there.get(upload.id) ?? 0) + 1)
        else failed ??= fromServer(answer.error)
        return null
      })
      under.add(sent)
      void sent.finally(() => under.delete(sent))
      if (under.size >= AT_ONCE) await Promise.race(under)
    }
    of.progress(Math.min(upload.size, (index + 1) * BLOCK), upload.size, 'upload')
  }
  await Promise.all(under)
  if (run.stopped) return err({ kind: run.stopped })
  return failed ? err(failed) : ok(toBase64url(whole.end()))
}

const hashesIn = ({ blocks }: Upload): readonly Uint8Array<ArrayBuffer>[] => {
  const bytes = fromBase64url(blocks) ?? new Uint8Array(0)
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.slice(at * 32, (at + 1) * 32))
}

/** Milliseconds. */
const AGAIN = [200, 1000]

const sendPart = (
  bytes: BytesApi,
  path: string,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Result<null, ApiRefusal>> => againWhenCut(AGAIN, () => bytes.put(path, sealed))

const entryOf = ({ upload, key }: Sending, cipher: string): NewEntry => {
  const { id, entry, coded, words, name, size, hash, identity } = upload
  return {
    id: entry,
    kind: 'evidence',
    coded: { ...coded, file: id, cipher, size: cipherSize(size, key.header.length) },
    words: { ...words, name: name.replaceAll('\0', '').slice(0, 255) || '-', size, hash, identity },
  }
}

const uploadsName = ({ case: log }: OfCase): string => `uploads ${log}`
const storeKey = (of: EvidenceOf, given: OfCase): string =>
  `${uploadsName(given)} ${of.unlocked.keys.account}`

const loadUploads = async (of: EvidenceOf, given: OfCase): Promise<readonly Upload[]> => {
  await of.writing.turn
  return readUploads(of, given)
}

const readUploads = async (of: EvidenceOf, given: OfCase): Promise<readonly Upload[]> => {
  const sealed = await of.deps.drafts.get(storeKey(of, given))
  if (!sealed) return []
  const opened = await openDraft(sealed, of.unlocked.keys, uploadsName(given))
  const parsed = z.array(uploadSchema).safeParse(opened)
  return parsed.success ? parsed.data : []
}

const changeUploads = (
  of: EvidenceOf,
  given: OfCase,
  change: (all: readonly Upload[]) => readonly Upload[],
): Promise<void> => {
  const write = async (): Promise<void> => {
    const value = change(await readUploads(of, given))
    if (value.length === 0) return of.deps.drafts.delete(storeKey(of, given))
    const draft = { name: uploadsName(given), value }
    await of.deps.drafts.set(storeKey(of, given), await sealDraft(draft, of.unlocked.keys, of.deps.chance))
  }
  const turn = of.writing.turn.then(write)
  of.writing.turn = turn.catch(() => undefined)
  return turn
}

const forgetUpload = (of: EvidenceOf, given: OfCase, gone: string): Promise<void> =>
  changeUploads(of, given, (all) => all.filter(({ id }) => id !== gone))
