/**
 * Akoma Ntoso 3.0 read: what was written here comes back as it was (akn_write.ts), with the ids of its provisions;
 * of a document from elsewhere the structure is found from its elements, and what had to be assumed is told. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { AknFacts, AknFound, AknOwn } from './akn_found.ts'
import { AKN, languageOfAkn } from './akn_names.ts'
import { type AknText, nameOf, readNodes, seenWords } from './akn_nodes.ts'
import { numberNodes } from './akn_numbers.ts'
import { ownElements, ownNamed, readOwn } from './akn_own.ts'
import type { FileRefusal } from './file_refusal.ts'
import { flatten, type InstrumentKind, type Provision } from './instrument.ts'
import { doubt } from './structure_doubts.ts'
import type { FoundStructure } from './structure_text.ts'
import { childElements, findElement, readXml, type XmlElement } from './xml.ts'

const TEXTS = ['statement', 'doc', 'act', 'bill'] as const
const COLLECTIONS = ['documentCollection', 'officialGazette'] as const

type Chance = { readonly newId: () => string }

export const readAkn = (given: string, chance: Chance): Result<AknFound, FileRefusal> => {
  const read = readAknRoot(given)
  if (!read.ok) return read
  const root = read.value
  const [outer] = childElements(root)
  const documents = outer ? textsIn(outer) : []
  const texts = documents.map((document) => ({
    document,
    text: readNodes(document),
    elements: ownElements(document, root),
  }))
  const last = texts.at(-1)
  const [first] = texts
  if (!outer || !first || !last || texts.every(({ text }) => text.nodes.length === 0))
    return err({ kind: 'no_provisions', at: `line ${outer?.line ?? root.line}` })
  const instrument =
    ownNamed(ownElements(outer, root), 'instrument') ?? ownNamed(first.elements, 'instrument')
  const own = instrument ? readOwn(instrument, texts) : ok(null)
  if (!own.ok) return own
  if (own.value) {
    const found = foundOfOwn(own.value, last.text)
    if (found) return ok({ found, facts: factsOf(last.document, last.text), own: own.value })
  }
  const elsewhere = foundElsewhere(first.document, first.text, chance)
  if (!elsewhere.ok) return elsewhere
  const found = elsewhere.value
  const others = texts
    .slice(1)
    .map(({ document, text }) => doubt('second_text', document.line, text.title ?? nameOf(document)))
  return ok({
    found: { ...found, doubts: [...found.doubts, ...others].toSorted((a, b) => a.line - b.line) },
    facts: factsOf(first.document, first.text),
    own: null,
  })
}

/** The element akomaNtoso of version 3.0, or why there is none. */
export const readAknRoot = (given: string): Result<XmlElement, FileRefusal> => {
  // A mark of the byte order is no part of the XML.
  const parsed = readXml(given.replace(/^\ufeff/, ''))
  if (!parsed.ok) return parsed
  const root = parsed.value
  const at = `line ${root.line}`
  if (nameOf(root) !== 'akomaNtoso') return err({ kind: 'not_this_format', at })
  const prefix = root.name.includes(':') ? `xmlns:${root.name.split(':')[0]}` : 'xmlns'
  const namespace = root.attributes[prefix] ?? ''
  // The drafts of 3.0 add their own ending to its name and have the same elements.
  return namespace === AKN || namespace.startsWith(`${AKN}/`)
    ? ok(root)
    : err({ kind: 'other_version', at: `${at}, ${namespace}`.replace(/, $/, '') })
}

const isOneOf = (names: readonly string[], element: XmlElement): boolean => names.includes(nameOf(element))

const textsIn = (outer: XmlElement): readonly XmlElement[] => {
  if (isOneOf(TEXTS, outer)) return [outer]
  if (!isOneOf(COLLECTIONS, outer)) return []
  const inside = [findElement(outer, 'collectionBody'), findElement(outer, 'components')]
  return inside
    .flatMap((one) => (one ? childElements(one, 'component') : []))
    .flatMap((component) => childElements(component).flatMap(textsIn))
}

