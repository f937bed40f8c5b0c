/** From a folded case to the rows that figures, lists and public pages read. */
import { toCaseEntry } from '#cases/core/entry.ts'
import { foldLog } from '#cases/core/fold.ts'
import type { PublicationOpen } from '#cases/core/kinds/publication.ts'
import { factsOf, readLog } from '#cases/core/read_log.ts'
import type { CaseState } from '#cases/core/state.ts'
import { yearOf } from '#cases/core/days.ts'
import { verificationLevels } from '#kernel/core/vocabulary/sources.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import type { CaseProjection, CodedEventRow, PublicationRow } from './case.store.ts'

export type ServerFold = { readonly state: CaseState; readonly projection: CaseProjection }

export const projectCase = (
  entries: readonly ReadEntry[],
  of: {
    readonly log: string
    readonly desk: string
    readonly now: Date
    /** In the demo alone, whose public pages all say that they are synthetic. */
    readonly countSynthetic: boolean
  },
): ServerFold => {
  const log = readLog(entries.map((entry) => toCaseEntry(entry)))
  const today = of.now.toISOString().slice(0, 10)
  const state = foldLog(log, today)
  const counted = state.consents.C1.allowed && !state.dark && (!state.synthetic || of.countSynthetic)
  const known = !state.dark
  const events = known && counted ? factsOf(log, 'event').map((fact) => eventRow(fact, state, of)) : []
  return {
    state,
    projection: {
      state: {
        log: of.log,
        desk: of.desk,
        dark: state.dark,
        incomplete: state.incomplete,
        closed: state.closed,
        country: known ? state.country : null,
        custody: known ? state.custody.status : null,
        proceeding: known ? state.proceedings.status : null,
        life: known ? state.safety.status : null,
        accountability: known ? state.accountability.status : null,
        death_possible: state.deathPossible,
        in_statistics: counted,
        next_due: state.due[0]?.day ?? null,
      },
      events,
      publication: openPublication(entries, state, of),
    },
  }
}

type EventFact = ReturnType<typeof factsOf<'event'>>[number]

const eventRow = (
  fact: EventFact,
  state: CaseState,
  of: { readonly log: string; readonly desk: string },
): CodedEventRow => ({
  log: of.log,
  entry: fact.id,
  desk: of.desk,
  type: fact.coded.type,
  country: fact.coded.country ?? state.country,
  year: yearOf(fact.coded.date),
  verification: verificationLevels.find((level) => level.code === fact.coded.verification)?.level ?? 0,
  violations: [...new Set(fact.coded.acts.map((act) => act.violation))],
})

/** The one publication of the case that everybody may read now. */
const openPublication = (
  entries: readonly ReadEntry[],
  state: CaseState,
  of: { readonly log: string; readonly desk: string; readonly now: Date },
): PublicationRow | null => {
  const shown = state.publications.findLast((one) => one.state === 'released')
  const entry = shown && entries.find(({ statement }) => statement.id === shown.entry)
  if (!shown || !entry || entry.open === null) return null
  // Checked against its schema before it was appended.
  const open = entry.open as PublicationOpen
  return {
    ref: shown.ref,
    log: of.log,
    entry: shown.entry,
    desk: of.desk,
    lang: shown.coded.lang,
    country: open.country ?? null,
    events: [...new Set((open.timeline ?? []).map(({ type, date }) => `${type} ${yearOf(date) ?? '?'}`))],
    open,
    released_on: (shown.releasedAt ?? entry.statement.at).slice(0, 10),
    updated_at: new Date(shown.releasedAt ?? entry.statement.at),
  }
}
