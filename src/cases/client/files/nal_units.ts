/**
 * Frames of H.264 and H.265 without what is no picture: "supplemental information", in which encoders sign themselves
 * and some cameras write where and when.
 */
import { joinBytes } from '#vault/core/bytes.ts'

/** Every unit has its length before it. */
const LENGTH = 4

const isTelling = (codec: 'avc' | 'hevc', first: number): boolean => {
  const type = codec === 'avc' ? first & 0x1f : (first >> 1) & 0x3f
  // Information, delimiters' fill, and types that nobody has assigned.
  return codec === 'avc'
    ? type === 6 || type === 12 || type >= 22
    : type === 38 || type === 39 || type === 40 || type >= 41
}

/** Null: it does not fall into units. */
export const bareFrame = (frame: Uint8Array, codec: 'avc' | 'hevc'): Uint8Array<ArrayBuffer> | null => {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const kept: Uint8Array[] = []
  let at = 0
  while (at + LENGTH < frame.length) {
    const to = at + LENGTH + view.getUint32(at)
    if (to > frame.length) return null
    if (!isTelling(codec, frame[at + LENGTH] ?? 0)) kept.push(frame.subarray(at, to))
    at = to
  }
  return at === frame.length ? joinBytes(kept) : null
}

/** How long the lengths are, as the head of the film says; others than four bytes are not taken apart here. */
export const lengthSize = (description: Uint8Array, codec: 'avc' | 'hevc'): number =>
  ((description[codec === 'avc' ? 4 : 21] ?? 0) & 3) + 1

/** Whether an H.265 head holds information beside what decoding needs. */
export const isBareHevcHead = (description: Uint8Array): boolean => {
  const view = new DataView(description.buffer, description.byteOffset, description.byteLength)
  let at = 23
  for (let array = 0; array < (description[22] ?? 0); array++) {
    const type = (description[at] ?? 0) & 0x3f
    if (![32, 33, 34].includes(type) || at + 3 > description.length) return false
    const count = view.getUint16(at + 1)
    at += 3
    for (let unit = 0; unit < count && at + 2 <= description.length; unit++) at += 2 + view.getUint16(at)
  }
  return at === description.length
}
