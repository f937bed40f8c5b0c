/** What a letter that came back says: to which return address it came, and whether for good (RFC 3464). No address of a person is taken from it. */
import PostalMime, { type Email } from 'postal-mime'

export type ReadReturn =
  /** An answer by a person or a machine, a copy, a note that it will be late. */
  { readonly kind: 'no_return' } | { readonly kind: 'returned'; readonly hard: boolean }

export const readReturned = async (bytes: Uint8Array): Promise<ReadReturn> => {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'utf8' }).catch(() => null)
  const report = mail === null ? undefined : statusOf(mail)
  if (report === undefined) return { kind: 'no_return' }
  // One block a recipient; ours have one.
  const failed = /^action:[ \t]*failed\b/im.test(report)
  if (!failed) return { kind: 'no_return' }
  const status = /^status:[ \t]*([245])\.(\d{1,3})\.(\d{1,3})/im.exec(report)
  return { kind: 'returned', hard: status === null || isHard(status.slice(1).map(Number)) }
}

/** Addresses and domains that are not there, or no longer; a full mailbox, a filter or a line that broke may pass. */
const isHard = ([kind, subject, detail]: readonly number[]): boolean =>
  kind === 5 && (subject === 1 || (subject === 2 && detail === 1) || (subject === 4 && detail === 4))

const statusOf = (mail: Email): string | undefined => {
  const part = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status')
  if (part === undefined) return undefined
  return typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content)
}

/** To whom it came, by the mail server's own headers; the pipe that knows better says it. */
export const recipientOf = async (bytes: Uint8Array): Promise<string | null> => {
  const mail = await PostalMime.parse(bytes).catch(() => null)
  return mail?.deliveredTo ?? mail?.to?.[0]?.address ?? null
}
