/** A desk's secret, sealed as one age file to its members; case keys, granted to a desk under that secret. */
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, concat, fromBase64url, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'
import { hashOf, hashSchema, idSchema } from '#vault/core/v1/statement.ts'
import { aesKey, aesOpen, aesSeal, type Key, KEY_BYTES, NONCE_BYTES } from '#vault/core/v1/webcrypto.ts'
import type { Chance } from '#vault/client/v1/account.ts'

const secretSchema = z.strictObject({
  v: z.literal(1),
  desk: idSchema,
  epoch: z.int().min(1),
  secret: hashSchema,
  inbox: z.string().regex(/^AGE-SECRET-KEY-PQ-1[A-Z0-9]{20,200}$/),
})
/** What the bundle holds: enough to read every case of the desk. Never stored in clear. */
export type DeskSecret = Readonly<z.infer<typeof secretSchema>>

export type DeskKey = { readonly desk: string; readonly epoch: number; readonly key: Key }

export type BundleRefusal =
  | { readonly kind: 'not_the_bundle_of_the_log' }
  | { readonly kind: 'not_for_this_key' }
  | { readonly kind: 'not_a_bundle' }
  | { readonly kind: 'bundle_of_another_desk' }

export const newDeskSecret = async (desk: string, epoch: number, chance: Chance): Promise<DeskSecret> => ({
  v: 1,
  desk,
  epoch,
  secret: toBase64url(chance(32)),
  inbox: await generateHybridIdentity(),
})

export const inboxRecipient = (secret: DeskSecret): Promise<string> => identityToRecipient(secret.inbox)

/** A key on paper: what is printed, and what the desk's secret is sealed to. */
export type KitKey = { readonly identity: string; readonly recipient: string }

/** Hybrid like every other recipient: one classic key would open the whole bundle to a later age. */
export const newKit = async (): Promise<KitKey> => {
  const identity = await generateHybridIdentity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** A kit as somebody read it from paper; null where a letter is wrong or it is another kind of key. */
export const readKit = async (identity: string): Promise<KitKey | null> => {
  if (!identity.startsWith('AGE-SECRET-KEY-PQ-1')) return null
  try {
    return { identity, recipient: await identityToRecipient(identity) }
  } catch {
    return null
  }
}

/** One age file for all recipients; its hash goes into the desk's log. */
export const sealBundle = async (
  secret: DeskSecret,
  recipients: readonly string[],
): Promise<{ readonly bytes: Uint8Array; readonly hash: string }> => {
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient)
  const bytes = await encrypter.encrypt(canonicalBytes(secret))
  return { bytes, hash: hashOf(bytes) }
}

/** age knows no sender: the hash in the signed log says that this bundle is the desk's. */
export const openBundle = async (
  bytes: Uint8Array,
  identity: string,
  stated: { readonly desk: string; readonly epoch: number; readonly hash: string },
): Promise<Result<DeskSecret, BundleRefusal>> => {
  if (hashOf(bytes) !== stated.hash) return err({ kind: 'not_the_bundle_of_the_log' })
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  let plain: Uint8Array
  try {
    plain = await decrypter.decrypt(bytes)
  } catch {
    return err({ kind: 'not_for_this_key' })
  }
  const value = parseCanonical(plain)
  const secret = value.ok ? secretSchema.safeParse(value.value) : null
  if (!secret?.success) return err({ kind: 'not_a_bundle' })
  if (secret.data.desk !== stated.desk || secret.data.epoch !== stated.epoch)
    return err({ kind: 'bundle_of_another_desk' })
  return ok(secret.data)
}

export const deskKey = async (secret: DeskSecret): Promise<DeskKey> => ({
  desk: secret.desk,
  epoch: secret.epoch,
  key: await aesKey(fromBase64url(secret.secret)!),
})

/**
 * What opens a log: its present key first, then the one of each epoch before. `key` seals; the others only open.
 */
export type LogKeys = { readonly epoch: number; readonly key: Key; readonly keys: readonly Key[] }

export const newLogKeys = async (raw: Uint8Array): Promise<LogKeys> => {
  const key = await aesKey(raw)
  return { epoch: 1, key, keys: [key] }
}

/** The key that an entry of this log names; null where the grant holds none of that epoch. */
export const keyFor = ({ epoch, keys }: Pick<LogKeys, 'epoch' | 'keys'>, named: string): Key | null => {
  const [sort, of] = named.split(':')
  return (sort === 'case' && keys[epoch - Number(of)]) || null
}

export type GrantOf = { readonly log: string; readonly epoch: number }

const grantData = (desk: DeskKey, of: GrantOf): Bytes =>
  utf8(`amparo/v1/ck|${desk.desk}|${desk.epoch}|${of.log}|${of.epoch}`)

/** Nonce, keys, tag: the present key, then those of the epochs before. 60 bytes in the first epoch. */
export const sealGrant = (desk: DeskKey, of: GrantOf, keys: Uint8Array, chance: Chance): Promise<Bytes> =>
  aesSeal(desk.key, keys, { nonce: chance(NONCE_BYTES), data: grantData(desk, of) })

export const openGrant = async (desk: DeskKey, of: GrantOf, sealed: Uint8Array): Promise<LogKeys | null> => {
  const raw = await openRaw(desk, of, sealed)
  if (!raw) return null
  const places = Array.from({ length: raw.length / KEY_BYTES }, (_, place) => place * KEY_BYTES)
  const keys = await Promise.all(places.map((from) => aesKey(raw.subarray(from, from + KEY_BYTES))))
  return { epoch: of.epoch, key: keys[0]!, keys }
}

const openRaw = async (desk: DeskKey, of: GrantOf, sealed: Uint8Array): Promise<Bytes | null> => {
  const raw = await aesOpen(desk.key, sealed, grantData(desk, of))
  return raw && raw.length > 0 && raw.length % KEY_BYTES === 0 ? raw : null
}

export type Renewed = { readonly before: LogKeys; readonly key: Key; readonly sealed: Bytes }

/** A new key for a log, in front of the ones that it had, under the desk's new key. Null where the old grant is not one. */
export const renewGrant = async (
  desks: { readonly from: DeskKey; readonly to: DeskKey },
  given: { readonly of: GrantOf; readonly sealed: Uint8Array },
  chance: Chance,
): Promise<Renewed | null> => {
  const { of, sealed } = given
  const [raw, before] = [await openRaw(desks.from, of, sealed), await openGrant(desks.from, of, sealed)]
  if (!raw || !before) return null
  const fresh = chance(KEY_BYTES)
  const next = { log: of.log, epoch: of.epoch + 1 }
  const grant = await sealGrant(desks.to, next, concat(fresh, raw), chance)
  return { before, key: await aesKey(fresh), sealed: grant }
}

const beforeSchema = z.strictObject({ before: secretSchema })

/** What a removal says in words: the secret of the epoch that it ends, for whoever holds the next one. */
export const secretBefore = (words: unknown, of: Pick<DeskSecret, 'desk' | 'epoch'>): DeskSecret | null => {
  const parsed = beforeSchema.safeParse(words)
  if (!parsed.success) return null
  const { before } = parsed.data
  return before.desk === of.desk && before.epoch === of.epoch - 1 ? before : null
}
