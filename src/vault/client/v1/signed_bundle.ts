/**
 * Signed bundles: what passes between two installations, as an age file to the receiver's inbox. Who signed stands inside, and
 * is worth what the comparison of digits is worth. docs/formats/signed_bundle-v1.md.
 */
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, concat, fromBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, MAX_SEALED_BYTES, parseCanonical } from '#vault/core/v1/canonical.ts'
import { pad, unpad } from '#vault/core/v1/padding.ts'
import { type Key, sign, verify, verifyingKey } from '#vault/core/v1/webcrypto.ts'

const SIGNATURE_BYTES = 64
const OUTSIDE = 'age-encryption.org/v1\n'
/** Of the file: what is inside with its padding, and age's own head. */
export const MAX_SIGNED_BUNDLE_FILE = MAX_SEALED_BYTES + 64 * 1024

/** Of bundles alone: no signature of an entry, a head or a note is one of a bundle, nor the other way round. */
const toSignBundle = (content: Uint8Array): Bytes => concat(utf8('amparo/v1/signed-bundle\0'), content)

export type SealBundleRefusal = { readonly kind: 'too_large' }

export const sealSignedBundle = async (
  content: unknown,
  use: { readonly signing: Key; readonly recipient: string },
): Promise<Result<Uint8Array, SealBundleRefusal>> => {
  const bytes = canonicalBytes(content)
  if (bytes.length > MAX_SEALED_BYTES) return err({ kind: 'too_large' })
  const signature = await sign(use.signing, toSignBundle(bytes))
  const encrypter = new Encrypter()
  encrypter.addRecipient(use.recipient)
  return ok(await encrypter.encrypt(concat(signature, pad(bytes))))
}

export type OpenedSignedBundle = {
  readonly content: unknown
  /** The inbox that opened it. */
  readonly recipient: string
  /** Whether the holder of this public key signed it. */
  readonly isSignedBy: (signing: string) => Promise<boolean>
}

export type OpenBundleRefusal =
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_a_bundle' }
  /** Or its head was damaged: age does not tell the one from the other. */
  | { readonly kind: 'not_for_this_desk' }
  | { readonly kind: 'altered' }

/** Nothing of it is to be believed before `isSignedBy` answers for a key whose digits were compared. */
export const openSignedBundle = async (
  sealed: Uint8Array,
  identities: readonly string[],
): Promise<Result<OpenedSignedBundle, OpenBundleRefusal>> => {
  if (sealed.length > MAX_SIGNED_BUNDLE_FILE) return err({ kind: 'too_large' })
  const head = utf8(OUTSIDE)
  if (!head.every((byte, i) => sealed[i] === byte)) return err({ kind: 'not_a_bundle' })
  for (const identity of identities) {
    const plain = await openBy(identity, sealed)
    if (plain) return readInside(plain, await identityToRecipient(identity))
  }
  return err({ kind: 'not_for_this_desk' })
}

const openBy = (identity: string, sealed: Uint8Array): Promise<Uint8Array | null> => {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(sealed).catch(() => null)
}

const readInside = (plain: Uint8Array, recipient: string): Result<OpenedSignedBundle, OpenBundleRefusal> => {
  const signature = plain.subarray(0, SIGNATURE_BYTES)
  const bytes = unpad(plain.slice(SIGNATURE_BYTES))
  if (signature.length !== SIGNATURE_BYTES || bytes === null) return err({ kind: 'not_a_bundle' })
  const content = parseCanonical(bytes, MAX_SEALED_BYTES)
  if (!content.ok) return err({ kind: content.error.kind === 'too_large' ? 'too_large' : 'not_a_bundle' })
  const isSignedBy = async (signing: string): Promise<boolean> => {
    const raw = fromBase64url(signing)
    const key = raw?.length === 32 ? await verifyingKey(raw) : null
    return key !== null && verify(key, signature, toSignBundle(bytes))
  }
  return ok({ content: content.value, recipient, isSignedBy })
}
