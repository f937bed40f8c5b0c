/**
 * A copy of a file without what it tells of its maker. It is read again and refused when anything is left: better no
 * copy than one that is thought to be clean.
 */
import type { FileKind, NoCopyReason } from '#cases/core/file_facts.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type ByteSource, bytesSource, readWhole } from './byte_source.ts'
import { isBareJpeg, stripJpeg } from './jpeg.ts'
import { isBarePng, stripPng } from './png.ts'
import { isBareWav, isBareWebp, stripWav, stripWebp } from './riff.ts'
import { readFacts } from './read_facts.ts'
import { sniff } from './sniff.ts'

export type CleanCopy = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly kind: FileKind
  /** The pixels were turned and drawn anew, because the picture lay on its side. */
  readonly turned: boolean
}

/** Draws the bare picture as its camera meant it to stand. Null: it cannot be drawn. */
export type Turn = (given: {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly kind: TurnedKind
  readonly orientation: number
}) => Promise<Uint8Array<ArrayBuffer> | null>

export type TurnedKind = 'jpeg' | 'png' | 'webp'

/** The original, its copy and what is in between are in memory at once. */
export const LARGEST_COPY = 250_000_000

type Stripped = Result<Uint8Array<ArrayBuffer>, NoCopyReason>

const pictures: Readonly<
  Record<TurnedKind, { strip: (bytes: Uint8Array) => Stripped; isBare: (bytes: Uint8Array) => boolean }>
> = {
  jpeg: { strip: stripJpeg, isBare: isBareJpeg },
  png: { strip: stripPng, isBare: isBarePng },
  webp: { strip: stripWebp, isBare: isBareWebp },
}

export const makeCleanCopy = async (
  source: ByteSource,
  turn: Turn,
): Promise<Result<CleanCopy, NoCopyReason>> => {
  const kind = await sniff(source)
  if (source.size > LARGEST_COPY) return err('too_large')
  const made = await copyOf(source, kind, turn)
  if (!made.ok) return made
  const again = await readFacts(bytesSource(made.value.bytes))
  const left = again.facts.filter(({ said }) => !ourOwn.test(said))
  return again.kind === kind && again.whole && left.length === 0 ? made : err('left_behind')
}

/** The copy of a film says which library wrote it, the same for everybody. */
const ourOwn = /^Mediabunny/i

const copyOf = async (
  source: ByteSource,
  kind: FileKind,
  turn: Turn,
): Promise<Result<CleanCopy, NoCopyReason>> => {
  switch (kind) {
    case 'jpeg':
    case 'png':
    case 'webp':
      return copyPicture(await readWhole(source), kind, turn)
    case 'wav': {
      const bare = stripWav(await readWhole(source))
      if (!bare.ok) return bare
      return isBareWav(bare.value) ? ok({ bytes: bare.value, kind, turned: false }) : err('left_behind')
    }
    case 'mp4':
    case 'webm':
    case 'mp3': {
      const { copyMedia } = await import('./media_copy.ts')
      const copied = await copyMedia(source, kind)
      return copied.ok ? ok({ bytes: copied.value, kind, turned: false }) : copied
    }
    default:
      return err('kind_unsafe')
  }
}

const copyPicture = async (
  bytes: Uint8Array<ArrayBuffer>,
  kind: TurnedKind,
  turn: Turn,
): Promise<Result<CleanCopy, NoCopyReason>> => {
  const { strip, isBare } = pictures[kind]
  const { orientationOf } = await import('./picture_facts.ts')
  const orientation = await orientationOf(bytes, kind)
  const bare = strip(bytes)
  if (!bare.ok) return bare
  if (orientation === 1)
    return isBare(bare.value) ? ok({ bytes: bare.value, kind, turned: false }) : err('left_behind')
  const drawn = await turn({ bytes: bare.value, kind, orientation })
  // What the browser writes is stripped as well.
  const again = drawn && strip(drawn)
  if (!again?.ok) return err('damaged')
  return isBare(again.value) ? ok({ bytes: again.value, kind, turned: true }) : err('left_behind')
}
