/** Words as a file of XML can hold them. Pure. */

/** A control character or half a letter would make the whole file unreadable. */
export const drawable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are what XML refuses
  text.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g, '')

const RIGHT_TO_LEFT_ISOLATE = '\u2067'
const END_OF_ISOLATE = '\u2069'

/** Programs disagree on what the attribute `direction` does to anchors; these marks mean the same to all of them. */
export const rightToLeft = (text: string): string => `${RIGHT_TO_LEFT_ISOLATE}${text}${END_OF_ISOLATE}`
