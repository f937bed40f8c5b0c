/** Small PNGs as browsers write them, with a text beside the pixels where one is asked for. */
import { crc32, deflateSync } from 'node:zlib'

type Given = {
  readonly width: number
  readonly height: number
  readonly text?: string
  readonly depth?: number
  readonly lines?: Buffer
}

export const pngOf = ({ width, height, text, depth = 8, lines }: Given): Buffer => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([depth, 6, 0, 0, 0], 8)
  const line = Buffer.from([0, ...Array.from({ length: width }, () => [20, 90, 160, 255]).flat()])
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...(text === undefined ? [] : [chunk('tEXt', Buffer.from(`Comment\0${text}`, 'latin1'))]),
    chunk('IDAT', deflateSync(lines ?? Buffer.concat(Array.from({ length: height }, () => line)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const chunk = (kind: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
