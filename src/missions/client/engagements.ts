/** What a mission did, on a device: logged in a case or in the desk's journal, read back, and held against what is there. */
import { decideEngagementWords } from '#cases/core/decide_engagement.ts'
import { currentEngagements, engagementsOf } from '#cases/core/engagements.ts'
import type { CaseEntry } from '#cases/core/entry.ts'
import { type EngagementWords, engagementWords } from '#cases/core/kinds/engagement.ts'
import { readLog } from '#cases/core/read_log.ts'
import { contradictionsOf } from '#cases/core/words.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { checkJournalRule, type JournalEntry, journalOf } from '#members/core/journal.ts'
import { appendToJournal, type JournalsOf, type OpenJournal, readyJournal } from '#members/client/journal.ts'
import { serverErr } from '#members/client/refusals.ts'
import { newId } from '#members/client/unlocked.ts'
import { isAlike, type Likened, pairsAlike } from '#missions/core/alike.ts'
import { caseRows, journalRows } from '#missions/core/engagement_rows.ts'
import { engagementsAnswer } from '#missions/core/engagement_wire.ts'
import {
  type GeneralCoded,
  generalEngagementCoded,
  missionJournalKinds,
} from '#missions/core/journal_kinds.ts'
import type { EngagementRow } from '#missions/core/rows.ts'
import type {
  CaseDraft,
  CoverForm,
  EngagementRefusal,
  Engagements,
  Logged,
  LogForm,
  OpenEngagement,
} from './views.ts'

/** A case as the workbench opens it, with what waits on this device. */
export type CaseOpened = {
  readonly case: string
  readonly state: { readonly country: string | null; readonly foldedOn: string }
  readonly entries: readonly (CaseEntry & { readonly authorName: string; readonly waits?: true })[]
}

/** Reading and writing of cases, as the workbench has them: this room knows none of their keys. */
export type CasesHere<R> = {
  readonly open: (of: { readonly desk: string; readonly case: string }) => Promise<Result<CaseOpened, R>>
  readonly append: (given: {
    readonly desk: string
    readonly case: string
    readonly entries: readonly CaseDraft[]
  }) => Promise<Result<CaseOpened, R>>
}

type Here<R> = { readonly journals: JournalsOf; readonly cases: CasesHere<R> }
type Answer<T, R> = Promise<Result<T, EngagementRefusal | R>>
type Of = { readonly desk: string; readonly case?: string | null }

export const findEngagements = async <R>(here: Here<R>, of: Of): Answer<Engagements, R> => {
  if (of.case === undefined) return findRows(here.journals, of.desk)
  if (of.case === null) return findGeneral(here.journals, of.desk)
  const open = await here.cases.open({ desk: of.desk, case: of.case })
  if (!open.ok) return open
  return ok(toView(inCase(open.value, of.desk)))
}

/** Page after page; a server that turns back would never end. */
const findRows = async <R>({ deps }: JournalsOf, desk: string): Answer<Engagements, R> => {
  const rows: EngagementRow[] = []
  for (let after = ''; ;) {
    const query = after === '' ? '' : `?after=${after}`
    const path = `/desks/${desk}/mission/engagements${query}`
    const page = await deps.api('GET', path, { answer: engagementsAnswer })
    if (!page.ok) return serverErr(page.error)
    rows.push(...page.value.engagements)
    const { next } = page.value
    if (next !== null && next <= after) return err({ kind: 'tampered', what: 'bad_answer', seq: null })
    if (next === null) return ok({ rows, opened: [], alike: [], unreadable: 0 })
    after = next
  }
}

const findGeneral = async <R>(journals: JournalsOf, desk: string): Answer<Engagements, R> => {
  const journal = await readyJournal(journals, desk)
  if (!journal.ok) return journal
  const { opened, unreadable } = inJournal(journals, desk, journal.value)
  return ok({ ...toView(opened), unreadable })
}

type Opened = OpenEngagement & { readonly chain: readonly string[] }

const likened = ({ entry, coded, words, chain }: Opened): Likened => ({
  entry,
  coded,
  date: words?.date,
  chain,
})

const toView = (all: readonly Opened[]): Engagements => ({
  rows: [],
  opened: all.toSorted(newestFirst),
  alike: pairsAlike(all.map(likened)),
  unreadable: 0,
})

