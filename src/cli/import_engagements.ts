/**
 * Rows of a mission's log at its desk: each held against its case and the journal as they are, then sealed and sent. Which rows are
 * there already is asked of the desk, so that an import that was interrupted goes on where it was.
 */
import { append, asWritten, openCase, type OpenCase } from '#cases/client/case_log.ts'
import { loadRegistry, type Registry, type RegistryLine } from '#cases/client/registry.ts'
import type { CaseRefusal } from '#cases/client/views.ts'
import { decideAppend } from '#cases/core/decide.ts'
import { foldLetters } from '#kernel/core/fold_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { consentNeeded } from '#kernel/core/vocabulary/missions.ts'
import { translator } from '#languages/translate.ts'
import { appendToJournal, type JournalsOf, noJournalsYet, readyJournal } from '#members/client/journal.ts'
import { findEngagements } from '#missions/client/engagements.ts'
import { isAlike, type Likened } from '#missions/core/alike.ts'
import type { EngagementField, ReadEngagement } from '#missions/core/import_engagements.ts'
import { engagementRefusalWords, ruleOf } from '#missions/ui/logging/log_words.ts'
import { importIds } from '#vault/client/v1/import.ts'

import { atDesk, type Device } from './device.ts'
import type { Planned } from './import_missions_plan.ts'
import { explainSend } from './import_send.ts'
import type { LineProblem } from './import_words.ts'

type Row = Planned<ReadEngagement>
type Coded = ReadEngagement['coded']
type Ready = { readonly id: string; readonly line: number; readonly coded: Coded; readonly words: unknown }

/** Of one case, or of the journal. */
type Batch = { readonly line: RegistryLine | null; readonly entries: readonly Ready[] }
export type PlacedLog = {
  readonly batches: readonly Batch[]
  readonly rows: readonly Ready[]
  readonly problems: readonly LineProblem[]
  /** Rows that the desk has already. */
  readonly there: number
}

type At = {
  readonly device: Device
  readonly desk: string
  /** The heading of a field, for what is told. */
  readonly heading: (field: EngagementField) => string
}

/** Every row held against what is there; nothing is written. */
export const placeEngagements = async (rows: readonly Row[], at: At): Promise<PlacedLog> => {
  const { device, desk } = at
  const here = atDesk(device, desk)
  const idOf = await importIds(here.desk().secret)
  const journals = noJournalsYet(device)
  const registry = expectSent(
    await loadRegistry(device.deps, device.unlocked, {
      desk: here.desk(),
      before: new Map(),
      progress: () => undefined,
    }),
  )
  const batches: Batch[] = []
  const problems: LineProblem[] = []
  let there = 0
  for (const [name, group] of Map.groupBy(rows, ({ value }) => value.case)) {
    const line = name === null ? null : caseNamed(registry, name)
    if (typeof line === 'string') {
      problems.push(
        ...group.map((row) => ({
          line: row.line,
          column: at.heading('case'),
          value: name ?? '',
          mend: line,
        })),
      )
      continue
    }
    const ground = line === null ? await journalGround(journals, at) : await caseGround(journals, at, line)
    const placed = placeGroup(group, ground, { ...at, idOf })
    batches.push({ line, entries: placed.ready })
    problems.push(...placed.problems)
    there += placed.there
  }
  const byLine = problems.toSorted((a, b) => a.line - b.line)
  return { batches, rows: batches.flatMap(({ entries }) => entries), problems: byLine, there }
}

/** What stands in one log already, and what it refuses. */
type Ground = {
  readonly known: ReadonlySet<string>
  readonly likened: readonly Likened[]
  /** With what the case adds to a row, or why it is refused. */
  readonly fit: (row: ReadEngagement, id: string) => Result<Coded, { field: EngagementField; mend: string }>
}

const placeGroup = (
  group: readonly Row[],
  { known, likened, fit }: Ground,
  { heading, idOf }: At & { readonly idOf: (cells: readonly string[]) => string },
) => {
  const ready: Ready[] = []
  const problems: LineProblem[] = []
  const seen: { readonly one: Likened; readonly line: number | null }[] = likened.map((one) => ({
    one,
    line: null,
  }))
  let there = 0
  for (const { line, cells, value } of group) {
    const id = idOf(['engagement', ...cells])
    if (known.has(id)) {
      there += 1
      continue
    }
    const refuse = (field: EngagementField, mend: string): void =>
      void problems.push({ line, column: heading(field), value: cellOf(value, field), mend })
    const own: Likened = { entry: id, coded: value.coded, date: value.words.date, chain: [id] }
    const alike = value.another ? undefined : seen.find(({ one }) => isAlike(own, one))
    const coded = fit(value, id)
    if (!coded.ok) refuse(coded.error.field, coded.error.mend)
    else if (alike) refuse('date', alikeMend(alike))
    else ready.push({ id, line, coded: coded.value, words: value.words })
    seen.push({ one: own, line })
  }
  return { ready, problems, there }
}

const alikeMend = ({ one, line }: { readonly one: Likened; readonly line: number | null }): string => {
  const where = line === null ? `an engagement of ${one.date ?? one.coded.date} at the desk` : `line ${line}`
  return `looks like the same act as ${where}, which counts once. Take it out, or write yes in a column "another" where it was another act.`
}

const cellOf = ({ words, case: log }: ReadEngagement, field: EngagementField): string =>
  field === 'case' ? (log ?? '') : field === 'date' ? (words.date ?? '') : ''

