/** Entries, values and refusals in the words of the page's language. Pure but for the catalogue of messages. */
import type { CaseRefusal } from '#cases/client/views.ts'
import type { EngagementRefusal } from '#cases/core/decide_engagement.ts'
import { hexOf } from '#cases/core/evidence.ts'
import type { PublicationCoded } from '#cases/core/kinds/publication.ts'
import type { CaseHead } from '#cases/core/search.ts'
import { normLines } from '#instruments/core/citable.ts'
import { keyToCitation } from '#kernel/core/citation.ts'
import { definitionQuestions } from '#kernel/core/vocabulary/definitions.ts'
import {
  countryName,
  formatDay,
  formatEdtf,
  formatInstant,
  formatList,
  languageNameIn,
} from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import {
  type Control,
  type FieldProblem,
  type FieldValue,
  type FormField,
  type FormValues,
  listOf,
  rowsOf,
  type TermLabels,
  textOf,
} from './forms/field.ts'
import { storedValue } from './forms/form.ts'
import { formOf } from './forms/forms.ts'
import { valueAt } from './forms/values.ts'
import { entryById, type Said, type ShownEntry, type World } from './world.ts'

export const termLabel = (t: Translate, labels: TermLabels, code: string): string =>
  t.find(labels.startsWith('cases_status.') ? `${labels}.${code}` : `vocabulary.${labels}.${code}`) ?? code

export const kindLabel = (t: Translate, kind: string): string => t.find(`cases.kind.${kind}`) ?? kind

/** A language in the words of the page. */
export const languageLabel = (t: Translate, code: string): string => {
  try {
    return languageNameIn(code, t.lang)
  } catch {
    return code
  }
}

/** The first name of a case, or its reference, or that it has none. */
export const headName = (t: Translate, head: CaseHead | null): string =>
  head?.flags?.includes('erased')
    ? t('cases.caseErasure.name')
    : (head?.names[0] ?? head?.aliases?.[0] ?? head?.ref ?? t('cases.noName'))

export const problemWords = (t: Translate, problem: FieldProblem, label: string): string => {
  switch (problem.kind) {
    case 'out_of_range':
      return t('cases.problem.out_of_range', { label, least: problem.least, most: problem.most })
    case 'which_date':
      return t('cases.problem.which_date', { label })
    default:
      return t(`cases.problem.${problem.kind}`, { label })
  }
}

/** A limit that was reached: how much, and when again. */
const tooMany = (t: Translate, fields: Readonly<Record<string, unknown>>, type: string): string | null => {
  const { limit = '', again } = fields
  const when = typeof again === 'string' ? formatInstant(again, t.lang) : ''
  return t.find(`access.server.${type}`, { limit: String(limit), days: '', again: when })
}

/** What is wrong with what the server shows of a case. */
export const alarmWords = (t: Translate, alarm: string | null): string =>
  t.find(`cases.alarm.${alarm ?? ''}`) ?? t('cases.alarm.other')

/** Why something was refused, and what to do next. */
export const refusalWords = (t: Translate, refusal: CaseRefusal): string => {
  switch (refusal.kind) {
    case 'decided':
      // One rule of two persons for cases and documents, and one wording.
      if (refusal.why.kind === 'own_release') return t('releases.refusal.own_release')
      if (refusal.why.kind === 'engagement_refused') return engagementWords(t, refusal.why)
      return (
        t.find(`cases.refused.${refusal.why.kind}`) ?? t('cases.refused.other', { kind: refusal.why.kind })
      )
    case 'refused_by_server':
      return (
        t.find(`members.server.${refusal.type}`) ??
        tooMany(t, refusal.fields, refusal.type) ??
        t('cases.refusal.refused_by_server', { type: refusal.type })
      )
    case 'tampered': {
      const known = t.find(`cases.alarm.${refusal.what}`)
      const detail = t('cases.refusal.tampered', { what: refusal.what, seq: refusal.seq ?? '–' })
      return known === undefined ? detail : `${known} ${detail}`
    }
    default:
      return t(`cases.refusal.${refusal.kind}`)
  }
}

/** What a mission may not log so, and how it is mended. */
const engagementWords = (t: Translate, { why, purpose }: EngagementRefusal): string =>
  t(`engagements.refusal.${why}`, { purpose: purpose ? termLabel(t, 'consentScope', purpose) : '' })

