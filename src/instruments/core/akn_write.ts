/**
 * An instrument as Akoma Ntoso 3.0: one version as a document of the type that fits its kind, or all of them as a
 * collection. What the format has no word for stands in a block of its own in the metadata, so that reading gives back
 * the same version (akn_read.ts). Pure.
 */
import { identification, json, lifecycle, newReferences, type References, workflow } from './akn_meta.ts'
import {
  AKN,
  aknLanguage,
  documentType,
  expressionAddress,
  NOT_STATED,
  OWN,
  workAddress,
} from './akn_names.ts'
import { writeProvisions } from './akn_provisions.ts'
import { type AknElement, element, writeXml } from './akn_xml.ts'
import type { InstrumentBody, InstrumentVersion } from './instrument_body.ts'
import { latestVersion, type ReleasedInstrument } from './released_instrument.ts'

export type AknGiven = {
  readonly instrument: ReleasedInstrument
  /** First part of the addresses of the pages. */
  readonly origin: string
}

export const writeAknVersion = (given: AknGiven, version: InstrumentVersion): string =>
  writeXml(root(versionDocument(given, version, { prefix: '', whole: true })))

/** Every version, oldest first, in one file. */
export const writeAknInstrument = (given: AknGiven): string => {
  const { body } = given.instrument
  const last = latestVersion(body)
  const references = newReferences('')
  const publisher = references.organization(given.instrument.deskName)
  const language = aknLanguage(body.lang)
  const work = workAddress(body, last)
  const meta = element('meta', {}, [
    identification({
      ...identityOf(given, references),
      work: `${work}/versions`,
      expression: `${work}/versions/${language}@`,
      addresses: [addressOf(given), addressOf(given)],
      workOn: null,
      expressionOn: null,
      publisher,
      language,
    }),
    element('references', { source: publisher }, references.elements()),
    element('proprietary', { source: publisher }, [instrumentElement(body)]),
  ])
  const components = body.versions.map((version, at) =>
    element('component', { eId: `cmp_${at + 1}` }, [
      versionDocument(given, version, { prefix: `cmp_${at + 1}__`, whole: false }),
    ]),
  )
  return writeXml(
    root(
      element('documentCollection', { name: 'versions' }, [meta, element('collectionBody', {}, components)]),
    ),
  )
}

export const root = (document: AknElement): AknElement =>
  element('akomaNtoso', { xmlns: AKN, 'xmlns:amparo': OWN }, [document])

const addressOf = ({ instrument, origin }: AknGiven, version?: InstrumentVersion): string =>
  `${origin}/instruments/${instrument.body.slug}${version ? `/${version.id}` : ''}`

const identityOf = ({ instrument: { body, releasedOn } }: AknGiven, references: References) => ({
  authors: [references.organization(body.body ?? NOT_STATED)],
  subtype: body.kind,
  symbol: body.symbol,
  symbols: body.symbol === null ? [] : [body.symbol],
  releasedOn,
})

type Placed = {
  readonly prefix: string
  /** Says of the instrument too what its collection would say. */
  readonly whole: boolean
}

const versionDocument = (given: AknGiven, version: InstrumentVersion, placed: Placed): AknElement => {
  const { body } = given.instrument
  const { prefix } = placed
  const { recitals, body: paragraphs, loose, ids } = writeProvisions(version, prefix)
  const type = documentType(body, version)
  const holder = type === 'statement' || type === 'doc' ? 'mainBody' : 'body'
  const preamble = element('preamble', {}, [
    formula('opening', version.opening),
    recitals.length === 0 ? null : element('recitals', { eId: `${prefix}recs` }, recitals),
    formula('enactingFormula', version.enacting),
  ])
  const contains = body.versions[0]?.id === version.id ? 'originalVersion' : 'singleVersion'
  // Whoever reads it by another program has to see that these are not the words of the document.
  const name = version.wording === 'summary' ? `${body.kind}_summary` : body.kind
  return element(type, { name, contains }, [
    versionMeta(given, version, { ...placed, ids }),
    element('preface', {}, [preface(body, version)]),
    preamble.children.length === 0 ? null : preamble,
    element(
      holder,
      { eId: `${prefix}body` },
      // The schema asks for something there, also where only a preamble is known.
      paragraphs.length > 0 ? paragraphs : [element('hcontainer', { name: 'absent' })],
    ),
    loose.length === 0 ? null : element('conclusions', {}, [element('p', {}, loose)]),
  ])
}

