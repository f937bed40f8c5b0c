/**
 * Amendments as Akoma Ntoso 3.0: one as an amendment with its instruction, its quotations and what it modifies, all to a
 * draft as an amendment list that holds them whole. What a person decided of it, and its operations one by one, stand
 * in a block of our own in the metadata (akn_amendment_read.ts). Pure.
 */
import {
  type Happened,
  identification,
  json,
  lifecycle,
  newReferences,
  type References,
  type Step,
  workflow,
} from './akn_meta.ts'
import {
  aknLanguage,
  amendmentAddress,
  amendmentExpression,
  countryOf,
  expressionAddress,
  NOT_STATED,
} from './akn_names.ts'
import { writeProvisions } from './akn_provisions.ts'
import { root } from './akn_write.ts'
import { type AknElement, element, writeXml } from './akn_xml.ts'
import type { AmendmentBody } from './amendment_body.ts'
import type { Operation, Place } from './amendment.ts'
import { maskQuotations } from './instruction_text.ts'
import type { AmendedDraft, ReleasedAmendment } from './released_amendment.ts'
import { findVersion, type ReleasedInstrument } from './released_instrument.ts'
import { tidy } from './words.ts'

export type AmendmentsGiven = {
  /** Null: its text is not open here. */
  readonly instrument: ReleasedInstrument | null
  /** All to the draft, among them those that a sub-amendment changes. */
  readonly amendments: readonly ReleasedAmendment[]
  /** First part of the addresses of the pages. */
  readonly origin: string
}

export const writeAknAmendment = (given: AmendmentsGiven, amendment: ReleasedAmendment): string =>
  writeXml(root(amendmentDocument(given, amendment, '')))

/** In the order given, each whole. There is at least one. */
export const writeAknAmendmentList = (given: AmendmentsGiven, draft: AmendedDraft): string => {
  const { amendments } = given
  const [first] = amendments
  if (!first) throw new Error('an amendment list has an amendment')
  const references = newReferences('')
  const publisher = references.organization(first.deskName)
  const { symbol } = draft.draft
  const work = `/akn/${countryOf(symbol)}/amendmentList/${draft.instrument}`
  const language = aknLanguage(draft.lang)
  const address = `${given.origin}/instruments/${draft.instrument}/amendments`
  const head = identification({
    work,
    expression: `${work}/${language}@`,
    addresses: [address, address],
    workOn: null,
    expressionOn: null,
    authors: [publisher],
    publisher,
    subtype: 'amendmentList',
    symbol,
    symbols: [],
    language,
    releasedOn:
      amendments
        .map(({ releasedOn }) => releasedOn)
        .toSorted()
        .at(-1) ?? first.releasedOn,
  })
  return writeXml(
    root(
      element('amendmentList', { name: 'amendments' }, [
        element('meta', {}, [head, element('references', { source: publisher }, references.elements())]),
        element('preface', {}, [element('p', {}, targetWords(draft.draft, draft.lang, null))]),
        element(
          'collectionBody',
          {},
          amendments.map((one, at) =>
            element('component', { eId: `cmp_${at + 1}` }, [
              amendmentDocument(given, one, `cmp_${at + 1}__`),
            ]),
          ),
        ),
      ]),
    ),
  )
}

/** The version that is amended, and what its paragraphs are called there; or the amendment that a sub-amendment changes. */
type Target = {
  readonly expression: string
  readonly eIds: ReadonlyMap<string, string>
  /** Of an amendment; a draft is called as the amendment itself calls it. */
  readonly name: string | null
}

const targetOf = (
  { instrument, amendments }: AmendmentsGiven,
  { version: id, to }: AmendmentBody,
): Target | null => {
  if (to !== undefined) {
    const changed = amendments.find(({ body }) => body.slug === to)?.body
    if (!changed) return null
    const name = changed.symbols[0] ?? nameIn(changed)
    return { expression: amendmentExpression(changed), eIds: new Map(), name }
  }
  const version = instrument && id !== null ? findVersion(instrument.body, id) : null
  if (!instrument || !version) return null
  const { ids } = writeProvisions(version, '')
  return {
    expression: expressionAddress(instrument.body, version),
    eIds: new Map(ids.map(({ eId, provision }) => [provision.number, eId])),
    name: null,
  }
}

