/**
 * Sound and film in pieces that a browser plays from memory: the frames as they are, put into fragments. What the
 * browser cannot play in pieces (sound without compression, among others) is encoded anew while it is played.
 */
import {
  canEncodeAudio,
  Conversion,
  EncodedPacketSink,
  type InputTrack,
  type InputVideoTrack,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  StreamTarget,
  WebMOutputFormat,
} from 'mediabunny'
import type { FileKind } from '#cases/core/file_facts.ts'
import type { ByteSource } from './byte_source.ts'
import { openMedia } from './media_facts.ts'

export type PlayPiece =
  /** `from`: the second in the whole at which these pieces begin, a little before what was asked. */
  | {
      readonly kind: 'begins'
      readonly mime: string
      readonly seconds: number
      readonly from: number
    }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array<ArrayBuffer> }

/** Answers when the page has room for more. */
export type Give = (piece: PlayPiece) => Promise<void>

/** Asked of the page: a worker cannot know it. */
export type CanPlay = (mime: string) => Promise<boolean>

/** From this second on; false when it cannot be played. */
export const playMedia = async (
  source: ByteSource,
  {
    kind,
    from,
    give,
    canPlay,
  }: { readonly kind: FileKind; readonly from: number; readonly give: Give; readonly canPlay: CanPlay },
): Promise<boolean> => {
  const input = openMedia(source)
  try {
    const seconds = await input.computeDuration()
    const film = await input.getPrimaryVideoTrack()
    const sound = await input.getPrimaryAudioTrack()
    const codecs = await Promise.all([film, sound].flatMap((track) => (track ? [codecOf(track)] : [])))
    if (codecs.length === 0 || codecs.includes(null)) return false
    const webm = kind === 'webm'
    const copied = `${film ? 'video' : 'audio'}/${webm ? 'webm' : 'mp4'}; codecs="${codecs.join(',')}"`
    const plays = await canPlay(copied)
    // Sound alone can be encoded anew; film would take too long.
    const encoded = `audio/webm; codecs="opus"`
    if (!plays && (film !== null || !(await canEncodeAudio('opus')) || !(await canPlay(encoded))))
      return false
    const format: OutputFormat =
      plays && !webm
        ? new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 1 })
        : new WebMOutputFormat({ appendOnly: true })
    const start = await keyBefore(film, from)
    const mime = plays ? copied : encoded
    await give({ kind: 'begins', mime, seconds, from: start })
    const output = new Output({
      format,
      target: new StreamTarget(writableTo(give), { chunked: true, chunkSize: 1 << 20 }),
    })
    const conversion = await Conversion.init({
      input,
      output,
      tracks: 'primary',
      tags: {},
      showWarnings: false,
      ...(start > 0 ? { trim: { start } } : {}),
      ...(plays ? { copy: { mode: 'forced', shiftTolerance: Infinity } } : { audio: { codec: 'opus' } }),
    })
    if (!conversion.isValid) return false
    await conversion.execute()
    return true
  } finally {
    input.dispose()
  }
}

/** A film can begin at a whole picture only. */
const keyBefore = async (film: InputVideoTrack | null, from: number): Promise<number> => {
  if (film === null || from === 0) return from
  const packet = await new EncodedPacketSink(film).getKeyPacket(from, { metadataOnly: true })
  return Math.max(0, packet?.timestamp ?? 0)
}

const codecOf = async (track: InputTrack): Promise<string | null> => track.getCodecParameterString()

const writableTo = (give: Give): WritableStream<{ readonly data: Uint8Array<ArrayBuffer> }> =>
  new WritableStream({ write: async ({ data }) => give({ kind: 'piece', bytes: data.slice() }) })
