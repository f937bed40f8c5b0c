/** A security key in software: makes and uses credentials as WebAuthn says, and lies where a test asks for it. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

import { Secret, TOTP } from 'otpauth'

import type { KeyAnswer } from '../../src/members/client/factors.ts'
import type { KeyOptions } from '../../src/members/core/factor_wire.ts'
import { ORIGIN } from './app.ts'

type Lies = {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly count?: number
  /** Nobody touched it. */
  readonly absent?: boolean
  readonly signature?: string
}

/** What an app shows at a moment. */
export const codeAt = (secret: string, timestamp: number): string =>
  TOTP.generate({
    secret: new Secret({ buffer: Uint8Array.from(Buffer.from(secret, 'base64url')).buffer }),
    timestamp,
  })

export type Authenticator = {
  readonly id: string
  readonly create: (options: KeyOptions, lies?: Lies) => KeyAnswer
  readonly get: (options: KeyOptions, lies?: Lies) => KeyAnswer
}

const hash = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** Lengths below 65,536, which is all there is here. */
const head = (major: number, size: number): Buffer => {
  if (size < 24) return Buffer.from([(major << 5) | size])
  if (size < 256) return Buffer.from([(major << 5) | 24, size])
  return Buffer.from([(major << 5) | 25, size >> 8, size & 255])
}
const cbor = (value: unknown): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  const pairs = [...(value as ReadonlyMap<unknown, unknown>)]
  return Buffer.concat([head(5, pairs.length), ...pairs.flatMap(([key, one]) => [cbor(key), cbor(one)])])
}

const coseKey = (key: KeyObject): Buffer => {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return cbor(
    new Map<unknown, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  )
}

const clientData = (type: string, options: KeyOptions, lies: Lies): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: lies.type ?? type,
      challenge: lies.challenge ?? options.challenge,
      origin: lies.origin ?? ORIGIN,
      crossOrigin: false,
    }),
  )

export const newAuthenticator = (): Authenticator => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  let count = 0

  const data = (lies: Lies, flags: number): Buffer => {
    count += 1
    const counted = Buffer.alloc(4)
    counted.writeUInt32BE(lies.count ?? count)
    return Buffer.concat([
      hash(lies.rpId ?? new URL(ORIGIN).hostname),
      Buffer.from([flags | (lies.absent ? 0 : 1)]),
      counted,
    ])
  }
  const answer = (response: KeyAnswer['response']): KeyAnswer => ({
    id: text(id),
    rawId: text(id),
    type: 'public-key',
    response,
  })
  return {
    id: text(id),
    create: (options, lies = {}) => {
      const size = Buffer.from([id.length >> 8, id.length & 255])
      const authData = Buffer.concat([data(lies, 0x40), Buffer.alloc(16), size, id, coseKey(publicKey)])
      const attestation = cbor(
        new Map<unknown, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      )
      return answer({
        clientDataJSON: text(clientData('webauthn.create', options, lies)),
        attestationObject: text(attestation),
        transports: ['usb'],
      })
    },
    get: (options, lies = {}) => {
      const authenticatorData = data(lies, 0)
      const client = clientData('webauthn.get', options, lies)
      const signed = sign('sha256', Buffer.concat([authenticatorData, hash(client)]), privateKey)
      return answer({
        clientDataJSON: text(client),
        authenticatorData: text(authenticatorData),
        signature: lies.signature ?? text(signed),
      })
    },
  }
}
