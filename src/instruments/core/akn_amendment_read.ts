/**
 * Amendments out of Akoma Ntoso 3.0: those written here come back as they were (akn_amendment_write.ts); of others the
 * instruction is taken, with who tabled it and when, to be read as any other is. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { languageOfAkn, NOT_STATED } from './akn_names.ts'
import { nameOf, rawText } from './akn_nodes.ts'
import { ownElements, ownNamed, readJson } from './akn_own.ts'
import { readAknRoot } from './akn_read.ts'
import { type AmendmentBody, amendmentBody } from './amendment_body.ts'
import type { FileRefusal } from './file_refusal.ts'
import { tidy } from './words.ts'
import { childElements, findElement, type XmlElement } from './xml.ts'

export type AknAmendment = {
  /** Whole, as it was written out; null: written elsewhere. */
  readonly body: AmendmentBody | null
  readonly symbols: readonly string[]
  readonly sponsors: readonly string[]
  /** A day. */
  readonly tabledOn: string | null
  /** BCP 47 */
  readonly language: string | null
  /** Paragraphs parted by empty lines; null: it has none. */
  readonly instruction: string | null
}

/** Of one amendment or of a list of them, in its order. Those that a list only refers to are not in the file. */
export const readAknAmendments = (given: string): Result<readonly AknAmendment[], FileRefusal> => {
  const read = readAknRoot(given)
  if (!read.ok) return read
  const root = read.value
  const [outer] = childElements(root)
  const documents = outer ? amendmentsIn(outer) : []
  if (documents.length === 0) return err({ kind: 'not_this_format', at: `line ${outer?.line ?? root.line}` })
  const amendments: AknAmendment[] = []
  for (const document of documents) {
    const amendment = amendmentFrom(document, root)
    if (!amendment.ok) return amendment
    amendments.push(amendment.value)
  }
  return ok(amendments)
}

const amendmentsIn = (outer: XmlElement): readonly XmlElement[] => {
  if (nameOf(outer) === 'amendment') return [outer]
  if (nameOf(outer) !== 'amendmentList') return []
  const body = findElement(outer, 'collectionBody')
  return childElements(body ?? outer, 'component').flatMap((one) => childElements(one).flatMap(amendmentsIn))
}

const amendmentFrom = (document: XmlElement, root: XmlElement): Result<AknAmendment, FileRefusal> => {
  const content = findElement(document, 'amendmentBody', 'amendmentContent')
  const own = ownNamed(ownElements(document, root), 'amendment')
  const body = own ? bodyOf(own, content) : ok(null)
  if (!body.ok) return body
  const work = findElement(document, 'meta', 'identification', 'FRBRWork')
  const date = work && findElement(work, 'FRBRdate')?.attributes
  const day = date && !['release', 'not before'].includes(date['name'] ?? '') ? (date['date'] ?? '') : ''
  const expression = findElement(document, 'meta', 'identification', 'FRBRExpression', 'FRBRlanguage')
  const paragraphs = content ? childElements(content).map((one) => wordsOf(one).trim()) : []
  return ok({
    body: body.value,
    symbols: allNamed(findElement(document, 'preface'), 'docNumber').map((one) => tidy(rawText(one))),
    sponsors: sponsorsOf(document, work),
    tabledOn: /^(?!0001|9999)\d{4}-\d{2}-\d{2}/.exec(day)?.[0] ?? null,
    language: languageOfAkn(expression?.attributes['language'] ?? ''),
    instruction: body.value
      ? instructionOf(body.value)
      : paragraphs.filter((one) => one !== '').join('\n\n') || null,
  })
}

/** Of one that is only described here nothing is said that it would do. */
const instructionOf = ({ content }: AmendmentBody): string | null =>
  content.kind === 'text' ? content.instruction : null

const bodyOf = (own: XmlElement, content: XmlElement | null): Result<AmendmentBody, FileRefusal> => {
  const said = readJson(own)
  if (!said.ok) return said
  const parsed = amendmentBody.safeParse(withInstruction(said.value, content))
  if (parsed.success) return ok(parsed.data)
  const at = parsed.error.issues[0]?.path.map(String).join('.') ?? ''
  return err({ kind: 'value_wrong', at: `line ${own.line}, ${at}` })
}

const withInstruction = (said: unknown, content: XmlElement | null): unknown => {
  if (typeof said !== 'object' || said === null || !('content' in said)) return said
  const { content: kept } = said
  const mod = content && findElement(content, 'p', 'mod')
  if (!mod || typeof kept !== 'object' || kept === null) return said
  return { ...said, content: { ...kept, instruction: wordsOf(mod) } }
}

/** Quotations with the signs that stand in their attributes. */
const wordsOf = (element: XmlElement): string =>
  element.children
    .map((child) => {
      if (typeof child === 'string') return child
      const { startQuote = '', endQuote = '' } = child.attributes
      return startQuote + wordsOf(child) + endQuote
    })
    .join('')

const allNamed = (within: XmlElement | null, name: string): readonly XmlElement[] =>
  within === null
    ? []
    : childElements(within).flatMap((one) => (nameOf(one) === name ? [one] : allNamed(one, name)))

/** Authors of the work by what the references call them. */
const sponsorsOf = (document: XmlElement, work: XmlElement | null): readonly string[] => {
  const references = findElement(document, 'meta', 'references')
  const byId = new Map(
    (references ? childElements(references) : []).map(({ attributes }) => [
      `#${attributes['eId'] ?? ''}`,
      attributes['showAs'] ?? '',
    ]),
  )
  return (work ? childElements(work, 'FRBRauthor') : [])
    .map(({ attributes }) => byId.get(attributes['href'] ?? '') ?? '')
    .filter((name) => name !== '' && name !== NOT_STATED)
}
