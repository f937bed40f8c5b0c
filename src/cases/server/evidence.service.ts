/**
 * Files of evidence as the server keeps them: bytes it cannot read, in parts that come in any order and any number of
 * times, served while the sealed part of their entry stands.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Blobs, dropDrafts } from '#platform/server/blobs.ts'
import type { Config } from '#platform/server/config.ts'
import { type Database, inSnapshot, inTransaction, type Writer } from '#platform/server/database.ts'
import { sha256Text } from '#platform/server/hash.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import { deleteKeys, findGrant, lockTip } from '#vault/server/log.store.ts'
import { RANGE_MOST } from '#cases/core/evidence_wire.ts'
import {
  type BlobRow,
  deleteGone,
  entryStands,
  findBlob,
  findGone,
  findPart,
  findParts,
  forgetGone,
  insertBlob,
  insertPart,
  letAllGo,
  letGo,
  letStaleGo,
  lockBegins,
  lockBlob,
  lockBlobsOf,
  markWhole,
  type PartRow,
  sumOfDesk,
  sumOfParts,
} from './blob.store.ts'

export type EvidenceDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly config: Pick<Config, 'files'>
  readonly blobs: Blobs
}

/** Who asks, at which desk, of which case. */
type Of = { readonly account: string; readonly desk: string; readonly log: string }
type OfFile = Of & { readonly id: string }

export type FileState = { readonly blob: BlobRow; readonly parts: readonly PartRow[] }

type NotFound = { readonly kind: 'not_found' }
type NoRoom = { readonly kind: 'no_room' }
export type BeginRefusal =
  | NotFound
  | NoRoom
  | { readonly kind: 'id_taken' }
  | { readonly kind: 'file_too_large'; readonly most: number }
  | { readonly kind: 'desk_full'; readonly most: number }

/** Bytes of the disk that files leave to the database and to whatever else lives there. */
const KEPT_FREE = 1024 ** 3

const actorOf = ({ account, desk }: Of) => ({ role: 'desk', account, desk }) as const

/** Refused before a byte is sent where there is no room for all of them. Asked again, answered as it stands. */
export const beginFile = async (
  { database, clock, config, blobs }: EvidenceDeps,
  given: OfFile & { readonly entry: string; readonly size: number },
): Promise<Result<FileState, BeginRefusal>> => {
  const { mostOfFile, mostOfDesk } = config.files
  const { log, id, entry, size, desk } = given
  if (size > mostOfFile) return err({ kind: 'file_too_large', most: mostOfFile })
  const free = await blobs.free()
  return inTransaction(database, actorOf(given), async (db) => {
    const { tip } = await lockTip(db, { log, desk })
    if (!tip || tip.subject !== 'case' || tip.desk !== desk) return err({ kind: 'not_found' })
    // An erased case has no key, and takes nothing more.
    if (!(await findGrant(db, { log, desk }))) return err({ kind: 'not_found' })
    const there = await findBlob(db, given)
    if (there) {
      if (there.state === 'gone' || there.entry !== entry || there.size !== size)
        return err({ kind: 'id_taken' })
      return ok({ blob: there, parts: await findParts(db, id) })
    }
    await lockBegins(db, desk)
    if ((await sumOfDesk(db, desk)) + size > mostOfDesk) return err({ kind: 'desk_full', most: mostOfDesk })
    if (size + KEPT_FREE > free) return err({ kind: 'no_room' })
    const row = { id, log, entry, size }
    const fits = !(await entryStands(db, given))
    if (!fits || !(await insertBlob(db, { ...row, desk, by: given.account, now: clock() })))
      return err({ kind: 'id_taken' })
    return ok({ blob: { ...row, hash: null, state: 'begun' }, parts: [] })
  })
}

export const fileState = ({ database }: EvidenceDeps, given: OfFile): Promise<Result<FileState, NotFound>> =>
  inSnapshot(database, actorOf(given), async (db) => {
    const blob = await findBlob(db, given)
    if (!blob || blob.state === 'gone') return err({ kind: 'not_found' })
    return ok({ blob, parts: await findParts(db, blob.id) })
  })

