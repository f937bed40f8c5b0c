/** Elements of WebM and Matroska: which program wrote a film and when, and whether only sound and film are left in it. */
import { fact, type FileFact } from '#cases/core/file_facts.ts'
import { toHex } from '#vault/core/bytes.ts'
import { type ByteSource, viewOf } from './byte_source.ts'

type Element = { readonly id: number; readonly body: number; readonly to: number }

const EBML = 0x1a45dfa3
const SEGMENT = 0x18538067
const INFO = 0x1549a966
const TITLE = 0x7ba9
const DATE = 0x4461
const MUXER = 0x4d80
const WRITER = 0x5741
const FILE_ID = 0x73a4

/** Heads stand at the beginning; what comes behind a megabyte of frames is found by whoever copies the file. */
const HEAD = 1_000_000

const numberAt = (
  bytes: Uint8Array,
  at: number,
  keepMark: boolean,
): { readonly value: number; readonly next: number } | null => {
  const first = bytes[at] ?? 0
  const length = Math.clz32(first) - 23
  if (first === 0 || at + length > bytes.length) return null
  let value = keepMark ? first : first & (0xff >> length)
  for (let i = 1; i < length; i++) value = value * 256 + (bytes[at + i] ?? 0)
  return { value, next: at + length }
}

const elementAt = (bytes: Uint8Array, at: number, end: number): Element | null => {
  const id = numberAt(bytes, at, true)
  const size = id && numberAt(bytes, id.next, false)
  if (id === null || size === null) return null
  const unknown = size.value >= 2 ** (7 * (size.next - id.next)) - 1
  return { id: id.value, body: size.next, to: unknown ? end : size.next + size.value }
}

const elementsOf = (bytes: Uint8Array, from: number, end: number): readonly Element[] => {
  const elements: Element[] = []
  for (let at = from; at < end;) {
    const element = elementAt(bytes, at, end)
    if (element === null) break
    elements.push(element)
    at = element.to
  }
  return elements
}

const text = (bytes: Uint8Array, { body, to }: Element): string =>
  new TextDecoder().decode(bytes.subarray(body, to))

/** Nanoseconds from the first of January 2001. */
const dateWords = (bytes: Uint8Array, { body, to }: Element): string => {
  if (to - body !== 8) return ''
  const time = new Date(Date.UTC(2001, 0, 1) + Number(viewOf(bytes).getBigInt64(body) / 1_000_000n))
  return time
    .toISOString()
    .replace(/\.\d+Z$/, ' UTC')
    .replace('T', ' ')
}

export const ebmlFacts = async (source: ByteSource): Promise<readonly FileFact[]> => {
  const bytes = await source.read(0, HEAD)
  const segment = elementsOf(bytes, 0, bytes.length).find(({ id }) => id === SEGMENT)
  if (segment === undefined) return []
  const info = elementsOf(bytes, segment.body, Math.min(segment.to, bytes.length)).find(
    ({ id }) => id === INFO,
  )
  return info === undefined
    ? []
    : elementsOf(bytes, info.body, info.to).flatMap((one) => infoFacts(bytes, one))
}

const infoFacts = (bytes: Uint8Array, element: Element): readonly FileFact[] => {
  switch (element.id) {
    case TITLE:
      return fact('title', text(bytes, element))
    case DATE:
      return fact('made', dateWords(bytes, element))
    case MUXER:
    case WRITER:
      return fact('software', text(bytes, element))
    case FILE_ID:
      return fact('file_id', toHex(bytes.subarray(element.body, element.to)))
    default:
      return []
  }
}

const SEEK = 0x114d9b74
const TRACKS = 0x1654ae6b
const CLUSTER = 0x1f43b675
const CUES = 0x1c53bb6b
const VOID = 0xec
const TIME_SCALE = 0x2ad7b1
const DURATION = 0x4489

/** Nothing but what is seen and heard; of the program that wrote it, only the name of ours. */
export const isBareWebm = (bytes: Uint8Array): boolean => {
  const tops = elementsOf(bytes, 0, bytes.length)
  const segment = tops[1]
  if (tops.length !== 2 || tops[0]?.id !== EBML || segment?.id !== SEGMENT) return false
  const parts = elementsOf(bytes, segment.body, Math.min(segment.to, bytes.length))
  const info = parts.find(({ id }) => id === INFO)
  return (
    parts.every(({ id }) => [SEEK, INFO, TRACKS, CLUSTER, CUES, VOID].includes(id)) &&
    info !== undefined &&
    elementsOf(bytes, info.body, info.to).every(
      (one) =>
        [TIME_SCALE, DURATION].includes(one.id) ||
        ([MUXER, WRITER].includes(one.id) && /^Mediabunny/i.test(text(bytes, one))),
    )
  )
}
