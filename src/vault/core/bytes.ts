/** Bytes and their text forms. The three platform objects used here exist in every browser and in Node. */

type Encoder = { encode(text: string): Uint8Array<ArrayBuffer> }
type Decoder = { decode(bytes: Uint8Array): string }
const platform = globalThis as unknown as {
  TextEncoder: new () => Encoder
  TextDecoder: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => Decoder
  btoa(binary: string): string
  atob(text: string): string
  /** Node's own, where there is one: a server writes megabytes of this. */
  Buffer?: {
    from(bytes: ArrayBufferLike, at: number, length: number): { toString(form: 'base64url'): string }
  }
}

export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new platform.TextEncoder()
const decoder = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const utf8 = (text: string): Bytes => encoder.encode(text)

/** Throws on bytes that are not UTF-8: callers hold bytes of somebody else and must catch it. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)

/** As a list: the pieces of somebody's file may be more than one call can take as arguments. */
export const joinBytes = (parts: readonly Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const concat = (...parts: readonly Uint8Array[]): Bytes => joinBytes(parts)

/** As programs print a hash. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

/** Ten times as fast where the browser has it: a desk of ten thousand heads is twelve megabytes of text. */
const native = Uint8Array as unknown as {
  readonly fromBase64?: (text: string, options: { readonly alphabet: 'base64url' }) => Bytes
  readonly prototype: {
    readonly toBase64?: (
      this: Uint8Array,
      options: { readonly alphabet: 'base64url'; readonly omitPadding: true },
    ) => string
  }
}

/** base64url without padding, the only text form of bytes in the protocol. */
export const toBase64url = (bytes: Uint8Array): string => {
  if (platform.Buffer)
    return platform.Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
  const { toBase64 } = native.prototype
  if (toBase64) return toBase64.call(bytes, { alphabet: 'base64url', omitPadding: true })
  let binary = ''
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return platform
    .btoa(binary)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={1,2}$/, '')
}

const base64url = /^[A-Za-z0-9_-]*$/
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** True for the one canonical text of some bytes: no padding, no other letters, no bits left over. */
export const isBase64url = (text: string): boolean => {
  if (!base64url.test(text) || text.length % 4 === 1) return false
  const spare = (text.length * 6) % 8
  return spare === 0 || (alphabet.indexOf(text.at(-1) ?? '') & ((1 << spare) - 1)) === 0
}

/** Bytes that a canonical text stands for. */
export const bytesInBase64url = (text: string): number => Math.floor((text.length * 6) / 8)

/** Null for anything but the one canonical text of these bytes. */
export const fromBase64url = (text: string): Bytes | null => {
  if (!isBase64url(text)) return null
  if (native.fromBase64) return native.fromBase64(text, { alphabet: 'base64url' })
  const binary = platform.atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
