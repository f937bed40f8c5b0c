/**
 * Reads instructions of amendment as they are written. Every word must be one that the grammar knows: what is not
 * understood is said with its place and never guessed.
 */
import type { Operation } from './amendment.ts'
import { operationsOf, type Sentence } from './instruction_patterns.ts'
import { type Announced, type Named, nameProvisions } from './instruction_targets.ts'
import { maskQuotations, NAMED, NEW, QUOTED, type Quotation } from './instruction_text.ts'

export type InstructionRefusal = {
  readonly kind:
    | 'empty'
    // An amendment has a page or two; `at` is where reading would stop.
    | 'too_long'
    | 'unclosed_quotation'
    | 'not_understood'
    // Words to change, and no paragraph in which.
    | 'no_target'
    // "after paragraph 3 insert a new preambular paragraph": the third of which part?
    | 'ambiguous_part'
  readonly at: number
  readonly text: string
}

export type ReadInstruction = {
  readonly operations: readonly Operation[]
  readonly refusals: readonly InstructionRefusal[]
}

export const LONGEST_INSTRUCTION = 50_000

/** `of` an amendment: words need no paragraph, they are those that the amendment brings in. */
export const readInstruction = (
  text: string,
  { of = 'version' }: { readonly of?: 'version' | 'amendment' } = {},
): ReadInstruction => {
  if (text.trim() === '') return { operations: [], refusals: [{ kind: 'empty', at: 0, text: '' }] }
  if (text.length > LONGEST_INSTRUCTION)
    return { operations: [], refusals: [{ kind: 'too_long', at: LONGEST_INSTRUCTION, text: '' }] }
  const quoted = maskQuotations(text)
  if ('unclosed' in quoted) {
    const { unclosed } = quoted
    const refusal = {
      kind: 'unclosed_quotation',
      at: unclosed,
      text: text.slice(unclosed, unclosed + 80),
    } as const
    return { operations: [], refusals: [refusal] }
  }
  const naming = nameProvisions(quoted.masked.text)
  const tokens = readTokens({ ...naming, quotations: quoted.masked.quotations })
  const operations: Operation[] = []
  const refusals: InstructionRefusal[] = []
  for (const sentence of sentencesOf(tokens)) {
    const read = operationsOf(sentence, of)
    if (read.ok) operations.push(...read.value)
    else {
      const from = sentence.tokens[0]?.from ?? 0
      const to = sentence.tokens.at(-1)?.to ?? text.length
      refusals.push({ kind: read.error, at: from, text: text.slice(from, to) })
    }
  }
  return { operations, refusals }
}

/** One letter per kind, so that a sentence can be matched as a string; `?` is a word the grammar does not know. */
export type Token = {
  readonly letter: string
  readonly from: number
  readonly to: number
  readonly quotation?: Quotation
  readonly named?: Named
  readonly announced?: Announced
}

