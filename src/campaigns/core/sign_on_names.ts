/** Names of organisations: read from a pasted list, and those that may be one and the same shown side by side. */
import { foldLetters, foldText } from '#kernel/core/fold_text.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'

/** "Human Rights Watch (HRW)": the name, and what it calls itself for short. */
export type NameParts = { readonly words: readonly string[]; readonly acronyms: readonly string[] }

/** Words that tell no two names apart, in the languages of the lists that are pasted. */
const smallWords = new Set(
  'the of for and a an in on to de des du la le les l d del los las el y e et pour para por der die das und fur al'.split(
    ' ',
  ),
)
/** One word in two spellings, and words that many names have in both. */
const sameWords: Readonly<Record<string, string>> = {
  center: 'centre',
  centers: 'centres',
  organization: 'organisation',
  organizations: 'organisations',
  org: 'organisation',
  assoc: 'association',
  intl: 'international',
  inc: '',
  ltd: '',
  ngo: '',
}

export const namePartsOf = (name: string): NameParts => {
  const acronyms = [...name.matchAll(/\(([^()]{2,40})\)/g)].flatMap(([, inside = '']) =>
    /^[\p{Lu}\p{N}][\p{Lu}\p{N}\p{Ll}.-]{1,14}$/u.test(inside.trim()) && /\p{Lu}.*\p{Lu}/u.test(inside)
      ? [foldLetters(inside).replace(/[^\p{L}\p{N}]/gu, '')]
      : [],
  )
  const spoken = name.replace(/\([^()]*\)/g, ' ').replace(/,\s*within the framework of.*$/i, ' ')
  const words = (
    foldLetters(spoken)
      .replace(/['’]s\b/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
    .map((word) => sameWords[word] ?? word)
    .filter((word) => word !== '' && !smallWords.has(word))
  return { words, acronyms }
}

/** Why two names may be one, the strongest reason first. */
export const likenesses = ['same_name', 'same_acronym', 'acronym_of', 'transliteration', 'close'] as const
export type Likeness = (typeof likenesses)[number]
export type LikelyPair = { readonly a: number; readonly b: number; readonly because: Likeness }

type Named = { readonly name: string; readonly localName?: string | null; readonly country?: string | null }
type Prepared = {
  readonly key: string
  readonly words: readonly string[]
  readonly acronyms: ReadonlySet<string>
  readonly initials: string
  readonly skeleton: string
  readonly scripts: string
  readonly country: string | null
}

/** Every pair that somebody should look at, in the order of the list. Nothing is merged by this. */
export const likelyDuplicates = (all: readonly Named[]): readonly LikelyPair[] => {
  const forms = all.map((one) =>
    [one.name, ...(one.localName ? [one.localName] : [])].map((name) => prepare(name, one.country ?? null)),
  )
  const pairs: LikelyPair[] = []
  for (let a = 0; a < forms.length; a++)
    for (let b = a + 1; b < forms.length; b++) {
      const because = strongest(forms[a] ?? [], forms[b] ?? [])
      if (because) pairs.push({ a, b, because })
    }
  return pairs
}

/** Those of a list that may be in another one already. */
export const likelyAmong = (
  named: Named,
  all: readonly Named[],
): readonly { readonly at: number; readonly because: Likeness }[] => {
  const own = [named.name, ...(named.localName ? [named.localName] : [])].map((name) =>
    prepare(name, named.country ?? null),
  )
  return all.flatMap((one, at) => {
    const others = [one.name, ...(one.localName ? [one.localName] : [])].map((name) =>
      prepare(name, one.country ?? null),
    )
    const because = strongest(own, others)
    return because ? [{ at, because }] : []
  })
}

const strongest = (a: readonly Prepared[], b: readonly Prepared[]): Likeness | null => {
  const found = a.flatMap((one) => b.flatMap((other) => likeness(one, other) ?? []))
  return likenesses.find((kind) => found.includes(kind)) ?? null
}

const prepare = (name: string, country: string | null): Prepared => {
  const { words, acronyms } = namePartsOf(name)
  return {
    key: words.toSorted().join(' '),
    words,
    acronyms: new Set([...acronyms, ...(words.length === 1 && isShort(name) ? words : [])]),
    initials: words.map((word) => word[0]).join(''),
    skeleton: skeletonOf(name),
    scripts: /\p{Script=Latin}/u.test(name) ? 'latin' : 'other',
    country,
  }
}

/** "IDSN" alone is an acronym; "Karapatan" is a name. */
const isShort = (name: string): boolean => /^\p{Lu}[\p{Lu}\p{N}.-]{1,9}$/u.test(name.trim())

/** Consonants of every word, as `fold_text` writes them for all scripts. */
const skeletonOf = (name: string): string => {
  const forms = foldText(name.replace(/\([^()]*\)/g, ' ')).split(' ')
  // Arabic has one letter for both.
  const skeletons = forms
    .filter((form) => /^[=~]/.test(form))
    .map((form) => form.slice(1).replaceAll('p', 'b'))
  return [...new Set(skeletons)].toSorted().join(' ')
}

const likeness = (a: Prepared, b: Prepared): Likeness | null => {
  if (a.words.length === 0 || b.words.length === 0) return null
  if (a.key === b.key) return 'same_name'
  // Two countries, two organisations, unless the name is the very same.
  if (a.country !== null && b.country !== null && a.country !== b.country) return null
  if ([...a.acronyms].some((one) => b.acronyms.has(one))) return 'same_acronym'
  if (isAcronymOf(a, b) || isAcronymOf(b, a)) return 'acronym_of'
  if (a.scripts !== b.scripts && a.skeleton !== '' && a.skeleton === b.skeleton) return 'transliteration'
  return isClose(a, b) ? 'close' : null
}

/** The acronym alone stands for a name of as many words; of three letters at least, since two are anybody's. */
const isAcronymOf = (short: Prepared, long: Prepared): boolean =>
  short.words.length === 1 &&
  long.words.length > 2 &&
  [...short.acronyms].some((one) => one.length > 2 && one === long.initials)

/** The same words but for slips of the pen: as many letters changed as one word in nine has. */
const isClose = (a: Prepared, b: Prepared): boolean => {
  if (Math.abs(a.key.length - b.key.length) > 3) return false
  const most = Math.floor(Math.min(a.key.length, b.key.length) / 9)
  return most > 0 && distance(a.key, b.key, most) <= most && !differInOneWord(a, b)
}

/** "Committee in Serbia" and "Committee in Armenia" differ by a word that means something, not by a slip. */
const differInOneWord = (a: Prepared, b: Prepared): boolean => {
  const only = (one: Prepared, other: Prepared) => one.words.filter((word) => !other.words.includes(word))
  const [left, right] = [only(a, b), only(b, a)]
  return left.some((word) => !right.some((other) => distance(word, other, 2) <= (word.length > 5 ? 2 : 1)))
}

/** Letters put in, left out, changed, or two in each other's place (Damerau's); given up beyond `most`. */
const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : changed
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed, swapped))
    }
    if (Math.min(...next) > most && Math.min(...row) > most) return most + 1
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

export const LONGEST_NAME = 300

/** Why a line may be wrong; it is shown with its doubt before anything is kept. */
export const nameDoubts = [
  'empty',
  'too_long',
  'not_plain',
  'country_unknown',
  'looks_like_two',
  'no_letter',
] as const
export type NameDoubt = (typeof nameDoubts)[number]

export const nameDoubtOf = (name: string): NameDoubt | null => {
  if (name === '') return 'empty'
  if ([...name].length > LONGEST_NAME) return 'too_long'
  if (!isPlainText(name)) return 'not_plain'
  if (!/\p{L}/u.test(name)) return 'no_letter'
  return /;|\t| \/ /.test(name) ? 'looks_like_two' : null
}
