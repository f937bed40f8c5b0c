/** What documents of word processors tell: who wrote and changed them, when, and words that do not show. */
import { fact, type FactName, type FileFact, type FileKind } from '#cases/core/file_facts.ts'
import { listParts, unpackPart, type ZipPart } from '#platform/client/zip_parts.ts'

const LARGEST_PART = 20_000_000

const asText = async (bytes: Uint8Array, part: ZipPart | undefined): Promise<string | null> => {
  if (part === undefined) return ''
  const unpacked = await unpackPart(bytes, part, LARGEST_PART)
  return unpacked.ok ? new TextDecoder().decode(unpacked.value) : null
}

export const documentFacts = async (
  bytes: Uint8Array,
  kind: FileKind,
): Promise<{ readonly facts: readonly FileFact[]; readonly whole: boolean }> => {
  const listed = listParts(bytes)
  if (!listed.ok) return { facts: [], whole: false }
  const parts = new Map(listed.value.map((part) => [part.name, part]))
  const wanted = kind === 'odf' ? ['meta.xml', 'content.xml'] : wordParts(parts)
  const texts = await Promise.all(wanted.map((name) => asText(bytes, parts.get(name))))
  const facts = texts.flatMap((text, at) => (text === null ? [] : partFacts(wanted[at] ?? '', text, kind)))
  const pictures = [...parts.keys()].filter((name) => /^(word|xl|ppt)\/media\/|^Pictures\/./.test(name))
  return {
    facts: [...facts, ...(pictures.length > 0 ? fact('attachments', String(pictures.length)) : [])],
    whole: !texts.includes(null),
  }
}

const wordParts = (parts: ReadonlyMap<string, ZipPart>): readonly string[] => [
  'docProps/core.xml',
  'docProps/app.xml',
  'docProps/custom.xml',
  ...[...parts.keys()].filter((name) =>
    /^(word\/(document|comments|people|settings)|xl\/(comments\d*|persons\/person)|ppt\/(commentAuthors|authors))\.xml$/.test(
      name,
    ),
  ),
]

/** Of ODF and of Word's heads: the elements that hold one value. */
const elements: readonly (readonly [string, FactName])[] = [
  ['dc:creator', 'author'],
  ['meta:initial-creator', 'author'],
  ['meta:printed-by', 'author'],
  ['cp:lastModifiedBy', 'last_editor'],
  ['Manager', 'manager'],
  ['Company', 'company'],
  ['Template', 'template'],
  ['Application', 'software'],
  ['meta:generator', 'software'],
  ['dcterms:created', 'made'],
  ['meta:creation-date', 'made'],
  ['dcterms:modified', 'changed'],
  ['dc:date', 'changed'],
  ['cp:lastPrinted', 'printed'],
  ['meta:print-date', 'printed'],
  ['TotalTime', 'edited_minutes'],
  ['meta:editing-duration', 'edited_minutes'],
  ['dc:title', 'title'],
  ['dc:subject', 'subject'],
  ['dc:description', 'description'],
  ['cp:keywords', 'keywords'],
  ['meta:keyword', 'keywords'],
  ['cp:revision', 'revision'],
  ['meta:editing-cycles', 'revision'],
]

const partFacts = (part: string, xml: string, kind: FileKind): readonly FileFact[] => {
  if (/^docProps\/(core|app)|^meta\.xml/.test(part))
    return [
      ...elements.flatMap(([element, name]) => valuesOf(xml, element).flatMap((said) => fact(name, said))),
      ...named(xml, 'meta:user-defined', 'meta:name'),
      ...attributes(xml, /<meta:template\b[^>]*?\bxlink:title="([^"]*)"/g).flatMap((said) =>
        fact('template', said),
      ),
    ]
  if (part === 'docProps/custom.xml') return named(xml, 'property', 'name')
  const authors = [
    ...attributes(xml, /\bw:author="([^"]*)"/g),
    ...attributes(xml, /\bw15:author="([^"]*)"/g),
    ...attributes(xml, /<(?:person|p:cmAuthor|p188:author)\b[^<>]*?\b(?:displayName|name)="([^"]*)"/g),
    ...(kind === 'odf' && part === 'content.xml' ? valuesOf(xml, 'dc:creator') : valuesOf(xml, 'author')),
  ]
  const changes = countOf(xml, /<w:(ins|del|moveFrom|moveTo)\s|<text:changed-region\b/g)
  const remarks = countOf(xml, /<(w:comment|comment|office:annotation)\s/g)
  return [
    ...[...new Set(authors)].flatMap((name) => fact('last_editor', name)),
    ...(changes > 0 ? fact('tracked_changes', String(changes)) : []),
    ...(remarks > 0 ? fact('remarks', String(remarks)) : []),
  ]
}

const valuesOf = (xml: string, element: string): readonly string[] =>
  attributes(xml, new RegExp(`<${element}(?:\\s[^>]*)?>([^<]*)</${element}>`, 'g'))

const named = (xml: string, element: string, attribute: string): readonly FileFact[] =>
  [...xml.matchAll(new RegExp(`<${element}\\s([^>]*)>([^]*?)</${element}>`, 'g'))].flatMap(
    ([, head = '', body = '']) =>
      fact(
        'tag',
        plain(body.replaceAll(/<[^<>]*>/g, ' ')),
        attributes(head, new RegExp(`\\b${attribute}="([^"]*)"`, 'g'))[0] ?? element,
      ),
  )

const attributes = (xml: string, sign: RegExp): readonly string[] =>
  [...xml.matchAll(sign)].map(([, value = '']) => plain(value)).filter((value) => value.trim() !== '')

const countOf = (xml: string, sign: RegExp): number => [...xml.matchAll(sign)].length

const letters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** Only the five references that every XML has. */
const plain = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => letters[name] ?? '')