const dayOf = ({ words, coded }: OpenEngagement): string => words?.date ?? coded.date

const newestFirst = (a: OpenEngagement, b: OpenEngagement): number => {
  const [one, other] = [dayOf(a), dayOf(b)]
  return one === other ? (a.at < b.at ? 1 : -1) : one < other ? 1 : -1
}

const wordsOf = (words: unknown): EngagementWords | null => {
  const parsed = engagementWords.safeParse(words)
  return parsed.success ? parsed.data : null
}

type Chained = { readonly id: string; readonly coded: { readonly updates?: string | undefined } }

/** The entries of each chain, by its first. */
const chainsIn = (logged: readonly Chained[]): ReadonlyMap<string, readonly string[]> => {
  const firstById = new Map<string, string>()
  const chains = new Map<string, readonly string[]>()
  for (const { id, coded } of logged) {
    const first = (coded.updates !== undefined && firstById.get(coded.updates)) || id
    firstById.set(id, first)
    chains.set(first, [...(chains.get(first) ?? []), id])
  }
  return chains
}

const inCase = (open: CaseOpened, desk: string): readonly Opened[] => {
  const log = readLog(open.entries)
  const facts = new Map(log.facts.map((fact) => [fact.id, fact]))
  const byId = new Map(open.entries.map((entry) => [entry.id, entry]))
  const of = { mission: desk, log: open.case, country: open.state.country }
  const rows = new Map(caseRows(log, of).engagements.map((row) => [row.entry, row]))
  const all = engagementsOf(log)
  const chains = chainsIn(log.facts.filter((fact) => fact.kind === 'engagement'))
  return all.flatMap((one): readonly Opened[] => {
    const row = rows.get(one.entry)
    const fact = facts.get(one.newest)
    if (one.sameAs !== null || !row || !fact) return []
    const written = byId.get(fact.correctedBy ?? fact.id)
    return [
      {
        ...row,
        case: open.case,
        newest: one.newest,
        coded: one.coded,
        words: wordsOf(fact.words),
        authorName: written?.authorName ?? '',
        at: fact.at,
        alsoLogged: all.filter(({ sameAs }) => sameAs === one.entry).map(({ entry }) => entry),
        waits: written?.waits === true,
        chain: chains.get(one.entry) ?? [one.entry],
      },
    ]
  })
}

type General = JournalEntry & { readonly coded: GeneralCoded }

const generalIn = (journal: OpenJournal | null): readonly General[] =>
  (journal?.entries ?? []).flatMap((entry) => {
    const coded = entry.kind === 'engagement' ? generalEngagementCoded.safeParse(entry.coded) : null
    return coded?.success ? [{ ...entry, coded: coded.data }] : []
  })

const inJournal = (
  { unlocked }: JournalsOf,
  desk: string,
  journal: OpenJournal | null,
): { readonly opened: readonly Opened[]; readonly unreadable: number } => {
  const logged = generalIn(journal)
  const of = { mission: desk, log: journalOf(desk) }
  const rows = new Map(journalRows(logged, of).map((row) => [row.entry, row]))
  const byId = new Map(logged.map((entry) => [entry.id, entry]))
  const members = unlocked.desks.get(desk)?.desk.members
  const all = currentEngagements(logged)
  const chains = chainsIn(logged)
  const opened = all.flatMap((one): readonly Opened[] => {
    const row = rows.get(one.entry)
    const entry = byId.get(one.newest)
    if (!row || !entry) return []
    return [
      {
        ...row,
        case: null,
        newest: one.newest,
        coded: one.coded,
        words: wordsOf(entry.words),
        authorName: members?.get(entry.author)?.name ?? '',
        at: entry.at,
        alsoLogged: all.filter(({ sameAs }) => sameAs === one.entry).map(({ entry: other }) => other),
        waits: false,
        chain: chains.get(one.entry) ?? [one.entry],
      },
    ]
  })
  return { opened, unreadable: logged.filter(({ words }) => wordsOf(words) === null).length }
}

/** What is not the same act as anything, and goes on from nothing, may have been logged by somebody else already. */
const alikeIn = (all: readonly Opened[], form: LogForm, id: string): readonly OpenEngagement[] => {
  const { coded, words } = form
  if (form.another || form.corrects || coded.updates || coded.sameAs) return []
  const own: Likened = { entry: id, coded, date: words.date, chain: [id] }
  // Sent a second time because the answer was lost: it is there itself.
  if (all.some(({ chain }) => chain.includes(id))) return []
  return all.filter((one) => isAlike(own, likened(one)))
}

