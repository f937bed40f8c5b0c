/** An amendment while it is being written: how it begins, what is read from it as it is typed, what its page shows. */
import {
  type AmendmentBody,
  amendmentBody,
  type AmendmentReview,
  type AmendmentText,
  type Decision,
} from '#instruments/core/amendment_body.ts'
import type { Amendment } from '#instruments/core/amendment.ts'
import {
  findingKey,
  type ProposedFinding,
  readAmendment,
  type Reading,
} from '#instruments/core/amendment_reading.ts'
import {
  type InstrumentBody,
  instrumentBody,
  type InstrumentVersion,
} from '#instruments/core/instrument_body.ts'
import { chainBelow } from '#instruments/core/sub_amendment_chain.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { valueAt, withValue } from '#releases/core/paths.ts'
import type { DeskDocument } from '#releases/core/wire.ts'
import { emptySource } from '#releases/core/sources.ts'

type Body = Readonly<Record<string, unknown>>

/** A review in which not everything is decided yet. */
type Undecided = Omit<AmendmentReview, 'verdict' | 'findings'> & {
  readonly verdict: AmendmentReview['verdict'] | null
  readonly findings: readonly (ProposedFinding & {
    readonly decision: Decision | null
    readonly reason: string | null
  })[]
}

export const emptyContents = {
  text: {
    kind: 'text',
    language: 'en',
    instruction: '',
    operations: [],
    review: { proposed: 'neutral', verdict: null, reason: null, findings: [] },
  },
  described: { kind: 'described', what: {}, points: [] },
} as const

export const emptySponsor = { who: '', since: null, withdrawnOn: null }

export const emptyAmendment = (lang: string): Body => ({
  instrument: '',
  draft: { symbol: null, title: { [lang]: '' } },
  version: null,
  slug: '',
  kind: 'amendment',
  lang,
  symbols: [],
  name: null,
  sponsors: [],
  tabledOn: null,
  state: 'tabled',
  stateOn: null,
  note: null,
  votes: null,
  example: false,
  content: emptyContents.text,
  sources: [emptySource],
})

/** The texts that this desk has released: of each the newest that is open. */
export const openTexts = (documents: readonly DeskDocument[]): readonly InstrumentBody[] =>
  documents.flatMap(({ kind, versions }) => {
    const open = versions.findLast(({ act, state }) => act === 'publish' && state === 'released')
    if (kind !== 'instrument' || !open) return []
    const parsed = instrumentBody.safeParse(open.body)
    return parsed.success ? [parsed.data] : []
  })

/** Summaries have no words to quote from. */
export const amendableVersions = (text: InstrumentBody | undefined): readonly InstrumentVersion[] =>
  (text?.versions ?? []).filter(({ wording }) => wording === 'text')

const versionIn = (body: Body, texts: readonly InstrumentBody[]): InstrumentVersion | null =>
  amendableVersions(texts.find(({ slug }) => slug === body.instrument)).find(
    ({ id }) => id === body.version,
  ) ?? null

/** What a draft is read against: released texts, and the released amendments that a sub-amendment may change. */
export type Ground = {
  readonly texts: readonly InstrumentBody[]
  readonly amendments: readonly AmendmentBody[]
}

const isSub = (body: Body): boolean => body.kind === 'sub_amendment'

/** Null: the amendment that it changes is not here, or has no text here. Empty: it changes the version itself. */
export const belowOf = (body: Body, amendments: readonly AmendmentBody[]): readonly Amendment[] | null => {
  if (!isSub(body)) return []
  const { instrument, slug, to } = body as Pick<AmendmentBody, 'instrument' | 'slug' | 'to'>
  if (!to) return null
  const below = chainBelow({ instrument, slug, to }, amendments)
  return below.ok ? below.value : null
}

