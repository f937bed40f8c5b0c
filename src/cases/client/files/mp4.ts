/** Boxes of MP4 and QuickTime: what phones and cameras write beside sound and film, and whether any of it is left. */
import { fact, type FileFact, parseIso6709 } from '#cases/core/file_facts.ts'
import { type ByteSource, latin, viewOf } from './byte_source.ts'

type Box = { readonly type: string; readonly from: number; readonly body: number; readonly to: number }

/** Heads of films of hours stay below it; a larger one is not read here. */
const LARGEST_HEAD = 64_000_000
const MOST_BOXES = 20_000

/** The boxes of a whole file, without reading what is in them. They end before it when it is damaged. */
const topBoxes = async (source: ByteSource): Promise<readonly Box[]> => {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= source.size && boxes.length < MOST_BOXES;) {
    const head = await source.read(at, at + 16)
    const box = boxAt(head, 0, source.size - at)
    if (box === null) break
    boxes.push({ ...box, from: at, body: at + box.body, to: at + box.to })
    at += box.to
  }
  return boxes
}

const boxAt = (bytes: Uint8Array, at: number, room: number): Box | null => {
  if (at + 8 > bytes.length) return null
  const view = viewOf(bytes)
  const short = view.getUint32(at)
  const wide = short === 1 && at + 16 <= bytes.length
  const size = wide ? Number(view.getBigUint64(at + 8)) : short === 0 ? room : short
  const body = wide ? 16 : 8
  if (size < body || size > room) return null
  return { type: latin(bytes, at + 4, at + 8), from: at, body: at + body, to: at + size }
}

const childrenOf = (bytes: Uint8Array, from: number, to: number): readonly Box[] => {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to && boxes.length < MOST_BOXES;) {
    const box = boxAt(bytes, at, to - at)
    if (box === null) break
    boxes.push(box)
    at = box.to
  }
  return boxes
}

const holders = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'stbl', 'edts', 'mvex', 'udta', 'moof', 'traf']

/** Every box of a part, the inner ones after the outer. */
const allBoxes = (bytes: Uint8Array, from: number, to: number, depth = 0): readonly Box[] =>
  childrenOf(bytes, from, to).flatMap((box) =>
    depth < 12 && holders.includes(box.type) ? [box, ...allBoxes(bytes, box.body, box.to, depth + 1)] : [box],
  )

/** Seconds from 1904 to 1970, which QuickTime counts from. */
const FROM_1904 = 2_082_844_800

const timesOf = (bytes: Uint8Array, box: Box): readonly [number, number] => {
  const view = viewOf(bytes)
  const wide = bytes[box.body] === 1
  const read = (at: number) => (wide ? Number(view.getBigUint64(at)) : view.getUint32(at))
  return [read(box.body + 4), read(box.body + (wide ? 12 : 8))]
}

const timeWords = (seconds: number): string => {
  const time = new Date((seconds - FROM_1904) * 1000)
  return seconds === 0 || Number.isNaN(time.getTime())
    ? ''
    : time.toISOString().replace('.000Z', ' UTC').replace('T', ' ')
}

export const mp4Facts = async (
  source: ByteSource,
): Promise<{ readonly facts: readonly FileFact[]; readonly whole: boolean }> => {
  const tops = await topBoxes(source)
  const facts: FileFact[] = []
  let whole = tops.at(-1)?.to === source.size
  for (const top of tops) {
    if (top.type === 'uuid' || top.type === 'meta')
      facts.push(...fact('tag', String(top.to - top.from), top.type))
    if (top.type !== 'moov') continue
    if (top.to - top.from > LARGEST_HEAD) {
      whole = false
      continue
    }
    const bytes = await source.read(top.from, top.to)
    const boxes = allBoxes(bytes, 0, bytes.length)
    facts.push(...boxes.flatMap((box) => boxFacts(bytes, box)))
  }
  return { facts, whole }
}

const boxFacts = (bytes: Uint8Array, box: Box): readonly FileFact[] => {
  switch (box.type) {
    case 'mvhd': {
      const [made, changed] = timesOf(bytes, box)
      return [
        ...fact('made', timeWords(made)),
        ...(changed === made ? [] : fact('changed', timeWords(changed))),
      ]
    }
    case '\xa9xyz':
      return placeFacts(latin(bytes, box.body, box.to))
    case 'loci':
      return fact('place_name', printable(bytes, box))
    case 'hdlr': {
      const type = latin(bytes, box.body + 8, box.body + 12)
      return sounding.includes(type)
        ? []
        : fact('sensor_track', `${type} ${printable(bytes, { ...box, body: box.body + 24 })}`)
    }
    default:
      return []
  }
}

/** Handlers of what is seen and heard, and of the tags that are read by name. */
const sounding = ['vide', 'soun', 'mdir', 'mdta', 'url ', 'alis', '\0\0\0\0']

export const placeFacts = (text: string): readonly FileFact[] => {
  const found = parseIso6709(text)
  return found === null
    ? fact('place_name', text)
    : [...fact('gps', found.place), ...fact('altitude', found.altitude)]
}

const printable = (bytes: Uint8Array, box: Box): string =>
  (latin(bytes, box.body, Math.min(box.to, box.body + 2000)).match(/[\x20-\x7e]{3,}/g) ?? []).join(' ')

/** Clears when the copy was made; a device's clock and zone tell, too. */
export const clearTimes = (file: Uint8Array): void => {
  for (const box of allBoxes(file, 0, file.length)) {
    if (!['mvhd', 'tkhd', 'mdhd'].includes(box.type)) continue
    file.fill(0, box.body + 4, box.body + (file[box.body] === 1 ? 20 : 12))
  }
}

/** All that a bare copy is made of. Whatever else stands in a file may tell. */
const bareBoxes =
  'ftyp moov mdat free mvhd trak tkhd edts elst mdia mdhd hdlr minf vmhd smhd dinf dref stbl stsd stts ctts stsc stsz stco co64 stss'.split(
    ' ',
  )

export const isBareMp4 = (file: Uint8Array): boolean => {
  const boxes = allBoxes(file, 0, file.length)
  const last = boxes.findLast((box) => ['ftyp', 'moov', 'mdat', 'free'].includes(box.type))
  return (
    last?.to === file.length &&
    boxes.every((box) => bareBoxes.includes(box.type)) &&
    boxes.every(
      (box) => box.type !== 'free' || file.subarray(box.body, box.to).every((byte) => byte === 0),
    ) &&
    boxes.every(
      (box) => !['mvhd', 'tkhd', 'mdhd'].includes(box.type) || timesOf(file, box).every((time) => time === 0),
    )
  )
}
