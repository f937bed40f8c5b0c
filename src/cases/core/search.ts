/** The head of a case: the little a desk reads of every case at once, to list and to search. Sealed as one record. */
import { foldText } from '#kernel/core/fold_text.ts'
import type { CaseEntry, WordsOf } from './entry.ts'
import { isInTime } from './erasure_time.ts'
import { type CaseLog, type Erasure, factsOf, readLog, wordsOf } from './read_log.ts'
import { type CaseState, FOLD_VERSION } from './state.ts'

/** Short keys: ten thousand heads are fetched to open a registry. */
export type CaseHead = {
  /** Fold version; a head of another version is folded anew. */
  readonly v: number
  /** Full name first, then aliases and pseudonyms, in all scripts. */
  readonly names: readonly string[]
  readonly aliases?: readonly string[]
  readonly ref?: string
  readonly place?: string
  readonly tags?: readonly string[]
  readonly country?: string
  readonly sectors?: readonly string[]
  /** Codes of the four axes; custody with its basis (`held:serving`). */
  readonly custody: string
  readonly proceedings: string
  readonly safety: string
  readonly accountability: string
  readonly flags?: readonly HeadFlag[]
  readonly due?: { readonly day: string; readonly kind: string }
  readonly at?: string
}

/** What a list must mark. */
export const headFlags = [
  'death_possible',
  'dark',
  'closed',
  'incomplete',
  'synthetic',
  'published',
  'past_end',
  'errors',
  'to_be_coded',
  'waits_publication',
  'waits_erasure',
  'erased',
] as const
export type HeadFlag = (typeof headFlags)[number]

const LONGEST = 80

/** Bytes of JSON a head may have, so that it fits its largest sealed bucket with all that goes around it. */
export const MOST_HEAD_BYTES = 1400

/** The head of a folded case; names and place come from the words, where they are opened. */
export const headOf = (state: CaseState, entries: readonly CaseEntry[]): CaseHead => {
  const log = readLog(entries)
  const identity = lastWords(log, 'identity')
  const opening = lastWords(log, 'opened')
  const names = identity.names ?? []
  const tags = [...new Set([...(opening.tags ?? []), ...(identity.tags ?? [])])]
  const ref = identity.reference ?? opening.reference
  const flags = flagsOf(state)
  const [due] = state.due
  const aliases = names.filter((name) => name.kind !== 'full').map((name) => shorten(name.text))
  return fitted({
    v: FOLD_VERSION,
    names: names.filter((name) => name.kind === 'full').map((name) => shorten(name.text)),
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(ref === undefined ? {} : { ref }),
    ...(identity.place === undefined ? {} : { place: shorten(identity.place) }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(state.country === null ? {} : { country: state.country }),
    ...(state.sectors.length === 0 ? {} : { sectors: state.sectors }),
    custody: custodyCode(state),
    proceedings: state.proceedings.status,
    safety: state.safety.status,
    accountability: state.accountability.status,
    ...(flags.length === 0 ? {} : { flags }),
    ...(due === undefined ? {} : { due: { day: due.day, kind: due.kind } }),
    ...(state.updatedAt === null ? {} : { at: state.updatedAt }),
  })
}

/** Custody as one code: `held:serving`, `released:conditional`. */
const custodyCode = ({ custody }: Pick<CaseState, 'custody'>): string => {
  if (custody.basis !== null) return `${custody.status}:${custody.basis}`
  return custody.conditional ? `${custody.status}:conditional` : custody.status
}

/** What search looks in, in the form `textMatcher` (kernel) asks. */
export const searchTextOf = (head: CaseHead): string =>
  foldText(
    [...head.names, ...(head.aliases ?? []), head.ref ?? '', head.place ?? '', ...(head.tags ?? [])].join(
      '\n',
    ),
  )

function lastWords<K extends 'identity' | 'opened'>(log: CaseLog, kind: K): Partial<WordsOf<K>> {
  const last = factsOf(log, kind).at(-1)
  return last === undefined ? {} : wordsOf(last)
}

function flagsOf(state: CaseState): readonly HeadFlag[] {
  const claims: Readonly<Record<HeadFlag, boolean>> = {
    death_possible: state.deathPossible,
    dark: state.dark,
    closed: state.closed,
    incomplete: state.incomplete,
    synthetic: state.synthetic,
    published: state.publications.some((publication) => publication.state === 'released'),
    past_end: state.pastEnd !== 'no',
    errors: state.errors.length > 0,
    to_be_coded: state.toBeCoded.length > 0,
    waits_publication: state.publications.some((publication) => publication.state === 'proposed'),
    waits_erasure:
      state.erased === null && state.erasures.some((erasure) => isWaiting(erasure, state.foldedOn)),
    erased: state.erased !== null,
  }
  return headFlags.filter((flag) => claims[flag])
}

const isWaiting = ({ of, at, releasedBy }: Erasure, today: string): boolean =>
  releasedBy === null && (of !== null || isInTime(at, today))

/** Cut between characters, never inside one. */
function shorten(text: string): string {
  const characters = [...text]
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('')}…`
}

/** The head without its last tags, aliases and names, until it fits. Search inside a case finds them still. */
function fitted(head: CaseHead): CaseHead {
  if (utf8Length(JSON.stringify(head)) <= MOST_HEAD_BYTES) return head
  const { names, aliases = [], tags = [] } = head
  if (tags.length > 0) return fitted({ ...head, tags: tags.slice(0, -1) })
  if (aliases.length > 0) return fitted({ ...head, aliases: aliases.slice(0, -1) })
  // What is left is bounded: one name, a place and a reference of 80 characters each, and codes.
  return names.length > 1 ? fitted({ ...head, names: names.slice(0, -1) }) : head
}

function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4
  }
  return bytes
}
