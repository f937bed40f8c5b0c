/**
 * From entries to facts: dark entries unfolded where they can be, corrections put in place of what they correct,
 * erased parts left out, what cannot be read named. Everything that judges a case starts from these facts.
 */
import { isInTime } from './erasure_time.ts'
import {
  type CaseEntry,
  type CodedOf,
  type EntryKind,
  isCorrectable,
  isEntryKind,
  newestVersion,
  parseCoded,
  parseWords,
  type WordsOf,
} from './entry.ts'

export type FactOf<K extends EntryKind> = {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly author: string
  readonly kind: K
  readonly coded: CodedOf<K>
  /** Of the last correction, where there is one. Not read by anything that decides status. */
  readonly words: unknown
  readonly open: unknown
  readonly correctedBy: string | null
}
export type FactKind = Exclude<EntryKind, 'correction' | 'erasure' | 'case_erasure' | 'dark'>
export type Fact = { [K in FactKind]: FactOf<K> }[FactKind]

export type LogWarning =
  | 'written_by_newer_version'
  | 'dark_not_opened'
  | 'corrected_twice'
  | 'coded_part_erased'
export type LogError =
  | 'unreadable'
  | 'part_missing'
  | 'correction_of_nothing'
  | 'erasure_of_nothing'
  | 'doubled_id'

export type Erasure = {
  readonly entry: string
  /** When it was asked for. */
  readonly at: string
  /** Null: the whole case. */
  readonly of: string | null
  readonly author: string
  readonly parts: readonly string[]
  readonly reason: string
  readonly releasedBy: string | null
  readonly releasedAt: string | null
}

export type CaseLog = {
  /** In the order of the log. */
  readonly facts: readonly Fact[]
  /** Kind of every entry that can be read, by id; corrections and erasures too. */
  readonly kinds: ReadonlyMap<string, EntryKind>
  readonly authors: ReadonlyMap<string, string>
  readonly erasures: readonly Erasure[]
  readonly dark: boolean
  /** The released erasure of the whole case. */
  readonly erased: Erasure | null
  /** When the last entry was made; null for an empty log. */
  readonly updatedAt: string | null
  /** Why the facts are not all there; null when they are. */
  readonly gap: 'dark' | 'newer_version' | 'missing_part' | null
  readonly warnings: readonly Finding<LogWarning>[]
  readonly errors: readonly Finding<LogError>[]
}

export type Finding<K extends string = string> = { readonly kind: K; readonly entries: readonly string[] }

type Reading = {
  readonly facts: Map<string, Fact>
  readonly kinds: Map<string, EntryKind>
  readonly corrected: Map<string, string>
  readonly warnings: Finding<LogWarning>[]
  readonly errors: Finding<LogError>[]
  gap: CaseLog['gap']
}

/** Reads a log as far as its parts are opened. Never throws: what does not fit is an error in the result. */
export const readLog = (entries: readonly CaseEntry[]): CaseLog => {
  const inOrder = entries.toSorted((a, b) => a.seq - b.seq)
  const erasures = erasuresOf(inOrder)
  const whole = erasures.find((one) => one.of === null && one.releasedBy !== null) ?? null
  const erased = new Set(
    erasures.flatMap((one) => (one.releasedBy === null ? [] : one.parts.map((part) => `${one.of} ${part}`))),
  )
  const reading: Reading = {
    facts: new Map(),
    kinds: new Map(),
    corrected: new Map(),
    warnings: [],
    errors: [],
    gap: null,
  }
  const authors = new Map<string, string>()
  for (const entry of inOrder) {
    if (authors.has(entry.id)) {
      reading.errors.push({ kind: 'doubled_id', entries: [entry.id] })
      continue
    }
    authors.set(entry.id, entry.author)
    if (whole === null || lastsErasure(entry.kind)) readEntry(reading, entry, erased)
  }
  for (const one of erasures) {
    if (one.of !== null && !authors.has(one.of))
      reading.errors.push({ kind: 'erasure_of_nothing', entries: [one.entry] })
  }
  const facts = [...reading.facts.values()]
  return {
    facts,
    kinds: reading.kinds,
    authors,
    erasures,
    dark: facts.some((fact) => fact.kind === 'opened' && fact.coded.dark),
    erased: whole,
    updatedAt: inOrder.at(-1)?.at ?? null,
    gap: reading.gap,
    warnings: reading.warnings,
    errors: reading.errors,
  }
}

/** The facts of one kind, in the order of the log. */
export const factsOf = <K extends FactKind>(log: Pick<CaseLog, 'facts'>, kind: K): readonly FactOf<K>[] =>
  log.facts.filter((fact) => fact.kind === kind) as unknown as readonly FactOf<K>[]

/** The words of a fact as their schema knows them; none when they are closed, erased or do not fit. */
export const wordsOf = <K extends FactKind>(fact: FactOf<K>): Partial<WordsOf<K>> => {
  if (fact.words === undefined || fact.words === null) return {}
  const words = parseWords(fact.kind, fact.words)
  return words.ok ? words.value : {}
}

