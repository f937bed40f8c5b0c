/** Provisions as elements of Akoma Ntoso: recitals with lists, articles, paragraphs with points; and their ids there. */
import { type AknElement, element } from './akn_xml.ts'
import type { Footnote, Provision } from './instrument.ts'
import { parseNumber } from './provision_number.ts'

export type Written = {
  readonly recitals: readonly AknElement[]
  readonly body: readonly AknElement[]
  /** Footnotes of no provision. */
  readonly loose: readonly AknElement[]
  /** In reading order. */
  readonly ids: readonly { readonly eId: string; readonly provision: Provision }[]
}

type Text = { readonly provisions: readonly Provision[]; readonly footnotes: readonly Footnote[] }

type Writing = {
  /** Of all ids in this document, where it stands inside another. */
  readonly prefix: string
  readonly notes: ReadonlyMap<string | null, readonly AknElement[]>
  readonly ids: { readonly eId: string; readonly provision: Provision }[]
  readonly taken: Set<string>
}

/** Preambular paragraphs that stand after others have no place in a preamble; they stay where they are. */
export const writeProvisions = ({ provisions, footnotes }: Text, prefix: string): Written => {
  const notes = Map.groupBy(
    footnotes.map((note, at) => ({ of: note.provision, note: noteElement(note, at, prefix) })),
    ({ of }) => of,
  )
  const writing: Writing = {
    prefix,
    notes: new Map([...notes].map(([of, own]) => [of, own.map(({ note }) => note)])),
    ids: [],
    taken: new Set(),
  }
  const end = provisions.findIndex(({ part }) => part !== 'preamble')
  const first = end < 0 ? provisions : provisions.slice(0, end)
  return {
    recitals: first.map((one) => recital(one, writing)),
    body: provisions.slice(first.length).map((one) => hierarchy(one, null, writing)),
    loose: writing.notes.get(null) ?? [],
    ids: writing.ids,
  }
}

/** The id tells its place among the footnotes; the text itself does not say where in a paragraph its mark stood. */
const noteElement = ({ number, text }: Footnote, at: number, prefix: string): AknElement =>
  element('authorialNote', { eId: `${prefix}authorialNote_${at + 1}`, marker: number, placement: 'bottom' }, [
    element('p', {}, [text]),
  ])

const words = ({ number, text, cut }: Provision, { notes }: Writing): AknElement =>
  element('p', {}, [
    cut.start ? OMISSION : null,
    text === '' ? null : text,
    cut.end ? OMISSION : null,
    ...(notes.get(number) ?? []),
  ])

/** What stood there is not known here. */
const OMISSION = element('omissis', {}, ['…'])

/** What is built on it, and the attributes of the element; its own id stays through versions, as a wId does. */
const named = (provision: Provision, wanted: string, { ids, taken, prefix }: Writing) => {
  let [path, copies] = [wanted, 1]
  while (taken.has(path)) path = `${wanted}.${++copies}`
  taken.add(path)
  ids.push({ eId: prefix + path, provision })
  return { path, attributes: { eId: prefix + path, wId: provision.id } }
}

const recital = (provision: Provision, writing: Writing): AknElement => {
  const { path, attributes } = named(provision, `recs__rec_${ownNumber(provision.number, null)}`, writing)
  return element('recital', attributes, [words(provision, writing), list(provision, path, writing)])
}

const list = (provision: Provision, above: string, writing: Writing): AknElement | null =>
  provision.children.length === 0
    ? null
    : element(
        'blockList',
        { eId: `${writing.prefix}${above}__list_1` },
        provision.children.map((child) => {
          const wanted = `${above}__list_1__item_${ownNumber(child.number, provision.number)}`
          const { path, attributes } = named(child, wanted, writing)
          return element('item', attributes, [
            numElement(child, provision),
            words(child, writing),
            list(child, path, writing),
          ])
        }),
      )

type Parent = { readonly provision: Provision; readonly name: keyof typeof SHORT; readonly path: string }

const SHORT = { article: 'art', paragraph: 'para', subparagraph: 'subpara', point: 'point' } as const

const hierarchy = (provision: Provision, parent: Parent | null, writing: Writing): AknElement => {
  const name = elementName(provision, parent)
  const own = ownNumber(provision.number, parent?.provision.number ?? null)
  const wanted = `${parent ? `${parent.path}__` : ''}${SHORT[name]}_${own}`
  const { path, attributes } = named(provision, wanted, writing)
  const text = words(provision, writing)
  const children = provision.children.map((child) => hierarchy(child, { provision, name, path }, writing))
  return element(name, attributes, [
    numElement(provision, parent?.provision ?? null),
    ...(children.length === 0
      ? [element('content', {}, [text])]
      : [text.children.length === 0 ? null : element('intro', {}, [text]), ...children]),
  ])
}

const elementName = ({ number }: Provision, parent: Parent | null): Parent['name'] => {
  if (parent === null) return number.startsWith('Article ') ? 'article' : 'paragraph'
  if (parent.name === 'article' && parseNumber(number)?.marks.length === 0) return 'paragraph'
  return parent.name === 'paragraph' ? 'subparagraph' : 'point'
}

/** As it is printed: `7.`, `(a)`, `Article 9`, `3.`, `E01`. Paragraphs of a preamble bear none. */
const numElement = ({ number }: Provision, parent: Provision | null): AknElement | null => {
  const parsed = parseNumber(number)
  const mark = parsed?.marks.at(-1)
  if (mark !== undefined) return element('num', {}, [`(${mark})`])
  const own = ownNumber(number, parent?.number ?? null)
  if (/^PPX?\d/.test(number)) return null
  if (number.startsWith('Article ')) return element('num', {}, [number])
  return element('num', {}, [number.startsWith('OP') || own !== number ? `${own}.` : number])
}

/** The last piece: 10 of OP10, a of OP10(a), 3 of 9.3 in Article 9, E01 of E01. */
const ownNumber = (number: string, parent: string | null): string => {
  const parsed = parseNumber(number)
  if (!parsed) return number.replaceAll(/\s+/g, '_')
  const mark = parsed.marks.at(-1)
  if (mark !== undefined) return mark
  const above = parent?.replace(/^Article /, '')
  if (above !== undefined && parsed.root.startsWith(`${above}.`)) return parsed.root.slice(above.length + 1)
  return parsed.root.replace(/^(?:PP|OP|Article )/, '')
}