export const logEngagement = async <R>(here: Here<R>, form: LogForm): Answer<Logged, R> => {
  const id = form.id ?? newId(here.journals.deps)
  return form.case === null
    ? logGeneral(here.journals, form, id)
    : logInCase(here, { ...form, case: form.case }, id)
}

const logInCase = async <R>(
  { cases }: Here<R>,
  form: LogForm & { readonly case: string },
  id: string,
): Answer<Logged, R> => {
  const of = { desk: form.desk, case: form.case }
  const open = await cases.open(of)
  if (!open.ok) return open
  if (open.value.entries.some((entry) => entry.id === id)) return ok(loggedIn(open.value, id))
  const alike = alikeIn(inCase(open.value, form.desk), form, id)
  if (alike.length > 0) return err({ kind: 'looks_alike', engagements: alike })
  const { country: _country, ...coded } = form.coded
  const own =
    form.corrects === undefined
      ? { id, kind: 'engagement', coded, words: form.words }
      : { id, kind: 'correction', coded: { corrects: form.corrects, coded }, words: form.words }
  const written = await cases.append({ ...of, entries: [...(form.with ?? []), own] })
  return written.ok ? ok(loggedIn(written.value, id)) : written
}

const loggedIn = ({ entries }: CaseOpened, id: string): Logged => ({
  id,
  waits: entries.some((entry) => entry.id === id && entry.waits === true),
})

/** As the server says it. */
const thereAlready = err({ kind: 'refused_by_server' as const, type: 'id_taken', fields: {} })

const logGeneral = async <R>(journals: JournalsOf, form: LogForm, id: string): Answer<Logged, R> => {
  const today = journals.deps.clock().toISOString().slice(0, 10)
  const read = readGeneral(form, today)
  if (!read.ok) return read
  const done = await appendToJournal<EngagementRefusal>(journals, form.desk, (journal) => {
    if (journal.entries.some((entry) => entry.id === id)) return thereAlready
    const fact = { id, kind: 'engagement', coded: read.value.coded }
    const rule = checkJournalRule(fact, { kinds: missionJournalKinds, earlier: journal.entries, today })
    if (!rule.ok && rule.error.kind === 'rule_broken') return err(rule.error)
    const alike = alikeIn(inJournal(journals, form.desk, journal).opened, form, id)
    if (alike.length > 0) return err({ kind: 'looks_alike', engagements: alike })
    return ok([{ ...fact, words: read.value.words }])
  })
  if (done.ok) return ok({ id, waits: false })
  // Sent before, and the answer was lost: it is there.
  const isThere = done.error.kind === 'refused_by_server' && done.error.type === 'id_taken'
  return isThere ? ok({ id, waits: false }) : done
}

type GeneralForm = { readonly coded: GeneralCoded; readonly words: EngagementWords }

const readGeneral = (form: LogForm, today: string): Result<GeneralForm, EngagementRefusal> => {
  const coded = generalEngagementCoded.safeParse(form.coded)
  const words = engagementWords.safeParse(form.words)
  if (!coded.success || !words.success) {
    const issues = [...(coded.error?.issues ?? []), ...(words.error?.issues ?? [])]
    return err({ kind: 'no_engagement', fields: [...new Set(issues.map(({ path }) => path.join('.')))] })
  }
  const fields = contradictionsOf('engagement', coded.data, words.data)
  if (fields.length > 0) return err({ kind: 'no_engagement', fields })
  const decided = decideEngagementWords(coded.data, words.data, today)
  return decided.ok
    ? ok({ coded: coded.data, words: words.data })
    : err({ kind: 'decided', why: decided.error })
}

export const coverHearing = async <R>({ journals, cases }: Here<R>, form: CoverForm): Answer<Logged, R> => {
  const id = form.id ?? newId(journals.deps)
  const coded = { hearing: form.hearing, ...(form.officer !== null && { officer: form.officer }) }
  const words = form.note === undefined ? {} : { note: form.note }
  const entries = [{ id, kind: 'cover', coded, words }]
  const written = await cases.append({ desk: form.desk, case: form.case, entries })
  return written.ok ? ok(loggedIn(written.value, id)) : written
}
