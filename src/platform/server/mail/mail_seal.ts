/**
 * Keys of the mail, derived from the server's secret for each use, and what is made with them. What stands in letters that
 * have left is under the first secrets, whatever was renewed since; what stands in the database is renewed.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

import type { Secret } from '#kernel/core/secret.ts'

import { coverHash, renewedKey } from '../covers.ts'
import type { ServerSecrets } from '../secrets.ts'
import type { Letter } from './mail.ts'

type Keys = Pick<ServerSecrets, 'pepper' | 'covers'>

const keyFor = (pepper: Secret<Buffer>, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', pepper.reveal(), '', `amparo/v1/mail/${use}`, 32))

const queueKey = ({ pepper, covers }: Keys): Buffer => keyFor(renewedKey(pepper, covers), 'queue')

const macOf = ({ pepper }: Keys, use: string, said: readonly string[]): Buffer =>
  createHmac('sha256', keyFor(pepper, use)).update(JSON.stringify(said)).digest()

/** Bytes: nonce, tag, then the sealed letter. */
const NONCE = 12
const TAG = 16

/** What stands in the queue: nobody with the database alone reads it. The id and the clear columns are bound to it. */
export const sealLetter = (keys: Keys, id: string, letter: Letter): Buffer => {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', queueKey(keys), nonce)
  cipher.setAAD(boundTo(id, letter))
  const { attachments = [], ...rest } = letter
  const packed = attachments.map(({ bytes, ...one }) => ({
    ...one,
    bytes: Buffer.from(bytes).toString('base64'),
  }))
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify({ ...rest, attachments: packed }), 'utf8'),
    cipher.final(),
  ])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Null where it is not what was sealed under this id and these columns. */
export const openLetter = (
  keys: Keys,
  row: {
    readonly id: string
    readonly purpose: string
    readonly ask: string | null
    readonly about: string | null
    readonly sealed: Uint8Array
  },
): Letter | null => {
  const bytes = Buffer.from(row.sealed)
  if (bytes.length < NONCE + TAG) return null
  const decipher = createDecipheriv('aes-256-gcm', queueKey(keys), bytes.subarray(0, NONCE))
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
  decipher.setAAD(boundTo(row.id, { ...row, about: row.about ?? undefined }))
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString(
      'utf8',
    )
    const packed = JSON.parse(text) as Omit<Letter, 'dueAt' | 'attachments'> & {
      readonly dueAt: string
      readonly attachments: readonly {
        readonly name: string
        readonly type: string
        readonly bytes: string
      }[]
    }
    const attachments = packed.attachments.map((one) => ({ ...one, bytes: Buffer.from(one.bytes, 'base64') }))
    return { ...packed, dueAt: new Date(packed.dueAt), attachments }
  } catch {
    return null
  }
}

const boundTo = (
  id: string,
  of: { readonly purpose: string; readonly ask: string | null; readonly about?: string | undefined },
): Buffer => Buffer.from(JSON.stringify([id, of.purpose, of.ask, of.about ?? null]))

/** Tells two targets apart and names none. */
export const targetKey = (keys: Keys, target: string): Buffer =>
  coverHash(keys.covers, targetName(keys, target))

/** The same for ever: for what letters carry away with them. */
export const targetName = (keys: Keys, target: string): Buffer =>
  macOf(keys, 'target', [target.trim().toLowerCase()])

/** The left part of a Message-ID: the same whenever the same letter is sent. */
export const messageName = (keys: Keys, id: string): string =>
  macOf(keys, 'message', [id]).subarray(0, 15).toString('hex')

/** 80 bits: nobody can forge that a letter came back, or that somebody wants no more. */
const MARK = 10
export const markOf = (keys: Keys, use: 'return' | 'unsubscribe', purpose: string, id: string): Buffer =>
  macOf(keys, use, [purpose, id]).subarray(0, MARK)

export const isMarkOf = (
  keys: Keys,
  use: 'return' | 'unsubscribe',
  given: { readonly purpose: string; readonly id: string; readonly mark: Uint8Array },
): boolean =>
  given.mark.length === MARK && timingSafeEqual(markOf(keys, use, given.purpose, given.id), given.mark)

/** Under which an unsubscription is kept: tells nothing to who reads the table. */
export const stopMark = (keys: Keys, purpose: string, id: string): Buffer =>
  coverHash(keys.covers, macOf(keys, 'stopped', [purpose, id]))
