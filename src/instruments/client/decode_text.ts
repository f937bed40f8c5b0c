/** Bytes to letters: which of the ways to write letters a file uses is found by its bytes, never by its name. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { TextFileRefusal } from '#instruments/core/text_file.ts'

export type Decoded = {
  readonly text: string
  /** As its label is registered: utf-8, utf-16le, windows-1252 … */
  readonly letters: string
  /** Nothing in the file names it and its bytes allow others. */
  readonly assumed: boolean
}

export const decodeText = (bytes: Uint8Array): Result<Decoded, TextFileRefusal> => {
  const wide = wideLetters(bytes)
  if (wide !== null) return checked(decode(bytes, wide), { letters: wide, assumed: false })
  const utf8 = decodeUtf8(bytes)
  if (utf8 !== null) return checked(utf8, { letters: 'utf-8', assumed: false })
  const declared = declaredLetters(bytes)
  if (declared !== null) return checked(decode(bytes, declared), { letters: declared, assumed: false })
  const place = bytes.findIndex((byte) => UNUSED.has(byte))
  if (place >= 0) return err({ kind: 'letters_unknown', at: lineAt(bytes, place) })
  return checked(decode(bytes, 'windows-1252'), { letters: 'windows-1252', assumed: true })
}

/** Bytes that stand for nothing in Windows-1252. */
const UNUSED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

const decode = (bytes: Uint8Array, label: string): string => new TextDecoder(label).decode(bytes)

const decodeUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** By the mark at the beginning, or because every second byte of Latin letters is zero. */
const wideLetters = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const enough = head.length / 8
  if (odd > enough && even < enough / 8) return 'utf-16le'
  return even > enough && odd < enough / 8 ? 'utf-16be' : null
}

/** What a page or an XML document says of itself in its first bytes. */
const declaredLetters = (bytes: Uint8Array): string | null => {
  const head = decode(bytes.subarray(0, 4096), 'windows-1252')
  const named =
    /<meta[^>]{0,200}charset\s*=\s*(?:["']\s*)?(?<label>[\w.:-]{2,40})/i.exec(head) ??
    /^\s*<\?xml[^>]{0,100}encoding\s*=\s*["'](?<label>[\w.:-]{2,40})/i.exec(head)
  const label = named?.groups?.['label']
  try {
    return label === undefined ? null : new TextDecoder(label).encoding
  } catch {
    return null
  }
}

const lineAt = (bytes: Uint8Array, place: number): string => {
  let lines = 1
  for (const byte of bytes.subarray(0, place)) if (byte === 10) lines += 1
  return `line ${lines}`
}

/** Words have no zero bytes: a file that has is of another kind. */
const checked = (
  text: string,
  how: { readonly letters: string; readonly assumed: boolean },
): Result<Decoded, TextFileRefusal> => {
  const zero = text.indexOf('\0')
  if (zero >= 0) return err({ kind: 'not_text', at: `line ${text.slice(0, zero).split('\n').length}` })
  return ok({ text: text.startsWith('\uFEFF') ? text.slice(1) : text, ...how })
}
