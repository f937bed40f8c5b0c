/**
 * Canonical bytes: RFC 8785 with the protocol's limits. What is signed is stored as these bytes and must be
 * equal to its own canonical form when read, so that one meaning has one signature.
 */
import canonicalize from 'canonicalize'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, fromUtf8, utf8 } from '#vault/core/bytes.ts'

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
  const fault = profileFault(value, 0)
  if (fault) throw new TypeError(`not canonical at ${fault.path || 'the top'}: ${fault.reason}`)
  return utf8(canonicalText(value))
}

export const parseCanonical = (
  bytes: Uint8Array,
  limit: number = MAX_CLEAR_BYTES,
): Result<unknown, CanonicalRefusal> => {
  if (bytes.length > limit) return err({ kind: 'too_large', limit })
  let text: string
  let value: unknown
  try {
    text = fromUtf8(bytes)
    value = JSON.parse(text)
  } catch {
    return err({ kind: 'not_json' })
  }
  const fault = profileFault(value, 0)
  if (fault) return err({ kind: 'outside_profile', ...fault })
  // Bytes that are UTF-8 have one text, and a text has one UTF-8: equal texts are equal bytes.
  return canonicalText(value) === text ? ok(value) : err({ kind: 'not_canonical' })
}

/**
 * RFC 8785 of a value inside the profile. Its numbers and texts are those of the platform's own JSON; only the order
 * of keys is not, and what was canonical when it was parsed has them in order.
 */
const canonicalText = (value: unknown): string =>
  hasKeysInOrder(value) ? JSON.stringify(value) : (canonicalize(value) as string)

const hasKeysInOrder = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(hasKeysInOrder)
  let before: string | null = null
  for (const key of Object.keys(value)) {
    if (before !== null && key <= before) return false
    before = key
  }
  return Object.values(value).every(hasKeysInOrder)
}

type Fault = { readonly path: string; readonly reason: ProfileFault }

const profileFault = (value: unknown, depth: number): Fault | null => {
  if (depth > MAX_DEPTH) return fault('too_deep')
  if (value === null || typeof value === 'boolean') return null
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? null : fault('not_integer')
  if (typeof value === 'string') return textFault(value)
  if (Array.isArray(value)) return firstFault(value.entries(), depth)
  if (typeof value === 'object' && isPlain(value)) {
    for (const key of Object.keys(value)) {
      const found = textFault(key)
      if (found) return found
    }
    return firstFault(Object.entries(value), depth)
  }
  return fault('not_a_value')
}

const fault = (reason: ProfileFault): Fault => ({ path: '', reason })

/** The first letter that may take part in a composition; all before it are in NFC beside each other. */
const mayCompose = /[\u0300-\uffff]/

const textFault = (text: string): Fault | null => {
  if (!mayCompose.test(text)) return null
  if (!text.isWellFormed()) return fault('lone_surrogate')
  return text.normalize('NFC') === text ? null : fault('not_nfc')
}

const firstFault = (children: Iterable<readonly [string | number, unknown]>, depth: number): Fault | null => {
  for (const [key, child] of children) {
    const found = profileFault(child, depth + 1)
    // The path is made where there is a fault, from the inside out: nearly every value has none.
    if (found) return { ...found, path: `/${key}${found.path}` }
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
