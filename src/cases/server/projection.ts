/** From a folded case to the rows that figures, lists and public pages read. */
import { toCaseEntry } from '#cases/core/entry.ts'
import { foldLog } from '#cases/core/fold.ts'
import { happeningsOf } from '#cases/core/happenings.ts'
import type { PublicationOpen } from '#cases/core/kinds/publication.ts'
import { type CaseLog, type FactOf, factsOf, readLog } from '#cases/core/read_log.ts'
import type { CaseState } from '#cases/core/state.ts'
import { LAST_DAY, yearOf } from '#cases/core/days.ts'
import { verificationLevels } from '#kernel/core/vocabulary/sources.ts'
import { caseRows, type MissionRows } from '#missions/core/engagement_rows.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import type { CaseProjection, CaseStateRow, CodedEventRow, PublicationRow } from './case.store.ts'

/** Raised whenever the same entries would give other rows: those of an older form are made anew. */
export const PROJECTION_FORM = 5

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
  const events = known && counted ? countedEvents(log, today).map((fact) => eventRow(fact, state, of)) : []
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
        ...(known && counted ? personOf(log, state) : nobody),
        form: PROJECTION_FORM,
      },
      events,
      publication: openPublication(entries, state, of),
      // Of a dark case the server reads none.
      ...(known ? caseRows(log, { mission: of.desk, log: of.log, country: state.country }) : noRows),
    },
  }
}

const noRows: MissionRows = { engagements: [], hearings: [] }

/** Rejected ones do not count; of claims on the same happening only the best verified does. */
const countedEvents = (log: CaseLog, today: string): readonly FactOf<'event'>[] =>
  happeningsOf(factsOf(log, 'event'), today)
    .counted.map(({ fact }) => fact)
    .toSorted((a, b) => a.seq - b.seq)

const eventRow = (
  fact: FactOf<'event'>,
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
  acts: fact.coded.acts.map(
    ({ victim, violation, attempted }) => `${victim} ${violation}${attempted ? ' attempted' : ''}`,
  ),
  seq: fact.seq,
  recorded: Number(fact.at.slice(0, 4)),
  follow_up: state.accountability.killings.find(({ entry }) => entry === fact.id)?.status ?? null,
})

type PersonRow = Pick<CaseStateRow, 'holder' | 'size_min' | 'size_max' | 'sectors' | 'gender' | 'same_as'>

const nobody: PersonRow = {
  holder: null,
  size_min: null,
  size_max: null,
  sectors: [],
  gender: null,
  same_as: [],
}

const personOf = (log: CaseLog, state: CaseState): PersonRow => {
  const identity = factsOf(log, 'identity').at(-1)?.coded
  const same = factsOf(log, 'link').flatMap(({ coded }) => coded.samePerson ?? [])
  return {
    holder: state.holder,
    size_min: identity?.size?.min ?? null,
    size_max: identity?.size?.max ?? null,
    sectors: [...state.sectors],
    gender: identity?.gender ?? null,
    same_as: [...new Set(same)],
  }
}

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
    // As often as it is shown: so many of the coded events can be seen.
    events: (open.timeline ?? []).map(({ type, date }) => `${type} ${yearOf(date) ?? '?'}`),
    open,
    released_on: (shown.releasedAt ?? entry.statement.at).slice(0, 10),
    updated_at: new Date(shown.releasedAt ?? entry.statement.at),
    campaigning_until: campaigningUntil(state),
  }
}

/**
 * The last day of the consent for campaigning in force; null where nobody has given one. That a case is public already
 * is a ground to publish and none to campaign: the person agrees to that themselves, or whoever may speak for them.
 * An expired one keeps its day, so that the row is right whenever it was made.
 */
const campaigningUntil = ({ consents: { C5 }, incomplete }: CaseState): string | null =>
  !incomplete && (C5.state === 'yes' || C5.state === 'expired') ? (C5.expires ?? LAST_DAY) : null
