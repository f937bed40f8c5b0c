/**
 * Large files in the data folder: each a folder under its id, its parts under their numbers. Several servers may share
 * it, so nothing is kept in memory and nobody trusts that a name is still there.
 *
 * [Note: On the disk first] A part is written under a name of chance, brought to the disk with its folder, and takes its
 * number only while the database holds the row of its file locked. So of two that send the same part one row and one
 * file remain, they belong together, and what was acknowledged outlives a power cut.
 */
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'

import { syncFolder } from './whole_file.ts'

export type StoredPart = { readonly number: number; readonly size: number }

/** A part that is on the disk and has no number yet: see [Note: On the disk first]. */
export type WaitingPart = { readonly place: () => Promise<void>; readonly drop: () => Promise<void> }

export type Blobs = {
  readonly write: (id: string, number: number, bytes: Uint8Array) => Promise<WaitingPart>
  /** Bytes from one place to another (not included). Throws where a part is missing or shorter than its row says. */
  readonly read: (id: string, parts: readonly StoredPart[], range: Range) => Promise<Uint8Array<ArrayBuffer>>
  /** SHA-256 of all parts one after the other. */
  readonly hash: (id: string, parts: readonly StoredPart[]) => Promise<Buffer>
  /** Each part, one after the other. */
  readonly each: (id: string, parts: readonly StoredPart[]) => AsyncGenerator<Uint8Array, undefined>
  /** Also where it is gone already. */
  readonly remove: (id: string) => Promise<void>
  /** Bytes that an unprivileged program may still write. */
  readonly free: () => Promise<number>
  readonly folder: string
}
type Range = { readonly from: number; readonly to: number }

/** `name` is another where they are put together beside their place, as a restore does. */
export const openBlobs = (dataFolder: string, name = 'blobs'): Blobs => {
  const folder = join(dataFolder, name)
  const place = (id: string): string => join(folder, checked(id))
  return {
    folder,
    write: (id, number, bytes) => writePart(folder, place(id), { number, bytes }),
    read: (id, parts, range) => readRange(place(id), parts, range),
    each: (id, parts) => eachPart(place(id), parts),
    hash: async (id, parts) => {
      const hash = createHash('sha256')
      for await (const bytes of eachPart(place(id), parts)) hash.update(bytes)
      return hash.digest()
    },
    remove: async (id) => {
      await rm(place(id), { recursive: true, force: true })
      await syncFolder(folder).catch(orMissing)
    },
    free: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
  }
}

/** A name that leads nowhere else. */
const checked = (id: string): string => {
  if (!/^[A-Za-z0-9_-]{22}$/.test(id)) throw new TypeError('not the id of a file')
  return id
}

const nameOf = (number: number): string => String(number).padStart(6, '0')

const writePart = async (
  folder: string,
  place: string,
  { number, bytes }: { readonly number: number; readonly bytes: Uint8Array },
): Promise<WaitingPart> => {
  const made = await mkdir(place, { recursive: true, mode: 0o700 })
  if (made !== undefined) {
    await syncFolder(folder)
    await syncFolder(join(folder, '..'))
  }
  const draft = join(place, `${nameOf(number)}.${randomUUID()}`)
  const drop = (): Promise<void> => rm(draft, { force: true })
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
    await file.close()
  } catch (cause) {
    await file.close().catch(() => undefined)
    await drop().catch(() => undefined)
    throw cause
  }
  return {
    drop,
    place: async () => {
      await rename(draft, join(place, nameOf(number)))
      await syncFolder(place)
    },
  }
}

const readRange = async (
  place: string,
  parts: readonly StoredPart[],
  { from, to }: Range,
): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = new Uint8Array(to - from)
  let begin = 0
  for (const { number, size } of parts) {
    const first = Math.max(from, begin)
    const last = Math.min(to, begin + size)
    if (first < last) {
      const file = await open(join(place, nameOf(number)), 'r')
      const part = bytes.subarray(first - from, last - from)
      await readFully(file, part, first - begin).finally(() => file.close())
    }
    begin += size
  }
  return bytes
}

const eachPart = async function* (
  place: string,
  parts: readonly StoredPart[],
): AsyncGenerator<Uint8Array, undefined> {
  for (const { number, size } of parts) {
    const file = await open(join(place, nameOf(number)), 'r')
    try {
      const bytes = new Uint8Array(size)
      await readFully(file, bytes, 0)
      yield bytes
    } finally {
      await file.close()
    }
  }
}

const readFully = async (file: FileHandle, bytes: Uint8Array, at: number): Promise<void> => {
  for (let got = 0; got < bytes.length;) {
    const { bytesRead } = await file.read(bytes, got, bytes.length - got, at + got)
    if (bytesRead === 0) throw new Error('a stored part is shorter than its row says')
    got += bytesRead
  }
}

/** What was begun and never got its number, beside the parts of a file that is whole. */
export const dropDrafts = async ({ folder }: Blobs, id: string): Promise<void> => {
  const place = join(folder, checked(id))
  for (const name of await readdir(place).catch(() => []))
    if (name.includes('.')) await rm(join(place, name), { force: true })
}

const orMissing = (cause: unknown): void => {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
}
