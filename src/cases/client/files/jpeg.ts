/**
 * A JPEG picture as its segments. The copy keeps what is needed to draw it and nothing else: no comments, no
 * application's segments, no thumbnails, nothing after the picture's end, where phones put films and second pictures.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { joinBytes } from '#vault/core/bytes.ts'
import { latin } from './byte_source.ts'

export type JpegSegment = { readonly marker: number; readonly from: number; readonly to: number }
export type Jpeg = { readonly segments: readonly JpegSegment[]; readonly end: number }

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const APP14 = 0xee

export const readJpeg = (bytes: Uint8Array): Result<Jpeg, 'damaged'> => {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return err('damaged')
  const segments: JpegSegment[] = []
  let at = 2
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return err('damaged')
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === EOI) return ok({ segments, end: at + 2 })
    if (at + 3 >= bytes.length) return err('damaged')
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    const to = at + 2 + length
    if (length < 2 || to > bytes.length || standsAlone(marker)) return err('damaged')
    const end = marker === SOS ? endOfScan(bytes, to) : to
    segments.push({ marker, from: at, to: end })
    at = end
  }
  return err('damaged')
}

const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)

/** Scans run to the next marker that is neither a stuffed byte nor a restart. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

const startsWith = (bytes: Uint8Array, { from }: JpegSegment, text: string): boolean =>
  latin(bytes, from + 4, from + 4 + text.length) === text

/** Density one to one, no thumbnail. */
const plainJfif = Uint8Array.of(0xff, APP0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)

/** How colours are coded: kept from Adobe's segment, of which the rest is written anew. */
const plainAdobe = (transform: number): Uint8Array =>
  Uint8Array.of(0xff, APP14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, transform)

const isDrawn = ({ marker }: JpegSegment): boolean =>
  (marker >= 0xc0 && marker <= 0xcf) || [SOS, 0xdb, 0xdc, 0xdd].includes(marker)

export const stripJpeg = (bytes: Uint8Array): Result<Uint8Array<ArrayBuffer>, 'damaged'> => {
  const read = readJpeg(bytes)
  if (!read.ok) return read
  const jfif = read.value.segments.some((one) => one.marker === APP0 && startsWith(bytes, one, 'JFIF\0'))
  const adobe = read.value.segments.find((one) => one.marker === APP14 && startsWith(bytes, one, 'Adobe'))
  return ok(
    joinBytes([
      Uint8Array.of(0xff, SOI),
      ...(jfif ? [plainJfif] : []),
      ...(adobe ? [plainAdobe(bytes[adobe.from + 15] ?? 0)] : []),
      ...read.value.segments.filter(isDrawn).map(({ from, to }) => bytes.subarray(from, to)),
      Uint8Array.of(0xff, EOI),
    ]),
  )
}

const same = (bytes: Uint8Array, { from, to }: JpegSegment, plain: Uint8Array): boolean =>
  to - from === plain.length && plain.every((byte, at) => bytes[from + at] === byte)

/** Whether there is nothing in it but what draws it. */
export const isBareJpeg = (bytes: Uint8Array): boolean => {
  const read = readJpeg(bytes)
  if (!read.ok || read.value.end !== bytes.length) return false
  return read.value.segments.every(
    (one) =>
      isDrawn(one) ||
      same(bytes, one, plainJfif) ||
      (one.marker === APP14 && same(bytes, one, plainAdobe(bytes[one.from + 15] ?? 0))),
  )
}

/** Comments, and how much stands behind the end. */
export const jpegWords = (
  bytes: Uint8Array,
): { readonly comments: readonly string[]; readonly after: number } => {
  const read = readJpeg(bytes)
  if (!read.ok) return { comments: [], after: 0 }
  const comments = read.value.segments
    .filter(({ marker }) => marker === 0xfe)
    .map(({ from, to }) => new TextDecoder().decode(bytes.subarray(from + 4, to)))
  return { comments, after: bytes.length - read.value.end }
}
