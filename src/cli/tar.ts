/** POSIX ustar in the little that exports need: files with short names, one after the other, uncompressed. */
import { fromUtf8, utf8 } from '#vault/core/bytes.ts'

const BLOCK = 512
/** Longer names need the prefix field; no path of an export comes near. */
const LONGEST_PATH = 100

export type TarFile = { readonly path: string; readonly bytes: Uint8Array }

/** Header, content and the zeros that fill its last block. */
export const tarOf = ({ path, bytes }: TarFile, at: Date): Uint8Array => {
  if (utf8(path).length > LONGEST_PATH) throw new TypeError(`too long for a tar: ${path}`)
  const whole = new Uint8Array(BLOCK + Math.ceil(bytes.length / BLOCK) * BLOCK)
  const put = (offset: number, text: string): void => whole.set(utf8(text), offset)
  const number = (offset: number, digits: number, value: number): void =>
    put(offset, `${value.toString(8).padStart(digits, '0')}\0`)
  put(0, path)
  number(100, 7, 0o600)
  number(108, 7, 0)
  number(116, 7, 0)
  number(124, 11, bytes.length)
  number(136, 11, Math.floor(at.getTime() / 1000))
  put(148, ' '.repeat(8))
  put(156, '0')
  put(257, 'ustar\x0000')
  put(148, `${sumOf(whole.subarray(0, BLOCK)).toString(8).padStart(6, '0')}\0 `)
  whole.set(bytes, BLOCK)
  return whole
}

/** Two empty blocks end an archive. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * BLOCK)

/** Null for anything that is not such an archive, whole. */
export const readTar = (archive: Uint8Array): readonly TarFile[] | null => {
  const files: TarFile[] = []
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK)
    if (header.every((byte) => byte === 0)) return files
    const size = Number.parseInt(textAt(header, 124, 12), 8)
    // A copy: `slice` of a Node buffer would be the same bytes.
    const blank = Uint8Array.from(header)
    blank.fill(0x20, 148, 156)
    const fits =
      Number.parseInt(textAt(header, 148, 8), 8) === sumOf(blank) &&
      textAt(header, 257, 5) === 'ustar' &&
      textAt(header, 156, 1) === '0' &&
      at + BLOCK + size <= archive.length
    if (!fits) return null
    files.push({
      path: textAt(header, 0, LONGEST_PATH),
      bytes: Uint8Array.from(archive.subarray(at + BLOCK, at + BLOCK + size)),
    })
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return null
}

const sumOf = (header: Uint8Array): number => header.reduce((sum, byte) => sum + byte, 0)

const textAt = (header: Uint8Array, offset: number, length: number): string => {
  const field = header.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return fromUtf8(end < 0 ? field : field.subarray(0, end)).trim()
}
