/** Sealed files of many supporters as one tar file, so that `tar` and `age` alone open them. Pure; POSIX ustar. */
import { joinBytes, utf8 } from '#vault/core/bytes.ts'

const BLOCK = 512

export const readme = `One file for each supporter, sealed to your key with age (https://age-encryption.org).
Each opens as one line of JSON:

  for file in *.age; do age --decrypt --identity key.txt "$file"; done > supporters.jsonl

A key that begins with AGE-SECRET-KEY-PQ-1 needs age 1.3 or newer.
`

/** `number.age` in the order given, and how to open them. */
export const bundleOf = (sealed: readonly Uint8Array[], at: Date): Uint8Array<ArrayBuffer> => {
  const digits = Math.max(5, String(sealed.length).length)
  const files = sealed.map((bytes, place) => ({
    name: `supporters/${String(place + 1).padStart(digits, '0')}.age`,
    bytes,
  }))
  const all = [{ name: 'supporters/README.txt', bytes: utf8(readme) }, ...files]
  const seconds = Math.floor(at.getTime() / 1000)
  const blocks = all.flatMap(({ name, bytes }) => [
    headerOf(name, bytes.length, seconds),
    bytes,
    new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ])
  return joinBytes([...blocks, new Uint8Array(2 * BLOCK)])
}

const headerOf = (name: string, size: number, seconds: number): Uint8Array => {
  const header = new Uint8Array(BLOCK)
  const put = (text: string, at: number): void => header.set(utf8(text), at)
  put(name, 0)
  put('0000600\0', 100)
  put('0000000\0', 108)
  put('0000000\0', 116)
  put(`${size.toString(8).padStart(11, '0')}\0`, 124)
  put(`${seconds.toString(8).padStart(11, '0')}\0`, 136)
  // The sum is taken with blanks in its own place.
  put('        ', 148)
  put('0', 156)
  put('ustar\0', 257)
  put('00', 263)
  const sum = header.reduce((all, byte) => all + byte, 0)
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
