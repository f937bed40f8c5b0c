/**
 * The parts of a ZIP file, each unpacked when it is asked for and no further than allowed: what a file says of its own
 * size is not believed.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'

/** Which part is meant stands in `at`; empty: the file as a whole. */
export type ZipRefusal = { readonly kind: 'broken_zip' | 'zip_bomb' | 'encrypted'; readonly at: string }

export type ZipPart = {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly start: number
  readonly packed: number
  readonly size: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
/** The comment at the end of a ZIP has at most 65,535 bytes. */
const LONGEST_END = 22 + 65_535
/** Of a document with hundreds of pictures. */
const MOST_PARTS = 10_000

const broken = (at: string): Result<never, ZipRefusal> => err({ kind: 'broken_zip', at })

export const listParts = (bytes: Uint8Array): Result<readonly ZipPart[], ZipRefusal> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === null) return broken('')
  const count = view.getUint16(end + 10, true)
  if (count > MOST_PARTS) return err({ kind: 'zip_bomb', at: '' })
  const parts: ZipPart[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) return broken('')
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const local = view.getUint32(at + 42, true)
    if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL) return broken(name)
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const packed = view.getUint32(at + 20, true)
    if (start + packed > view.byteLength) return broken(name)
    parts.push({
      name,
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      start,
      packed,
      size: view.getUint32(at + 24, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return ok(parts)
}

const findEnd = (view: DataView): number | null => {
  const first = Math.max(0, view.byteLength - LONGEST_END)
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === END) return at
  return null
}

/** Its bytes, at most `most` of them. */
export const unpackPart = async (
  bytes: Uint8Array,
  part: ZipPart,
  most: number,
): Promise<Result<Uint8Array, ZipRefusal>> => {
  const { name, method, encrypted, start, packed } = part
  if (encrypted) return err({ kind: 'encrypted', at: name })
  const inside = bytes.slice(start, start + packed)
  if (method === 0) return inside.length > most ? err({ kind: 'zip_bomb', at: name }) : ok(inside)
  if (method !== 8) return broken(name)
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    const reader = new Blob([inside]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length
      if (length > most) {
        await reader.cancel()
        return err({ kind: 'zip_bomb', at: name })
      }
      pieces.push(next.value)
    }
  } catch {
    return broken(name)
  }
  if (length !== part.size) return broken(name)
  return ok(joined(pieces, length))
}

const joined = (pieces: readonly Uint8Array[], length: number): Uint8Array => {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
