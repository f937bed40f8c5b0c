/** Every regular expression of the source, and texts that would keep a careless one busy. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import ts from 'typescript'

export type Pattern = {
  readonly source: string
  readonly flags: string
  /** The first place where it stands. */
  readonly at: string
}

/** Literals, and what is made by `new RegExp` of text alone. */
export const patternsIn = (folder: string): readonly Pattern[] => {
  const found = new Map<string, Pattern>()
  for (const file of globSync('**/*.{ts,svelte}', { cwd: folder }).toSorted()) {
    if (file.endsWith('.test.ts')) continue
    for (const { source, flags, line } of patternsOfFile(join(folder, file)))
      if (!found.has(`${flags}/${source}`))
        found.set(`${flags}/${source}`, { source, flags, at: `${file}:${line}` })
  }
  return [...found.values()]
}

type Found = { readonly source: string; readonly flags: string; readonly line: number }

const patternsOfFile = (file: string): readonly Found[] => {
  const text = readFileSync(file, 'utf8')
  if (!file.endsWith('.svelte')) return patternsOf(text)
  const scripts = [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code = '']) => code)
  // Expressions between braces, too: each as far as it is one.
  const markup = text.replaceAll(/<(script|style)[^>]*>[^]*?<\/\1>/g, '')
  const expressions = [...markup.matchAll(/\{([^{}]*\/[^{}]*)\}/g)].map(([, code = '']) => code)
  return [...scripts, ...expressions].flatMap(patternsOf)
}

const patternsOf = (code: string): readonly Found[] => {
  const parsed = ts.createSourceFile('x.ts', code, ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const add = (node: ts.Node, source: string, flags: string): void =>
    void found.push({ source, flags, line: parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1 })
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = '', flags = ''] = /^\/([^]*)\/([a-z]*)$/.exec(node.text) ?? []
      add(node, source, flags)
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [source, flags] = node.arguments ?? []
      if (source && ts.isStringLiteralLike(source))
        add(node, source.text, flags && ts.isStringLiteralLike(flags) ? flags.text : '')
    }
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return found
}

/** A part of a pattern: what it may match, in short, and whether it repeats. */
type Part =
  | { readonly kind: 'text'; readonly samples: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'choice'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeated'; readonly part: Part; readonly least: number; readonly most: number }

const LENGTH = 50_000
/** What ends a run in a way that nothing expects, so that all ways to match it are tried. */
const ends = ['', '\u0000', '!\n', ' x']

/** Each repeats something that the pattern itself repeats or holds, behind what it wants before that. */
export const attacksOn = ({ source, flags }: Pattern): readonly string[] => {
  const part = parsePattern(source, flags)
  const pumps = new Map<string, Set<string>>()
  const add = (before: string, pump: string): void => {
    if (pump === '') return
    pumps.set(pump, (pumps.get(pump) ?? new Set()).add(before).add(''))
  }
  gather(part, '', add)
  for (const sample of [...samplesOf(part, 2), ...anywhere]) add('', sample)
  const texts: string[] = []
  for (const [pump, befores] of [...pumps].slice(0, MOST_PUMPS))
    for (const before of [...befores].slice(0, 3))
      for (const end of ends) texts.push(before + pump.repeat(Math.floor(LENGTH / pump.length)) + end)
  return texts
}
const MOST_PUMPS = 32
const anywhere = ['a', '0', ' ', '\n', '-', 'ا', '–']

const gather = (part: Part, before: string, add: (before: string, pump: string) => void): void => {
  if (part.kind === 'text') for (const sample of part.samples) add(before, sample)
  if (part.kind === 'choice') for (const one of part.parts) gather(one, before, add)
  if (part.kind === 'repeated') {
    for (const sample of samplesOf(part.part, 4)) add(before, sample)
    gather(part.part, before, add)
  }
  if (part.kind === 'sequence') {
    let so = before
    part.parts.forEach((one, at) => {
      gather(one, so, add)
      // Two neighbours that both repeat may share one text between them.
      const next = part.parts[at + 1]
      if (next) add(so, (samplesOf(one, 1)[0] ?? '') + (samplesOf(next, 1)[0] ?? ''))
      so += samplesOf(one, 1)[0] ?? ''
    })
  }
}

const samplesOf = (part: Part, most: number): readonly string[] => {
  switch (part.kind) {
    case 'text':
      return part.samples.slice(0, most)
    case 'choice':
      return part.parts.flatMap((one) => samplesOf(one, 1)).slice(0, most)
    case 'repeated':
      return samplesOf(part.part, most).map((one) => one.repeat(Math.max(1, Math.min(part.least, 50))))
    case 'sequence': {
      const variants = Array.from({ length: most }, (_, at) =>
        part.parts.map((one) => samplesOf(one, at + 1).at(-1) ?? '').join(''),
      )
      return [...new Set(variants)]
    }
  }
}

const parsePattern = (source: string, flags: string): Part => {
  let at = 0
  const choice = (): Part => {
    const parts = [sequence()]
    while (source[at] === '|') {
      at += 1
      parts.push(sequence())
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts }
  }
  const sequence = (): Part => {
    const parts: Part[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated())
    return { kind: 'sequence', parts }
  }
  const repeated = (): Part => {
    const part = atom()
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at))
    if (!found) return part
    at += found[0].length
    const [, sign, from = '0', comma, to] = found
    if (sign)
      return { kind: 'repeated', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
    return {
      kind: 'repeated',
      part,
      least: Number(from),
      most: comma ? Number(to || Infinity) : Number(from),
    }
  }
  const atom = (): Part => {
    const group = /^\((?:\?(?:[:=!]|<[=!]|<\w+>|[a-z-]+:))?/.exec(source.slice(at))
    if (group) {
      at += group[0].length
      const inner = choice()
      at += 1
      return inner
    }
    const text =
      /^(?:\[(?:\\[^]|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\k<\w+>|\\[^]|[^])/u.exec(
        source.slice(at),
      )![0]
    at += text.length
    return { kind: 'text', samples: charactersOf(text, flags) }
  }
  return choice()
}

const tried = [
  ...'a1 -_.,;:/"\'<>()[]{}&=?#*+|\\^$@!%~`\n\t\r',
  'A',
  'é',
  'ا',
  '\u00a0',
  '\u0301',
  '١',
  '\0',
  'z9',
]

/** Asked of the expression itself: which of some characters one place takes. */
const charactersOf = (text: string, flags: string): readonly string[] => {
  if (/^[\^$]$|^\\[bBk]/.test(text)) return ['']
  const one = new RegExp(`^(?:${text})$`, flags.replaceAll(/[gmy]/g, ''))
  const literal = text.length === 1 ? [text] : []
  const named = [...text.matchAll(/[^\\[\]^-]/g)].map(([character]) => character)
  return [...new Set([...literal, ...tried, ...named])].filter((character) => one.test(character)).slice(0, 4)
}
