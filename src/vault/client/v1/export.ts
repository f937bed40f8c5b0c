/** Exports as age files that the standard `age` program opens: to X25519 recipients, or under a passphrase. */
import { Decrypter, Encrypter } from 'age-encryption'

export type ExportTo =
  | { readonly kind: 'recipient'; readonly recipients: readonly string[] }
  | { readonly kind: 'passphrase'; readonly passphrase: string }

/** Not the hybrid ones of our own keys (`age1pq1…`): age 1.1 and 1.2 cannot read them. */
export const isExportRecipient = (text: string): boolean => /^age1[02-9ac-hj-np-z]{58}$/.test(text)

export const sealExport = (
  plain: ReadableStream<Uint8Array>,
  to: ExportTo,
): Promise<ReadableStream<Uint8Array>> => {
  const encrypter = new Encrypter()
  if (to.kind === 'passphrase') encrypter.setPassphrase(to.passphrase)
  else for (const recipient of to.recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(plain)
}

/** Opens many files by the same identities; null for a file that they do not open. */
export const openerOf = (
  identities: readonly string[],
): ((sealed: Uint8Array) => Promise<Uint8Array | null>) => {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  return (sealed) => decrypter.decrypt(sealed).catch(() => null)
}

/** Null where the key is not the one, or the file is none. */
export const openExport = async (
  sealed: Uint8Array,
  by: { readonly identities: readonly string[] } | { readonly passphrase: string },
): Promise<Uint8Array | null> => {
  const decrypter = new Decrypter()
  if ('passphrase' in by) decrypter.addPassphrase(by.passphrase)
  else for (const identity of by.identities) decrypter.addIdentity(identity)
  try {
    return await decrypter.decrypt(sealed)
  } catch {
    return null
  }
}
