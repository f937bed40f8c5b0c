/** How instructions name provisions: "operative paragraph 8", "the third paragraph of the preamble", "2 (c)". */
import { NAMED, NEW } from './instruction_text.ts'

export type Named = {
  readonly from: number
  readonly to: number
  readonly numbers: readonly string[]
  /** False for "paragraph 3" alone, which by custom is operative. */
  readonly partSaid: boolean
}

/** "a new operative paragraph 9" */
export type Announced = {
  readonly from: number
  readonly to: number
  readonly part: 'PP' | 'OP' | null
  readonly number: string | null
}

export type Naming = {
  readonly text: string
  readonly named: readonly Named[]
  readonly announced: readonly Announced[]
}

const ORDINALS: readonly string[] = (
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth ' +
  'sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth ' +
  'twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth'
).split(' ')

const ORDINAL = `(?:${ORDINALS.toReversed().join('|')}|\\d{1,3}(?:st|nd|rd|th))`
const NUMBER = String.raw`\d{1,3}(?:[ ]?(?:bis|ter|quater|quinquies))?(?:\s?\([0-9a-zA-Z]{1,5}\))*`
const AND = String.raw`(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+to\s+|\s*[–-]\s*)`
const PART = '(?:operative|preambular|preamble)'
const PARAGRAPH = String.raw`(?:sub-?)?para(?:graph|\.)?s?`

const FORMS: readonly {
  readonly pattern: RegExp
  readonly read: (groups: Groups) => readonly string[] | null
}[] = [
  {
    // the first, second and third paragraphs of the preamble; the fourth preambular paragraph; the last …
    pattern: new RegExp(
      `(?:the\\s+)?(?<ordinals>${ORDINAL}(?:${AND}(?:the\\s+)?${ORDINAL})*)\\s+(?:(?<part>${PART})\\s+)?${PARAGRAPH}(?:\\s+of\\s+the\\s+(?<of>preamble|operative\\s+part))?`,
      'giu',
    ),
    read: ({ ordinals = '', part, of }) => {
      const prefix = prefixOf(part ?? of)
      return prefix === null ? null : rangeOf(ordinals).map((number) => prefix + number)
    },
  },
  {
    // sub-paragraph (c) of operative paragraph 2
    pattern: new RegExp(
      `(?:the\\s+)?sub-?para(?:graph|\\.)s?\\s+(?<marks>\\([0-9a-z]{1,5}\\)(?:${AND}\\([0-9a-z]{1,5}\\))*)\\s+of\\s+(?:(?<part>operative|preambular)\\s+)?para(?:graph|\\.)\\s+(?<number>${NUMBER})`,
      'giu',
    ),
    read: ({ marks = '', part, number = '' }) =>
      [...marks.matchAll(/\([0-9a-z]{1,5}\)/gi)].map(
        ([mark]) => `${prefixOf(part) ?? 'OP'}${tight(number)}${mark}`,
      ),
  },
  {
    // operative paragraphs 3 and 5 (a); preambular paragraph 2; paragraph 7 of the preamble; PP3; OP 8
    pattern: new RegExp(
      `(?:the\\s+)?(?:(?<part>${PART})\\s+)?para(?:graph|\\.)?s?\\s+(?<numbers>${NUMBER}(?:${AND}${NUMBER})*)(?:\\s+of\\s+the\\s+(?<of>preamble|operative\\s+part))?`,
      'giu',
    ),
    read: ({ part, numbers = '', of }) => {
      const prefix = prefixOf(part ?? of) ?? 'OP'
      return expand(numbers).map((number) => prefix + number)
    },
  },
  {
    pattern: new RegExp(`\\b(?<short>OP|PP)\\s?(?<numbers>${NUMBER})(?!\\w)`, 'gu'),
    read: ({ short = '', numbers = '' }) => [short + tight(numbers)],
  },
  {
    pattern: /\b(?:article)s?\s+(?<numbers>\d{1,3}(?:\.\d{1,2})?(?:\s?\([0-9a-z]{1,5}\))*)/giu,
    read: ({ numbers = '' }) => [/[.(]/.test(numbers) ? tight(numbers) : `Article ${numbers}`],
  },
]

type Groups = Readonly<Record<string, string | undefined>>

const prefixOf = (part: string | undefined): 'PP' | 'OP' | null => {
  if (part === undefined) return null
  return part.toLowerCase().startsWith('pre') ? 'PP' : 'OP'
}

const tight = (number: string): string => number.replace(/\s+/g, '')

const rangeOf = (ordinals: string): readonly number[] => {
  const words = [...ordinals.toLowerCase().matchAll(new RegExp(ORDINAL, 'gu'))].map(([word]) =>
    /^\d/.test(word) ? Number.parseInt(word, 10) : ORDINALS.indexOf(word) + 1,
  )
  const [from, to] = words
  if (words.length === 2 && /\bto\b|–/.test(ordinals) && from !== undefined && to !== undefined && to > from)
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  return words
}

/** "3 to 5" are three paragraphs; "2 (a) and (b)" stays as it is read: each with its number. */
const expand = (numbers: string): readonly string[] => {
  const list = [...numbers.matchAll(new RegExp(NUMBER, 'giu'))].map(([number]) => tight(number))
  const [from, to] = list.map(Number)
  if (list.length === 2 && /\bto\b|[–-]/.test(numbers) && from !== undefined && to !== undefined && to > from)
    return Array.from({ length: to - from + 1 }, (_, i) => String(from + i))
  return list
}

const ANNOUNCED = new RegExp(
  `(?:an?\\s+)?(?:new|additional)\\s+(?:(?<part>${PART})\\s+)?${PARAGRAPH}(?:\\s+(?<number>${NUMBER}))?(?!\\w)`,
  'giu',
)

const announce = (masked: string): { readonly text: string; readonly announced: readonly Announced[] } => {
  let text = masked
  const announced = [...masked.matchAll(ANNOUNCED)].map((match): Announced => {
    const [words] = match
    const to = match.index + words.length
    text = text.slice(0, match.index) + NEW.repeat(words.length) + text.slice(to)
    const number = match.groups?.['number']
    const part = prefixOf(match.groups?.['part'])
    return {
      from: match.index,
      to,
      part,
      number: number === undefined ? null : (part ?? 'OP') + tight(number),
    }
  })
  return { text, announced }
}

/** Names of provisions, masked at their places. A name whose part is not said ("the third paragraph") is left. */
export const nameProvisions = (masked: string): Naming => {
  const named: Named[] = []
  const { text: without, announced } = announce(masked)
  let text = without
  for (const { pattern, read } of FORMS)
    for (const match of text.matchAll(pattern)) {
      const groups = match.groups ?? {}
      const numbers = read(groups)
      if (numbers === null || numbers.length === 0) continue
      const [words] = match
      const to = match.index + words.length
      const partSaid = !('part' in groups) || groups['part'] !== undefined || groups['of'] !== undefined
      named.push({ from: match.index, to, numbers, partSaid })
      text = text.slice(0, match.index) + NAMED.repeat(words.length) + text.slice(to)
    }
  return { text, named: named.toSorted((a, b) => a.from - b.from), announced }
}
