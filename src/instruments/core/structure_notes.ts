/** Marks of footnotes and broken words in the text of provisions. */
import { type Doubt, doubt } from './structure_doubts.ts'
import { resolutionWords } from './resolution_words.ts'

/** A piece of text with its line; `lineAt` finds the line of a place in it. */
export type Located = { readonly text: string; readonly lineAt: (place: number) => number }

/** After a word, a closing parenthesis or quotation mark, and the sign that follows: `Rights,1`, `Rights2`, `Principles),13`. */
const GLUED =
  /(?<!\b(?:Rev|Add|Corr|No|Nos|paras?|chap|sect|arts?|vol|pp?)\.)(?<=\p{Ll}[,;.:]?|\b(?:19|20)\d{2}[,;]|[)”"\]][,;.:]?)(\d{1,3})(?=[\s,;.:)]|$)/gu
/** Set apart by a space: `Rights, 1 the`. Text goes on in small letters, which `articles 1, 2 and` does not allow. */
const APART = /(?<=\p{Ll}\)?[,;]? |\), )(\d{1,3})(?= {1,2}\p{Ll}|$)/gu
/** At the end of a number of a resolution: `77/2285` is 77/228 with mark 5. */
const AFTER_NUMBER = /(?<=\b\d{1,3}\/\d{1,3})(\d{1,2})(?=[\s,;.:)]|$)/g

type Mark = {
  readonly place: number
  readonly digits: string
  /** `bare`: apart, with no sign before it, as in "Article 2 that". */
  readonly form: 'glued' | 'apart' | 'bare' | 'after_number'
}

export type Marks = {
  readonly texts: readonly string[]
  /** Number of the footnote and which text refers to it. */
  readonly references: readonly { readonly number: string; readonly text: number }[]
  readonly doubts: readonly Doubt[]
}

/** Marks count upwards through a document: what does not fit that sequence is no mark. */
export const takeMarks = (located: readonly Located[], footnotes: ReadonlyMap<string, string>): Marks => {
  const certain = new Set(
    located.flatMap(({ text }) => [...text.matchAll(GLUED)].map(([, digits]) => digits ?? '')),
  )
  const doubts: Doubt[] = []
  const references: { number: string; text: number }[] = []
  let last = 0
  const texts = located.map(({ text, lineAt }, index) => {
    let left = ''
    let from = 0
    for (const mark of marksIn(text)) {
      const digits = chosenDigits(mark, { last, footnotes, certain })
      const around = text.slice(Math.max(0, mark.place - 24), mark.place + mark.digits.length)
      if (digits === null) {
        if (mark.form === 'glued')
          doubts.push(doubt('footnote_mark_kept', lineAt(mark.place), around, around))
        continue
      }
      const place = mark.place + mark.digits.length - digits.length
      const words = text.slice(from, place)
      left += mark.form === 'apart' || mark.form === 'bare' ? words.trimEnd() : words
      from = place + digits.length
      last = Number(digits)
      references.push({ number: digits, text: index })
      const kind = mark.form === 'after_number' ? 'footnote_glued_to_number' : 'footnote_mark'
      if (mark.form !== 'glued')
        doubts.push(doubt(kind, lineAt(mark.place), around, around.slice(0, -digits.length)))
    }
    return left + text.slice(from)
  })
  return { texts, references, doubts }
}

const marksIn = (text: string): readonly Mark[] => {
  const all = (pattern: RegExp, form: Mark['form']): Mark[] =>
    [...text.matchAll(pattern)].map((match) => ({ place: match.index, digits: match[1] ?? '', form }))
  const apart = all(APART, 'apart').map((mark): Mark => {
    return /[,;)] $/.test(text.slice(0, mark.place)) ? mark : { ...mark, form: 'bare' }
  })
  return [...all(GLUED, 'glued'), ...apart, ...all(AFTER_NUMBER, 'after_number')].toSorted(
    (a, b) => a.place - b.place,
  )
}

type Known = {
  readonly last: number
  readonly footnotes: ReadonlyMap<string, string>
  readonly certain: ReadonlySet<string>
}

/** The digits of a mark that belong to a footnote, or null. */
const chosenDigits = ({ form, digits }: Mark, { last, footnotes, certain }: Known): string | null => {
  const number = Number(digits)
  const next = String(last + 1)
  if (form === 'after_number')
    return footnotes.has(next) && !certain.has(next) && digits.endsWith(next) ? next : null
  // A fragment may begin at any number; from then on numbers grow.
  const inSequence = number === last + 1 || (last === 0 && footnotes.size === 0)
  if (form === 'bare') return number === last + 1 && footnotes.has(digits) ? digits : null
  if (form === 'apart') return inSequence && number > 0 ? digits : null
  return number > last || footnotes.has(digits) ? digits : null
}

const PAIR = /(?<![\p{L}\p{N}’'-])(\p{L}\p{Ll}*) (\p{Ll}+)(?![\p{L}\p{N}])/gu

/** How often each word stands in a text; what stands there twice is a word. */
export const countForms = (texts: readonly string[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>()
  for (const text of texts)
    for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) times.set(word, (times.get(word) ?? 0) + 1)
  return times
}

export const joinBroken = (
  { text, lineAt }: Located,
  times: ReadonlyMap<string, number>,
): { readonly text: string; readonly doubts: readonly Doubt[] } => {
  const doubts: Doubt[] = []
  const isKnown = (word: string): boolean => resolutionWords.has(word) || (times.get(word) ?? 0) > 1
  let joined = ''
  let from = 0
  PAIR.lastIndex = 0
  for (let pair = PAIR.exec(text); pair; pair = PAIR.exec(text)) {
    const [whole, first = '', second = ''] = pair
    const halves = [first, second].map((half) => half.toLowerCase())
    const one = halves.join('')
    const broken = isKnown(one) && halves.some((half) => !resolutionWords.has(half)) && !halves.every(isKnown)
    if (broken) {
      joined += text.slice(from, pair.index) + first + second
      from = pair.index + whole.length
      doubts.push(doubt('broken_word', lineAt(pair.index), whole, first + second))
    } else {
      // The second word may be the first of the next pair.
      PAIR.lastIndex = pair.index + first.length + 1
    }
  }
  return { text: (joined + text.slice(from)).replace(/(?<! ) +(?=[,;:)](?:\s|$))/g, ''), doubts }
}
