/**
 * Where a letter comes back to: an address that says of which use and which id it was, and that nobody else can make. So
 * nothing has to be kept of a letter that was sent.
 */
import type { ServerSecrets } from '../secrets.ts'
import type { MailConfig } from './mail_config.ts'
import { isMarkOf, markOf } from './mail_seal.ts'

type Deps = { readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'>; readonly mail: MailConfig }
export type Returned = { readonly purpose: string; readonly about: string }

/** 15 + 1 + 26 + 1 + 16 characters: mail servers take 64, and some make all of them small. */
export const returnAddress = ({ secrets, mail }: Deps, { purpose, about }: Returned): string =>
  mail.bounceDomain === null
    ? mail.from
    : `${purpose}.${toBase32(Buffer.from(about, 'base64url'))}.${toBase32(markOf(secrets, 'return', purpose, about))}@${mail.bounceDomain}`

/** Null where this server did not make it. */
export const readReturnAddress = ({ secrets, mail }: Deps, address: string): Returned | null => {
  const at = address.lastIndexOf('@')
  if (mail.bounceDomain === null || address.slice(at + 1).toLowerCase() !== mail.bounceDomain.toLowerCase())
    return null
  const [purpose = '', id = '', mark = '', ...more] = address.slice(0, at).toLowerCase().split('.')
  if (more.length > 0) return null
  const about = fromBase32(id).toString('base64url')
  const given = { purpose, id: about, mark: fromBase32(mark) }
  return isMarkOf(secrets, 'return', given) ? { purpose, about } : null
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

const toBase32 = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => LETTERS[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

const fromBase32 = (text: string): Buffer => {
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = bits.match(/[01]{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}
