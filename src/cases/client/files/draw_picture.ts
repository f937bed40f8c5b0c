/**
 * Pixels of a picture, upright: bare bytes are decoded where they are, in memory. No address is made for them
 * (`blob:`), because browsers write what stands behind such addresses to disk when memory grows short.
 */
import type { FileKind } from '#cases/core/file_facts.ts'
import { latin, viewOf } from './byte_source.ts'
import type { TurnedKind } from './clean_copy.ts'
import { readJpeg, stripJpeg } from './jpeg.ts'
import { stripPng } from './png.ts'
import { stripWebp } from './riff.ts'

type Size = { readonly width: number; readonly height: number }

/** Of cameras that somebody could own. A small file that claims more was made to exhaust a device. */
const MOST_PIXELS = 120_000_000

/** Null: larger, or its size is not found, and then nobody knows how large. */
export const sizeOf = (bytes: Uint8Array, kind: FileKind): Size | null => {
  const size = claimedSize(bytes, kind)
  return size !== null && size.width * size.height > 0 && size.width * size.height <= MOST_PIXELS
    ? size
    : null
}

const claimedSize = (bytes: Uint8Array, kind: FileKind): Size | null => {
  if (bytes.length < 30) return null
  const view = viewOf(bytes)
  switch (kind) {
    case 'png':
      return { width: view.getUint32(16), height: view.getUint32(20) }
    case 'gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    case 'bmp':
      return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
    case 'webp':
      return webpSize(bytes, view)
    case 'avif': {
      const at = latin(bytes, 0, 4096).indexOf('ispe')
      return at < 0 || at + 16 > bytes.length
        ? null
        : { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    }
    case 'jpeg': {
      const read = readJpeg(bytes)
      const frame = read.ok ? read.value.segments.find(({ marker }) => isFrame(marker)) : undefined
      return frame ? { height: view.getUint16(frame.from + 5), width: view.getUint16(frame.from + 7) } : null
    }
    default:
      return null
  }
}

/** Starts of frames; the tables have numbers between them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const webpSize = (bytes: Uint8Array, view: DataView): Size | null => {
  const first = latin(bytes, 12, 16)
  if (first === 'VP8X')
    return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 }
  if (first === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (first !== 'VP8L') return null
  const bits = view.getUint32(21, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

const bareOf = (bytes: Uint8Array<ArrayBuffer>, kind: FileKind): Uint8Array<ArrayBuffer> => {
  const strip = { jpeg: stripJpeg, png: stripPng, webp: stripWebp }[kind as TurnedKind] as
    | typeof stripJpeg
    | undefined
  const bare = strip?.(bytes)
  return bare?.ok ? bare.value : bytes
}

/** Without it a browser needs an address of its own for bytes, which then must be few. */
const MOST_WITHOUT_DECODER = 20_000_000

type Decoder = {
  decode(): Promise<{ readonly image: ImageBitmapSource & { close(): void } }>
  close(): void
}
type DecoderMaker = new (given: { data: ArrayBuffer; type: string; preferAnimation: boolean }) => Decoder

const decode = async (bytes: Uint8Array<ArrayBuffer>, kind: FileKind): Promise<ImageBitmap | null> => {
  const type = `image/${kind}`
  const Maker = (globalThis as { ImageDecoder?: DecoderMaker }).ImageDecoder
  try {
    if (Maker === undefined)
      return bytes.length > MOST_WITHOUT_DECODER ? null : await createImageBitmap(new Blob([bytes], { type }))
    const decoder = new Maker({ data: bytes.buffer, type, preferAnimation: false })
    const { image } = await decoder.decode()
    const bitmap = await createImageBitmap(image)
    image.close()
    decoder.close()
    return bitmap
  } catch {
    return null
  }
}

/** Turns and mirrors, for each of the eight ways in which a camera can have been held. */
const turns: readonly (readonly [number, number, number, number])[] = [
  [1, 0, 0, 1],
  [-1, 0, 0, 1],
  [-1, 0, 0, -1],
  [1, 0, 0, -1],
  [0, 1, 1, 0],
  [0, 1, -1, 0],
  [0, -1, -1, 0],
  [0, -1, 1, 0],
]

/** At most `most` pixels wide or high. Null: too large, or the browser does not know this kind. */
export const drawPicture = async (
  given: Uint8Array<ArrayBuffer>,
  kind: FileKind,
  { orientation, most }: { readonly orientation: number; readonly most: number },
): Promise<OffscreenCanvas | null> => {
  if (sizeOf(given, kind) === null) return null
  // Bare, so that no browser turns it a second time.
  const bitmap = await decode(bareOf(given, kind), kind)
  if (bitmap === null) return null
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  ]
  const onSide = orientation >= 5
  const canvas = new OffscreenCanvas(onSide ? height : width, onSide ? width : height)
  const context = canvas.getContext('2d')
  if (context === null) return null
  const [a, b, c, d] = turns[orientation - 1] ?? [1, 0, 0, 1]
  context.setTransform(a, b, c, d, canvas.width / 2, canvas.height / 2)
  context.drawImage(bitmap, -width / 2, -height / 2, width, height)
  bitmap.close()
  return canvas
}

/** Larger sides are not drawn by every browser. */
const LARGEST_SIDE = 16_384

export const turnPicture = async (given: {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly kind: TurnedKind
  readonly orientation: number
}): Promise<Uint8Array<ArrayBuffer> | null> => {
  const size = sizeOf(given.bytes, given.kind)
  if (size === null || Math.max(size.width, size.height) > LARGEST_SIDE) return null
  const canvas = await drawPicture(given.bytes, given.kind, {
    orientation: given.orientation,
    most: LARGEST_SIDE,
  })
  const blob = await canvas?.convertToBlob({ type: `image/${given.kind}`, quality: 0.95 })
  return blob?.type === `image/${given.kind}` ? new Uint8Array(await blob.arrayBuffer()) : null
}
