/** RIFF files, WebP pictures and WAV sound: chunks of which the copy keeps those that draw or sound. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { joinBytes } from '#vault/core/bytes.ts'
import { latin, viewOf } from './byte_source.ts'

export type RiffChunk = { readonly type: string; readonly from: number; readonly to: number }

export const readRiff = (
  bytes: Uint8Array,
): Result<{ readonly chunks: readonly RiffChunk[]; readonly end: number }, 'damaged'> => {
  if (bytes.length < 12) return err('damaged')
  const view = viewOf(bytes)
  const end = 8 + view.getUint32(4, true)
  const chunks: RiffChunk[] = []
  let at = 12
  while (at + 8 <= Math.min(end, bytes.length)) {
    const to = at + 8 + view.getUint32(at + 4, true)
    if (to > bytes.length) return err('damaged')
    chunks.push({ type: latin(bytes, at, at + 4), from: at, to })
    // Chunks begin at even places.
    at = to + (to % 2)
  }
  return end > bytes.length + 1 ? err('damaged') : ok({ chunks, end: Math.min(at, bytes.length) })
}

const webpDrawn = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']
const wavHeard = ['fmt ', 'data', 'fact']

const EXTRAS_OF_WEBP = 0x20 | 0x08 | 0x04

const rebuilt = (bytes: Uint8Array, kept: readonly RiffChunk[], form: string): Uint8Array<ArrayBuffer> => {
  const body = joinBytes(
    kept.flatMap(({ from, to }) => [
      bytes.subarray(from, to),
      ...((to - from) % 2 === 1 ? [Uint8Array.of(0)] : []),
    ]),
  )
  const head = new Uint8Array(12)
  head.set(new TextEncoder().encode(`RIFF\0\0\0\0${form}`))
  viewOf(head).setUint32(4, body.length + 4, true)
  return joinBytes([head, body])
}

export const stripWebp = (bytes: Uint8Array): Result<Uint8Array<ArrayBuffer>, 'damaged'> => {
  const read = readRiff(bytes)
  if (!read.ok) return read
  const kept = read.value.chunks.filter(({ type }) => webpDrawn.includes(type))
  // Frames of a moving picture hold chunks of their own, in which anything may stand.
  if (kept.length === 0 || !kept.every((one) => one.type !== 'ANMF' || isBareFrame(bytes, one)))
    return err('damaged')
  const bare = rebuilt(bytes, kept, 'WEBP')
  // The head says no longer that there are colours, camera's words and XMP.
  if (latin(bare, 12, 16) === 'VP8X') bare[20] = (bare[20] ?? 0) & ~EXTRAS_OF_WEBP
  return ok(bare)
}

const isBareFrame = (bytes: Uint8Array, { from, to }: RiffChunk): boolean => {
  const view = viewOf(bytes)
  for (let at = from + 8 + 16; at + 8 <= to;) {
    if (!['ALPH', 'VP8 ', 'VP8L'].includes(latin(bytes, at, at + 4))) return false
    const end = at + 8 + view.getUint32(at + 4, true)
    at = end + (end % 2)
  }
  return true
}

export const isBareWebp = (bytes: Uint8Array): boolean => {
  const read = readRiff(bytes)
  return (
    read.ok &&
    read.value.end === bytes.length &&
    read.value.chunks.every(({ type }) => webpDrawn.includes(type)) &&
    !(latin(bytes, 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & EXTRAS_OF_WEBP) !== 0)
  )
}

export const stripWav = (bytes: Uint8Array): Result<Uint8Array<ArrayBuffer>, 'damaged'> => {
  const read = readRiff(bytes)
  if (!read.ok) return read
  const kept = read.value.chunks.filter(({ type }) => wavHeard.includes(type))
  return kept.some(({ type }) => type === 'data') ? ok(rebuilt(bytes, kept, 'WAVE')) : err('damaged')
}

export const isBareWav = (bytes: Uint8Array): boolean => {
  const read = readRiff(bytes)
  return (
    read.ok &&
    read.value.end === bytes.length &&
    read.value.chunks.every(({ type }) => wavHeard.includes(type))
  )
}

/** Chunks that neither draw nor sound, with what can be read of them. */
export const riffWords = (bytes: Uint8Array): readonly (readonly [string, string])[] => {
  const read = readRiff(bytes)
  if (!read.ok) return []
  const plain = [...webpDrawn, ...wavHeard, 'EXIF', 'XMP ', 'ICCP', 'JUNK', 'PAD ']
  return read.value.chunks
    .filter(({ type }) => !plain.includes(type))
    .map(({ type, from, to }) => [type.trim(), printable(bytes.subarray(from + 8, to))])
}

const printable = (bytes: Uint8Array): string =>
  (latin(bytes, 0, 4096).match(/[\x20-\x7e]{3,}/g) ?? []).join(' ')
