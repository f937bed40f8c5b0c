/**
 * Logos are written anew: what comes is read to bare pixels, and a PNG is made of those. Nothing else of a file is kept, be
 * it text, a place, a colour profile or what stands behind its end.
 */
import { constants, crc32, deflateSync, inflateSync } from 'node:zlib'

import { LOGO_BYTES, LOGO_HEIGHT, LOGO_WIDTH } from '#campaigns/core/logo.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'

export type CleanLogo = { readonly png: Buffer; readonly width: number; readonly height: number }
export type LogoRefusal = { readonly kind: 'logo_wrong' } | { readonly kind: 'logo_too_large' }

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
/** Of the two kinds that browsers write: 8 bits a channel, without and with transparency. */
const channels: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

type Head = { readonly width: number; readonly height: number; readonly colour: number }

export const cleanLogo = (bytes: Uint8Array): Result<CleanLogo, LogoRefusal> => {
  const chunks = readChunks(Buffer.from(bytes))
  const head = chunks && readHead(chunks[0])
  if (!chunks || !head) return err({ kind: 'logo_wrong' })
  const { width, height, colour } = head
  if (width > LOGO_WIDTH || height > LOGO_HEIGHT) return err({ kind: 'logo_too_large' })
  const lines = readLines(chunks, head)
  if (lines === null) return err({ kind: 'logo_wrong' })
  const start = Buffer.alloc(13)
  start.writeUInt32BE(width, 0)
  start.writeUInt32BE(height, 4)
  start.set([8, colour, 0, 0, 0], 8)
  const png = Buffer.concat([
    signature,
    chunkOf('IHDR', start),
    chunkOf('IDAT', deflateSync(lines, { level: constants.Z_BEST_COMPRESSION })),
    chunkOf('IEND', Buffer.alloc(0)),
  ])
  return png.length > LOGO_BYTES ? err({ kind: 'logo_too_large' }) : ok({ png, width, height })
}

type Chunk = { readonly kind: string; readonly data: Buffer }

/** Null where lengths or sums are wrong, or no end is found. */
const readChunks = (bytes: Buffer): readonly Chunk[] | null => {
  if (!bytes.subarray(0, 8).equals(signature)) return null
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) return null
    const named = bytes.subarray(at + 4, end - 4)
    if (crc32(named) !== bytes.readUInt32BE(end - 4)) return null
    const kind = named.toString('latin1', 0, 4)
    if (kind === 'IEND') return chunks
    chunks.push({ kind, data: named.subarray(4) })
    at = end
  }
  return null
}

const readHead = (chunk: Chunk | undefined): Head | null => {
  if (chunk?.kind !== 'IHDR' || chunk.data.length !== 13) return null
  const [depth, colour = -1, ...rest] = chunk.data.subarray(8)
  const [width, height] = [chunk.data.readUInt32BE(0), chunk.data.readUInt32BE(4)]
  // Neither interlaced nor packed by any method that is not the one there is.
  if (depth !== 8 || !(colour in channels) || rest.some((one) => one !== 0)) return null
  return width === 0 || height === 0 ? null : { width, height, colour }
}

/** A filter's number before each line; exactly as many bytes as the head says. */
const readLines = (chunks: readonly Chunk[], { width, height, colour }: Head): Buffer | null => {
  const line = 1 + width * (channels[colour] ?? 0)
  const packed = Buffer.concat(chunks.filter(({ kind }) => kind === 'IDAT').map(({ data }) => data))
  try {
    const lines = inflateSync(packed, { maxOutputLength: line * height + 1 })
    if (lines.length !== line * height) return null
    for (let at = 0; at < lines.length; at += line) if ((lines[at] ?? 5) > 4) return null
    return lines
  } catch {
    return null
  }
}

const chunkOf = (kind: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
