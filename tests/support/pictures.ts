/** Pictures for tests, byte by byte: JPEG, PNG and WebP with what a phone writes into them. */
import { deflateSync } from 'node:zlib'

import { bytesOf, word16, word32 } from './bytes.ts'

export type PictureWords = {
  readonly latitude?: number
  readonly longitude?: number
  readonly owner?: string
  readonly make?: string
  readonly model?: string
  readonly serial?: string
  readonly taken?: string
  readonly orientation?: number
  readonly comment?: string
  readonly thumbnail?: Uint8Array
}

type Field = {
  readonly tag: number
  readonly type: number
  readonly count: number
  readonly value: Uint8Array
}

const text = (tag: number, value: string | undefined): readonly Field[] =>
  value === undefined ? [] : [{ tag, type: 2, count: value.length + 1, value: bytesOf(`${value}\0`) }]
const short = (tag: number, value: number): Field => ({ tag, type: 3, count: 1, value: word16(value) })
const long = (tag: number, value: number): Field => ({ tag, type: 4, count: 1, value: word32(value) })

const degrees = (tag: number, value: number): Field => {
  const whole = Math.floor(value)
  const minutes = Math.floor((value - whole) * 60)
  const seconds = Math.round(((value - whole) * 60 - minutes) * 60 * 100)
  return {
    tag,
    type: 5,
    count: 3,
    value: Buffer.concat([whole, 1, minutes, 1, seconds, 100].map(word32)),
  }
}

/** One directory with what does not fit into it behind it; big-endian, offsets from the TIFF head. */
const directory = (fields: readonly Field[], at: number, next = 0): Uint8Array => {
  const sorted = fields.toSorted((a, b) => a.tag - b.tag)
  let after = at + 2 + sorted.length * 12 + 4
  const behind: Uint8Array[] = []
  const rows = sorted.map(({ tag, type, count, value }) => {
    const head = Buffer.concat([word16(tag), word16(type), word32(count)])
    if (value.length <= 4) return Buffer.concat([head, value, new Uint8Array(4 - value.length)])
    const row = Buffer.concat([head, word32(after)])
    const padded = value.length % 2 === 1 ? Buffer.concat([value, new Uint8Array(1)]) : value
    behind.push(padded)
    after += padded.length
    return row
  })
  return Buffer.concat([word16(sorted.length), ...rows, word32(next), ...behind])
}

/** A TIFF file of nothing but tags, as it stands in the pictures of phones. */
export const exifOf = (words: PictureWords): Uint8Array => {
  const { latitude, longitude } = words
  const exif = [...text(0x9003, words.taken), ...text(0xa430, words.owner), ...text(0xa431, words.serial)]
  const gps =
    latitude === undefined || longitude === undefined
      ? []
      : [
          ...text(1, latitude < 0 ? 'S' : 'N'),
          degrees(2, Math.abs(latitude)),
          ...text(3, longitude < 0 ? 'W' : 'E'),
          degrees(4, Math.abs(longitude)),
        ]
  const first = (exifAt: number, gpsAt: number): readonly Field[] => [
    ...text(0x010f, words.make),
    ...text(0x0110, words.model),
    ...(words.orientation === undefined ? [] : [short(0x0112, words.orientation)]),
    ...(exif.length > 0 ? [long(0x8769, exifAt)] : []),
    ...(gps.length > 0 ? [long(0x8825, gpsAt)] : []),
  ]
  const exifAt = 8 + directory(first(0, 0), 8).length
  const exifBytes = directory(exif, exifAt)
  const gpsAt = exifAt + exifBytes.length
  const gpsBytes = directory(gps, gpsAt)
  const thumbAt = gpsAt + gpsBytes.length
  const { thumbnail } = words
  const thumbOf = (from: number, size: number) =>
    directory([short(0x0103, 6), long(0x0201, from), long(0x0202, size)], thumbAt)
  const thumb = thumbnail
    ? Buffer.concat([thumbOf(thumbAt + thumbOf(0, 0).length, thumbnail.length), thumbnail])
    : new Uint8Array()
  return Buffer.concat([
    bytesOf('MM\0*'),
    word32(8),
    directory(first(exifAt, gpsAt), 8, thumbnail ? thumbAt : 0),
    exifBytes,
    gpsBytes,
    thumb,
  ])
}

const segment = (marker: number, body: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(0xff, marker), word16(body.length + 2), body])

