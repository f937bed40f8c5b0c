/**
 * Files of evidence in a backup: each under the hash of its bytes in a folder beside the backups, written once and
 * named by the manifest of every backup that holds it (docs/formats/backup-v1.md). They are age files as devices sealed
 * them. None is ever held in memory.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import type { Client } from 'pg'

import { type BackedFile, type CheckedBackup, findManifest } from './backup_file.ts'
import type { Blobs, StoredPart } from './blobs.ts'
import { syncFolder, UNFINISHED, writeWhole } from './whole_file.ts'

/** `amparo-0a1b2c3d-20261122T120000Z.backup` has its files in `amparo-0a1b2c3d-files`, like those before it. */
const folderOf = (backup: string): string =>
  join(dirname(backup), basename(backup).replace(/-\d{8}T\d{6}Z\.backup$/, '-files'))

type Stored = { readonly id: string; readonly hash: string; readonly size: number }

export type CopiedFiles = { readonly files: readonly BackedFile[]; readonly lost: number }

/** Asked within the backup's moment, before what follows is written. */
export const findStored = async (client: Client): Promise<readonly Stored[]> => {
  // A backup before an upgrade to the release that has files.
  const { rows } = await client.query<{ made: boolean }>(
    "select to_regclass('amparo.blob') is not null as made",
  )
  if (!rows[0]?.made) return []
  const found = await client.query<{ id: string; hash: string; size: string }>(
    "select id, hash, size from amparo.blob where state = 'whole' order by id",
  )
  return found.rows.map(({ id, hash, size }) => ({ id, hash, size: Number(size) }))
}

/**
 * Writes what is not there yet. What is not on the disk any more, or not as it was, is counted and left out: one lost
 * file must not cost the backup of all others.
 */
export const copyFiles = async (
  client: Client,
  {
    path,
    blobs,
    stored,
  }: { readonly path: string; readonly blobs: Blobs; readonly stored: readonly Stored[] },
): Promise<CopiedFiles> => {
  const folder = folderOf(path)
  if (stored.length > 0) {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (made !== undefined) await syncFolder(dirname(folder))
    await dropUnfinished(folder)
  }
  const files = new Map<string, BackedFile>()
  let lost = 0
  for (const { id, hash, size } of stored) {
    const file = { sha256: Buffer.from(hash, 'base64url').toString('hex'), size }
    const there = join(folder, file.sha256)
    const isThere = (await sizeOf(there)) === size
    if (isThere || (await copyFile(client, { blobs, id, to: there, file }))) files.set(file.sha256, file)
    else if (await isStanding(client, id)) lost += 1
  }
  return { files: [...files.values()], lost }
}

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).size
  } catch {
    return null
  }
}

const dropUnfinished = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder))
    if (name.endsWith(UNFINISHED)) await rm(join(folder, name), { force: true })
}

const NOT_AS_IT_WAS = 'this file is not as it was'

type Copying = {
  readonly blobs: Blobs
  readonly id: string
  readonly to: string
  readonly file: BackedFile
}

const copyFile = async (client: Client, { blobs, id, to, file }: Copying): Promise<boolean> => {
  const parts = await partsOf(client, id)
  const hash = createHash('sha256')
  try {
    await writeWhole(to, async (put) => {
      for await (const bytes of blobs.each(id, parts)) {
        hash.update(bytes)
        await put(bytes)
      }
      if (hash.digest('hex') !== file.sha256) throw new Error(NOT_AS_IT_WAS)
    })
    return true
  } catch (cause) {
    if (isLoss(cause)) return false
    throw cause
  }
}

/** Of the file itself: the disk that the backup is written to has its own faults, and they end it. */
const isLoss = (cause: unknown): boolean => {
  const { code, message } = cause as NodeJS.ErrnoException
  return (
    code === 'ENOENT' || code === 'EIO' || message === NOT_AS_IT_WAS || message.startsWith('a stored part')
  )
}

const partsOf = async (client: Client, id: string): Promise<readonly StoredPart[]> => {
  const { rows } = await client.query<StoredPart>(
    'select number, size from amparo.blob_part where blob = $1 order by number',
    [id],
  )
  return rows
}

/** Outside of the backup's moment: what was erased meanwhile is not lost. */
const isStanding = async (client: Client, id: string): Promise<boolean> => {
  const { rowCount } = await client.query("select from amparo.blob where id = $1 and state = 'whole'", [id])
  return rowCount === 1
}

/** Every file a backup names is beside it, whole; else says in words which is not. Before anything is written. */
export const checkFiles = async ({ path, manifest }: CheckedBackup): Promise<void> => {
  const folder = folderOf(path)
  const files = manifest.files ?? []
  if (files.length > 0 && !existsSync(folder))
    throw new Error(
      `The files of evidence that belong to ${path} are not beside it. Copy the folder ${folder} as well, or restore ` +
        '--without-files: the cases then say what they were.',
    )
  for (const file of files) {
    const place = join(folder, file.sha256)
    if ((await hashOf(place)) === file.sha256) continue
    throw new Error(
      `${place} is missing or damaged. Copy the folder again from where the backup was made, or restore ` +
        '--without-files: the cases then say what the files were.',
    )
  }
}

const hashOf = async (path: string): Promise<string | null> => {
  const hash = createHash('sha256')
  try {
    for await (const bytes of eachPiece(path)) hash.update(bytes)
    return hash.digest('hex')
  } catch (cause) {
    if (['ENOENT', 'EIO'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null
    throw cause
  }
}

const eachPiece = async function* (path: string, sizes?: readonly number[]): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r')
  try {
    for (let at = 0, place = 0; ; at++) {
      const piece = new Uint8Array(sizes ? (sizes[at] ?? 0) : 1024 * 1024)
      const { bytesRead } = await file.read(piece, 0, piece.length, place)
      if (bytesRead === 0) return
      place += bytesRead
      yield piece.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** Within the restore's transaction: bytes of every file that the rows name, in the parts that the rows name. */
export const restoreFiles = async (
  client: Client,
  { backup, into }: { readonly backup: CheckedBackup; readonly into: Blobs },
): Promise<number> => {
  const { rows } = await client.query<{ made: boolean }>(
    "select to_regclass('amparo.blob') is not null as made",
  )
  if (!rows[0]?.made) return 0
  // What was under way begins anew: none of its parts is here.
  await client.query("delete from amparo.blob where state <> 'whole'")
  const there = new Set((backup.manifest.files ?? []).map(({ sha256 }) => sha256))
  let restored = 0
  for (const { id, hash } of await findStored(client)) {
    const sha256 = Buffer.from(hash, 'base64url').toString('hex')
    const place = join(folderOf(backup.path), sha256)
    if (!there.has(sha256) || !existsSync(place)) continue
    const parts = await partsOf(client, id)
    let number = 0
    for await (const bytes of eachPiece(
      place,
      parts.map(({ size }) => size),
    ))
      await (await into.write(id, number++, bytes)).place()
    restored += 1
  }
  return restored
}

/** Throws away the files that no backup left in the folder names. None where one of them cannot be read. */
export const keepNamedFiles = async (folder: string, backups: readonly string[]): Promise<void> => {
  const [first] = backups
  if (first === undefined) return
  const files = folderOf(join(folder, first))
  if (!existsSync(files)) return
  const named = new Set<string>()
  for (const name of backups) {
    const manifest = await findManifest(join(folder, name))
    if (manifest === null) return
    for (const { sha256 } of manifest.files ?? []) named.add(sha256)
  }
  for (const name of await readdir(files))
    if (/^[0-9a-f]{64}$/.test(name) && !named.has(name)) await rm(join(files, name))
}
