/**
 * An instrument as a document holds it: what it is, the way it went, who tabled it, and its versions. A second person
 * releases it; what is refused says where and, in the messages `instruments.refusal.<kind>`, how to mend it.
 */
import { z } from 'zod'
import { inLanguages, language, slug, webAddress, words } from '#figures/core/figure.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { isPlainText, NOT_PLAIN } from '#kernel/core/plain_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { flatten, instrumentKinds, parts, type Provision, stages } from './instrument.ts'
import { numberToPath } from './provision_number.ts'
import { tidy } from './words.ts'

export const instrumentRefusals = [
  'title_missing',
  'slug_taken',
  'sources_missing',
  'provisions_missing',
  'too_many_provisions',
  'version_named_twice',
  'version_name_reserved',
  'version_unknown',
  'act_untold',
  'act_no_stage',
  'id_twice',
  'id_not_carried',
  'number_twice',
  'number_unreadable',
  'text_not_tidy',
  'footnote_lost',
  'language_not_listed',
  'date_unreadable',
  'address_not_web',
  'not_plain',
  'sponsor_not_member',
  'does_not_fit',
] as const
export type InstrumentRefusal = {
  readonly kind: (typeof instrumentRefusals)[number]
  /** Where in the body, parted by dots: `versions.0.provisions.3.number`. */
  readonly field: string
}
type Kind = InstrumentRefusal['kind']

/** Whether the words are those of the document or a summary of them in words of this desk. */
export const wordings = ['text', 'summary'] as const

/** Bytes of JSON: a draft of the UN has about 50,000 in one version. */
export const INSTRUMENT_LIMIT = 2 * 1024 * 1024
/** Of one version. */
const MOST_PROVISIONS = 3000
/** Pages beside those of versions. */
const RESERVED = ['compare', 'votes', 'amendments', 'deadlines', 'feed.atom', 'positions', 'akn.xml']

const edtf = z
  .string()
  .max(60)
  .refine((text) => parseEdtf(text).ok, { error: 'date_unreadable' satisfies Kind })
const source = z.strictObject({
  publisher: words(300),
  title: words(500),
  address: webAddress.nullable(),
  checkedOn: edtf.nullable(),
})
const text = z
  .string()
  .max(20_000)
  .refine((one) => isPlainText(tidy(one)), { error: NOT_PLAIN, abort: true })
  .refine((one) => one === tidy(one), { error: 'text_not_tidy' satisfies Kind })
const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)

const provision: z.ZodType<Provision> = z.lazy(() =>
  z.strictObject({
    id,
    part: z.enum(parts),
    number: z
      .string()
      .max(40)
      .refine((one) => numberToPath(one) !== null, { error: 'number_unreadable' satisfies Kind }),
    text,
    cut: z.strictObject({ start: z.boolean(), end: z.boolean() }),
    children: z.array(provision).max(500),
  }),
)

const version = z.strictObject({
  id: z
    .string()
    .max(60)
    .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/),
  symbol: words(80).nullable(),
  stage: z.enum(stages),
  on: edtf.nullable(),
  language,
  wording: z.enum(wordings),
  title: words(1000).nullable(),
  opening: words(1000).nullable(),
  enacting: words(1000).nullable(),
  provisions: z.array(provision).min(1, { error: 'provisions_missing' satisfies Kind }),
  footnotes: z
    .array(z.strictObject({ number: words(10), text: words(2000), provision: z.string().max(40).nullable() }))
    .max(500),
  complete: z.boolean(),
  sources: z
    .array(source)
    .min(1, { error: 'sources_missing' satisfies Kind })
    .max(20),
})

/** A stage of the instrument, or what a State did with it since, in words where the stage alone does not say it. */
const stageEvent = z.strictObject({
  stage: z.enum(stages),
  on: edtf,
  body: words(200).nullable(),
  version: z.string().max(60).nullable(),
  note: inLanguages(500).nullable(),
  source,
})

/** Who stood behind it on one day. `laterKnown` false: who joined or left afterwards is not known here. */
const sponsorship = z.strictObject({
  sponsors: z.array(words(200)).min(1).max(300),
  cosponsors: z.array(words(200)).max(600),
  on: edtf,
  laterKnown: z.boolean(),
  source,
})

const shape = z.strictObject({
  slug,
  kind: z.enum(instrumentKinds),
  /** The language of its title; the others are translations. */
  lang: language,
  title: inLanguages(500),
  symbol: words(80).nullable(),
  /** Who adopted it or is asked to. */
  body: words(200).nullable(),
  session: words(120).nullable(),
  /** In which the document exists; versions here may be fewer. */
  languages: z.array(language).min(1).max(40),
  sources: z
    .array(source)
    .min(1, { error: 'sources_missing' satisfies Kind })
    .max(20),
  sponsorship: sponsorship.nullable(),
  history: z.array(stageEvent).max(300),
  /** Oldest first. */
  versions: z
    .array(version)
    .min(1, { error: 'provisions_missing' satisfies Kind })
    .max(60),
})

