/**
 * What a day in court adds to a case beside its observation: what became of the hearing, and, where the observers were kept
 * out, the event that says so and cites the Declaration: to attend hearings is a right (article 9, paragraph 3 (b)). Pure.
 */
import type { EventCoded, EventWords } from '#cases/core/kinds/event.ts'
import type { Citation } from '#kernel/core/citation.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import type { LogValues } from './log_values.ts'

/** As the Declaration prints its number. */
export const OBSERVING = '9.3(b)'

type Text = {
  readonly slug: string
  readonly kind: string
  readonly provisions: readonly { readonly id: string; readonly number: string; readonly gone: boolean }[]
}

/** Where the Declaration, among the public texts, says that everybody may attend hearings; null where it is not there. */
export const rightToObserve = (texts: readonly Text[]): Citation | null => {
  const found = texts
    .filter(({ kind, slug }) => kind === 'declaration' && slug.includes('defenders'))
    .flatMap(({ slug, provisions }) =>
      provisions
        .filter(({ number, gone }) => !gone && number.replaceAll(' ', '') === OBSERVING)
        .map(({ id }) => ({ instrument: slug, provision: id })),
    )
  return found[0] ?? null
}

type AnyEntry = {
  readonly id: string
  readonly kind: string
  readonly coded: unknown
  readonly words?: unknown
}
type HearingCoded = {
  readonly day: string
  readonly type: string
  readonly outcome?: string
  readonly nextDay?: string
  readonly observed?: boolean
  readonly updates?: string
}

export type HearingChoice = {
  /** The hearing's first entry: what an observation and a cover name. */
  readonly entry: string
  readonly newest: string
  readonly coded: HearingCoded
  readonly words: Readonly<Record<string, unknown>>
}

/** The hearings of a case as they stand, the last day first; what corrects one is read in its place. */
export const hearingsOf = (entries: readonly AnyEntry[]): readonly HearingChoice[] => {
  const corrections = new Map<string, AnyEntry>()
  for (const entry of entries)
    if (entry.kind === 'correction')
      corrections.set((entry.coded as { corrects?: string }).corrects ?? '', entry)
  const roots = new Map<string, string>()
  const current = new Map<string, HearingChoice>()
  for (const entry of entries) {
    if (entry.kind !== 'hearing' || entry.coded === null) continue
    const correction = corrections.get(entry.id)
    const coded = {
      ...(entry.coded as HearingCoded),
      ...(correction?.coded as { coded?: Partial<HearingCoded> } | undefined)?.coded,
    }
    const root = roots.get(coded.updates ?? '') ?? entry.id
    roots.set(entry.id, root)
    const words = (correction?.words ?? entry.words ?? {}) as Readonly<Record<string, unknown>>
    current.set(root, { entry: root, newest: entry.id, coded, words })
  }
  return [...current.values()].toSorted((a, b) => (a.coded.day < b.coded.day ? 1 : -1))
}

/** The one that an observation of this day is about: of that day, or else the last before it that nobody closed. */
export const likelyHearing = (hearings: readonly HearingChoice[], day: string): HearingChoice | null =>
  hearings.find(({ coded }) => coded.day === day) ??
  hearings.find(({ coded }) => coded.day < day && coded.outcome === undefined) ??
  null

export type NewCourtEntry = {
  readonly id: string
  readonly kind: string
  readonly coded: unknown
  readonly words: unknown
}

/** The hearing after it was held: a new entry in the place of the last, with all that the last one says. */
export const hearingAfter = (
  hearing: HearingChoice,
  values: Pick<LogValues, 'outcome' | 'nextHearing' | 'seat' | 'result'>,
  id: string,
): NewCourtEntry | null => {
  const observed = values.result === 'done' && values.seat === 'obtained'
  const next = isIsoDay(values.nextHearing) ? values.nextHearing : undefined
  if (values.outcome === '' && next === undefined) return null
  const { updates: _, ...coded } = hearing.coded
  return {
    id,
    kind: 'hearing',
    coded: {
      ...coded,
      updates: hearing.entry,
      // A next day is known only of a hearing that took place in some way.
      outcome: values.outcome || coded.outcome || 'adjourned',
      ...(next === undefined ? {} : { nextDay: next }),
      ...(observed ? { observed: true } : {}),
    },
    words: hearing.words,
  }
}

/** Observers were kept out of a hearing. */
export const refusedSeat = (
  values: Pick<LogValues, 'date' | 'place' | 'what' | 'seat' | 'refusedEvent'>,
  given: { readonly id: string; readonly country: string | null; readonly cites: Citation | null },
): NewCourtEntry | null => {
  if (values.seat !== 'refused' || !values.refusedEvent) return null
  const coded: EventCoded = {
    type: 'hearing',
    date: values.date.slice(0, 7),
    ...(given.country === null ? {} : { country: given.country as EventCoded['country'] }),
    acts: [{ violation: 'X03', victim: 1, perpetrators: ['S'] }],
    verification: 'REP',
    ...(given.cites === null ? {} : { cites: [given.cites] }),
  }
  const words: EventWords = {
    date: values.date,
    ...(values.place.trim() === '' ? {} : { place: values.place.trim() }),
    ...(values.what.trim() === '' ? {} : { narrative: values.what.trim() }),
  }
  return { id: given.id, kind: 'event', coded, words }
}
