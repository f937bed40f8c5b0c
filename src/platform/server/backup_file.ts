/**
 * The file of a backup (docs/formats/backup-v1.md): a tar of what COPY writes, and what is said of it. It is read to
 * its end and checked before a restore writes anything.
 */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'

import { z } from 'zod'

import { type Migration, ownMigrations } from './migrate.ts'
import { eachInTar, findInTar, TarFault, type TarFile } from './tar.ts'

export const FORMAT = 'amparo-backup'
export const VERSION = 1
export const FIRST = 'amparo-backup.json'
export const MANIFEST = 'manifest.json'
export const SEAL = 'seal.json'

const sqlName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
const count = z.int().min(0)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const firstSchema = z.object({
  format: z.literal(FORMAT),
  v: z.int(),
  release: z.string(),
  migration: z.string(),
  madeAt: z.iso.datetime(),
})
const tableSchema = z.strictObject({
  name: sqlName,
  columns: z.array(sqlName).min(1),
  rows: count,
  bytes: count,
  sha256,
})
const fileSchema = z.strictObject({ sha256, size: count })
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  v: z.literal(VERSION),
  release: z.string(),
  madeAt: z.iso.datetime(),
  postgres: z.string(),
  position: z.string().nullable(),
  migrations: z.array(z.strictObject({ number: count, name: z.string(), sha256 })),
  tables: z.array(tableSchema),
  sequences: z.array(z.strictObject({ name: sqlName, value: count })),
  leftOut: z.array(sqlName),
  secrets: z.string().nullable(),
  /** Of evidence, in the folder beside; none in backups of releases that had none. */
  files: z.array(fileSchema).optional(),
})
const sealSchema = z.strictObject({ sha256, stamp: z.string().nullable() })

export type BackedFile = z.infer<typeof fileSchema>
export type BackupTable = z.infer<typeof tableSchema>
export type BackupManifest = z.infer<typeof manifestSchema>
export type CheckedBackup = {
  readonly path: string
  readonly bytes: number
  readonly manifest: BackupManifest
  /** As signed over by the stamp. */
  readonly manifestText: string
  /** Made with the secrets of the server that made the backup; null where it had none. */
  readonly stamp: string | null
}

export const jsonOf = (said: unknown): Uint8Array => Buffer.from(`${JSON.stringify(said, null, 2)}\n`)

export const pieceName = (table: string, piece: number): string =>
  `tables/${table}/${String(piece).padStart(6, '0')}.copy`

const tableOf = (path: string): string | null => /^tables\/([a-z0-9_]+)\/\d{6}\.copy$/.exec(path)?.[1] ?? null

export const rowsIn = (piece: Uint8Array): number => {
  let rows = 0
  // A line break inside a value is written as \n, so that every one of these ends a row.
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) rows++
  return rows
}

/** Reads all of it. Throws in words what is wrong with it, where, and how to mend it. */
export const checkBackup = async (path: string, migrations = ownMigrations()): Promise<CheckedBackup> => {
  const file = await openBackup(path)
  try {
    const { size } = await file.stat()
    await refuseForeign(file, path)
    const read = await readAll(file, path)
    refuseUnknownMigrations(read.manifest, migrations)
    return { path, bytes: size, ...read }
  } finally {
    await file.close()
  }
}

/** What a backup says of itself, without looking at its rows; null where it does not. */
export const findManifest = async (path: string): Promise<BackupManifest | null> => {
  const file = await openBackup(path)
  try {
    const found = await findInTar(file, MANIFEST)
    return found && parsed(manifestSchema, Buffer.from(found).toString())
  } finally {
    await file.close()
  }
}

const openBackup = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new Error(`${path} cannot be read. Give the file that "amparo backup" wrote.`, { cause })
  }
}

/** Told by its first bytes, before anything is believed to be ours. */
const refuseForeign = async (file: FileHandle, path: string): Promise<void> => {
  const begin = Buffer.alloc(512)
  await file.read(begin, 0, begin.length, 0)
  if (begin.toString('latin1').startsWith(`${FIRST}\0`)) return
  const sealed = begin.toString('latin1').startsWith('age-encryption.org/')
  throw new Error(
    sealed
      ? `${path} is an age file: the secrets of a server, or an export. Give the backup itself, amparo-….backup, and ` +
          'the secrets with --secrets.'
      : `${path} is no backup of Amparo. Give the file that "amparo backup" wrote, amparo-….backup.`,
  )
}

type Read = Pick<CheckedBackup, 'manifest' | 'manifestText' | 'stamp'>
type Seen = { readonly hash: Hash; rows: number; bytes: number; pieces: number }

