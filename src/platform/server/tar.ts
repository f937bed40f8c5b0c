/** POSIX ustar in the little that exports and backups need: files with short names, in a row, uncompressed. */
import type { FileHandle } from 'node:fs/promises'

import { utf8 } from '#vault/core/bytes.ts'

const BLOCK = 512
/** Longer names need the prefix field; no path of an export comes near. */
const LONGEST_PATH = 100

export type TarFile = { readonly path: string; readonly bytes: Uint8Array }

/** Header, content and the zeros that fill its last block. */
export const tarOf = ({ path, bytes }: TarFile, at: Date): Uint8Array => {
  const whole = new Uint8Array(BLOCK + Math.ceil(bytes.length / BLOCK) * BLOCK)
  whole.set(headerOf({ path, size: bytes.length }, Math.floor(at.getTime() / 1000)))
  whole.set(bytes, BLOCK)
  return whole
}

/** `seconds` since 1970. */
const headerOf = ({ path, size }: Pick<Head, 'path' | 'size'>, seconds: number): Uint8Array => {
  if (utf8(path).length > LONGEST_PATH) throw new TypeError(`too long for a tar: ${path}`)
  const header = new Uint8Array(BLOCK)
  const put = (offset: number, text: string): void => header.set(utf8(text), offset)
  const number = (offset: number, digits: number, value: number): void =>
    put(offset, `${value.toString(8).padStart(digits, '0')}\0`)
  put(0, path)
  number(100, 7, 0o600)
  number(108, 7, 0)
  number(116, 7, 0)
  number(124, 11, size)
  number(136, 11, seconds)
  put(148, ' '.repeat(8))
  put(156, '0')
  put(257, 'ustar\x0000')
  put(148, `${sumOf(header).toString(8).padStart(6, '0')}\0 `)
  return header
}

/** Two empty blocks end an archive. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * BLOCK)

/** Null for anything that is not such an archive, whole. */
export const readTar = (archive: Uint8Array): readonly TarFile[] | null => {
  const files: TarFile[] = []
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK)
    if (isEmpty(header)) return files
    const head = readHeader(header)
    if (head === null || at + BLOCK + head.size > archive.length) return null
    const { path, size } = head
    files.push({ path, bytes: Uint8Array.from(archive.subarray(at + BLOCK, at + BLOCK + size)) })
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return null
}

/** What is wrong with an archive, and behind which of its files. */
export class TarFault extends Error {
  readonly kind: 'cut' | 'damaged'
  readonly after: string
  constructor(kind: TarFault['kind'], after: string) {
    super(`${kind} after ${after}`)
    this.kind = kind
    this.after = after
  }
}

/**
 * The files of an archive that is too long to hold, one at a time. Stricter than the reader above: every byte that is
 * no content has its one right value, so that a changed one is found. Throws `TarFault`.
 */
export const eachInTar = async function* (file: FileHandle): AsyncGenerator<TarFile> {
  let at = 0
  let last = 'its beginning'
  const take = async (length: number): Promise<Uint8Array> => {
    const bytes = Buffer.allocUnsafe(length)
    for (let got = 0; got < length;) {
      const { bytesRead } = await file.read(bytes, got, length - got, at + got)
      if (bytesRead === 0) throw new TarFault('cut', last)
      got += bytesRead
    }
    at += length
    return bytes
  }
  const { size: whole } = await file.stat()
  for (;;) {
    const header = await take(BLOCK)
    if (isEmpty(header)) break
    const head = readHeader(header)
    if (head === null) throw new TarFault('damaged', last)
    if (at + head.size > whole) throw new TarFault('cut', last)
    const bytes = await take(head.size)
    const filling = await take(Math.ceil(head.size / BLOCK) * BLOCK - head.size)
    const made = headerOf(head, head.seconds)
    if (!isEmpty(filling) || !Buffer.from(made).equals(header)) throw new TarFault('damaged', last)
    last = head.path
    yield { path: head.path, bytes }
  }
  if (!isEmpty(await take(BLOCK)) || at !== whole) throw new TarFault('damaged', last)
}

/** The content of one file of an archive that is too long to hold; null where it has none of that name. */
export const findInTar = async (file: FileHandle, path: string): Promise<Uint8Array | null> => {
  const header = Buffer.alloc(BLOCK)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(header, 0, BLOCK, at)
    const head = bytesRead === BLOCK ? readHeader(header) : null
    if (head === null) return null
    if (head.path === path) {
      const bytes = Buffer.alloc(head.size)
      const read = await file.read(bytes, 0, head.size, at + BLOCK)
      return read.bytesRead === head.size ? bytes : null
    }
    at += BLOCK + Math.ceil(head.size / BLOCK) * BLOCK
  }
}

type Head = { readonly path: string; readonly size: number; readonly seconds: number }

/** Null where the block is no header of ours. */
const readHeader = (header: Uint8Array): Head | null => {
  // A copy: `slice` of a Node buffer would be the same bytes.
  const blank = Uint8Array.from(header)
  blank.fill(0x20, 148, 156)
  const fits =
    Number.parseInt(textAt(header, 148, 8), 8) === sumOf(blank) &&
    textAt(header, 257, 5) === 'ustar' &&
    textAt(header, 156, 1) === '0'
  if (!fits) return null
  const size = Number.parseInt(textAt(header, 124, 12), 8)
  const seconds = Number.parseInt(textAt(header, 136, 12), 8)
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(seconds)) return null
  const path = textAt(header, 0, LONGEST_PATH)
  return path.includes(NO_LETTER) ? null : { path, size, seconds }
}

const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

const sumOf = (header: Uint8Array): number => header.reduce((sum, byte) => sum + byte, 0)

/** In place of bytes that are no UTF-8. */
const NO_LETTER = '\ufffd'
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const textAt = (header: Uint8Array, offset: number, length: number): string => {
  const field = header.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return decoder.decode(end < 0 ? field : field.subarray(0, end)).trim()
}
