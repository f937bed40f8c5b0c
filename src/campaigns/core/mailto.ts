/** Addresses that open a letter in somebody's own mail program (RFC 6068). Pure. */

/** Characters: programs and systems that take an address from a browser cut or refuse longer ones, the shortest at 2,000. */
export const MOST_MAILTO = 1_900

export type Mailto = {
  readonly href: string
  /** False: the letter was too long to travel in it, and is copied by hand. */
  readonly whole: boolean
}

export const mailtoOf = (letter: {
  readonly to: readonly string[]
  readonly subject: string
  readonly body: string
}): Mailto => {
  const start = `mailto:${letter.to.map(addressPart).join(',')}?subject=${escaped(letter.subject)}`
  const whole = `${start}&body=${escaped(letter.body)}`
  return whole.length <= MOST_MAILTO ? { href: whole, whole: true } : { href: start, whole: false }
}

const addressPart = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${escaped(address.slice(0, at))}@${escaped(address.slice(at + 1))}`
}

/** Lines end as in mail; `'` would end an attribute somewhere, and half a character is none. */
const escaped = (text: string): string =>
  encodeURIComponent(text.toWellFormed().replaceAll(/\r\n?|\n/g, '\r\n')).replaceAll("'", '%27')
