/** Which acts ask for the passphrase again, and how long it holds: whoever finds a desk open does none of them. */

/** Minutes for which the passphrase that was given in a session counts for what comes next. */
export const PROVED_MINUTES = 5

/** Neither gives anybody a key: who was invited waits for an admission, and taking an invitation back is no harm. */
const light: readonly string[] = ['invited', 'revoked']

/** Of an entry of a desk's log: exports, and whatever changes who holds its keys. */
export const asksPassphrase = (kind: string): boolean => !light.includes(kind)