export type PartRefusal =
  | NotFound
  | NoRoom
  /** On the way: not the bytes that were said to come. */
  | { readonly kind: 'part_damaged' }
  /** Others are there under this number. */
  | { readonly kind: 'part_differs' }
  | { readonly kind: 'beyond_the_file' }

/** On the disk before it is acknowledged: see [Note: On the disk first]. */
export const putPart = async (
  deps: EvidenceDeps,
  given: OfFile & { readonly number: number; readonly hash: string; readonly bytes: Uint8Array },
): Promise<Result<void, PartRefusal>> => {
  const { id, number, hash, bytes } = given
  if (sha256Text(bytes) !== hash) return err({ kind: 'part_damaged' })
  const part = { number, size: bytes.length, hash }
  const before = await inTransaction(deps.database, actorOf(given), async (db) =>
    standingOf(db, await findBlob(db, given), part),
  )
  if (before !== 'missing') return answerOf(before)
  // Each of many that were begun found room for itself alone.
  if (bytes.length + KEPT_FREE > (await deps.blobs.free())) return err({ kind: 'no_room' })
  const waiting = await writeOrNoRoom(() => deps.blobs.write(id, number, bytes))
  if (!waiting.ok) return waiting
  try {
    return await inTransaction(deps.database, actorOf(given), async (db) => {
      const standing = await standingOf(db, await lockBlob(db, given), part)
      if (standing !== 'missing') return answerOf(standing)
      const placed = await writeOrNoRoom(waiting.value.place)
      if (!placed.ok) return placed
      await insertPart(db, { blob: id, desk: given.desk }, part)
      return ok(undefined)
    })
  } finally {
    await waiting.value.drop()
  }
}

type Standing = 'missing' | 'there' | 'not_found' | 'part_differs' | 'beyond_the_file'

const standingOf = async (db: Writer, blob: BlobRow | null, part: PartRow): Promise<Standing> => {
  if (!blob || blob.state === 'gone') return 'not_found'
  const there = await findPart(db, blob.id, part.number)
  if (there) return there.hash === part.hash ? 'there' : 'part_differs'
  const fits =
    blob.state === 'begun' &&
    part.number < mostParts(blob.size) &&
    (await sumOfParts(db, blob.id)) + part.size <= blob.size
  return fits ? 'missing' : 'beyond_the_file'
}

/** Parts of 64 KiB at least, but for the first and the last. */
const mostParts = (size: number): number => Math.ceil(size / 65_536) + 2

const answerOf = (standing: Exclude<Standing, 'missing'>): Result<void, PartRefusal> =>
  standing === 'there' ? ok(undefined) : err({ kind: standing })

/** A full disk is a refusal, of which nothing stays. */
const writeOrNoRoom = async <T>(write: () => Promise<T>): Promise<Result<T, NoRoom>> => {
  try {
    return ok(await write())
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') return err({ kind: 'no_room' })
    throw cause
  }
}

export type FinishRefusal =
  | NotFound
  | { readonly kind: 'parts_missing' }
  /** The bytes here are not those whose hash was given. */
  | { readonly kind: 'file_differs' }

/** The server reads all of it once more. Of two who finish at once both are answered the same. */
export const finishFile = async (
  deps: EvidenceDeps,
  given: OfFile & { readonly hash: string },
): Promise<Result<FileState, FinishRefusal>> => {
  const found = await fileState(deps, given)
  if (!found.ok) return found
  const { blob, parts } = found.value
  if (blob.state === 'whole') return blob.hash === given.hash ? found : err({ kind: 'file_differs' })
  if (!isWhole(blob, parts)) return err({ kind: 'parts_missing' })
  const hash = (await deps.blobs.hash(blob.id, parts)).toString('base64url')
  if (hash !== given.hash) return err({ kind: 'file_differs' })
  return inTransaction(deps.database, actorOf(given), async (db) => {
    const now = await lockBlob(db, given)
    if (!now || now.state === 'gone') return err({ kind: 'not_found' })
    if (now.state === 'begun') {
      await markWhole(db, now.id, hash)
      await dropDrafts(deps.blobs, now.id)
    }
    return ok({ blob: { ...now, state: 'whole', hash }, parts })
  })
}