/** Longest first; an empty letter is a word that changes nothing. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /so (?:that|as to make) (?:it|the (?:amended )?(?:sub-?)?paragraph|the text)?\s*(?:will|shall|would|should)?\s*(?:now |then )?reads?(?: as follows)?/y,
    'Z',
  ],
  [/the (?:amended )?paragraph (?:will|shall|would|should) (?:now |then )?read(?: as follows)?/y, 'Z'],
  [
    /reading(?: as follows)?|(?:so as )?to read(?: as follows)?|(?:which |that )?(?:will |shall |would |should )?reads?(?: as follows)?/y,
    'r',
  ],
  [/(?:at|to) the end of(?= the preamble| the operative part)/y, 'e'],
  [/at the end of/y, 'e'],
  [/at the end/y, 'E'],
  [/at the beginning of|at the start of/y, 'g'],
  [/at the beginning|at the start/y, 'G'],
  [/wherever (?:it|they) (?:appears?|occurs?)|each time (?:it|they) (?:appears?|occurs?)|throughout/y, 'X'],
  [/(?:should|shall|to|is|are|be)?\s*(?:be )?deleted|delete|remove|omit|strike out|strike/y, 'D'],
  [/(?:should|shall)?\s*(?:be )?replaced|replace/y, 'R'],
  [/substitute/y, 'S'],
  [/(?:should|shall)?\s*(?:be )?inserted|insert|add/y, 'I'],
  [/(?:should|shall)?\s*(?:be )?moved|move|transfer/y, 'M'],
  [/amend|revise/y, 'A'],
  [/the preamble/y, 'P'],
  [/the operative part/y, 'O'],
  [/to become|so as to become/y, 'B'],
  [/immediately after|after|following(?= \uE001| paragraph)/y, 'a'],
  [/immediately before|before/y, 'b'],
  [/in its place|in their place|in place thereof|therefor|therefore|instead|thereof/y, ''],
  [
    /as follows|the following|the (?:word|phrase|expression|text|sentence)s?|words?|the existing|the|an?|new|current|text|draft resolution/y,
    '',
  ],
  [/in|within|from|of/y, 'i'],
  [/by|with/y, 'w'],
  [/for/y, 'f'],
  [/and then|and|then/y, '&'],
  [/to/y, 't'],
]

type Masked = {
  readonly text: string
  readonly quotations: readonly Quotation[]
  readonly named: readonly Named[]
  readonly announced: readonly Announced[]
}

const readTokens = ({ text, quotations, named, announced }: Masked): readonly Token[] => {
  const tokens: Token[] = []
  const lower = text.toLowerCase()
  let i = 0
  while (i < text.length) {
    const at = i
    const letter = text[i] ?? ''
    const quotation = letter === QUOTED ? quotations.find(({ from }) => from === at) : undefined
    const name = letter === NAMED ? named.find(({ from }) => from === at) : undefined
    const fresh = letter === NEW ? announced.find(({ from }) => from === at) : undefined
    if (quotation) tokens.push({ letter: 'Q', from: i, to: quotation.to, quotation })
    else if (name) tokens.push({ letter: 'T', from: i, to: name.to, named: name })
    else if (fresh) tokens.push({ letter: 'N', from: i, to: fresh.to, announced: fresh })
    const known = quotation ?? name ?? fresh
    if (known) {
      i = known.to
      continue
    }
    const [word, length] = wordAt(lower, i)
    if (word !== '') tokens.push({ letter: word, from: i, to: i + length })
    i += length
  }
  return tokens
}

/** `1.` and `(a)` before an instruction only count instructions. */
const LIST_MARK = /(?:\d{1,2}[.)]|\([a-z0-9]{1,3}\)|[-•*])\s+/y

const wordAt = (lower: string, at: number): readonly [letter: string, length: number] => {
  const atStart = /(?:^|[.;\n])\s{0,12}$/.test(lower.slice(Math.max(0, at - 12), at))
  if (atStart) {
    LIST_MARK.lastIndex = at
    const mark = LIST_MARK.exec(lower)
    if (mark) return ['', mark[0].length]
  }
  for (const [pattern, letter] of WORDS) {
    pattern.lastIndex = at
    const match = pattern.exec(lower)
    if (match && match[0].length > 0 && !/^[\p{L}\p{N}]/u.test(lower.slice(at + match[0].length)))
      return [letter, match[0].length]
  }
  const letter = lower[at] ?? ''
  if (letter === '.') return ['.', 1]
  if (letter === ';') return [';', 1]
  if (/[\s,:]/.test(letter)) return ['', 1]
  const word = /^[\p{L}\p{N}’'-]+|^./u.exec(lower.slice(at))?.[0] ?? letter
  return ['?', word.length]
}

/** A sentence ends with a full stop; after a semicolon it goes on about the same paragraph. */
const sentencesOf = (tokens: readonly Token[]): readonly Sentence[] => {
  const sentences: { tokens: Token[]; goesOn: boolean }[] = [{ tokens: [], goesOn: false }]
  for (const token of tokens) {
    if (token.letter === '.' || token.letter === ';')
      sentences.push({ tokens: [], goesOn: token.letter === ';' })
    else sentences.at(-1)?.tokens.push(token)
  }
  const said = sentences.filter((sentence) => sentence.tokens.length > 0)
  return said.map((sentence, i) => ({
    tokens: sentence.tokens,
    context: sentence.goesOn ? contextBefore(said.slice(0, i)) : null,
  }))
}

const contextBefore = (before: readonly { readonly tokens: readonly Token[] }[]): Named | null => {
  for (const { tokens } of before.toReversed()) {
    const at = tokens.findIndex(({ letter }, i) => letter === 'T' && tokens[i - 1]?.letter === 'i')
    const named = tokens[at]?.named
    if (named) return named
  }
  return null
}
