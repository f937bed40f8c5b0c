/** The key in a link, and a code as people type it. */

/** Id and token, 22 characters each. Null: no key of ours. */
export const readKey = (k: string): { readonly id: string; readonly token: string } | null =>
  /^[A-Za-z0-9_-]{44}$/.test(k) ? { id: k.slice(0, 22), token: k.slice(22) } : null

/** Ten signs of Crockford's base 32, however they are grouped; letters that look like digits are read as digits. */
export const readCode = (typed: string): string | null => {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}\u200E\u200F]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(code) ? code : null
}

export const writeCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`