const foundOfOwn = ({ instrument, versions }: AknOwn, text: AknText): FoundStructure | null => {
  const version = versions.at(-1)
  if (!version) return null
  const { title, opening, enacting, provisions, footnotes, complete } = version
  return {
    kind: instrument.kind,
    title,
    opening,
    enacting,
    provisions,
    footnotes,
    complete,
    starts: linesOf(text.nodes),
    doubts: [],
  }
}

const linesOf = (nodes: AknText['nodes']): readonly number[] =>
  nodes.flatMap(({ line, children }) => [line, ...linesOf(children)])

const foundElsewhere = (
  document: XmlElement,
  text: AknText,
  { newId }: Chance,
): Result<FoundStructure, FileRefusal> => {
  const { provisions, numberOf, doubts, tooDeep } = numberNodes(text.nodes, newId)
  if (tooDeep !== null) return err({ kind: 'value_wrong', at: `line ${tooDeep}` })
  const recitals = text.nodes.some(({ preamble }) => preamble)
  const opening = text.formulas.filter(
    ({ afterRecitals, name }) => !afterRecitals && (recitals || name !== 'enactingFormula'),
  )
  const enacting = text.formulas.filter((one) => !opening.includes(one))
  return ok({
    kind: kindOf(document, provisions),
    title: tidyOrNull(text.title ?? text.shortTitle ?? ''),
    opening: tidyOrNull(opening.map((one) => one.text).join(' ')),
    enacting: tidyOrNull(enacting.map((one) => one.text).join(' ')),
    provisions,
    starts: linesOf(text.nodes),
    footnotes: text.notes.map(({ marker, text: words, at }, place) => ({
      number: tidyOrNull(marker.replaceAll(/[()[\]]/g, '')) ?? String(place + 1),
      text: seenWords(words),
      provision: (at && numberOf.get(at)) ?? null,
    })),
    complete: !flatten(provisions).some(({ provision: { cut } }) => cut.start || cut.end),
    doubts: [...text.doubts, ...doubts],
  })
}

const tidyOrNull = (words: string): string | null => seenWords(words) || null

const kindOf = (document: XmlElement, provisions: readonly Provision[]): InstrumentKind => {
  const says = `${document.attributes['name'] ?? ''} ${subtypeOf(document)}`.toLowerCase()
  const named = (['declaration', 'resolution', 'guideline', 'letter'] as const).find((kind) =>
    says.includes(kind),
  )
  if (named) return named
  if (isOneOf(['act', 'bill'], document)) return 'law'
  if (provisions.some(({ part }) => part === 'article')) return 'declaration'
  return provisions.some(({ part }) => part === 'duty') ? 'guideline' : 'resolution'
}

const subtypeOf = (document: XmlElement): string =>
  findElement(document, 'meta', 'identification', 'FRBRWork', 'FRBRsubtype')?.attributes['value'] ?? ''

/** The day of the expression, then of the work; what stands for an unknown one is none. */
const factsOf = (document: XmlElement, text: AknText): AknFacts => {
  const identification = findElement(document, 'meta', 'identification')
  const of = (...path: readonly string[]): Readonly<Record<string, string>> =>
    (identification && findElement(identification, ...path)?.attributes) ?? {}
  const day = [of('FRBRExpression', 'FRBRdate'), of('FRBRWork', 'FRBRdate')]
    .filter(({ name = '' }) => !['release', 'not before'].includes(name))
    .map(({ date = '' }) => date.slice(0, 10))
    .find((one) => /^(?!0001|9999)\d{4}-\d{2}-\d{2}$/.test(one))
  return {
    symbol: tidyOrNull(text.symbol ?? of('FRBRWork', 'FRBRnumber')['value'] ?? ''),
    on: day ?? null,
    language: languageOfAkn(of('FRBRExpression', 'FRBRlanguage')['language'] ?? ''),
  }
}
