/** The secret of an app that makes codes (RFC 6238), as such apps read it: from a picture or typed. */
import type { Chance } from '#vault/client/v1/account.ts'
import { toBase64url } from '#vault/core/bytes.ts'

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** As RFC 4226 asks for; a multiple of five, so that no sign is left over. */
const SECRET_BYTES = 20

export type AppSecret = {
  /** For the server, in base64url. */
  readonly secret: string
  /** To be typed: base32 in groups of four. */
  readonly typed: string
  /** For the picture. */
  readonly address: string
}

export const newAppSecret = (name: string, chance: Chance): AppSecret => {
  const secret = chance(SECRET_BYTES)
  const text = base32(secret)
  const label = `Amparo:${encodeURIComponent(name)}`
  return {
    secret: toBase64url(secret),
    typed: text.replaceAll(/(.{4})(?=.)/g, '$1 '),
    address: `otpauth://totp/${label}?secret=${text}&issuer=Amparo`,
  }
}

/** Forty bits are eight signs. */
const base32 = (bytes: Uint8Array): string => {
  let bits = 0
  let count = 0
  let text = ''
  for (const byte of bytes) {
    bits = (bits << 8) | byte
    count += 8
    while (count >= 5) {
      count -= 5
      text += SIGNS[(bits >> count) & 31]
    }
    bits &= (1 << count) - 1
  }
  return text
}
