/** Padding of sealed plaintext, so that a length says little: Padmé (at most 12 % more), 512 bytes at least. */
import { type Bytes, concat } from '#vault/core/bytes.ts'

const FLOOR = 512
const LENGTH_BYTES = 4

/** The padded size of `length` bytes by Padmé (Nikitin et al., PURBs, 2019). */
export const padme = (length: number): number => {
  if (length <= FLOOR) return FLOOR
  const e = floorLog2(length)
  const s = floorLog2(e) + 1
  const mask = 2 ** (e - s) - 1
  return length + mask - ((length + mask) % (mask + 1))
}

/** Counted in bits: `Math.log2` may be off by a hair between engines, and sizes are part of the format. */
const floorLog2 = (n: number): number => 31 - Math.clz32(n)

/** `length (4 bytes, big-endian) ‖ content ‖ zeros`, sized by `sizeOf` of length and content together. */
export const pad = (content: Uint8Array, sizeOf: (length: number) => number = padme): Bytes => {
  const length = new Uint8Array(LENGTH_BYTES)
  new DataView(length.buffer).setUint32(0, content.length)
  const used = LENGTH_BYTES + content.length
  return concat(length, content, new Uint8Array(sizeOf(used) - used))
}

/** Null where length and zeros do not agree with what `pad` writes. */
export const unpad = (padded: Uint8Array, sizeOf: (length: number) => number = padme): Uint8Array | null => {
  if (padded.length < LENGTH_BYTES) return null
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0)
  const end = LENGTH_BYTES + length
  if (end > padded.length || sizeOf(end) !== padded.length) return null
  return padded.subarray(end).every((byte) => byte === 0) ? padded.subarray(LENGTH_BYTES, end) : null
}
