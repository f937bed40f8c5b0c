/** The public half of an Ed25519 seed: WebCrypto gives it only by way of an exported JWK. */
import { type Bytes, fromBase64url } from '#vault/core/bytes.ts'
import { pkcs8 } from '#vault/core/v1/webcrypto.ts'

export const ed25519PublicKey = async (seed: Uint8Array): Promise<Bytes> => {
  const key = await crypto.subtle.importKey('pkcs8', pkcs8(seed), 'Ed25519', true, ['sign'])
  const { x } = await crypto.subtle.exportKey('jwk', key)
  return fromBase64url(x ?? '') ?? new Uint8Array()
}
