/** The head of a case: the little a desk reads of every case at once, to list and to search. Sealed as one record. */
import { foldText } from '#kernel/core/fold_text.ts'
import type { IdentityWords, OpenedWords } from './kinds/holder.ts'
import type { CaseEntry } from './entry.ts'
import { factsOf, readLog } from './read_log.ts'
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
] as const
export type HeadFlag = (typeof headFlags)[number]

const MOST_NAMES = 8
const MOST_TAGS = 8
const LONGEST = 80

/** The head of a folded case; names and place come from the words, where they are opened. */
export const headOf = (state: CaseState, entries: readonly CaseEntry[]): CaseHead => {
  const log = readLog(entries)
  const identity = (factsOf(log, 'identity').at(-1)?.words ?? {}) as IdentityWords
  const opening = (factsOf(log, 'opened').at(-1)?.words ?? {}) as OpenedWords
  const names = identity.names ?? []
  const tags = [...new Set([...(opening.tags ?? []), ...(identity.tags ?? [])])].slice(0, MOST_TAGS)
  const ref = identity.reference ?? opening.reference
  const flags = flagsOf(state)
  const [due] = state.due
  const aliases = names.filter((name) => name.kind !== 'full').map((name) => shorten(name.text))
  return {
    v: FOLD_VERSION,
    names: names
      .filter((name) => name.kind === 'full')
      .map((name) => shorten(name.text))
      .slice(0, MOST_NAMES),
    ...(aliases.length === 0 ? {} : { aliases: aliases.slice(0, MOST_NAMES) }),
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
  }
}

/** Custody as one code: `held:serving`, `released:conditional`. */
export const custodyCode = ({ custody }: Pick<CaseState, 'custody'>): string => {
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
  }
  return headFlags.filter((flag) => claims[flag])
}

/** Cut between characters, never inside one. */
function shorten(text: string): string {
  const characters = [...text]
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('')}…`
}