/** By its id or its reference; words where it is none, or more than one. */
const caseNamed = (registry: Registry, name: string): RegistryLine | string => {
  const own = registry.get(name)
  if (own) return own
  const wanted = foldLetters(name)
  const found = [...registry.values()].filter(
    ({ head }) => head?.ref !== undefined && foldLetters(head.ref) === wanted,
  )
  if (found.length > 1)
    return `${found.length} cases have this reference. Write the id of the one that is meant.`
  return found[0] ?? 'no case of this desk has this id or reference. Open it first, or mend the reference.'
}

const journalGround = async (journals: JournalsOf, { desk }: At): Promise<Ground> => {
  const journal = await readyJournal(journals, desk)
  if (!journal.ok) throw new Error(engagementRefusalWords(translator('en'), journal.error))
  const likened = await likenedAt({ journals, desk, open: null })
  return {
    known: new Set(journal.value?.entries.map(({ id }) => id)),
    likened,
    fit: ({ coded }) => ok(coded),
  }
}

const caseGround = async (
  journals: JournalsOf,
  { device, desk }: At,
  line: RegistryLine,
): Promise<Ground> => {
  const here = atDesk(device, desk)
  const open = expectSent(await openCase(here, line))
  const { account } = device.unlocked.keys
  const role = here.desk().desk.members.get(account)?.role ?? 'reader'
  const today = device.deps.clock().toISOString().slice(0, 10)
  return {
    known: new Set(open.entries.map(({ id }) => id)),
    likened: await likenedAt({ journals, desk, open }),
    fit: (row, id) => {
      const coded = withCase(row, open)
      if (coded === null)
        return err({
          field: 'hearing',
          mend: 'no hearing of this day stands in the case. Write the hearing there first.',
        })
      const entry = { id, kind: 'engagement', coded, words: row.words }
      const proposed = { ...asWritten(entry, open.state.dark), id }
      const decided = decideAppend(open.state, proposed, { account, role }, today)
      if (decided.ok) return ok(coded)
      const refusal = { kind: 'decided', why: decided.error } as const
      return err({
        field: fieldOfRule(ruleOf(refusal)?.why ?? ''),
        mend: engagementRefusalWords(translator('en'), refusal),
      })
    },
  }
}

/** The consent in force, where the act needs one and the row names none, and the hearing of that day. Null: no such hearing. */
const withCase = ({ coded: row, hearing }: ReadEngagement, { state }: OpenCase): Coded | null => {
  // A case says its country itself.
  const { country: _country, ...coded } = row
  const purpose = consentNeeded[coded.type]
  const inForce = purpose && state.consents[purpose].allowed ? state.consents[purpose].entry : null
  const day = hearing === null ? null : state.courtDays.find((one) => one.day === hearing)
  if (day === undefined) return null
  return {
    ...coded,
    ...(coded.consent === undefined && inForce !== null && { consent: inForce }),
    ...(day !== null && { hearing: day.entry }),
  }
}

const fieldOfRule = (why: string): EngagementField =>
  why.startsWith('consent_')
    ? 'consent'
    : why === 'not_asked_again'
      ? 'askedAgainOn'
      : why === 'risk_not_checked'
        ? 'riskText'
        : why === 'reason_missing'
          ? 'reason'
          : why === 'done_in_future' || why === 'date_in_future'
            ? 'date'
            : 'type'

const likenedAt = async (given: {
  readonly journals: JournalsOf
  readonly desk: string
  readonly open: OpenCase | null
}): Promise<readonly Likened[]> => {
  const { journals, desk, open } = given
  const cases = {
    open: async () =>
      open === null
        ? err({ kind: 'not_found' as const })
        : ok({
            case: open.case,
            state: open.state,
            entries: open.entries.map((entry) => ({ ...entry, authorName: '' })),
          }),
    append: async () => err({ kind: 'not_found' as const }),
  }
  const found = await findEngagements({ journals, cases }, { desk, case: open?.case ?? null })
  if (!found.ok) throw new Error(engagementRefusalWords(translator('en'), found.error))
  return found.value.opened.map(({ entry, newest, coded, words }) => ({
    entry,
    coded,
    date: words?.date,
    chain: [entry, newest],
  }))
}

/** What one request carries. */
const MOST = 100

export const sendEngagements = async (
  { batches, rows }: PlacedLog,
  { device, desk }: At,
  onProgress: (done: number, total: number) => void,
): Promise<void> => {
  const here = atDesk(device, desk)
  const journals = noJournalsYet(device)
  let done = 0
  for (const { line, entries } of batches)
    for (let start = 0; start < entries.length; start += MOST) {
      const drafts = entries
        .slice(start, start + MOST)
        .map(({ id, coded, words }) => ({ id, kind: 'engagement', coded, words }))
      if (line) expectSent(await append(here, line, drafts))
      else {
        const noted = await appendToJournal(journals, desk, () => ok(drafts))
        if (!noted.ok) throw new Error(whyNotNoted(noted.error))
      }
      onProgress((done += drafts.length), rows.length)
    }
}

const whyNotNoted = (refusal: Parameters<typeof engagementRefusalWords>[1]): string =>
  refusal.kind === 'unreachable'
    ? explainSend({ kind: 'unreachable' })
    : engagementRefusalWords(translator('en'), refusal)

const expectSent = <T>(result: Result<T, CaseRefusal>): T => {
  if (!result.ok) throw new Error(explainSend(result.error))
  return result.value
}