/** One line that tells an entry from its siblings. */
export const entryTitle = (t: Translate, entry: ShownEntry, world: World): string => {
  const said = (path: string) => textOf((valueAt(entry.words, path) ?? '') as FieldValue)
  const coded = (path: string) => textOf((valueAt(entry.coded, path) ?? '') as FieldValue)
  const field = (name: string) => fieldText(t, entry, name, world)
  switch (entry.kind) {
    case 'event':
      return join(field('type'), said('title'), field('date'))
    case 'identity':
      return join(textOf((valueAt(entry.words, 'names.0.text') ?? '') as FieldValue), field('country'))
    case 'hearing':
      return join(field('type'), field('day'), said('court'))
    case 'charge':
      return join(field('groups'), said('article'), said('law'))
    case 'source':
      return join(field('connection'), said('title') || said('who'))
    case 'note':
      return said('title') || shortened(said('text'))
    case 'assessment':
      return join(field('definition'), field('judgedAt'))
    case 'consent':
      return join(field('capacity'), field('date'))
    case 'evidence':
      return join(said('title') || said('name'), field('type'))
    case 'custody':
      return join(field('act'), field('of'), said('to'))
    case 'contact':
      return join(said('name'), said('relation'))
    case 'task':
      return join(said('title'), field('due'))
    case 'engagement':
      return join(
        termLabel(t, 'engagementType', coded('type')),
        termLabel(t, 'engagementResult', coded('result')),
        valueText(t, { kind: 'date' }, said('date') || coded('date'), world),
      )
    case 'cover': {
      const { officer, hearing } = entry.coded as { readonly officer?: number; readonly hearing: string }
      const who = officer === undefined ? t('cases.cover.nobody') : t('cases.cover.officer', { n: officer })
      return join(who, valueText(t, { kind: 'entry', of: ['hearing'] }, hearing, world))
    }
    case 'correction':
    case 'release':
    case 'withdrawal':
    case 'erasure': {
      const id = coded('corrects') || coded('of') || coded('erases')
      const target = entryById(world, id)
      return target === null ? '' : `${kindLabel(t, target.kind)}: ${entryTitle(t, target, world)}`
    }
    case 'publication':
      return textOf((valueAt(entry.open, 'title') ?? valueAt(entry.open, 'name') ?? '') as FieldValue)
    default:
      return join(field('type'), field('reason'), field('level'), field('words.type'), field('country'))
  }
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u
const leftToRight = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u

/** Parts in one line; where they run in both directions each is isolated, so that none reorders its neighbour. */
export const join = (...texts: readonly string[]): string => {
  const parts = texts.filter(Boolean)
  return isolated(parts).join(' · ')
}

const isolated = (parts: readonly string[]): readonly string[] => {
  const mixed = parts.some((part) => rightToLeft.test(part)) && parts.some((part) => leftToRight.test(part))
  return mixed ? parts.map((part) => `\u2068${part}\u2069`) : parts
}

export type Detail = {
  readonly name: string
  readonly label: string
  readonly text: string
  /** Running text, which stands at the edge where its script begins. */
  readonly long: boolean
  readonly to: FormField['to']['kind']
  /** What the server reads of it, when that is less. */
  readonly coarse: string | null
}

/** Those that are typed, and those that a device found out. */
const detailFieldsOf = (kind: string): readonly FormField[] => {
  const form = formOf(kind)
  return [...(form?.fields ?? []), ...(form?.told ?? [])]
}

/** Every field of an entry that says something, in the order of its form. */
export const detailsOf = (t: Translate, kind: string, said: Said, world: World): readonly Detail[] =>
  detailFieldsOf(kind).flatMap((field): readonly Detail[] => {
    const text = valueText(t, field.control, storedValue(field, said), world)
    if (text === '') return []
    const long = field.control.kind === 'long'
    const detail = { name: field.name, label: t(`cases.field.${field.label}`), text, long, to: field.to.kind }
    const coarse = field.to.kind === 'both' ? codedText(t, field, said.coded, world) : null
    return [{ ...detail, coarse: coarse === text ? null : coarse }]
  })

/** The coded fields alone: what the server can read of an entry. */
export const codedDetailsOf = (
  t: Translate,
  kind: string,
  coded: unknown,
  world: World,
): readonly Detail[] => {
  const seen = { ...world, serverOnly: true }
  if (kind === 'publication') return publicationDetails(t, coded)
  return detailFieldsOf(kind).flatMap((field): readonly Detail[] => {
    const text = field.to.kind === 'words' ? '' : codedText(t, field, coded, seen)
    if (text === '') return []
    return [codedDetail(field.name, t(`cases.field.${field.label}`), text)]
  })
}

const codedDetail = (name: string, label: string, text: string): Detail => ({
  name,
  label,
  text,
  long: false,
  to: 'coded',
  coarse: null,
})

const publicationDetails = (t: Translate, coded: unknown): readonly Detail[] => {
  const { basis, fields, lang } = coded as PublicationCoded
  const shown = fields.map((field) => termLabel(t, 'cases_status.publicationField', field))
  return [
    codedDetail('basis', t('cases.publication.basis'), termLabel(t, 'publicationBasis', basis)),
    codedDetail('fields', t('cases.publication.fields'), formatList(shown, t.lang)),
    codedDetail('lang', t('cases.publication.lang'), languageLabel(t, lang)),
  ]
}

const codedText = (t: Translate, field: FormField, coded: unknown, world: World): string =>
  valueText(t, field.control, storedValue(codedOnly(field), { coded, words: null }), world)

const codedOnly = (field: FormField): FormField =>
  field.to.kind === 'both' && field.to.codedPath !== undefined
    ? { ...field, to: { kind: 'coded', path: field.to.codedPath } }
    : field

const fieldText = (t: Translate, entry: ShownEntry, name: string, world: World): string => {
  const field = formOf(entry.kind)?.fields.find((one) => one.name === name)
  return field === undefined ? '' : valueText(t, field.control, storedValue(field, entry), world)
}

/** A field's value as a person reads it; empty when it says nothing. */
export const valueText = (t: Translate, control: Control, value: FieldValue, world: World): string => {
  const text = textOf(value)
  const many = (word: (one: string) => string) => formatList(listOf(value).map(word), t.lang)
  const entry = (id: string) => {
    const found = entryById(world, id)
    if (found !== null && world.serverOnly) return t('cases.entry.number', { n: found.seq })
    return found === null ? id : entryTitle(t, found, world) || kindLabel(t, found.kind)
  }
  switch (control.kind) {
    case 'flag':
      return value === true ? t('cases.yes') : ''
    case 'term':
      return text && termLabel(t, control.labels, text)
    case 'terms':
      return many((code) => termLabel(t, control.labels, code))
    case 'day':
    case 'month':
    case 'date':
      return text && (/^\d{4}-\d{2}-\d{2}$/.test(text) ? formatDay(text, t.lang) : formatEdtf(text, t.lang))
    case 'country':
      return text && countryName(text, t.lang)
    case 'countries':
      return many((code) => countryName(code, t.lang))
    case 'language':
      return text && languageLabel(t, text)
    case 'languages':
      return many((code) => languageLabel(t, code))
    case 'entry':
      return text && entry(text)
    case 'entries':
      return many(entry)
    case 'hash':
      return hexOf(text)
    case 'citations':
      return many((key) => {
        const citation = keyToCitation(key)
        const [line] = citation ? normLines([citation], { texts: world.norms, lang: t.lang }) : []
        return line ? join(line.number ?? '', line.words) : key
      })
    case 'member':
      return text && (world.members.find((member) => member.account === text)?.name ?? text)
    case 'case':
      if (world.serverOnly) return text
      return text && headName(t, world.cases.find((line) => line.case === text)?.head ?? null)
    case 'lines':
      return formatList(text.split('\n').filter(Boolean), t.lang)
    case 'group':
      return rowsText(t, control.fields, rowsOf(value), world)
    case 'acts':
      return rowsOf(value)
        .map((row) => actText(t, row))
        .join('\n')
    case 'answers':
      return rowsOf(value)
        .map((row) => answerText(t, row))
        .join('\n')
    case 'purposes':
      return Object.entries(value as FormValues)
        .map(([scope, answer]) => `${scope}: ${termLabel(t, 'cases_status.consentAnswer', textOf(answer))}`)
        .join('; ')
    default:
      return text
  }
}

/** One row on each line; a field that nobody is asked for says nothing to a reader. */
const rowsText = (
  t: Translate,
  fields: readonly FormField[],
  rows: readonly FormValues[],
  world: World,
): string =>
  rows
    .map((row) =>
      isolated(
        fields
          .filter((field) => field.shown?.(row) ?? true)
          .map((field) => valueText(t, field.control, row[field.name] ?? '', world))
          .filter(Boolean),
      ).join(', '),
    )
    .join('\n')

const actText = (t: Translate, row: FormValues): string => {
  const perpetrators = listOf(row.perpetrators).map((code) => termLabel(t, 'perpetrator', code))
  return isolated(
    [
      termLabel(t, 'violation', textOf(row.violation)),
      row.attempted === true ? t('cases.field.attempted') : '',
      textOf(row.victim),
      formatList(perpetrators, t.lang),
      textOf(row.note),
    ].filter(Boolean),
  ).join(', ')
}

const answerText = (t: Translate, row: FormValues): string => {
  const answer = termLabel(t, 'definitionAnswer', textOf(row.answer))
  const reason = textOf(row.reason)
  const question = termLabel(t, 'definitionQuestion', textOf(row.question))
  return `${question} ${answer}${reason === '' ? '' : ` (${reason})`}`
}

/** The questions of a definition with the answers given so far. */
export const questionsOf = (definition: string, value: FieldValue | undefined): readonly FormValues[] =>
  definitionQuestions
    .filter((question) => question.definition === definition)
    .map(
      ({ code }) =>
        rowsOf(value).find((row) => row.question === code) ?? { question: code, answer: '', reason: '' },
    )

const shortened = (text: string): string => {
  const characters = [...(text.split('\n')[0] ?? '')]
  return characters.length <= 80 ? characters.join('') : `${characters.slice(0, 79).join('')}…`
}