const readAll = async (file: FileHandle, path: string): Promise<Read> => {
  const seen = new Map<string, Seen>()
  const said = new Map<string, string>()
  for await (const one of inWords(file, path)) {
    const table = tableOf(one.path)
    if (said.has(MANIFEST) ? one.path !== SEAL || said.has(SEAL) : one.path === SEAL)
      throw damaged(path, one.path)
    if (table === null) said.set(one.path, Buffer.from(one.bytes).toString())
    else if (!addPiece(seen, table, one)) throw damaged(path, one.path)
    if (one.path === FIRST) refuseNewerFormat(path, said.get(FIRST))
  }
  const manifestText = said.get(MANIFEST)
  const seal = parsed(sealSchema, said.get(SEAL))
  if (manifestText === undefined || seal === null) throw cutOff(path, 'its tables')
  if (createHash('sha256').update(manifestText).digest('hex') !== seal.sha256) throw damaged(path, MANIFEST)
  const manifest = parsed(manifestSchema, manifestText)
  if (manifest === null || said.size !== 3) throw damaged(path, MANIFEST)
  refuseOther(path, said.get(FIRST), manifest)
  for (const table of manifest.tables) refuseChanged(path, table, seen)
  if ([...seen.keys()].some((name) => !manifest.tables.some((table) => table.name === name)))
    throw damaged(path, MANIFEST)
  return { manifest, manifestText, stamp: seal.stamp }
}

/** False where the pieces of a table are not in their order. */
const addPiece = (seen: Map<string, Seen>, table: string, { path, bytes }: TarFile): boolean => {
  const of = seen.get(table) ?? { hash: createHash('sha256'), rows: 0, bytes: 0, pieces: 0 }
  if (path !== pieceName(table, of.pieces)) return false
  of.hash.update(bytes)
  of.rows += rowsIn(bytes)
  of.bytes += bytes.length
  of.pieces++
  seen.set(table, of)
  return true
}

const refuseChanged = (path: string, table: BackupTable, seen: ReadonlyMap<string, Seen>): void => {
  const found = seen.get(table.name)
  const hash = (found?.hash ?? createHash('sha256')).digest('hex')
  if (hash === table.sha256 && (found?.rows ?? 0) === table.rows && (found?.bytes ?? 0) === table.bytes)
    return
  throw damaged(path, `tables/${table.name}`)
}

/** What stands first is for who looks into the file; it must say what the manifest says. */
const refuseOther = (path: string, first: string | undefined, manifest: BackupManifest): void => {
  if (first === Buffer.from(jsonOf(firstOf(manifest))).toString()) return
  throw damaged(path, FIRST)
}

export const firstOf = ({ release, migrations, madeAt }: BackupManifest): z.infer<typeof firstSchema> => ({
  format: FORMAT,
  v: VERSION,
  release,
  migration: migrations.at(-1)?.name ?? '',
  madeAt,
})

const refuseNewerFormat = (path: string, text: string | undefined): void => {
  const first = parsed(firstSchema, text)
  if (first === null) throw damaged(path, FIRST)
  if (first.v === VERSION) return
  throw new Error(
    `${path} is written in version ${first.v} of the format, by Amparo ${first.release}; this release reads version ` +
      `${VERSION}. Restore it with Amparo ${first.release} or a newer one.`,
  )
}

const refuseUnknownMigrations = (manifest: BackupManifest, own: readonly Migration[]): void => {
  const byNumber = new Map(own.map((migration) => [migration.number, migration]))
  const newer = manifest.migrations.find(({ number }) => !byNumber.has(number))
  if (newer)
    throw new Error(
      `The backup was made by a newer Amparo (${manifest.release}): it holds ${newer.name}, which this release does ` +
        'not know. Restore it with that release or a newer one.',
    )
  const other = manifest.migrations.find(
    ({ number, sha256: hash }) =>
      createHash('sha256')
        .update(byNumber.get(number)?.text ?? '')
        .digest('hex') !== hash,
  )
  if (other)
    throw new Error(
      `The backup was made with another ${other.name} than this release has. One of the two was changed: use an ` +
        'unchanged release of Amparo.',
    )
}

export type Piece = { readonly table: string; readonly bytes: Uint8Array }

/** The rows of every table, in the order of the file, of a file that was checked; it is checked again on the way. */
export const eachPiece = async function* (path: string): AsyncGenerator<Piece, undefined> {
  const file = await openBackup(path)
  try {
    for await (const one of inWords(file, path)) {
      const table = tableOf(one.path)
      if (table !== null) yield { table, bytes: one.bytes }
    }
  } finally {
    await file.close()
  }
}

const inWords = async function* (file: FileHandle, path: string): AsyncGenerator<TarFile> {
  try {
    yield* eachInTar(file)
  } catch (cause) {
    if (!(cause instanceof TarFault)) throw cause
    throw cause.kind === 'cut' ? cutOff(path, cause.after) : damaged(path, `what follows ${cause.after}`)
  }
}

const cutOff = (path: string, after: string): Error =>
  new Error(
    `${path} is cut off behind ${after}: it was not copied to its end. Copy it again from where it was made, or take ` +
      'another backup. Nothing was written.',
  )

export const damaged = (path: string, where: string): Error =>
  new Error(
    `${basename(path)} is damaged in ${where}. Copy it again from where it was made, or take another backup. Nothing ` +
      'was written.',
  )

const parsed = <T>(schema: z.ZodType<T>, text: string | undefined): T | null => {
  try {
    return schema.parse(JSON.parse(text ?? ''))
  } catch {
    return null
  }
}