/** Null: there is nothing to read, or nothing to read it against. */
export const readingOf = (body: Body, { texts, amendments }: Ground): Reading | null => {
  const version = versionIn(body, texts)
  const instruction = valueAt(body, 'content.instruction')
  const below = belowOf(body, amendments)
  return version && below && typeof instruction === 'string' && instruction.trim() !== ''
    ? readAmendment(version, instruction, below)
    : null
}

/** What was chosen of a text brings its title; what was typed of an instruction is read anew. */
export const followAmendment = (body: Body, path: string, ground: Ground): Body => {
  if (path === 'instrument') return readAgain(withText(body, ground.texts), ground)
  if (path === 'kind' || path === 'to') return readAgain(withAmendment(body, ground.amendments), ground)
  return ['version', 'content', 'content.instruction'].includes(path) ? readAgain(body, ground) : body
}

/** A sub-amendment is to the version of the amendment that it changes. */
const withAmendment = (body: Body, amendments: readonly AmendmentBody[]): Body => {
  if (!isSub(body)) return withoutTo(body)
  const changed = amendments.find(
    ({ instrument, slug }) => instrument === body.instrument && slug === body.to,
  )
  return changed ? { ...body, version: changed.version } : body
}

const withoutTo = ({ to: _to, ...body }: Body): Body => body

const withText = (body: Body, texts: readonly InstrumentBody[]): Body => {
  const text = texts.find(({ slug }) => slug === body.instrument)
  if (!text) return { ...body, version: null }
  const version = amendableVersions(text).at(-1)
  const symbol = version?.symbol ?? text.symbol
  return { ...body, version: version?.id ?? null, draft: { symbol, title: text.title } }
}

const readAgain = (body: Body, ground: Ground): Body => {
  if (valueAt(body, 'content.kind') !== 'text') return body
  const reading = readingOf(body, ground)
  const content = body.content as AmendmentText
  const review = keepDecisions(content.review, reading)
  return { ...body, content: { ...content, operations: reading?.operations ?? [], review } }
}

/** A finding that is still there keeps what was decided of it. */
const keepDecisions = (before: Undecided, reading: Reading | null): Undecided => {
  const decided = new Map(before.findings.map((one) => [findingKey(one), one]))
  return {
    ...before,
    proposed: reading?.verdict ?? 'neutral',
    findings: (reading?.findings ?? []).map((finding) => {
      const kept = decided.get(findingKey(finding))
      return { ...finding, decision: kept?.decision ?? null, reason: kept?.reason ?? null }
    }),
  }
}

/** Before it is saved: languages in which nothing was written are left out, and its address is made of its symbol. */
export const tidyAmendment = (body: Body): Body => {
  const { lang } = body
  const title = inSomeLanguages(valueAt(body, 'draft.title'), lang)
  const symbol = (body.symbols as readonly string[])[0] ?? valueAt(body, `name.${String(lang)}`)
  const own = isSub(body) && body.to ? body : withoutTo(body)
  const tidied: Body = {
    ...(withValue(own, 'draft.title', title) as Body),
    name: spoken(body.name),
    note: spoken(body.note),
    slug: body.slug || slugOf(String(symbol ?? '')),
  }
  if (valueAt(body, 'content.kind') !== 'described') return tidied
  return withValue(tidied, 'content.what', spoken(valueAt(body, 'content.what')) ?? {}) as Body
}

/** Null where nothing was written in any language. */
const spoken = (given: unknown): unknown => {
  const kept = inSomeLanguages(given, null)
  return Object.keys(kept).length === 0 ? null : kept
}

/** `A/C.3/70/L.69` → `a-c-3-70-l-69`. */
export const slugOf = (symbol: string): string =>
  symbol
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)

/** Null until it can be proposed: its page says what a person decided. */
export const amendmentPreview = (body: Body): AmendmentBody | null => {
  const parsed = amendmentBody.safeParse(tidyAmendment(body))
  return parsed.success ? parsed.data : null
}

export const versionOf = versionIn