const amendmentDocument = (
  given: AmendmentsGiven,
  amendment: ReleasedAmendment,
  prefix: string,
): AknElement => {
  const { body } = amendment
  const target = targetOf(given, body)
  const instruction =
    body.content.kind === 'text' ? instructionElement(body.content.instruction, prefix) : null
  // Whoever reads it by another program has to see that nobody tabled it.
  const name = body.example ? `${body.kind}_example` : body.kind
  const symbols = body.symbols.map((symbol) => element('docNumber', {}, [symbol]))
  return element('amendment', { name, contains: 'originalVersion' }, [
    metaOf(given, amendment, { prefix, target, instruction }),
    element('preface', {}, [
      element('p', {}, symbols.length > 0 ? spaced(symbols) : [element('shortTitle', {}, [nameIn(body)])]),
    ]),
    element('amendmentBody', {}, [
      element('amendmentHeading', {}, [
        element('block', { name: 'target' }, targetWords(body.draft, body.lang, target)),
      ]),
      element(
        'amendmentContent',
        {},
        instruction ? [element('p', {}, [instruction])] : describedParagraphs(body),
      ),
    ]),
    body.note === null
      ? null
      : element('conclusions', {}, [element('p', {}, [inLanguage(body.note, body.lang)])]),
  ])
}

const spaced = (elements: readonly AknElement[]): readonly (AknElement | string)[] =>
  elements.flatMap((one, at) => (at === 0 ? [one] : [' ', one]))

const inLanguage = (words: Readonly<Record<string, string>>, lang: string): string =>
  words[lang] ?? Object.values(words)[0] ?? ''

const nameIn = ({ name, lang, slug }: AmendmentBody): string => (name ? inLanguage(name, lang) : slug)

const targetWords = (
  { symbol, title }: AmendmentBody['draft'],
  lang: string,
  target: Target | null,
): readonly (AknElement | string)[] => {
  if (target?.name != null) return [element('ref', { href: target.expression }, [target.name])]
  const words = inLanguage(title, lang)
  const named = symbol === null ? words : symbol
  const link = target ? element('ref', { href: target.expression }, [named]) : named
  return symbol === null ? [link] : [link, ` ${words}`]
}

const describedParagraphs = ({ content, lang }: AmendmentBody): readonly AknElement[] =>
  content.kind === 'text'
    ? []
    : [content.what, ...content.points].map((words) => element('p', {}, [inLanguage(words, lang)]))

/** Its words exactly; what is quoted in them is marked, the signs of quotation as attributes. */
const instructionElement = (instruction: string, prefix: string): AknElement => {
  const read = maskQuotations(instruction)
  const pieces: (AknElement | string)[] = []
  let from = 0
  for (const [at, quotation] of ('masked' in read ? read.masked.quotations : []).entries()) {
    pieces.push(instruction.slice(from, quotation.from))
    const quoted = instruction.slice(quotation.from, quotation.to)
    const [, startQuote = '', words = '', endQuote = ''] = /^(“|«|„|"|``)([\s\S]*)(”|»|“|"|'')$/.exec(
      quoted,
    ) ?? ['', '', quoted]
    const eId = `${prefix}mod_1__qtext_${at + 1}`
    pieces.push(
      element('quotedText', { eId, startQuote: startQuote || null, endQuote: endQuote || null }, [words]),
    )
    from = quotation.to
  }
  pieces.push(instruction.slice(from))
  return element(
    'mod',
    { eId: `${prefix}mod_1` },
    pieces.filter((one) => one !== ''),
  )
}

type Placed = {
  readonly prefix: string
  readonly target: Target | null
  readonly instruction: AknElement | null
}

const metaOf = (
  given: AmendmentsGiven,
  { body, deskName, releasedOn }: ReleasedAmendment,
  placed: Placed,
): AknElement => {
  const { prefix } = placed
  const references = newReferences(prefix)
  const publisher = references.organization(deskName)
  const sponsors = body.sponsors.map(({ who }) => references.organization(who))
  const work = amendmentAddress(body)
  const language = aknLanguage(body.content.kind === 'text' ? body.content.language : body.lang)
  const expression = amendmentExpression(body)
  const pages = `${given.origin}/instruments/${body.instrument}/amendments/${body.slug}`
  const head = identification({
    work,
    expression,
    addresses: [pages, pages],
    workOn: body.tabledOn,
    expressionOn: body.tabledOn,
    authors: sponsors.length > 0 ? [...new Set(sponsors)] : [references.organization(NOT_STATED)],
    publisher,
    subtype: body.kind,
    symbol: body.symbols[0] ?? body.draft.symbol,
    symbols: body.symbols,
    language,
    releasedOn,
  })
  const source = references.text('original', expression, body.symbols[0] ?? body.slug)
  const steps = workflow(stepsOf(body, publisher, references), publisher)
  const voting = votingElement(body, prefix, references)
  const modifications = modificationsElement(body, placed)
  return element('meta', {}, [
    head,
    lifecycle(eventsOf(body, source), { publisher, prefix }),
    steps,
    modifications === null && voting === null
      ? null
      : element('analysis', { source: publisher }, [
          modifications,
          voting && element('parliamentary', {}, [voting]),
        ]),
    element('references', { source: publisher }, references.elements()),
    element('proprietary', { source: publisher }, [amendmentElement(body)]),
  ])
}

