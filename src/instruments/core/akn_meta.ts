/** The metadata of an Akoma Ntoso document: what it is (FRBR), the way it went, whom and what it names. */
import { AKN_MEDIA_TYPE, countryOf, isWholeDay, notBefore } from './akn_names.ts'
import { type AknElement, element } from './akn_xml.ts'

/** Collects what a document refers to; each thing is named once. */
export type References = {
  readonly organization: (words: string) => string
  readonly concept: (kind: string, name: string) => string
  readonly text: (name: 'original' | 'passiveRef' | 'activeRef', uri: string, words: string) => string
  readonly elements: () => readonly AknElement[]
}

/** `prefix`: of all ids of this document, where it stands inside another. */
export const newReferences = (prefix: string): References => {
  const found = new Map<string, { readonly eId: string; readonly element: AknElement }>()
  const add = (name: string, href: string, showAs: string): string => {
    const key = `${name} ${href} ${showAs}`
    const eId = found.get(key)?.eId ?? `${prefix}ref_${found.size + 1}`
    if (!found.has(key)) found.set(key, { eId, element: element(name, { eId, href, showAs }) })
    return `#${eId}`
  }
  return {
    organization: (words) => add('TLCOrganization', `/akn/ontology/organization/${asPath(words)}`, words),
    concept: (kind, name) =>
      add('TLCConcept', `/akn/ontology/concept/${kind}.${name}`, name.replaceAll('_', ' ')),
    text: add,
    elements: () => [...found.values()].map((one) => one.element),
  }
}

const asPath = (words: string): string =>
  encodeURIComponent(
    words
      .toWellFormed()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-'),
  )

export type Identified = {
  readonly work: string
  readonly expression: string
  /** Where it can be read; first of the work, then of this text of it. */
  readonly addresses: readonly [work: string, expression: string]
  readonly workOn: string | null
  readonly expressionOn: string | null
  readonly authors: readonly string[]
  readonly publisher: string
  readonly subtype: string
  readonly symbol: string | null
  readonly symbols: readonly string[]
  readonly language: string
  /** Day of its release here, UTC. */
  readonly releasedOn: string
}

export const identification = (of: Identified): AknElement => {
  const authors = of.authors.map((href) => element('FRBRauthor', { href }))
  const released = element('FRBRdate', { date: of.releasedOn, name: 'release' })
  return element('identification', { source: of.publisher }, [
    element('FRBRWork', {}, [
      element('FRBRthis', { value: `${of.work}/!main` }),
      element('FRBRuri', { value: of.work }),
      element('FRBRalias', { value: of.addresses[0], name: 'address' }),
      dateElement(of.workOn) ?? released,
      ...authors,
      element('FRBRcountry', { value: countryOf(of.symbol) }),
      element('FRBRsubtype', { value: of.subtype }),
      ...of.symbols.map((value) => element('FRBRnumber', { value })),
    ]),
    element('FRBRExpression', {}, [
      element('FRBRthis', { value: `${of.expression}/!main` }),
      element('FRBRuri', { value: of.expression }),
      element('FRBRalias', { value: of.addresses[1], name: 'address' }),
      dateElement(of.expressionOn) ?? released,
      ...authors,
      // A copy: what counts is the document of the body.
      element('FRBRauthoritative', { value: 'false' }),
      element('FRBRlanguage', { language: of.language }),
    ]),
    element('FRBRManifestation', {}, [
      element('FRBRthis', { value: `${of.expression}/!main.xml` }),
      element('FRBRuri', { value: `${of.expression}.akn` }),
      released,
      element('FRBRauthor', { href: of.publisher }),
      element('FRBRformat', { value: AKN_MEDIA_TYPE }),
    ]),
  ])
}

/** No day is invented: of a date known in part it says not before which day. */
const dateElement = (on: string | null): AknElement | null => {
  const known = notBefore(on)
  return known && element('FRBRdate', { date: known.date, name: known.whole ? 'day' : 'not before' })
}

export type Happened = {
  readonly on: string | null
  readonly type: 'generation' | 'amendment' | 'repeal'
  readonly source: string
}

/** Only what has its day. */
export const lifecycle = (
  events: readonly Happened[],
  { publisher, prefix }: { readonly publisher: string; readonly prefix: string },
): AknElement | null => {
  const dated = events.filter(({ on }) => on !== null && isWholeDay(on))
  return dated.length === 0
    ? null
    : element(
        'lifecycle',
        { source: publisher },
        dated.map(({ on, type, source }, at) =>
          element('eventRef', { eId: `${prefix}event_${at + 1}`, date: on, type, source }),
        ),
      )
}

export type Step = { readonly on: string | null; readonly by: string; readonly refersTo: string }

export const workflow = (steps: readonly Step[], publisher: string): AknElement | null => {
  const dated = steps.filter(({ on }) => on !== null && isWholeDay(on))
  return dated.length === 0
    ? null
    : element(
        'workflow',
        { source: publisher },
        dated.map(({ on, by, refersTo }) => element('step', { date: on, by, refersTo })),
      )
}

/** Exact where elements cannot be: read back by the schema that the document itself has. */
export const json = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
