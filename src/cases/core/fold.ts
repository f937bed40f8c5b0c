/**
 * The fold: from the entries of a case to its state on a day. Pure and deterministic. Status follows from coded
 * parts alone, so that the server, which opens nothing, and a device, which opens all, agree. (A dark case keeps
 * its coded parts sealed: the server then knows only that.)
 */
import {
  accountabilityAxis,
  type Context,
  custodyAxis,
  proceedingsAxis,
  safetyAxis,
  stateOf,
} from './axes.ts'
import { consentsOf } from './consents.ts'
import { conditionsOf, daysHeldOf, runCustody, travelBansOf } from './custody.ts'
import { checkCustody } from './custody_checks.ts'
import type { Day } from './days.ts'
import { dueOf, nextHearingOf } from './due.ts'
import type { CaseEntry } from './entry.ts'
import { courtDaysOf, engagementsOf, lastContactOf } from './engagements.ts'
import { happeningsOf } from './happenings.ts'
import type { OpenedCoded } from './kinds/holder.ts'
import { type Proceedings, runProceedings } from './proceedings.ts'
import { publicationsOf } from './publications.ts'
import { type CaseLog, factsOf, type Finding, readLog } from './read_log.ts'
import { missingReferences } from './references.ts'
import { deathOf } from './safety.ts'
import { lastEndOf, pastEndOf, type PastEnd, sentenceStateOf } from './sentences.ts'
import { type CaseState, type CaseWarning, type CustodyAxis, FOLD_VERSION } from './state.ts'
import type { HolderKind } from './terms.ts'

export { FOLD_VERSION }
export type { CaseState }

/** Folds a case as it stands on a day. */
export const foldCase = (entries: readonly CaseEntry[], asOf: Day): CaseState =>
  foldLog(readLog(entries), asOf)

/** The same from a log already read. */
export const foldLog = (log: CaseLog, asOf: Day): CaseState => {
  const happenings = happeningsOf(factsOf(log, 'event'), asOf)
  const { counted, order } = happenings
  const died = deathOf(counted)
  const run = runCustody(counted, order, died)
  const proceedings = runProceedings(factsOf(log, 'charge'), counted, order, died)
  const context: Context = { log, asOf, counted, died, run, proceedings }
  const holder = holderOf(log)
  const checks = isOnePerson(holder.holder) ? checkCustody(run, order, died) : { warnings: [], errors: [] }
  const consent = consentsOf(factsOf(log, 'consent'), asOf)
  const publishing = publicationsOf(log, consent.consents, asOf)
  const lifecycle = lifecycleOf(log)
  const status = statusOf(context)
  return {
    foldVersion: FOLD_VERSION,
    foldedOn: asOf,
    entries: log.authors.size,
    kinds: log.kinds,
    authors: log.authors,
    dark: log.dark,
    incomplete: log.gap !== null,
    unknownBecause: log.gap,
    ...lifecycle,
    ...holder,
    ...status,
    ...workOf(context, status, consent.consents),
    consents: consent.consents,
    consentsGiven: factsOf(log, 'consent').map(({ id, coded }) => ({ id, coded })),
    publications: publishing.publications,
    erasures: log.erasures,
    erased: log.erased,
    updatedAt: log.updatedAt,
    warnings: [
      ...log.warnings,
      ...happenings.warnings,
      ...checks.warnings,
      ...consent.warnings,
      ...publishing.warnings,
      ...missingReferences(log),
      ...statusWarnings({ ...status, proceedings }),
    ],
    errors: [
      ...log.errors,
      ...happenings.errors,
      ...checks.errors,
      ...(lifecycle.opened || log.gap !== null ? [] : [{ kind: 'not_opened' as const, entries: [] }]),
    ],
  }
}

type Status = Pick<
  CaseState,
  | 'custody'
  | 'proceedings'
  | 'safety'
  | 'accountability'
  | 'deathPossible'
  | 'intervals'
  | 'daysHeld'
  | 'sentences'
  | 'expectedEnd'
  | 'pastEnd'
>