const eventsOf = ({ tabledOn, state, stateOn }: AmendmentBody, source: string): readonly Happened[] => [
  { on: tabledOn, type: 'generation', source },
  ...(state === 'orally_revised' ? [{ on: stateOn, type: 'amendment' as const, source }] : []),
  ...(state === 'withdrawn' || state === 'rejected'
    ? [{ on: stateOn, type: 'repeal' as const, source }]
    : []),
]

const stepsOf = (
  { tabledOn, state, stateOn, sponsors }: AmendmentBody,
  publisher: string,
  references: References,
): readonly Step[] => [
  { on: tabledOn, by: publisher, refersTo: references.concept('state', 'tabled') },
  ...sponsors.flatMap(({ who, since, withdrawnOn }) =>
    [
      { on: since, how: 'joined' },
      { on: withdrawnOn, how: 'left' },
    ]
      .filter(({ on }) => on !== null)
      .map(({ on, how }) => ({
        on,
        by: references.organization(who),
        refersTo: references.concept('sponsor', how),
      })),
  ),
  ...(state === 'tabled'
    ? []
    : [{ on: stateOn, by: publisher, refersTo: references.concept('state', state) }]),
]

const votingElement = (
  { votes, state }: AmendmentBody,
  prefix: string,
  references: References,
): AknElement | null =>
  votes === null
    ? null
    : element(
        'voting',
        { eId: `${prefix}voting_1`, outcome: references.concept('state', state) },
        (['yes', 'no', 'abstain'] as const).map((cast, at) =>
          element('count', {
            eId: `${prefix}voting_1__count_${at + 1}`,
            value: String(votes[cast]),
            refersTo: references.concept('vote', cast),
          }),
        ),
      )

/** Where the text that is amended is open, and the format has a word for what is done. */
const modificationsElement = (body: AmendmentBody, placed: Placed): AknElement | null => {
  const { prefix, target } = placed
  if (target === null || body.content.kind !== 'text') return null
  const quotes = quotesIn(placed.instruction)
  const made = body.content.operations.flatMap((operation, at) => {
    const type = modificationType(operation)
    return type === null
      ? []
      : [
          element('textualMod', { type, eId: `${prefix}textualMod_${at + 1}` }, [
            element('source', { href: `#${prefix}mod_1` }),
            ...destinations(operation, target),
            ...('old' in operation ? quoted('old', operation.old, quotes) : []),
            ...('new' in operation ? quoted('new', operation.new, quotes) : []),
          ]),
        ]
  })
  return made.length === 0 ? null : element('activeModifications', {}, made)
}

/** A move is no modification that the format knows; it stands in our block like all of them. */
const modificationType = ({ op }: Operation): 'substitution' | 'repeal' | 'insertion' | null => {
  switch (op) {
    case 'replace':
    case 'replace_words':
      return 'substitution'
    case 'delete':
    case 'delete_words':
      return 'repeal'
    case 'insert':
    case 'insert_words':
      return 'insertion'
    case 'move':
      return null
  }
}

const destinations = (operation: Operation, { expression, eIds }: Target): readonly AknElement[] => {
  const at = (number: string, pos: string | null): AknElement => {
    const eId = eIds.get(number)
    return element('destination', { href: eId === undefined ? expression : `${expression}/~${eId}`, pos })
  }
  if (operation.op === 'insert') return [placeElement(operation.place, at, expression)]
  const pos = operation.op === 'insert_words' ? 'inside' : null
  // A sub-amendment names no paragraph: it changes words of the amendment.
  const [first = '', ...others] = operation.targets
  return [first, ...others].map((number) => at(number, pos))
}

const placeElement = (
  place: Place,
  at: (number: string, pos: string) => AknElement,
  expression: string,
): AknElement => {
  if (place.where !== 'end') return at(place.number, place.where)
  if (typeof place.of === 'object') return at(place.of.number, 'end')
  return element('destination', {
    href: `${expression}/~${place.of === 'preamble' ? 'recs' : 'body'}`,
    pos: 'end',
  })
}

type Quotes = ReadonlyMap<string, string>

const quotesIn = (instruction: AknElement | null): Quotes =>
  new Map(
    (instruction?.children ?? []).flatMap((one) => {
      if (typeof one === 'string') return []
      const eId = one.attributes.find(([name]) => name === 'eId')?.[1] ?? ''
      return [[tidy(one.children.join('')), eId] as const]
    }),
  )

const quoted = (name: 'old' | 'new', words: string, quotes: Quotes): readonly AknElement[] => {
  const eId = quotes.get(tidy(words))
  return eId === undefined ? [] : [element(name, { href: `#${eId}` })]
}

/** Its instruction stands in its own element. */
const amendmentElement = (body: AmendmentBody): AknElement => {
  const { content } = body
  const kept = content.kind === 'text' ? { ...content, instruction: undefined } : content
  return element('amparo:amendment', {}, [json({ ...body, content: kept })])
}