export const instrumentBody = shape.superRefine((instrument, context) => {
  for (const { kind, field } of refusalsOf(instrument))
    context.addIssue({ code: 'custom', message: kind, path: field.split('.') })
})
export type InstrumentBody = z.infer<typeof instrumentBody>
export type InstrumentVersion = InstrumentBody['versions'][number]
export type InstrumentSource = z.infer<typeof source>
export type InstrumentStage = InstrumentBody['history'][number]
export type Sponsorship = z.infer<typeof sponsorship>

/** An instrument from outside, or everything that is wrong with it. */
export const parseInstrument = (given: unknown): Result<InstrumentBody, readonly InstrumentRefusal[]> => {
  const parsed = instrumentBody.safeParse(given)
  if (parsed.success) return ok(parsed.data)
  return err(
    parsed.error.issues.map(({ message, path }) => ({
      kind: instrumentRefusals.find((kind) => kind === message) ?? 'does_not_fit',
      field: path.map(String).join('.'),
    })),
  )
}

/** What no field shows alone. */
const refusalsOf = (instrument: z.infer<typeof shape>): readonly InstrumentRefusal[] => {
  const { lang, title, languages, history, versions } = instrument
  const refusals: InstrumentRefusal[] = []
  if (title[lang] === undefined) refusals.push({ kind: 'title_missing', field: `title.${lang}` })
  const names = new Set<string>()
  for (const [at, one] of versions.entries()) {
    const field = `versions.${at}`
    if (names.has(one.id)) refusals.push({ kind: 'version_named_twice', field: `${field}.id` })
    if (RESERVED.includes(one.id)) refusals.push({ kind: 'version_name_reserved', field: `${field}.id` })
    names.add(one.id)
    if (one.stage === 'state_acted') refusals.push({ kind: 'act_no_stage', field: `${field}.stage` })
    if (!languages.includes(one.language))
      refusals.push({ kind: 'language_not_listed', field: `${field}.language` })
    refusals.push(...refusalsOfVersion(one, field))
    const before = versions.slice(0, at).findLast(({ language: other }) => other === one.language)
    if (before) refusals.push(...lostIds(before, one, field))
  }
  for (const [at, one] of history.entries()) {
    if (one.version !== null && !names.has(one.version))
      refusals.push({ kind: 'version_unknown', field: `history.${at}.version` })
    if (one.stage === 'state_acted' && one.note === null)
      refusals.push({ kind: 'act_untold', field: `history.${at}.note.${lang}` })
  }
  return refusals
}

/** Each address leads to one paragraph: `OP8` and `op8` would have the same. */
const refusalsOfVersion = (one: InstrumentVersion, field: string): readonly InstrumentRefusal[] => {
  const refusals: InstrumentRefusal[] = []
  const [ids, addresses] = [new Set<string>(), new Set<string>()]
  const placed = flatten(one.provisions)
  if (placed.length > MOST_PROVISIONS)
    refusals.push({ kind: 'too_many_provisions', field: `${field}.provisions` })
  const walk = (list: readonly Provision[], at: string): void => {
    for (const [place, { id: own, number, children }] of list.entries()) {
      const address = numberToPath(number)?.toLowerCase() ?? number
      if (ids.has(own)) refusals.push({ kind: 'id_twice', field: `${at}.${place}.id` })
      if (addresses.has(address)) refusals.push({ kind: 'number_twice', field: `${at}.${place}.number` })
      ids.add(own)
      addresses.add(address)
      walk(children, `${at}.${place}.children`)
    }
  }
  walk(one.provisions, `${field}.provisions`)
  for (const [at, note] of one.footnotes.entries())
    if (note.provision !== null && !placed.some(({ provision: { number } }) => number === note.provision))
      refusals.push({ kind: 'footnote_lost', field: `${field}.footnotes.${at}.provision` })
  return refusals
}

/** What stands once in both versions, word for word, is the same paragraph and keeps its id: others cite it. */
const lostIds = (
  before: InstrumentVersion,
  now: InstrumentVersion,
  field: string,
): readonly InstrumentRefusal[] => {
  const [old, fresh] = [idByText(before), idByText(now)]
  return [...fresh].some(([words_, own]) => (old.get(words_) ?? own) !== own && own !== '')
    ? [{ kind: 'id_not_carried', field: `${field}.provisions` }]
    : []
}

/** Of texts that stand there once. */
const idByText = ({ provisions }: InstrumentVersion): ReadonlyMap<string, string> => {
  const groups = Map.groupBy(flatten(provisions), (one) => one.provision.text)
  return new Map(
    [...groups].flatMap(([words_, list]) =>
      words_ !== '' && list.length === 1 ? [[words_, list[0]?.provision.id ?? ''] as const] : [],
    ),
  )
}
