/** Text that a person types and others read. */

/** What a document is refused for that holds other text. */
export const NOT_PLAIN = 'not_plain'

/** Signs that cannot be seen and change how others are read, or are none: controls, what turns directions, noncharacters. */
const unseen = /[\p{Cc}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/u

/** Of one line. */
export const isPlainText = (text: string): boolean => text.isWellFormed() && !unseen.test(text)

/** Of several lines, parted by line feeds. */
export const arePlainLines = (text: string): boolean => isPlainText(text.replaceAll('\n', ' '))
