/**
 * Whether this browser has what the desk is built on: signatures by Ed25519 (Chromium 137, Firefox 129, Safari 17) and
 * the parts of the language that came last (Chromium 122, Firefox 131, Safari 18.4). Asked before a name and a passphrase
 * are: in an older one they would be typed for nothing.
 */
import { signingKey } from '#vault/core/v1/webcrypto.ts'

export const isAble = async (): Promise<boolean> => {
  const language = [Map.groupBy, Promise.withResolvers, Set.prototype.intersection, Iterator.prototype.some]
  try {
    await signingKey(new Uint8Array(32))
    return language.every((part) => typeof part === 'function')
  } catch {
    return false
  }
}
