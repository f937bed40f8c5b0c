/**
 * XML as a tree, or the line and column where it is none. Strict and small: documents of a parliament and of a library
 * need elements, attributes, text and CDATA. A document type is refused, so that no entity is ever expanded and no file
 * fetched; names stay as written, with their prefixes. The one place that knows how XML is read. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type FileRefusal, tooLarge } from './file_refusal.ts'

export type XmlElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
  /** Its line, from 1. */
  readonly line: number
}

/** Deeper than any document that is read here; a recursion beyond it would end the program. */
const DEEPEST = 100

const NAME = /[A-Za-z_:\u00C0-\uFFFD][\w:.\-\u00B7\u00C0-\uFFFD]*/y
const SPACE = /[ \t\r\n]*/y
// eslint-disable-next-line no-control-regex -- XML allows none of them
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

/** `line` is that of `counted`, so that lines are counted once through the whole text. */
type Reader = { readonly text: string; at: number; line: number; counted: number }

/** Thrown inside this file alone, and turned into a refusal where reading begins. */
type Stop = { readonly stop: FileRefusal['kind']; readonly at: number }

const stop = (at: number, kind: FileRefusal['kind'] = 'malformed'): never => {
  const thrown: Stop = { stop: kind, at }
  throw thrown
}

const isStop = (cause: unknown): cause is Stop =>
  typeof cause === 'object' && cause !== null && 'stop' in cause && 'at' in cause

export const readXml = (given: string): Result<XmlElement, FileRefusal> => {
  const large = tooLarge(given)
  if (large) return err(large)
  const text = given.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const reader: Reader = { text, at: 0, line: 1, counted: 0 }
  try {
    const forbidden = FORBIDDEN.exec(text)
    if (forbidden) stop(forbidden.index)
    skipBesides(reader)
    if (text[reader.at] !== '<') stop(reader.at)
    const root = readElement(reader, 0)
    skipBesides(reader)
    if (reader.at < text.length) stop(reader.at)
    return ok(root)
  } catch (cause) {
    if (isStop(cause)) return err({ kind: cause.stop, at: placeOf(text, cause.at) })
    throw cause
  }
}

const placeOf = (text: string, at: number): string => {
  const before = text.slice(0, at)
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`
}

const lineOf = (reader: Reader): number => {
  for (; reader.counted < reader.at; reader.counted += 1)
    if (reader.text.codePointAt(reader.counted) === 10) reader.line += 1
  return reader.line
}

const match = (reader: Reader, pattern: RegExp): string => {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0] ?? ''
  reader.at += found.length
  return found
}

const expect = (reader: Reader, words: string): void => {
  if (!reader.text.startsWith(words, reader.at)) stop(reader.at)
  reader.at += words.length
}

/** To the end of what begins here; without an end it is malformed where it began. */
const skipPast = (reader: Reader, end: string): string => {
  const found = reader.text.indexOf(end, reader.at)
  if (found === -1) return stop(reader.at)
  const skipped = reader.text.slice(reader.at, found)
  reader.at = found + end.length
  return skipped
}

/** Comments and instructions; true if there was one. */
const skipAside = (reader: Reader): boolean => {
  if (reader.text.startsWith('<!--', reader.at)) {
    reader.at += 4
    skipPast(reader, '-->')
    return true
  }
  if (!reader.text.startsWith('<?', reader.at)) return false
  skipPast(reader, '?>')
  return true
}

const skipBesides = (reader: Reader): void => {
  do match(reader, SPACE)
  while (skipAside(reader))
  if (reader.text.startsWith('<!DOCTYPE', reader.at)) stop(reader.at, 'document_type')
}

const readName = (reader: Reader): string => match(reader, NAME) || stop(reader.at)

const readElement = (reader: Reader, depth: number): XmlElement => {
  const start = reader.at
  if (depth > DEEPEST) stop(start)
  const line = lineOf(reader)
  expect(reader, '<')
  const name = readName(reader)
  const attributes = readAttributes(reader)
  if (reader.text.startsWith('/>', reader.at)) {
    reader.at += 2
    return { name, attributes, children: [], line }
  }
  expect(reader, '>')
  const children = readChildren(reader, depth)
  const end = reader.at
  expect(reader, '</')
  if (readName(reader) !== name) stop(end)
  match(reader, SPACE)
  expect(reader, '>')
  return { name, attributes, children, line }
}

const readAttributes = (reader: Reader): Readonly<Record<string, string>> => {
  const attributes = new Map<string, string>()
  for (;;) {
    const space = match(reader, SPACE)
    const sign = reader.text[reader.at]
    if (sign === '>' || sign === '/' || sign === undefined) return Object.fromEntries(attributes)
    if (space === '') stop(reader.at)
    const at = reader.at
    const name = readName(reader)
    if (attributes.has(name)) stop(at)
    match(reader, SPACE)
    expect(reader, '=')
    match(reader, SPACE)
    const quote = reader.text[reader.at]
    if (quote !== '"' && quote !== "'") stop(reader.at)
    reader.at += 1
    const from = reader.at
    const value = skipPast(reader, quote ?? '"')
    if (value.includes('<')) stop(from)
    attributes.set(name, unescape(value, from))
  }
}

const readChildren = (reader: Reader, depth: number): readonly (XmlElement | string)[] => {
  const children: (XmlElement | string)[] = []
  for (;;) {
    const next = reader.text.indexOf('<', reader.at)
    if (next === -1) stop(reader.at)
    const words = reader.text.slice(reader.at, next)
    if (words !== '') children.push(unescape(words, reader.at))
    reader.at = next
    if (reader.text.startsWith('</', next)) return children
    if (reader.text.startsWith('<![CDATA[', next)) {
      reader.at += 9
      children.push(skipPast(reader, ']]>'))
    } else if (!skipAside(reader)) children.push(readElement(reader, depth + 1))
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescape = (words: string, from: number): string => {
  if (!words.includes('&')) return words
  return words.replaceAll(/&([^;&\s]{0,12};)?/g, (all, name: string | undefined, at: number) => {
    const known = entities[name?.slice(0, -1) ?? '']
    if (known !== undefined) return known
    const code = /^#(?:x([0-9A-Fa-f]+)|([0-9]+));$/.exec(name ?? '')
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', code[1] ? 16 : 10) : 0
    const isSign = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
    if (!isSign || FORBIDDEN.test(String.fromCodePoint(point))) return stop(from + at)
    return String.fromCodePoint(point)
  })
}

/** Without its prefix. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

export const childElements = (element: XmlElement, name?: string): readonly XmlElement[] =>
  element.children.filter(
    (child): child is XmlElement =>
      typeof child !== 'string' && (name === undefined || localName(child.name) === name),
  )

/** The first one along a path of names. */
export const findElement = (element: XmlElement, ...path: readonly string[]): XmlElement | null =>
  path.reduce<XmlElement | null>((at, name) => (at && childElements(at, name)[0]) ?? null, element)

/** Its words and those inside it, in single spaces. */
export const textOf = (element: XmlElement | null): string => rawText(element).replaceAll(/\s+/g, ' ').trim()

const rawText = (element: XmlElement | null): string =>
  element?.children.map((child) => (typeof child === 'string' ? child : rawText(child))).join('') ?? ''

/** Words along a path; null: not there or empty. */
export const textAt = (element: XmlElement, ...path: readonly string[]): string | null =>
  textOf(findElement(element, ...path)) || null

export const isNamed = (element: XmlElement, name: string): boolean => localName(element.name) === name
