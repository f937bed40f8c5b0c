/** From the choices of the publication page to the entry: coded fields, sealed reason, open words. Pure. */
import type { NewEntry } from '#cases/client/views.ts'
import type { PublicationOpen } from '#cases/core/kinds/publication.ts'
import type { CaseState } from '#cases/core/state.ts'
import { type PublicationField, publicationFields } from '#cases/core/terms.ts'
import { type CitableText, normLines, plainLine } from '#instruments/core/citable.ts'
import { citationKey, keyToCitation } from '#kernel/core/citation.ts'
import { coarsen, parseEdtf } from '#kernel/core/edtf.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { direction } from '#languages/translate.ts'
import type { ShownEntry } from '../world.ts'
import { type FormProblem, type FormValues, listOf, textOf } from './field.ts'
import { valueAt } from './values.ts'

export type PublicationGiven = {
  readonly state: CaseState
  readonly entries: readonly ShownEntry[]
  readonly ref: string
  readonly replaces: string | null
  /** What can be cited; empty while it is not known. */
  readonly texts: readonly CitableText[]
}

/** Nothing is shown until it is chosen. */
export const emptyPublication = (lang: string): FormValues => ({
  basis: '',
  consent: '',
  reason: '',
  note: '',
  lang,
  fields: [],
  named: 'name',
  name: '',
  title: '',
  summary: '',
  events: [],
  texts: {},
  exactDays: false,
  charges: '',
  demands: '',
  sources: [],
  norms: [],
})

/** The choices behind a publication that stands, to make its next version from. */
export const valuesOfPublication = (entry: ShownEntry): FormValues => {
  const open = entry.open as PublicationOpen
  const coded = entry.coded as {
    readonly basis: string
    readonly consent?: string
    readonly fields: readonly string[]
  }
  return {
    ...emptyPublication(open.lang),
    basis: coded.basis,
    consent: coded.consent ?? '',
    reason: textOf((valueAt(entry.words, 'reason') ?? '') as string),
    fields: coded.fields,
    named: open.isPseudonym ? 'pseudonym' : 'name',
    name: open.name ?? '',
    title: open.title ?? '',
    summary: open.summary ?? '',
    charges: (open.charges ?? []).join('\n'),
    demands: (open.demands ?? []).join('\n'),
    norms: (open.norms ?? []).map(citationKey),
  }
}

/** The words of the page as chosen so far: what the preview shows. */
export const openOf = (values: FormValues, given: PublicationGiven): PublicationOpen => {
  const lang = textOf(values.lang)
  const all: Record<PublicationField, unknown> = {
    title: textOf(values.title).trim() || undefined,
    name: textOf(values.name).trim() || undefined,
    country: given.state.country ?? undefined,
    summary: textOf(values.summary).trim() || undefined,
    status: statusOf(given.state),
    timeline: timelineOf(values, given),
    charges: linesOf(values.charges),
    sentence: sentenceOf(given.state),
    deathPossible: given.state.deathPossible,
    demands: linesOf(values.demands),
    sources: sourcesOf(values, given),
    norms: normsOf(values, given),
  }
  const chosen = listOf(values.fields)
  const shown = publicationFields.filter((field) => chosen.includes(field) && all[field] !== undefined)
  return {
    ref: given.ref,
    lang,
    dir: direction(lang),
    isPseudonym: textOf(values.named) === 'pseudonym',
    ...Object.fromEntries(shown.map((field) => [field, all[field]])),
  } as PublicationOpen
}

