/**
 * Entries of a case: the kinds there are, the shape of each part of each kind, and the check of an entry against
 * them. A field a schema does not name is refused, so that the schemas are the table of what may stand where.
 */
import type { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import * as amendment from './kinds/amendment.ts'
import * as care from './kinds/care.ts'
import * as consent from './kinds/consent.ts'
import * as court from './kinds/court.ts'
import * as engagement from './kinds/engagement.ts'
import * as event from './kinds/event.ts'
import * as evidence from './kinds/evidence.ts'
import * as holder from './kinds/holder.ts'
import * as knowledge from './kinds/knowledge.ts'
import * as publication from './kinds/publication.ts'

/** An entry with its parts opened as far as the reader can open them. */
export type CaseEntry = {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly author: string
  readonly kind: string
  readonly kindVersion: number
  /** Null when erased, or when the kind has none. */
  readonly coded: unknown
  /** Undefined: not opened (on the server). Null: erased, or none. */
  readonly words?: unknown
  readonly open?: unknown
}

/** Without `words` an entry as the server reads it: they stay closed. */
export const toCaseEntry = ({ statement, coded, open }: ReadEntry, words?: unknown): CaseEntry => ({
  id: statement.id,
  seq: statement.seq,
  at: statement.at,
  author: statement.author,
  kind: statement.kind,
  kindVersion: statement.kindVersion,
  coded,
  ...(words !== undefined && { words }),
  ...(statement.open !== null && { open }),
})

/** What a member proposes to append. */
export type ProposedEntry = {
  /** Where it is chosen already: what may not name itself is held against it. */
  readonly id?: string
  readonly kind: string
  readonly coded: unknown
  readonly words?: unknown
  readonly open?: unknown
}

export const entryKinds = {
  opened: { coded: holder.openedCoded, words: holder.openedWords },
  identity: { coded: holder.identityCoded, words: holder.identityWords },
  event: { coded: event.eventCoded, words: event.eventWords },
  charge: { coded: court.chargeCoded, words: court.chargeWords },
  hearing: { coded: court.hearingCoded, words: court.hearingWords },
  source: { coded: knowledge.sourceCoded, words: knowledge.sourceWords },
  note: { coded: knowledge.noteCoded, words: knowledge.noteWords },
  assessment: { coded: knowledge.assessmentCoded, words: knowledge.assessmentWords },
  consent: { coded: consent.consentCoded, words: consent.consentWords },
  need: { coded: care.needCoded, words: care.needWords },
  contact: { coded: care.contactCoded, words: care.contactWords },
  support: { coded: care.supportCoded, words: care.supportWords },
  risk: { coded: care.riskCoded, words: care.riskWords },
  task: { coded: care.taskCoded, words: care.taskWords },
  link: { coded: care.linkCoded, words: care.linkWords },
  engagement: { coded: engagement.engagementCoded, words: engagement.engagementWords },
  cover: { coded: engagement.coverCoded, words: engagement.coverWords },
  evidence: { coded: evidence.evidenceCoded, words: evidence.evidenceWords },
  custody: { coded: evidence.custodyCoded, words: evidence.custodyWords },
  publication: {
    coded: publication.publicationCoded,
    words: publication.publicationWords,
    open: publication.publicationOpen,
  },
  release: { coded: publication.releaseCoded, words: publication.releaseWords },
  withdrawal: { coded: publication.withdrawalCoded, words: publication.withdrawalWords },
  correction: { coded: amendment.correctionCoded, words: amendment.correctionWords },
  erasure: { coded: amendment.erasureCoded, words: amendment.erasureWords },
  case_erasure: { coded: amendment.caseErasureCoded, words: amendment.caseErasureWords },
  closed: { coded: holder.closedCoded, words: holder.closedWords },
  dark: { coded: amendment.darkCoded, words: amendment.darkWords },
} as const
export type EntryKind = keyof typeof entryKinds
export const entryKindNames = Object.keys(entryKinds) as readonly EntryKind[]

/**
 * Versions of the schemas above. Version 2 of an event and of a publication may cite norms, and with them what holds
 * another entry whole. A newer one than these is read as "written by a newer version".
 */
const versions: Partial<Record<EntryKind, number>> = { event: 2, publication: 2, correction: 2, dark: 2 }

/** What this program writes; it reads all before. */
export const newestVersion = (kind: string): number => (isEntryKind(kind) && versions[kind]) || 1

export type CodedOf<K extends EntryKind> = z.infer<(typeof entryKinds)[K]['coded']>
export type WordsOf<K extends EntryKind> = z.infer<(typeof entryKinds)[K]['words']>

/** Stays readable in a dark case: that it is one, and what the server must see to erase and to stop. */
export const isDarkClear = (kind: string): boolean =>
  ['opened', 'erasure', 'case_erasure', 'release', 'withdrawal'].includes(kind)

/** Kinds a correction may replace. The rest are acts: undone by an act of their own, never rewritten. */
const correctableKinds = [
  'opened',
  'identity',
  'event',
  'charge',
  'hearing',
  'source',
  'note',
  'assessment',
  'consent',
  'need',
  'contact',
  'support',
  'risk',
  'task',
  'link',
  'engagement',
  'cover',
] as const satisfies readonly EntryKind[]
export type CorrectableKind = (typeof correctableKinds)[number]

export type PartRefusal =
  | { readonly kind: 'unknown_kind'; readonly entryKind: string }
  | {
      readonly kind: 'part_refused'
      readonly part: 'coded' | 'words' | 'open'
      readonly fields: readonly string[]
    }

export const isEntryKind = (kind: string): kind is EntryKind => Object.hasOwn(entryKinds, kind)

export const isCorrectable = (kind: string): kind is CorrectableKind =>
  (correctableKinds as readonly string[]).includes(kind)

/** The fields that an entry of this version cannot have: a program that writes it did not know them. */
export const fieldsTooNew = (
  entry: Pick<CaseEntry, 'kind' | 'kindVersion' | 'coded' | 'open'>,
): PartRefusal | null => {
  if (entry.kindVersion > 1) return null
  if (entry.kind === 'event' && has(entry.coded, 'cites')) return refused('coded', 'cites')
  if (entry.kind === 'correction' && has((entry.coded as CodedOf<'correction'> | null)?.coded, 'cites'))
    return refused('coded', 'coded.cites')
  return entry.kind === 'publication' && has(entry.open, 'norms') ? refused('open', 'norms') : null
}

const refused = (part: 'coded' | 'open', field: string): PartRefusal => ({
  kind: 'part_refused',
  part,
  fields: [field],
})

const has = (part: unknown, field: string): boolean =>
  typeof part === 'object' && part !== null && Object.hasOwn(part, field)

/** The coded part of a kind, or the paths of the fields that do not fit. */
export const parseCoded = <K extends EntryKind>(kind: K, coded: unknown): Result<CodedOf<K>, PartRefusal> =>
  parsePart('coded', entryKinds[kind].coded as unknown as z.ZodType<CodedOf<K>>, coded)

/** The sealed words of a kind. */
export const parseWords = <K extends EntryKind>(kind: K, words: unknown): Result<WordsOf<K>, PartRefusal> =>
  parsePart('words', entryKinds[kind].words as unknown as z.ZodType<WordsOf<K>>, words)

/** The open words of a publication. */
const parseOpen = (open: unknown): Result<publication.PublicationOpen, PartRefusal> =>
  parsePart('open', publication.publicationOpen, open)

/**
 * The vocabulary check: kind known, every part as its schema says, every code in the vocabulary of this version.
 * `corrected` is the kind of the entry a correction names; the server passes it too. Words not opened are not
 * looked at.
 */
export const checkEntry = (
  entry: ProposedEntry,
  corrected: EntryKind | null = null,
): Result<EntryKind, PartRefusal> => {
  if (!isEntryKind(entry.kind)) return err({ kind: 'unknown_kind', entryKind: entry.kind })
  const coded = parseCoded(entry.kind, entry.coded)
  if (!coded.ok) return coded
  if (entry.kind === 'correction' && corrected !== null) {
    const replaced = parseCoded(corrected, (coded.value as CodedOf<'correction'>).coded)
    if (!replaced.ok) return replaced
  }
  if (entry.words !== undefined && entry.words !== null) {
    const words = parseWords(
      entry.kind === 'correction' ? (corrected ?? entry.kind) : entry.kind,
      entry.words,
    )
    if (!words.ok) return words
  }
  if (entry.kind === 'publication' && entry.open !== undefined) {
    const open = parseOpen(entry.open)
    if (!open.ok) return open
  } else if (entry.open !== undefined && entry.open !== null) {
    return err({ kind: 'part_refused', part: 'open', fields: [''] })
  }
  return ok(entry.kind)
}

function parsePart<T>(
  part: 'coded' | 'words' | 'open',
  schema: z.ZodType<T>,
  value: unknown,
): Result<T, PartRefusal> {
  if (hidesText(value)) return err({ kind: 'part_refused', part, fields: ['__proto__'] })
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const fields = parsed.error.issues.map((issue) =>
    [...issue.path, ...('keys' in issue ? (issue.keys as string[]) : [])].join('.'),
  )
  return err({ kind: 'part_refused', part, fields: [...new Set(fields)] })
}

/** A record's schema passes over a key of this name without a word, and anything could stand under it. */
function hidesText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hidesText)
}
