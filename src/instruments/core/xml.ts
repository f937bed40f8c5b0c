/**
 * XML as a tree, or the line and column where it is none: documents of a parliament and of a library need elements,
 * attributes, text and CDATA. A document type is refused, so that no entity is ever expanded and no file fetched;
 * names stay as written, with their prefixes. The one place that knows how XML is read. Pure.
 */
import { SaxesParser } from 'saxes'
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

type Open = XmlElement & { readonly children: (XmlElement | string)[] }

export const readXml = (given: string): Result<XmlElement, FileRefusal> => {
  const large = tooLarge(given)
  if (large) return err(large)
  const parser = new SaxesParser({ xmlns: false, position: true })
  const open: Open[] = []
  let root: XmlElement | undefined
  const refusals: FileRefusal[] = []
  const refuse = (kind: 'malformed' | 'document_type'): void => {
    refusals.push({ kind, at: `line ${parser.line}, column ${parser.column}` })
  }
  const add = (words: string): void => void open.at(-1)?.children.push(words)
  parser.on('error', () => refuse('malformed'))
  parser.on('doctype', () => refuse('document_type'))
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEEPEST) refuse('malformed')
    const element: Open = { name, attributes: { ...attributes }, children: [], line: parser.line }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  for (let at = 0; at < given.length && refusals.length === 0; at += AT_ONCE)
    parser.write(given.slice(at, at + AT_ONCE))
  if (refusals.length === 0) parser.close()
  const [first] = refusals
  if (first) return err(first)
  return root ? ok(root) : err({ kind: 'malformed', at: 'line 1, column 1' })
}

/** Characters: a fault ends the reading soon, whatever still follows. */
const AT_ONCE = 64 * 1024

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