/** The entry to append, or what is missing. */
export const publicationOf = (
  values: FormValues,
  given: PublicationGiven,
): Result<NewEntry, readonly FormProblem[]> => {
  const open = openOf(values, given)
  const basis = textOf(values.basis)
  const consent = textOf(values.consent)
  const reason = textOf(values.reason).trim()
  const problems: FormProblem[] = []
  const missing = (field: string) => problems.push({ kind: 'missing', field })
  if (basis === '') missing('basis')
  if (basis === 'consent' && consent === '') missing('consent')
  if (basis !== '' && basis !== 'consent' && reason === '') missing('reason')
  if (listOf(values.fields).length === 0) missing('fields')
  for (const field of listOf(values.fields)) if (open[field as PublicationField] === undefined) missing(field)
  if (problems.length > 0) return err(problems)
  const note = textOf(values.note).trim()
  return ok({
    kind: 'publication',
    coded: {
      basis,
      ...(basis === 'consent' ? { consent } : {}),
      ref: given.ref,
      fields: publicationFields.filter((field) => open[field] !== undefined),
      lang: open.lang,
      ...(given.replaces === null ? {} : { replaces: given.replaces }),
    },
    words: { ...(reason === '' ? {} : { reason }), ...(note === '' ? {} : { note }) },
    open,
  })
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list)

const linesOf = (value: FormValues[string] | undefined): readonly string[] | undefined =>
  some(
    textOf(value)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  )

const statusOf = (state: CaseState): PublicationOpen['status'] => {
  const leading = state.proceedings.leading?.status
  return {
    custody: state.custody.status,
    ...(state.custody.basis === null ? {} : { custodyBasis: state.custody.basis }),
    proceedings: state.proceedings.status,
    ...(leading === undefined || leading === 'ambiguous' ? {} : { proceeding: leading }),
    safety: state.safety.status,
    accountability: state.accountability.status,
    asOf: state.foldedOn,
  }
}

const sentenceOf = (state: CaseState): PublicationOpen['sentence'] => {
  const sentence = state.sentences.at(-1)?.sentence
  return sentence === undefined ? undefined : { kind: sentence.kind, ...sentence.length }
}

/** Chosen events, to the month unless exact days are chosen too. */
const timelineOf = (values: FormValues, given: PublicationGiven): PublicationOpen['timeline'] => {
  const texts = values.texts as FormValues | undefined
  const items = given.entries
    .filter((entry) => entry.kind === 'event' && listOf(values.events).includes(entry.id))
    .map((entry) => {
      const exact = valueAt(entry.words, 'date') ?? valueAt(entry.coded, 'date')
      const parsed = typeof exact === 'string' ? parseEdtf(exact) : null
      const date = parsed?.ok
        ? values.exactDays === true
          ? parsed.value.edtf
          : coarsen(parsed.value, 'month')
        : null
      const text = textOf(texts?.[entry.id]).trim()
      const item = {
        ...(date === null ? {} : { date }),
        type: valueAt(entry.coded, 'type'),
        ...(text === '' ? {} : { text }),
      }
      return { item, from: parsed?.ok ? (parsed.value.earliest ?? '') : '' }
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .map(({ item }) => item)
  return some(items) as PublicationOpen['timeline']
}

const sourcesOf = (values: FormValues, given: PublicationGiven): PublicationOpen['sources'] =>
  some(
    given.entries.flatMap((entry) => {
      const title = valueAt(entry.words, 'title')
      if (entry.kind !== 'source' || !listOf(values.sources).includes(entry.id) || typeof title !== 'string')
        return []
      const rest = ['publisher', 'date', 'url'].flatMap((field) => {
        const value = valueAt(entry.words, field)
        return typeof value === 'string' ? [[field, value] as const] : []
      })
      return [{ title, ...Object.fromEntries(rest) }]
    }),
  ) as PublicationOpen['sources']

/** Chosen among what the events cite, each in the words that it has today. */
const normsOf = (values: FormValues, given: PublicationGiven): PublicationOpen['norms'] => {
  const chosen = listOf(values.norms).flatMap((key) => keyToCitation(key) ?? [])
  const lines = normLines(chosen, { texts: given.texts, lang: textOf(values.lang) })
  const norms = chosen.map((citation, at) => ({ ...citation, words: lines[at] ? plainLine(lines[at]) : '' }))
  return norms.length === 0 ? undefined : norms
}
