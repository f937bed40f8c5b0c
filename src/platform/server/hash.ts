/** Hashes. */
import { createHash } from 'node:crypto'

/** Of what everybody may read, as `sha256sum` prints it. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Of bytes that a device sent, as the protocol writes it. */
export const sha256Text = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url')
