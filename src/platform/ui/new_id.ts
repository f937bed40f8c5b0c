/** Names that say nothing, made where somebody types. Vault code stays behind the worker, so base64url is written here. */

/** 128 random bits: of an entry before it is sent, of a page before it is public. */
export const newId = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
