/** Text of one line that a person types and others read. */

/** Signs that cannot be seen and change how others are read: controls, embeddings and overrides of direction. */
const unseen = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u

export const isPlainText = (text: string): boolean => text.isWellFormed() && !unseen.test(text)