const isWhole = (blob: BlobRow, parts: readonly PartRow[]): boolean =>
  parts.every(({ number }, at) => number === at) &&
  parts.reduce((sum, { size }) => sum + size, 0) === blob.size

export type ReadRefusal = NotFound | { readonly kind: 'no_such_range' }

/** A piece of a whole file whose entry stands. */
export const readFile = async (
  deps: EvidenceDeps,
  given: OfFile & { readonly from: number; readonly to: number },
): Promise<Result<Uint8Array<ArrayBuffer>, ReadRefusal>> => {
  const { from, to } = given
  const found = await inSnapshot(deps.database, actorOf(given), async (db) => {
    const blob = await findBlob(db, given)
    if (!blob || blob.state !== 'whole' || !(await entryStands(db, blob))) return null
    return { blob, parts: await findParts(db, blob.id) }
  })
  if (!found) return err({ kind: 'not_found' })
  if (from >= to || to > found.blob.size || to - from > RANGE_MOST) return err({ kind: 'no_such_range' })
  try {
    return ok(await deps.blobs.read(given.id, found.parts, given))
  } catch (cause) {
    // Erased since it was looked up, or lost: to whoever asks it is not there.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return err({ kind: 'not_found' })
    throw cause
  }
}

/** What a member gives up before an entry names it. */
export const dropFile = async (deps: EvidenceDeps, given: OfFile): Promise<Result<void, NotFound>> => {
  const gone = await inTransaction(deps.database, actorOf(given), (db) => letGo(db, given))
  if (!gone) return err({ kind: 'not_found' })
  await removeGone(deps, given)
  return ok(undefined)
}

/** Of an erased case: its keys, its head, and files that no entry came to name. */
export const dropKeysAndFiles = async (db: Writer, log: string): Promise<void> => {
  await deleteKeys(db, log)
  await letAllGo(db, log)
}

/** After an erasure was released: the bytes go at once, not with the next sweep. */
export const removeGone = async (deps: SweepDeps, by: Omit<Of, 'log'>): Promise<void> =>
  remove(deps, { role: 'desk', account: by.account, desk: by.desk })

export type SweepDeps = Pick<EvidenceDeps, 'database' | 'blobs'>

/** Milliseconds that an upload may rest before it is thrown away. */
const STALE = 7 * 24 * 60 * 60 * 1000

/** The server's own, every hour: what was given up, and what a crash left of an erasure. */
export const sweepFiles = async (deps: SweepDeps & Pick<EvidenceDeps, 'clock'>): Promise<void> => {
  const before = new Date(deps.clock().getTime() - STALE)
  await inTransaction(deps.database, { role: 'jobs' }, (db) => letStaleGo(db, before))
  await remove(deps, { role: 'jobs' })
}

type Sweeper = { readonly role: 'jobs' } | ReturnType<typeof actorOf>

/** Bytes first: a crash leaves the row, by which the next sweep finds what is left. */
const remove = async ({ database, blobs }: SweepDeps, as: Sweeper): Promise<void> => {
  for (const id of await inTransaction(database, as, findGone)) {
    await blobs.remove(id)
    await inTransaction(database, as, (db) => (as.role === 'jobs' ? forgetGone : deleteGone)(db, id))
  }
}

export type FileMissing = { readonly kind: 'file_missing' }

/** An entry of evidence must name a file that is here, whole, and the one it says. Asked while the entry is written. */
export const checkFiles = async (
  db: Writer,
  log: string,
  run: readonly ReadEntry[],
): Promise<Result<void, FileMissing>> => {
  const evidence = run.filter(({ statement }) => statement.kind === 'evidence')
  if (evidence.length === 0) return ok(undefined)
  const blobs = await lockBlobsOf(db, { log, entries: evidence.map(({ statement }) => statement.id) })
  const fits = evidence.every(({ statement, coded }) => {
    const said = coded as { readonly file: string; readonly cipher: string; readonly size: number }
    const blob = blobs.find(({ entry }) => entry === statement.id)
    return (
      blob?.state === 'whole' && blob.id === said.file && blob.hash === said.cipher && blob.size === said.size
    )
  })
  return fits ? ok(undefined) : err({ kind: 'file_missing' })
}