const formula = (name: string, text: string | null): AknElement | null =>
  text === null ? null : element('formula', { name }, [element('p', {}, [text])])

/** A text without a title of its own is called by the instrument's. */
const preface = (body: InstrumentBody, version: InstrumentVersion): AknElement => {
  const symbol = version.symbol ?? body.symbol
  return element('p', {}, [
    symbol === null ? null : element('docNumber', {}, [symbol]),
    symbol === null ? null : ' ',
    version.title === null
      ? element('shortTitle', {}, [body.title[body.lang] ?? ''])
      : element('docTitle', {}, [version.title]),
  ])
}

const ENDED: readonly string[] = ['rejected', 'withdrawn', 'lapsed', 'repealed']

const versionMeta = (
  given: AknGiven,
  version: InstrumentVersion,
  { prefix, whole, ids }: Placed & Pick<ReturnType<typeof writeProvisions>, 'ids'>,
): AknElement => {
  const { body, deskName } = given.instrument
  const references = newReferences(prefix)
  const publisher = references.organization(deskName)
  const work = workAddress(body, version)
  const symbol = body.symbol ?? version.symbol
  const until = body.versions.slice(0, body.versions.indexOf(version) + 1)
  const events = [
    ...until.map((one, at) => ({
      on: one.on,
      type: at === 0 ? ('generation' as const) : ('amendment' as const),
      source: references.text(
        at === 0 ? 'original' : 'passiveRef',
        expressionAddress(body, one),
        one.symbol ?? one.id,
      ),
    })),
    ...body.history
      .filter(({ stage }) => ENDED.includes(stage))
      .map(({ on }) => ({ on, type: 'repeal' as const, source: publisher })),
  ]
  const steps = body.history.map(({ stage, on, body: by }) => ({
    on,
    by: by === null ? publisher : references.organization(by),
    refersTo: references.concept('stage', stage),
  }))
  const head = identification({
    ...identityOf(given, references),
    symbol,
    symbols: symbol === null ? [] : [symbol],
    work,
    expression: expressionAddress(body, version),
    addresses: [addressOf(given), addressOf(given, version)],
    workOn: body.versions[0]?.on ?? null,
    expressionOn: version.on,
    publisher,
    language: aknLanguage(version.language),
  })
  return element('meta', {}, [
    head,
    lifecycle(events, { publisher, prefix }),
    workflow(steps, publisher),
    element('references', { source: publisher }, references.elements()),
    element('proprietary', { source: publisher }, [
      whole ? instrumentElement(body) : null,
      versionElement(version),
      ...ids.map(({ eId, provision: { id, part, number, cut } }) =>
        element('amparo:provision', {
          eId,
          id,
          part,
          number,
          cut: [cut.start ? 'start' : null, cut.end ? 'end' : null].filter(Boolean).join(' ') || null,
        }),
      ),
    ]),
  ])
}

const instrumentElement = (body: InstrumentBody): AknElement =>
  element('amparo:instrument', {}, [json({ ...body, versions: undefined })])

/** Without what its elements say. */
const IN_ELEMENTS = {
  title: undefined,
  opening: undefined,
  enacting: undefined,
  provisions: undefined,
  footnotes: undefined,
} satisfies Partial<Record<keyof InstrumentVersion, undefined>>

const versionElement = (version: InstrumentVersion): AknElement =>
  element('amparo:version', {}, [json({ ...version, ...IN_ELEMENTS })])
