/** An instruction with its quotations taken out, at the same places: every offset stays that of what was written. */

/** Stands for each letter of a quotation, of what names a provision, of a new paragraph. Private use: in no text. */
export const QUOTED = '\uE000'
export const NAMED = '\uE001'
export const NEW = '\uE002'

export type Quotation = { readonly from: number; readonly to: number; readonly text: string }

export type Masked = { readonly text: string; readonly quotations: readonly Quotation[] }

const PAIRS: Readonly<Record<string, string>> = { '“': '”', '«': '»', '„': '“', '"': '"', '``': "''" }

/** Text that is announced but not in quotation marks goes on to the next blank line. */
const ANNOUNCED =
  /\b(?:reading|reads?|as follows|the following(?: (?:text|paragraph))?|new(?: \w+)? paragraph)\s*:\s*(?=[^\s“«„"`])/giu

const announcedIn = (text: string): ReadonlyMap<number, number> =>
  new Map(
    [...text.matchAll(ANNOUNCED)].map(({ index, 0: words }) => {
      const from = index + words.length
      const end = text.slice(from).search(/\n\s*\n/)
      return [from, end < 0 ? text.length : from + end]
    }),
  )

/** Or the place of a quotation that does not end. */
export const maskQuotations = (text: string): { readonly masked: Masked } | { readonly unclosed: number } => {
  const quotations: Quotation[] = []
  const announced = announcedIn(text)
  let masked = ''
  let i = 0
  while (i < text.length) {
    const rest = announced.get(i)
    if (rest !== undefined) {
      quotations.push({ from: i, to: rest, text: innerText(text.slice(i, rest)) })
      masked += QUOTED.repeat(rest - i)
      i = rest
      continue
    }
    const open = text.startsWith('``', i) ? '``' : (text[i] ?? '')
    const close = PAIRS[open]
    if (close === undefined) {
      masked += open
      i += open.length
      continue
    }
    const end = endOfQuotation(text, i + open.length, { open, close })
    if (end < 0) return { unclosed: i }
    const to = end + close.length
    quotations.push({ from: i, to, text: innerText(text.slice(i + open.length, end)) })
    masked += QUOTED.repeat(to - i)
    i = to
  }
  return { masked: { text: masked, quotations } }
}

/** Quotations stand inside quotations; their ends are counted. */
const endOfQuotation = (
  text: string,
  from: number,
  { open, close }: { open: string; close: string },
): number => {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text.startsWith(close, i)) depth--
    else if (text.startsWith(open, i)) depth++
    if (depth === 0) return i
  }
  return -1
}

const innerText = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()
