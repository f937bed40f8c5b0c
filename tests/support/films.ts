/** Films for tests: H.264 of pixels without compression, as phones wrap them, so that every byte of them is known. */
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp3OutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'

import { bytesOf, word32 } from './bytes.ts'

/** 128 by 96 pixels, baseline profile. */
const sps = Uint8Array.of(0x67, 0x42, 0, 0x0a, 0xf8, 0x41, 0xa2)
const pps = Uint8Array.of(0x68, 0xce, 0x38, 0x80)

const description = Buffer.concat([
  Uint8Array.of(1, 0x42, 0, 0x0a, 0xff, 0xe1, 0, sps.length),
  sps,
  Uint8Array.of(1, 0, pps.length),
  pps,
])

const unit = (bytes: Uint8Array): Uint8Array => Buffer.concat([word32(bytes.length), bytes])

/** Information of the kind in which encoders sign and some cameras write their place. */
const telling = (words: string): Uint8Array =>
  Buffer.concat([
    Uint8Array.of(6, 5, words.length + 16),
    new Uint8Array(16).fill(0x41),
    bytesOf(words),
    Uint8Array.of(0x80),
  ])

/** 48 blocks of pixels; their brightness spells the words. */
const frame = (words: string): Uint8Array => {
  const pixels = Buffer.alloc(384, bytesOf(words.padEnd(16, '.')))
  const blocks = Array.from({ length: 48 }, (_, at) =>
    Buffer.concat([at === 0 ? new Uint8Array() : Uint8Array.of(0x0d, 0), pixels]),
  )
  return Buffer.concat([Uint8Array.of(0x65, 0x88, 0x84, 0x08, 0x68), ...blocks, Uint8Array.of(0x80)])
}

export type FilmWords = {
  readonly seconds?: number
  readonly title?: string
  readonly artist?: string
  /** ISO 6709. */
  readonly place?: string
  /** Inside the frames. */
  readonly telling?: string
  /** The pixels themselves. */
  readonly pixels?: string
}

/** One frame a second. */
export const mp4Of = async (words: FilmWords): Promise<Uint8Array<ArrayBuffer>> => {
  const output = new Output({
    format: new Mp4OutputFormat({ metadataFormat: 'udta' }),
    target: new BufferTarget(),
  })
  const source = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(source, { name: words.title ?? '' })
  output.setMetadataTags({
    ...(words.title === undefined ? {} : { title: words.title }),
    ...(words.artist === undefined ? {} : { artist: words.artist }),
    raw: words.place === undefined ? {} : { '©xyz': words.place },
  })
  await output.start()
  const decoderConfig = { codec: 'avc1.42000a', codedWidth: 128, codedHeight: 96, description }
  for (let second = 0; second < (words.seconds ?? 2); second++) {
    const data = Buffer.concat([
      ...(words.telling === undefined ? [] : [unit(telling(words.telling))]),
      unit(frame(words.pixels ?? 'grey')),
    ])
    await source.add(new EncodedPacket(data, 'key', second, 1), { decoderConfig })
  }
  await output.finalize()
  return new Uint8Array(output.target.buffer ?? new ArrayBuffer(0))
}

/** One silent frame after another: 128 kbit, 44,100 a second, 417 bytes. */
export const mp3Of = async (words: {
  readonly title: string
  readonly artist: string
  readonly signature?: string
}): Promise<Uint8Array<ArrayBuffer>> => {
  const output = new Output({ format: new Mp3OutputFormat(), target: new BufferTarget() })
  const source = new EncodedAudioPacketSource('mp3')
  output.addAudioTrack(source)
  output.setMetadataTags({ title: words.title, artist: words.artist })
  await output.start()
  const sound = Buffer.alloc(417)
  sound.set([0xff, 0xfb, 0x90, 0xc0])
  if (words.signature) sound.write(words.signature, 100)
  for (let at = 0; at < 40; at++)
    await source.add(new EncodedPacket(sound, 'key', (at * 1152) / 44_100, 1152 / 44_100), {
      decoderConfig: { codec: 'mp3', numberOfChannels: 1, sampleRate: 44_100 },
    })
  await output.finalize()
  return new Uint8Array(output.target.buffer ?? new ArrayBuffer(0))
}

/** VP8 that nobody has to decode. */
export const webmOf = async (words: FilmWords): Promise<Uint8Array<ArrayBuffer>> => {
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() })
  const source = new EncodedVideoPacketSource('vp8')
  output.addVideoTrack(source, { name: words.title ?? '' })
  output.setMetadataTags({
    ...(words.title === undefined ? {} : { title: words.title }),
    ...(words.artist === undefined ? {} : { artist: words.artist }),
  })
  await output.start()
  const key = Buffer.concat([Uint8Array.of(0x10, 2, 0, 0x9d, 1, 0x2a, 16, 0, 16, 0), new Uint8Array(64)])
  for (let second = 0; second < 3; second++)
    await source.add(new EncodedPacket(key, 'key', second, 1), {
      decoderConfig: { codec: 'vp8', codedWidth: 16, codedHeight: 16 },
    })
  await output.finalize()
  return new Uint8Array(output.target.buffer ?? new ArrayBuffer(0))
}

/** Its reader goes round for ever: sizes that lead back to what was read before. */
export const endlessWebm = Uint8Array.from(
  Buffer.from(
    'GkXfoxAAAB/6hoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwQAAAACgRFNm3QQAABUTbsQAAAPU6uEFUmpZlOshQAAAABcTbsQAAAPU6uE' +
      'cHJvdG90eXBlFlSua1OshQAAAACgTbsQAAAPU6uEElTDZ1OshQAAAADXTbsQAAAPU3Byb3RvdCNwZQAAAAI7',
    'base64',
  ),
)