function readEntry(reading: Reading, written: CaseEntry, erased: ReadonlySet<string>): void {
  // Of a dark entry its envelope has the version, for whatever lies in it.
  const isNewer = written.kindVersion > newestVersion(written.kind)
  const entry = written.kind === 'dark' && !isNewer ? unfoldDark(reading, written, erased) : written
  if (entry === null) return
  if (isNewer || !isEntryKind(entry.kind) || entry.kind === 'dark') {
    reading.warnings.push({ kind: 'written_by_newer_version', entries: [entry.id] })
    reading.gap ??= 'newer_version'
    return
  }
  reading.kinds.set(entry.id, entry.kind)
  if (erased.has(`${entry.id} coded`)) return leaveOut(reading, entry)
  if (entry.coded === null || entry.coded === undefined) {
    reading.errors.push({ kind: 'part_missing', entries: [entry.id] })
    reading.gap ??= 'missing_part'
    return
  }
  if (entry.kind === 'correction') return correct(reading, entry, erased)
  const coded = parseCoded(entry.kind, entry.coded)
  if (!coded.ok) return unreadable(reading, entry.id)
  if (entry.kind === 'erasure' || entry.kind === 'case_erasure') return
  reading.facts.set(entry.id, {
    id: entry.id,
    seq: entry.seq,
    at: entry.at,
    author: entry.author,
    kind: entry.kind,
    coded: coded.value,
    words: erased.has(`${entry.id} sealed`) ? null : entry.words,
    open: erased.has(`${entry.id} open`) ? null : entry.open,
    correctedBy: null,
  } as Fact)
}

/** The real entry inside a dark one, or null where it is closed to this reader. */
function unfoldDark(reading: Reading, entry: CaseEntry, erased: ReadonlySet<string>): CaseEntry | null {
  if (erased.has(`${entry.id} sealed`)) {
    reading.warnings.push({ kind: 'coded_part_erased', entries: [entry.id] })
    return null
  }
  if (entry.words === undefined) {
    reading.warnings.push({ kind: 'dark_not_opened', entries: [entry.id] })
    reading.gap ??= 'dark'
    return null
  }
  const inside = entry.words === null ? null : parseWords('dark', entry.words)
  if (!inside?.ok) {
    reading.errors.push({ kind: inside === null ? 'part_missing' : 'unreadable', entries: [entry.id] })
    reading.gap ??= 'missing_part'
    return null
  }
  return { ...entry, kind: inside.value.kind, coded: inside.value.coded, words: inside.value.words ?? null }
}

function correct(reading: Reading, entry: CaseEntry, erased: ReadonlySet<string>): void {
  const parsed = parseCoded('correction', entry.coded)
  if (!parsed.ok) return unreadable(reading, entry.id)
  const of = parsed.value.corrects
  const target = reading.facts.get(of)
  if (target === undefined || !isCorrectable(target.kind)) {
    // A correction of what this reader cannot read is no error of its own: the gap is named already.
    const known = reading.kinds.get(of)
    if (
      reading.gap === null &&
      !erased.has(`${of} coded`) &&
      (known === undefined || !isCorrectable(known))
    ) {
      reading.errors.push({ kind: 'correction_of_nothing', entries: [entry.id] })
    }
    return
  }
  const coded = parseCoded(target.kind, parsed.value.coded)
  if (!coded.ok) return unreadable(reading, entry.id)
  const earlier = reading.corrected.get(of)
  if (earlier !== undefined) {
    reading.warnings.push({ kind: 'corrected_twice', entries: [of, earlier, entry.id] })
  }
  reading.corrected.set(of, entry.id)
  const words = erased.has(`${entry.id} sealed`) ? null : entry.words
  reading.facts.set(of, { ...target, coded: coded.value, words, correctedBy: entry.id } as Fact)
}

/** An erased correction takes its target's facts with it: what it replaced was wrong, and is not brought back. */
function leaveOut(reading: Reading, entry: CaseEntry): void {
  reading.warnings.push({ kind: 'coded_part_erased', entries: [entry.id] })
  const parsed = entry.kind === 'correction' ? parseCoded('correction', entry.coded) : null
  if (parsed?.ok) reading.facts.delete(parsed.value.corrects)
}

function unreadable(reading: Reading, id: string): void {
  reading.errors.push({ kind: 'unreadable', entries: [id] })
  reading.gap ??= 'missing_part'
}

/** What is left to be read of an erased case. */
const lastsErasure = (kind: string): boolean =>
  ['opened', 'release', 'withdrawal', 'erasure', 'case_erasure'].includes(kind)

/** Erasures count from their release by another than who asked for them. */
function erasuresOf(entries: readonly CaseEntry[]): readonly Erasure[] {
  const releases = entries.flatMap((entry) => {
    const coded = entry.kind === 'release' ? parseCoded('release', entry.coded) : null
    return coded?.ok ? [{ of: coded.value.of, author: entry.author, seq: entry.seq, at: entry.at }] : []
  })
  return entries.flatMap((entry) => {
    const asked = askedErasure(entry)
    if (asked === null) return []
    const { id, author, seq, at } = entry
    const isTaken = (releasedAt: string): boolean => asked.of !== null || isInTime(at, releasedAt)
    const release = releases.find(
      (one) => one.of === id && one.author !== author && one.seq > seq && isTaken(one.at),
    )
    const released = { releasedBy: release?.author ?? null, releasedAt: release?.at ?? null }
    return [{ entry: id, at, author, ...asked, ...released }]
  })
}

function askedErasure({ kind, coded }: CaseEntry): Pick<Erasure, 'of' | 'parts' | 'reason'> | null {
  if (kind === 'case_erasure') {
    const whole = parseCoded('case_erasure', coded)
    return whole.ok ? { of: null, parts: [], reason: whole.value.reason } : null
  }
  const one = kind === 'erasure' ? parseCoded('erasure', coded) : null
  return one?.ok ? { of: one.value.erases, parts: one.value.parts, reason: one.value.reason } : null
}
