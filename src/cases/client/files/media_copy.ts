/**
 * Sound and film again, frame by frame, into a new file without tags. Only of codecs whose frames hold nothing else or
 * can be taken apart; of others there is no copy.
 */
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  Mp3OutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import type { FileKind, NoCopyReason } from '#cases/core/file_facts.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type ByteSource, latin } from './byte_source.ts'
import { isBareWebm } from './ebml.ts'
import { openMedia } from './media_facts.ts'
import { clearTimes, isBareMp4 } from './mp4.ts'
import { bareFrame, isBareHevcHead, lengthSize } from './nal_units.ts'

type Copy = Result<Uint8Array<ArrayBuffer>, NoCopyReason>

const soundIn: Partial<Readonly<Record<FileKind, readonly string[]>>> = {
  mp4: ['aac', 'opus', 'mp3'],
  webm: ['opus'],
  mp3: ['mp3'],
}
const filmIn: Partial<Readonly<Record<FileKind, readonly string[]>>> = {
  mp4: ['avc', 'hevc'],
  webm: ['vp8', 'vp9'],
}

export const copyMedia = async (source: ByteSource, kind: FileKind): Promise<Copy> => {
  const input = openMedia(source)
  try {
    const tracks = await input.getTracks()
    const output = outputFor(kind)
    if (output === null) return err('kind_unsafe')
    const runs: (() => Promise<NoCopyReason | null>)[] = []
    for (const track of tracks) {
      const run = await trackCopy(track, kind, output)
      if (typeof run === 'string') return err(run)
      runs.push(run)
    }
    if (runs.length === 0) return err('damaged')
    await output.start()
    const refused = (await Promise.all(runs.map((run) => run()))).find((one) => one !== null)
    if (refused) {
      await output.cancel()
      return err(refused)
    }
    await output.finalize()
    return checked(new Uint8Array(output.target.buffer ?? new ArrayBuffer(0)), kind)
  } catch {
    return err('damaged')
  } finally {
    input.dispose()
  }
}

type MadeOutput = Output<Mp4OutputFormat | WebMOutputFormat | Mp3OutputFormat, BufferTarget>

const outputFor = (kind: FileKind): MadeOutput | null => {
  const target = new BufferTarget()
  if (kind === 'mp4') return new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  if (kind === 'webm') return new Output({ format: new WebMOutputFormat(), target })
  // A table of contents would name the program that wrote it.
  return kind === 'mp3' ? new Output({ format: new Mp3OutputFormat({ xingHeader: false }), target }) : null
}

type Run = () => Promise<NoCopyReason | null>

const trackCopy = async (
  track: InputTrack,
  kind: FileKind,
  output: MadeOutput,
): Promise<Run | NoCopyReason> => {
  const codec = await track.getCodec()
  if (track.isVideoTrack() && codec !== null && filmIn[kind]?.includes(codec))
    return filmCopy(track, codec as 'avc' | 'hevc' | 'vp8' | 'vp9', output)
  if (track.isAudioTrack() && codec !== null && soundIn[kind]?.includes(codec))
    return soundCopy(track, codec as 'aac' | 'opus' | 'mp3', output)
  return track.isVideoTrack() || track.isAudioTrack() ? 'inside_sound' : 'unknown_track'
}

const filmCopy = async (
  track: InputVideoTrack,
  codec: 'avc' | 'hevc' | 'vp8' | 'vp9',
  output: MadeOutput,
): Promise<Run | NoCopyReason> => {
  const config = await track.getDecoderConfig()
  if (config === null) return 'damaged'
  const taken = codec === 'avc' || codec === 'hevc' ? codec : null
  const head = config.description === undefined ? null : bytesOf(config.description)
  if (taken !== null && (head === null || lengthSize(head, taken) !== 4)) return 'inside_sound'
  if (codec === 'hevc' && head !== null && !isBareHevcHead(head)) return 'inside_sound'
  const source = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(source, { rotation: track.rotation })
  return async () => {
    let first = true
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const data = taken === null ? packet.data : bareFrame(packet.data, taken)
      if (data === null) return 'inside_sound'
      await source.add(bare(packet, data), first ? { decoderConfig: config } : undefined)
      first = false
    }
    source.close()
    return null
  }
}

const soundCopy = async (
  track: InputAudioTrack,
  codec: 'aac' | 'opus' | 'mp3',
  output: MadeOutput,
): Promise<Run | NoCopyReason> => {
  const config = await track.getDecoderConfig()
  if (config === null) return 'damaged'
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  return async () => {
    let first = true
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (signature.test(latin(packet.data))) return 'inside_sound'
      await source.add(bare(packet, packet.data), first ? { decoderConfig: config } : undefined)
      first = false
    }
    source.close()
    return null
  }
}

/** What encoders write into the frames of sound themselves. */
const signature = /LAME\d|Lavc|Lavf|FAAC |libfaac|GOGO|Nero AAC/

const bare = ({ type, timestamp, duration }: EncodedPacket, data: Uint8Array): EncodedPacket =>
  new EncodedPacket(data, type, timestamp, duration)

const bytesOf = (given: AllowSharedBufferSource): Uint8Array =>
  ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : new Uint8Array(given)

/** The copy is looked at as a thief would: whatever is neither sound nor film is one thing too much. */
const checked = (file: Uint8Array<ArrayBuffer>, kind: FileKind): Copy => {
  if (kind === 'mp4') clearTimes(file)
  const clean =
    kind === 'mp4' ? isBareMp4(file) : kind === 'webm' ? isBareWebm(file) : (file[0] ?? 0) === 0xff
  return clean ? ok(file) : err('left_behind')
}