/** A grey JPEG of 8 by 8 pixels: tables with one code each, so that it needs no encoder. */
const greyBody = (): Uint8Array =>
  Buffer.concat([
    segment(0xdb, Buffer.concat([Uint8Array.of(0), new Uint8Array(64).fill(16)])),
    segment(0xc0, Uint8Array.of(8, 0, 8, 0, 16, 1, 1, 0x11, 0)),
    segment(0xc4, Buffer.concat([Uint8Array.of(0x00, 1), new Uint8Array(15), Uint8Array.of(0)])),
    segment(0xc4, Buffer.concat([Uint8Array.of(0x10, 1), new Uint8Array(15), Uint8Array.of(0)])),
    segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    // Two blocks of 8 by 8, four bits of zero, the rest ones.
    Uint8Array.of(0x0f),
  ])

export const jpegOf = (
  words: PictureWords,
  more: { readonly after?: string } = {},
): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    Buffer.concat([
      Uint8Array.of(0xff, 0xd8),
      segment(0xe0, Uint8Array.of(0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)),
      segment(0xe1, Buffer.concat([bytesOf('Exif\0\0'), exifOf(words)])),
      ...(words.comment === undefined ? [] : [segment(0xfe, bytesOf(words.comment))]),
      greyBody(),
      Uint8Array.of(0xff, 0xd9),
      bytesOf(more.after ?? ''),
    ]),
  )

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

const crc = (bytes: Uint8Array): number => {
  let c = 0xffffffff
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 255] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

const chunk = (type: string, body: Uint8Array): Uint8Array => {
  const named = Buffer.concat([bytesOf(type), body])
  return Buffer.concat([word32(body.length), named, word32(crc(named))])
}

/** Left half red, right half blue. */
export const pngOf = (
  words: PictureWords & { readonly width?: number; readonly height?: number; readonly author?: string },
): Uint8Array<ArrayBuffer> => {
  const { width = 16, height = 8 } = words
  const row = Buffer.concat([
    Uint8Array.of(0),
    ...Array.from({ length: width }, (_, x) => (x < width / 2 ? [220, 40, 40] : [40, 40, 220])).map((rgb) =>
      Uint8Array.from(rgb),
    ),
  ])
  return Uint8Array.from(
    Buffer.concat([
      bytesOf('\x89PNG\r\n\x1a\n'),
      chunk('IHDR', Buffer.concat([word32(width), word32(height), Uint8Array.of(8, 2, 0, 0, 0)])),
      chunk('eXIf', exifOf(words)),
      ...(words.author === undefined ? [] : [chunk('tEXt', bytesOf(`Author\0${words.author}`))]),
      ...(words.comment === undefined ? [] : [chunk('tEXt', bytesOf(`Comment\0${words.comment}`))]),
      chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
      chunk('IEND', new Uint8Array()),
    ]),
  )
}

const riffChunk = (type: string, body: Uint8Array): Uint8Array => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([bytesOf(type), size, body, new Uint8Array(body.length % 2)])
}

export const riffOf = (
  form: string,
  chunks: readonly (readonly [string, Uint8Array])[],
): Uint8Array<ArrayBuffer> => {
  const body = Buffer.concat([bytesOf(form), ...chunks.map(([type, bytes]) => riffChunk(type, bytes))])
  return Uint8Array.from(riffChunk('RIFF', body))
}

/** A pixel, as Google's own encoder writes one, with the head that announces a camera's words. */
const pixel = Buffer.from('EAAQAAABAB1NAQCdASoBAAEAAMASJaQAA3AA/vuUAAA=', 'base64')

export const webpOf = (words: PictureWords): Uint8Array<ArrayBuffer> =>
  riffOf('WEBP', [
    ['VP8X', Uint8Array.of(0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['VP8 ', pixel],
    ['EXIF', exifOf(words)],
  ])

/** Sound: 16 bits, one channel, 8,000 a second. */
export const wavOf = (
  given: { readonly seconds?: number; readonly artist?: string; readonly samples?: Uint8Array } = {},
): Uint8Array<ArrayBuffer> => {
  const rate = Buffer.alloc(16)
  rate.writeUInt16LE(1, 0)
  rate.writeUInt16LE(1, 2)
  rate.writeUInt32LE(8000, 4)
  rate.writeUInt32LE(16_000, 8)
  rate.writeUInt16LE(2, 12)
  rate.writeUInt16LE(16, 14)
  const count = Math.round((given.seconds ?? 1) * 8000)
  const tone = Buffer.alloc(count * 2)
  for (let at = 0; at < count; at++) tone.writeInt16LE(Math.round(8000 * Math.sin(at / 5)), at * 2)
  const info =
    given.artist === undefined
      ? []
      : ([
          ['LIST', Buffer.concat([bytesOf('INFO'), riffChunk('IART', bytesOf(`${given.artist}\0`))])],
        ] as const)
  return riffOf('WAVE', [['fmt ', rate], ...info, ['data', given.samples ?? tone]])
}
