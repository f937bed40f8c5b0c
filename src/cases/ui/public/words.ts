/** A public case in the words of the page's language. Pure. */
import { custodyStretches, type PublicCase } from '#cases/core/public_case.ts'
import type { OpenStatus } from '#cases/core/kinds/publication.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { countryName, languageNameIn } from '#languages/formats.ts'
import { direction, type Translate } from '#languages/translate.ts'
import type { TimelineDate, TimelineItem } from '#platform/ui/timeline.ts'
import { proceedingTone, type StatusTone, toneOf } from '../tones.ts'

/** `lang` and `dir` of published words, where they are not in the language of the page. */
export const languageOf = (
  t: Translate,
  of: { readonly lang: string; readonly dir?: 'ltr' | 'rtl' | null },
): { readonly lang?: string; readonly dir?: 'ltr' | 'rtl' } =>
  of.lang === t.lang ? {} : { lang: of.lang, dir: of.dir ?? direction(of.lang) }

/** A language in the words of the page. */
export const languageWord = (t: Translate, code: string): string => languageNameIn(code, t.lang)

export const countryWord = (t: Translate, code: string | null): string | null =>
  code === null ? null : countryName(code, t.lang)

export type StatusWord = {
  readonly axis: 'custody' | 'proceeding' | 'life' | 'accountability'
  readonly tone: StatusTone
  readonly word: string
}

/** The four axes, each with its word and, where published, how one is held and how far a charge has come. */
export const statusWords = (t: Translate, status: OpenStatus): readonly StatusWord[] => {
  const word = (list: string, code: string) => t.find(`cases_status.${list}.${code}`) ?? code
  const custody = word('custodyStatus', status.custody)
  const basis = status.custodyBasis && t.find(`vocabulary.custodyBasis.${status.custodyBasis}`)
  const charge = status.proceeding && t.find(`vocabulary.proceeding.${status.proceeding}`)
  return [
    {
      axis: 'custody',
      tone: toneOf('custody', status.custody),
      word: basis ? t('public_cases.status.with', { status: custody, detail: basis }) : custody,
    },
    {
      axis: 'proceeding',
      tone: proceedingTone(status.proceedings, status.proceeding),
      word: charge ?? word('proceedingsStatus', status.proceedings),
    },
    { axis: 'life', tone: toneOf('safety', status.safety), word: word('safetyStatus', status.safety) },
    {
      axis: 'accountability',
      tone: toneOf('accountability', status.accountability),
      word: word('accountabilityStatus', status.accountability),
    },
  ]
}

export const eventWord = (t: Translate, type: string): string =>
  t.find(`vocabulary.eventType.${type}`) ?? type

/** What the picture and its table show. `text` is as published. */
export type ShownItem = TimelineItem & { readonly text: string | null }

/** Custody first, as far as its ends are published and dated; then the events in their order. */
export const timelineItems = (t: Translate, one: PublicCase): readonly ShownItem[] => {
  const events = one.timeline ?? []
  const dates = events.map(({ date }) => dateOf(date))
  const stretches = custodyStretches(events, one.status?.custody).filter(
    ({ from, to }) => isKnown(dates[from]) && (to === null || isKnown(dates[to])),
  )
  return [
    ...stretches.map(({ status, from, to }): ShownItem => ({
      id: `custody-${from}`,
      label: t.find(`cases_status.custodyStatus.${status}`) ?? status,
      kind: 'custody',
      from: dates[from] ?? unknownDate,
      to: to === null ? null : (dates[to] ?? unknownDate),
      ambiguous: false,
      text: null,
    })),
    ...events.map(({ type, text }, at): ShownItem => ({
      id: `event-${at}`,
      label: eventWord(t, type),
      kind: 'event',
      from: dates[at] ?? unknownDate,
      to: null,
      ambiguous: false,
      text: text ?? null,
    })),
  ]
}

const unknownDate: TimelineDate = { edtf: '', earliest: null, latest: null }

const isKnown = (date: TimelineDate | undefined): boolean =>
  date !== undefined && (date.earliest !== null || date.latest !== null)

const dateOf = (edtf: string | undefined): TimelineDate => {
  const parsed = edtf === undefined ? null : parseEdtf(edtf)
  return parsed?.ok ? parsed.value : unknownDate
}

export const sentenceWords = (t: Translate, sentence: NonNullable<PublicCase['sentence']>): string => {
  const kind = t.find(`vocabulary.sentenceKind.${sentence.kind}`) ?? sentence.kind
  const length = (['years', 'months', 'days'] as const)
    .filter((unit) => sentence[unit])
    .map((unit) => t(`public_cases.length.${unit}`, { n: sentence[unit] ?? 0 }))
  const detail = new Intl.ListFormat(t.lang, { type: 'unit' }).format(length)
  return detail === '' ? kind : t('public_cases.status.with', { status: kind, detail })
}
