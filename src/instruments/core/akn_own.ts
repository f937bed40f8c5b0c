/** What was written here: the block in the metadata that says what Akoma Ntoso has no word for, joined with the text. */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { AknOwn } from './akn_found.ts'
import { OWN } from './akn_names.ts'
import { type AknNode, type AknText, nameOf } from './akn_nodes.ts'
import type { FileRefusal } from './file_refusal.ts'
import { type InstrumentVersion, parseInstrument } from './instrument_body.ts'
import { type Footnote, parts, type Provision } from './instrument.ts'
import { childElements, findElement, type XmlElement } from './xml.ts'

const mark = z.object({
  eId: z.string(),
  id: z.string(),
  part: z.enum(parts),
  number: z.string(),
  cut: z.string().optional(),
})
type Mark = z.infer<typeof mark>

/** Elements of our own block under their names, of the document or collection whose metadata this is. */
export const ownElements = (document: XmlElement, root: XmlElement): readonly XmlElement[] =>
  childElements(findElement(document, 'meta') ?? document, 'proprietary').flatMap((block) =>
    childElements(block).filter((one) => namespaceOf(one, [root, document, block]) === OWN),
  )

/** Declared on the element itself or on one around it. */
const namespaceOf = (element: XmlElement, around: readonly XmlElement[]): string | undefined => {
  const [prefix] = element.name.includes(':') ? element.name.split(':') : [null]
  const declared = prefix === null ? 'xmlns' : `xmlns:${prefix}`
  return [element, ...around.toReversed()]
    .map(({ attributes }) => attributes[declared])
    .find((one) => one !== undefined)
}

export const ownNamed = (elements: readonly XmlElement[], name: string): XmlElement | null =>
  elements.find((one) => nameOf(one) === name) ?? null

/** JSON that stands in an element. */
export const readJson = (element: XmlElement): Result<unknown, FileRefusal> => {
  try {
    return ok(JSON.parse(element.children.filter((one) => typeof one === 'string').join('')))
  } catch {
    return err({ kind: 'value_wrong', at: `line ${element.line}, ${nameOf(element)}` })
  }
}

export type OwnDocument = { readonly text: AknText; readonly elements: readonly XmlElement[] }

/** Null: the paragraphs are others than those that were written, or it is no text of ours. */
export const readOwn = (
  instrument: XmlElement,
  documents: readonly OwnDocument[],
): Result<AknOwn | null, FileRefusal> => {
  const said = readJson(instrument)
  if (!said.ok) return said
  const versions: unknown[] = []
  for (const { text, elements } of documents) {
    const version = versionOf(text, elements)
    if (version === null) return ok(null)
    if (!version.ok) return version
    versions.push(version.value)
  }
  if (!isRecord(said.value) || !Array.isArray(said.value['history'])) return ok(null)
  // Stages may name versions that are in another file; all else has to be an instrument.
  const { history, ...rest } = said.value
  const known = new Set(versions.map((one) => (one as { readonly id?: unknown }).id))
  const here = (history as readonly unknown[]).map((one) =>
    isRecord(one) && !known.has(one['version']) ? { ...one, version: null } : one,
  )
  const parsed = parseInstrument({ ...rest, history: here, versions })
  if (!parsed.ok) {
    const [first] = parsed.error
    return err({ kind: 'value_wrong', at: `line ${instrument.line}, ${first?.field ?? ''}` })
  }
  const { versions: read, ...body } = parsed.value
  const stages = body.history.map((one, at) => {
    const named: unknown = isRecord(history[at]) ? history[at]['version'] : null
    return { ...one, version: typeof named === 'string' ? named : null }
  })
  return ok({ instrument: { ...body, history: stages }, versions: read })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Its checks follow with those of the whole instrument. */
const versionOf = (text: AknText, elements: readonly XmlElement[]): Result<unknown, FileRefusal> | null => {
  const element = ownNamed(elements, 'version')
  if (element === null) return null
  const said = readJson(element)
  if (!said.ok) return said
  const marks = new Map<string, Mark>()
  for (const one of elements.filter((each) => nameOf(each) === 'provision')) {
    const parsed = mark.safeParse(one.attributes)
    if (parsed.success) marks.set(parsed.data.eId, parsed.data)
  }
  const provisions = provisionsOf(text.nodes, marks)
  if (provisions === null || !isRecord(said.value)) return null
  const version: Pick<InstrumentVersion, 'title' | 'opening' | 'enacting'> = {
    title: text.title,
    opening: formula(text, 'opening'),
    enacting: formula(text, 'enactingFormula'),
  }
  return ok({ ...said.value, ...version, provisions, footnotes: footnotesOf(text, marks) })
}

const formula = ({ formulas }: AknText, name: string): string | null =>
  formulas.find((one) => one.name === name)?.text ?? null

const provisionsOf = (
  nodes: readonly AknNode[],
  marks: ReadonlyMap<string, Mark>,
): readonly Provision[] | null => {
  const provisions: Provision[] = []
  for (const { eId, text, children } of nodes) {
    const own = eId === null ? undefined : marks.get(eId)
    const inside = provisionsOf(children, marks)
    if (!own || inside === null) return null
    const cut = (own.cut ?? '').split(' ')
    provisions.push({
      id: own.id,
      part: own.part,
      number: own.number,
      text,
      cut: { start: cut.includes('start'), end: cut.includes('end') },
      children: inside,
    })
  }
  return provisions
}

/** In the order in which they were, which the ids tell. */
const footnotesOf = ({ notes }: AknText, marks: ReadonlyMap<string, Mark>): readonly Footnote[] =>
  notes
    .map((note) => ({ ...note, place: Number(/(?<!\d)(\d+)$/.exec(note.eId ?? '')?.[1] ?? 0) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ marker, text, at }) => ({
      number: marker,
      text,
      provision: marks.get(at?.eId ?? '')?.number ?? null,
    }))
