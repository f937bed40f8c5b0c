/**
 * How many texts are near copies of each other, without keeping a word of them. Of each text stands a sketch: the least of
 * 32 hashes of its runs of three words (MinHash, Broder 1997). Two sketches agree in as many places as their texts have
 * runs in common. The hashes have a key that ends with the ask: until then, too, nobody without it can try a text. Pure.
 */
import { bareWords } from './delivery.ts'

const RUN = 3
export const SKETCH_VALUES = 32
/** Bytes. */
export const SKETCH_SIZE = SKETCH_VALUES * 4

/** Of 32 places: half of what two texts say stands in both, word for word. A letter with a paragraph of its own is alike. */
const ALIKE = 16

/** Scripts that part no words by spaces are taken sign by sign. */
const wordsOf = (text: string): readonly string[] =>
  bareWords(text).match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu,
  ) ?? []

const runsOf = (text: string): ReadonlySet<string> => {
  const words = wordsOf(text)
  if (words.length <= RUN) return new Set([words.join(' ')])
  return new Set(words.slice(RUN - 1).map((_, at) => words.slice(at, at + RUN).join(' ')))
}

/** Eight bytes at least, under the key. */
export type KeyedHash = (text: string) => Uint8Array

export const sketchOf = (text: string, keyed: KeyedHash): Uint8Array => {
  const least = new Uint32Array(SKETCH_VALUES).fill(0xff_ff_ff_ff)
  for (const run of runsOf(text)) {
    const hash = keyed(run)
    const view = new DataView(hash.buffer, hash.byteOffset)
    // An odd step: each of the 32 is another order of all numbers.
    const step = view.getUint32(4) | 1
    let value = view.getUint32(0)
    for (let at = 0; at < SKETCH_VALUES; at++) {
      value = mixed((value + step) >>> 0)
      if (value < (least[at] ?? 0)) least[at] = value
    }
  }
  const bytes = new Uint8Array(SKETCH_SIZE)
  const out = new DataView(bytes.buffer)
  least.forEach((value, at) => out.setUint32(at * 4, value))
  return bytes
}

/** All bits depend on all (finaliser of MurmurHash3). */
const mixed = (value: number): number => {
  let one = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b)
  one = Math.imul(one ^ (one >>> 13), 0xc2_b2_ae_35)
  return (one ^ (one >>> 16)) >>> 0
}

export type Likeness = {
  /** Texts that were looked at. */
  readonly texts: number
  /** Those of which another one is a near copy; at least so many. */
  readonly alike: number
}

/** Of one bucket so many are compared: of copies of one letter the first is enough. */
const COMPARED = 8

export const countAlike = (sketches: readonly Uint8Array[]): Likeness => {
  const copies = new Map<string, { readonly values: Uint32Array; number: number; alike: boolean }>()
  for (const bytes of sketches) {
    const values = valuesIn(bytes)
    const key = values.join(' ')
    const known = copies.get(key)
    if (known) known.number++
    else copies.set(key, { values, number: 1, alike: false })
  }
  type Copy = NonNullable<ReturnType<typeof copies.get>>
  const buckets = new Map<string, Copy[]>()
  for (const copy of copies.values()) {
    if (copy.number > 1) copy.alike = true
    // Two neighbours in common make a pair worth comparing: of texts that are half alike, hardly one is missed.
    for (let at = 0; at < SKETCH_VALUES; at += 2) {
      const name = `${at} ${copy.values[at]} ${copy.values[at + 1]}`
      const bucket = buckets.get(name) ?? []
      for (const other of bucket.slice(0, COMPARED)) {
        if (!(copy.alike && other.alike) && agreeing(copy.values, other.values) >= ALIKE) {
          copy.alike = true
          other.alike = true
        }
      }
      bucket.push(copy)
      buckets.set(name, bucket)
    }
  }
  const alike = [...copies.values()].reduce((sum, one) => sum + (one.alike ? one.number : 0), 0)
  return { texts: sketches.length, alike }
}

const valuesIn = (bytes: Uint8Array): Uint32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: SKETCH_VALUES }, (_, at) => view.getUint32(at * 4))
}

const agreeing = (one: Uint32Array, other: Uint32Array): number =>
  one.reduce((sum, value, at) => sum + (value === other[at] ? 1 : 0), 0)
