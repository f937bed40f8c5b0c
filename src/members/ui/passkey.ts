/** Security keys and passkeys: the browser asks them only for a page, so this is the one thing a page does itself. */
import {
  base64URLStringToBuffer,
  browserSupportsWebAuthn,
  bufferToBase64URLString,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

import type { KeyAnswer } from '#members/client/factors.ts'
import type { PasskeyQuestion } from '#members/client/views.ts'
import type { KeyOptions } from '#members/core/factor_wire.ts'

/** Keys are made for a host that has a name. */
export const canUseKeys = (): boolean =>
  browserSupportsWebAuthn() && !/^[\d.]+$|^\[/.test(globalThis.location.hostname)

type CreateOptions = Parameters<typeof startRegistration>[0]['optionsJSON']
type GetOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Null where the member stopped, the key is known already, or nothing answered. */
const orNull = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked
  } catch {
    return null
  }
}

/** Asked with the extension by which it can open again after a lock, where it has it. */
export const createKey = (options: KeyOptions): Promise<KeyAnswer | null> =>
  orNull(
    startRegistration({
      optionsJSON: { ...(options as unknown as CreateOptions), extensions: { prf: {} } as object },
    }).then(({ id, rawId, type, response }) => ({ id, rawId, type, response: { ...response } })),
  )

export const useKey = (options: KeyOptions): Promise<KeyAnswer | null> =>
  orNull(
    startAuthentication({ optionsJSON: options as unknown as GetOptions }).then(
      ({ id, rawId, type, response }) => ({
        id,
        rawId,
        type,
        response: { ...response },
      }),
    ),
  )

export type PasskeyAnswer = { readonly answer: string; readonly credential: string }
type PrfResults = { readonly prf?: { readonly results?: { readonly first?: ArrayBuffer } } }

/** What the passkey answers to the salt, after it has made sure of its owner; null where it cannot. */
export const askPasskey = (question: PasskeyQuestion): Promise<PasskeyAnswer | null> =>
  orNull(
    navigator.credentials
      .get({
        publicKey: {
          challenge: base64URLStringToBuffer(question.challenge),
          rpId: question.rpId,
          allowCredentials: question.credentials.map((id) => ({
            type: 'public-key',
            id: base64URLStringToBuffer(id),
          })),
          userVerification: 'required',
          extensions: { prf: { eval: { first: base64URLStringToBuffer(question.salt) } } },
        },
      })
      .then((credential) => {
        const known = credential as PublicKeyCredential | null
        const first = (known?.getClientExtensionResults() as PrfResults | undefined)?.prf?.results?.first
        return known && first ? { answer: bufferToBase64URLString(first), credential: known.id } : null
      }),
  )
