/**
 * A share of the organisation's secret as it stands on paper: groups of six letters, the last of each a check of the
 * five before it, and a checksum over the whole. Whoever types it is told which group is wrong.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, concat, sameBytes, utf8 } from '#vault/core/bytes.ts'
import { fives, fromFives } from '#vault/core/v1/bech32.ts'

export type Share = {
  /** Of how many are needed. */
  readonly threshold: number
  /** Counted from 1, as printed on the sheet. */
  readonly number: number
  /** Which ceremony: 4 bytes from the root's public key. */
  readonly set: Uint8Array
  /** The share itself: 32 bytes and the place where they lie on the curve. */
  readonly piece: Uint8Array
}

export type ShareFault =
  /** How many groups there are; there should be fifteen. */
  | { readonly kind: 'wrong_length'; readonly groups: number }
  /** Counted from 1. */
  | { readonly kind: 'wrong_group'; readonly group: number }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer_version' }

const VERSION = 1
const SET_BYTES = 4
const PIECE_BYTES = 33
const CHECK_BYTES = 6
const PAYLOAD_BYTES = 3 + SET_BYTES + PIECE_BYTES
const WHOLE_BYTES = PAYLOAD_BYTES + CHECK_BYTES
const GROUP = 5
export const SHARE_GROUPS = 15

/** Crockford's: without I, L, O and U, which are read as others. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Fifteen groups with a space between. */
export const shareText = ({ threshold, number, set, piece }: Share): string => {
  if (set.length !== SET_BYTES || piece.length !== PIECE_BYTES) throw new TypeError('not a share')
  const payload = concat(Uint8Array.of(VERSION, threshold, number), set, piece)
  const words = [...fives(concat(payload, checkOf(payload)))]
  while (words.length < SHARE_GROUPS * GROUP) words.push(0)
  return Array.from({ length: SHARE_GROUPS }, (_, group) => {
    const five = words.slice(group * GROUP, (group + 1) * GROUP)
    return [...five, groupCheck(group, five)].map((word) => letters[word]).join('')
  }).join(' ')
}

/** However it was typed: small letters, other spaces, and the letters that look like digits. */
export const parseShareText = (text: string): Result<Share, ShareFault> => {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s.,·–—-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  const words = [...plain].map((letter) => letters.indexOf(letter))
  const groups = Math.ceil(words.length / (GROUP + 1))
  const taken: number[] = []
  for (let group = 0; group < Math.min(groups, SHARE_GROUPS); group++) {
    const six = words.slice(group * (GROUP + 1), (group + 1) * (GROUP + 1))
    const five = six.slice(0, GROUP)
    const whole = six.length === GROUP + 1 && !six.includes(-1)
    if (!whole || groupCheck(group, five) !== six[GROUP])
      return err({ kind: 'wrong_group', group: group + 1 })
    taken.push(...five)
  }
  if (groups !== SHARE_GROUPS) return err({ kind: 'wrong_length', groups })
  return readWhole(fromFives(taken, WHOLE_BYTES))
}

const readWhole = (bytes: Bytes | null): Result<Share, ShareFault> => {
  if (!bytes) return err({ kind: 'damaged' })
  const payload = bytes.slice(0, PAYLOAD_BYTES)
  if (!sameBytes(checkOf(payload), bytes.subarray(PAYLOAD_BYTES))) return err({ kind: 'damaged' })
  const [version = 0, threshold = 0, number = 0] = payload
  if (version !== VERSION) return err({ kind: 'newer_version' })
  const set = payload.slice(3, 3 + SET_BYTES)
  return ok({ threshold, number, set, piece: payload.slice(3 + SET_BYTES) })
}

const checkOf = (payload: Uint8Array): Uint8Array =>
  sha256(concat(utf8('amparo/v1/share\0'), payload)).subarray(0, CHECK_BYTES)

/** In the field of 32 elements: one wrong letter, two neighbours exchanged or a group in another's place always show. */
const groupCheck = (group: number, five: readonly number[]): number => {
  let sum = group + 1
  for (const word of five) sum = doubled(sum) ^ word
  return doubled(sum)
}

/** Times x, modulo x⁵ + x² + 1. */
const doubled = (word: number): number => ((word << 1) ^ (word & 16 ? 0b100101 : 0)) & 31

/** Which ceremony a share is of: from the root's public key. */
export const setOf = (root: Uint8Array): Bytes =>
  sha256(concat(utf8('amparo/v1/root-set\0'), root)).slice(0, SET_BYTES)