function statusOf(context: Context): Status {
  const { died, run, proceedings, asOf } = context
  const custody = custodyAxis(context)
  const sentences = died === null ? proceedings.sentences.map(sentenceStateOf) : []
  return {
    custody,
    proceedings: proceedingsAxis(context),
    safety: safetyAxis(context, custody.status),
    accountability: accountabilityAxis(context),
    deathPossible: isDeathPossible(context),
    intervals: run.intervals,
    daysHeld: daysHeldOf(run, asOf),
    sentences,
    expectedEnd: lastEndOf(sentences),
    pastEnd: isConfined(custody) ? pastEndOf(sentences, asOf) : 'no',
  }
}

type Work = Pick<
  CaseState,
  | 'conditions'
  | 'travelBans'
  | 'nextHearing'
  | 'due'
  | 'toBeCoded'
  | 'engagementsLogged'
  | 'engagements'
  | 'lastContact'
  | 'courtDays'
>

function workOf(context: Context, status: Status, consents: CaseState['consents']): Work {
  const { log, asOf, counted, died, run } = context
  const alive = died === null
  const held = isConfined(status.custody)
  const { sentences } = status
  const engagements = engagementsOf(log)
  return {
    conditions: alive && run.states.length === 1 ? conditionsOf(stateOf(run), asOf) : null,
    travelBans: alive ? travelBansOf(counted, asOf) : [],
    nextHearing: alive ? nextHearingOf(log, asOf) : null,
    due: dueOf({ log, asOf, consents, run, held, sentences, counted, alive, engagements }),
    toBeCoded: toBeCodedOf(log),
    engagementsLogged: factsOf(log, 'engagement').map(({ id, coded }) => ({ id, coded })),
    engagements,
    lastContact: lastContactOf(engagements),
    courtDays: courtDaysOf(log, engagements),
  }
}

const isConfined = (custody: CustodyAxis): boolean =>
  custody.status === 'held' || custody.status === 'house_arrest'

const isOnePerson = (holder: HolderKind | null): boolean => holder === null || holder === 'person'

function holderOf(log: CaseLog): Pick<CaseState, 'holder' | 'country' | 'region' | 'sectors'> {
  const identity = factsOf(log, 'identity').at(-1)?.coded
  return {
    holder: identity?.holder ?? null,
    country: identity?.country ?? factsOf(log, 'opened')[0]?.coded.country ?? null,
    region: identity?.region ?? null,
    sectors: identity?.sectors ?? [],
  }
}

function lifecycleOf(log: CaseLog): {
  readonly opened: boolean
  readonly closed: boolean
  readonly synthetic: boolean
} {
  const openings = factsOf(log, 'opened')
  const turn = log.facts.findLast((fact) => fact.kind === 'opened' || fact.kind === 'closed')
  const first: OpenedCoded | undefined = openings[0]?.coded
  return {
    opened: openings.length > 0,
    closed: turn?.kind === 'closed',
    synthetic: first?.synthetic === true,
  }
}

function isDeathPossible({ died, proceedings }: Context): boolean {
  if (died !== null) return false
  return (
    proceedings.charges.some((charge) => charge.deathPossible && charge.phase !== 'ended') ||
    proceedings.sentences.some((one) => one.sentence.kind === 'death')
  )
}

function toBeCodedOf(log: CaseLog): readonly string[] {
  const coded = new Set(factsOf(log, 'event').map((event) => event.coded.fromNote))
  return factsOf(log, 'note').flatMap((note) => (note.coded.toCode && !coded.has(note.id) ? [note.id] : []))
}

function statusWarnings(given: {
  readonly custody: CustodyAxis
  readonly pastEnd: PastEnd
  readonly proceedings: Proceedings
}): readonly Finding<CaseWarning>[] {
  const warnings: Finding<CaseWarning>[] = []
  const sentences = given.proceedings.sentences.map((one) => one.event.id)
  if (given.pastEnd === 'certain') warnings.push({ kind: 'past_end_still_held', entries: sentences })
  if (given.pastEnd === 'possible') warnings.push({ kind: 'maybe_past_end_still_held', entries: sentences })
  const open = given.proceedings.charges.filter(
    ({ phase }) => phase === 'open' || phase === 'convicted_not_final',
  )
  if (given.custody.status === 'released' && !given.custody.conditional && open.length > 0) {
    const entries = open.flatMap(({ charge, by }) => charge ?? by?.id ?? [])
    warnings.push({ kind: 'charges_still_open', entries })
  }
  return warnings
}
