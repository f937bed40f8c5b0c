/**
 * What checks a second factor: codes of an app (RFC 6238), what a security key signs (WebAuthn), and printed codes. What
 * is kept of them lies under the server's own keys, bound to its account and its id.
 */
import { createHmac, randomBytes } from 'node:crypto'

import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { Secret as OtpSecret, TOTP } from 'otpauth'
import { z } from 'zod'

import { coverHash } from '#platform/server/covers.ts'
import { hashToken, openUnder, sealUnder, type ServerKeys } from '#vault/server/server_keys.service.ts'

const TOTP_SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** Steps before and after the present one: a telephone's clock may be half a minute off. */
const TOTP_WINDOW = 1
/** EdDSA, ES256 and RS256, by their numbers in COSE. */
const KEY_ALGORITHMS = [-8, -7, -257]
/** Milliseconds that a browser waits for its member to touch the key. */
const KEY_TIMEOUT = 120_000

/** The step to which this code belongs; null for a wrong one. */
export const totpStep = (secret: Uint8Array, code: string, now: Date): number | null => {
  const timestamp = now.getTime()
  const delta = TOTP.validate({
    ...TOTP_SETTINGS,
    secret: new OtpSecret({ buffer: Uint8Array.from(secret).buffer }),
    token: code,
    timestamp,
    window: TOTP_WINDOW,
  })
  return delta === null ? null : TOTP.counter({ period: TOTP_SETTINGS.period, timestamp }) + delta
}

/** Steps in a day. */
export const TOTP_DAY = 86_400 / TOTP_SETTINGS.period

const bytes = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most)
const credentialId = bytes(1400)
const transports = z.array(z.string().max(20)).max(8)

/** As a browser writes down what a new key answered. */
export const registrationSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: bytes(2048),
    attestationObject: bytes(8192),
    transports: transports.optional(),
  }),
})
export type Registration = z.infer<typeof registrationSchema>

/** As a browser writes down what a known key signed. */
export const assertionSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: bytes(2048),
    authenticatorData: bytes(2048),
    signature: bytes(1400),
  }),
})
export type Assertion = z.infer<typeof assertionSchema>

/** What is kept of a key. */
const keptKeySchema = z.strictObject({ id: credentialId, publicKey: bytes(2048), transports })
export type KeptKey = z.infer<typeof keptKeySchema>

/** Where keys are asked: the desk's address, whose host is what a key is made for. */
export type Place = { readonly origin: string }
const hostOf = ({ origin }: Place): string => new URL(origin).hostname

const challengeBytes = (challenge: string) => Uint8Array.from(Buffer.from(challenge, 'base64url'))

const descriptors = (keys: readonly KeptKey[]) =>
  keys.map(({ id, transports: by }) => ({ id, transports: [...by] }))

export const registrationOptions = (
  place: Place,
  given: {
    readonly name: string
    readonly account: string
    readonly challenge: string
    readonly known: readonly KeptKey[]
  },
) =>
  generateRegistrationOptions({
    rpName: 'Amparo',
    rpID: hostOf(place),
    userName: given.name,
    userID: challengeBytes(given.account),
    userDisplayName: given.name,
    challenge: challengeBytes(given.challenge),
    timeout: KEY_TIMEOUT,
    attestationType: 'none',
    supportedAlgorithmIDs: KEY_ALGORITHMS,
    excludeCredentials: descriptors(given.known),
    // Beside a passphrase the touch is enough; a key that knows its owner may open again after a lock as well.
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  })

export const assertionOptions = (
  place: Place,
  given: { readonly challenge: string; readonly known: readonly KeptKey[] },
) =>
  generateAuthenticationOptions({
    rpID: hostOf(place),
    challenge: challengeBytes(given.challenge),
    timeout: KEY_TIMEOUT,
    allowCredentials: descriptors(given.known),
    userVerification: 'discouraged',
  })

/** What the answer says it was asked; null for one that says nothing. It is not checked here. */
export const challengeIn = (answer: Registration | Assertion): string | null => {
  try {
    const text = Buffer.from(answer.response.clientDataJSON, 'base64url').toString()
    return z.object({ challenge: bytes(100) }).parse(JSON.parse(text)).challenge
  } catch {
    return null
  }
}

/** The key to keep, with its count; null for an answer that is not for this place and this challenge. */
export const readRegistration = async (
  place: Place,
  given: { readonly answer: Registration; readonly challenge: string },
): Promise<{ readonly key: KeptKey; readonly counter: number } | null> => {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...plainAnswer, ...given.answer } as never,
      expectedChallenge: given.challenge,
      expectedOrigin: place.origin,
      expectedRPID: hostOf(place),
      requireUserVerification: false,
      supportedAlgorithmIDs: KEY_ALGORITHMS,
    })
    if (!verified) return null
    const { id, publicKey, counter } = registrationInfo.credential
    const kept = { id, publicKey: Buffer.from(publicKey).toString('base64url') }
    return {
      key: keptKeySchema.parse({ ...kept, transports: given.answer.response.transports ?? [] }),
      counter,
    }
  } catch {
    // The library throws for whatever does not fit; to the device all of it is the same.
    return null
  }
}

/** The key's next count; null where the signature, the place, the challenge or the count is wrong. */
export const checkAssertion = async (
  place: Place,
  given: {
    readonly answer: Assertion
    readonly challenge: string
    readonly key: KeptKey
    readonly counter: number
  },
): Promise<number | null> => {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...plainAnswer, ...given.answer } as never,
      expectedChallenge: given.challenge,
      expectedOrigin: place.origin,
      expectedRPID: hostOf(place),
      requireUserVerification: false,
      credential: {
        id: given.key.id,
        publicKey: challengeBytes(given.key.publicKey),
        counter: given.counter,
      },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}

/** Extensions stay on the device: one of them is a secret. */
const plainAnswer = { clientExtensionResults: {} }

type FactorPlace = { readonly account: string; readonly factor: string }
const useOf = ({ account, factor }: FactorPlace): string => `amparo/v1/factor|${account}|${factor}`

export const sealSecret = (keys: ServerKeys, of: FactorPlace, secret: Uint8Array): Buffer =>
  sealUnder(keys, useOf(of), secret)

export const openSecret = (keys: ServerKeys, of: FactorPlace, sealed: Uint8Array): Buffer =>
  openUnder(keys, useOf(of), sealed)

export const sealKey = (keys: ServerKeys, of: FactorPlace, key: KeptKey): Buffer =>
  sealSecret(keys, of, Buffer.from(JSON.stringify(key)))

export const openKey = (keys: ServerKeys, of: FactorPlace, sealed: Uint8Array): KeptKey =>
  keptKeySchema.parse(JSON.parse(openSecret(keys, of, sealed).toString()))

/** Without letters that are read as others (Crockford). */
const CODE_SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 12
export const CODES = 10
export const codeSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{12}$/)

/** Ten codes of 60 random bits each, to be printed. */
export const newCodes = (): readonly string[] =>
  Array.from({ length: CODES }, () =>
    [...randomBytes(CODE_LENGTH)].map((byte) => CODE_SIGNS[byte % CODE_SIGNS.length]).join(''),
  )

/** Under the server's secrets: who has the database alone can try none. */
export const codeHash = ({ pepper, covers }: ServerKeys, account: string, code: string): Buffer =>
  coverHash(covers, createHmac('sha256', pepper.reveal()).update(`factor code\0${account}\0${code}`).digest())

/** 256 random bits, and what is kept of them. */
export const challengeHash = hashToken
