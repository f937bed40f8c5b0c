/** Bech32 (BIP 173) without its limit of length: how age writes its keys. Encoding alone; age itself reads it back. */
import type { Bytes } from '#vault/core/bytes.ts'

const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** `prefix` in small letters. */
export const bech32 = (prefix: string, bytes: Uint8Array): string => {
  const words = fives(bytes)
  const check = checksum([...expanded(prefix), ...words, 0, 0, 0, 0, 0, 0])
  const ending = Array.from({ length: 6 }, (_, place) => (check >> (5 * (5 - place))) & 31)
  return `${prefix}1${[...words, ...ending].map((word) => letters[word]).join('')}`
}

const expanded = (prefix: string): readonly number[] => {
  const codes = [...prefix].map((letter) => letter.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

const checksum = (words: readonly number[]): number => {
  let sum = 1
  for (const word of words) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ word
    for (const [bit, generator] of generators.entries()) if ((top >> bit) & 1) sum ^= generator
  }
  return sum ^ 1
}

/** Bytes as numbers of five bits; the last one is filled with zeros. */
export const fives = (bytes: Uint8Array): readonly number[] => {
  const words: number[] = []
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      words.push((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? words : [...words, (held << (5 - bits)) & 31]
}

/** The reverse, of so many bytes; null where what is left over is not zero. */
export const fromFives = (words: readonly number[], size: number): Bytes | null => {
  const bytes = new Uint8Array(size)
  let held = 0
  let bits = 0
  let at = 0
  for (const word of words) {
    held = (held << 5) | word
    bits += 5
    if (bits < 8) continue
    bits -= 8
    if (at < size) bytes[at] = (held >> bits) & 255
    else if (((held >> bits) & 255) !== 0) return null
    at += 1
    held &= (1 << bits) - 1
  }
  return held === 0 && at >= size ? bytes : null
}
