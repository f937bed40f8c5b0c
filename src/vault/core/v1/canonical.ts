/**
 * Canonical bytes: RFC 8785 with the protocol's limits. What is signed is stored as these bytes and must be
 * equal to its own canonical form when read, so that one meaning has one signature.
 */
import canonicalize from 'canonicalize'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, fromUtf8, sameBytes, utf8 } from '#vault/core/bytes.ts'

export const MAX_DEPTH = 12
export const MAX_CLEAR_BYTES = 64 * 1024
export const MAX_SEALED_BYTES = 256 * 1024

export type CanonicalRefusal =
  | { readonly kind: 'too_large'; readonly limit: number }
  | { readonly kind: 'not_json' }
  | { readonly kind: 'not_canonical' }
  | { readonly kind: 'outside_profile'; readonly path: string; readonly reason: ProfileFault }
export type ProfileFault = 'too_deep' | 'not_nfc' | 'not_integer' | 'not_a_value' | 'lone_surrogate'

/** Throws where our own code hands over a value outside the profile: that is a broken assumption. */
export const canonicalBytes = (value: unknown): Bytes => {
  const fault = profileFault(value, '', 0)
  if (fault) throw new TypeError(`not canonical at ${fault.path || 'the top'}: ${fault.reason}`)
  return utf8(canonicalize(value) as string)
}

export const parseCanonical = (
  bytes: Uint8Array,
  limit: number = MAX_CLEAR_BYTES,
): Result<unknown, CanonicalRefusal> => {
  if (bytes.length > limit) return err({ kind: 'too_large', limit })
  let value: unknown
  try {
    value = JSON.parse(fromUtf8(bytes))
  } catch {
    return err({ kind: 'not_json' })
  }
  const fault = profileFault(value, '', 0)
  if (fault) return err({ kind: 'outside_profile', ...fault })
  return sameBytes(utf8(canonicalize(value) as string), bytes) ? ok(value) : err({ kind: 'not_canonical' })
}

type Fault = { readonly path: string; readonly reason: ProfileFault }

const profileFault = (value: unknown, path: string, depth: number): Fault | null => {
  if (depth > MAX_DEPTH) return { path, reason: 'too_deep' }
  if (value === null || typeof value === 'boolean') return null
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? null : { path, reason: 'not_integer' }
  if (typeof value === 'string') return textFault(value, path)
  if (Array.isArray(value)) return firstFault(value.entries(), path, depth)
  if (typeof value === 'object' && isPlain(value)) {
    for (const key of Object.keys(value)) {
      const fault = textFault(key, path)
      if (fault) return fault
    }
    return firstFault(Object.entries(value), path, depth)
  }
  return { path, reason: 'not_a_value' }
}

const textFault = (text: string, path: string): Fault | null => {
  if (!text.isWellFormed()) return { path, reason: 'lone_surrogate' }
  return text.normalize('NFC') === text ? null : { path, reason: 'not_nfc' }
}

const firstFault = (
  children: Iterable<readonly [string | number, unknown]>,
  path: string,
  depth: number,
): Fault | null => {
  for (const [key, child] of children) {
    const fault = profileFault(child, `${path}/${key}`, depth + 1)
    if (fault) return fault
  }
  return null
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The same value with every text in NFC, as typed text often is not. Undefined members are left out. */
export const nfc = (value: unknown): unknown => {
  if (typeof value === 'string') return value.normalize('NFC')
  if (Array.isArray(value)) return value.map(nfc)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      child === undefined ? [] : [[key.normalize('NFC'), nfc(child)]],
    ),
  )
}
