/**
 * The final list of a letter, and the hash that is printed on it. Each name is hashed for itself with its own salt,
 * and the list holds these hashes: a name that must go, because somebody is in danger, goes, and the hash of the list
 * can still be checked. Byte by byte: docs/formats/sign_on_list.md.
 */
import { z } from 'zod'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { sortedJson } from '#kernel/core/sorted_json.ts'
import { signatoryKinds } from './sign_on.ts'

export const LIST_FORMAT = 'amparo/sign-on-list/1'

const hex = z.string().regex(/^[0-9a-f]{64}$/)

/** One name, as it stood at the moment of the freeze. */
export const frozenName = z.strictObject({
  /** 128 bits: without it a name that is withheld could be guessed from its hash. */
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  kind: z.enum(signatoryKinds),
  name: z.string().min(1),
  localName: z.string().nullable(),
  localLanguage: z.string().nullable(),
  country: z.string().nullable(),
})
export type FrozenName = z.infer<typeof frozenName>

export const frozenList = z.strictObject({
  format: z.literal(LIST_FORMAT),
  /** Addresses of the campaign and the ask. */
  campaign: z.string(),
  ask: z.string(),
  letterVersion: z.int().min(1),
  /** Of the letter in each of its languages, as UTF-8. */
  letter: z.record(z.string(), hex),
  /** Day in universal time. */
  frozenOn: z.string().refine(isIsoDay),
  /** Hashes of the names, sorted: the order tells nothing. */
  names: z.array(hex),
})
export type FrozenList = z.infer<typeof frozenList>

type Hash = (text: string) => string

/** Texts and whole numbers only: sorted keys without spaces are RFC 8785. */
export const canonicalText = (value: FrozenName | FrozenList): string => sortedJson(value)

export const hashOfName = (name: FrozenName, hash: Hash): string => hash(canonicalText(name))

export const makeFrozenList = (
  given: {
    readonly campaign: string
    readonly ask: string
    readonly letterVersion: number
    readonly letter: Readonly<Record<string, string>>
    readonly frozenOn: string
    readonly names: readonly FrozenName[]
  },
  hash: Hash,
): { readonly list: FrozenList; readonly sha256: string } => {
  const list: FrozenList = {
    format: LIST_FORMAT,
    campaign: given.campaign,
    ask: given.ask,
    letterVersion: given.letterVersion,
    letter: Object.fromEntries(Object.entries(given.letter).map(([lang, text]) => [lang, hash(text)])),
    frozenOn: given.frozenOn,
    names: given.names.map((name) => hashOfName(name, hash)).toSorted(),
  }
  return { list, sha256: hash(canonicalText(list)) }
}

/** What is published of it: names in full, and as many as are withheld by their hashes alone. */
export const publishedList = z.strictObject({
  sha256: hex,
  list: frozenList,
  names: z.array(frozenName),
})
export type PublishedList = z.infer<typeof publishedList>

export type ListFault =
  | { readonly kind: 'not_this_format' }
  | { readonly kind: 'hash_differs' }
  | { readonly kind: 'name_not_in_list'; readonly name: string }
  | { readonly kind: 'named_twice'; readonly name: string }

/** What is wrong with a published list; nothing: it is the one that was frozen, and so many names are withheld. */
export const checkPublishedList = (
  given: unknown,
  hash: Hash,
): { readonly faults: readonly ListFault[]; readonly withheld: number } => {
  const read = publishedList.safeParse(given)
  if (!read.success) return { faults: [{ kind: 'not_this_format' }], withheld: 0 }
  const { sha256, list, names } = read.data
  const faults: ListFault[] = hash(canonicalText(list)) === sha256 ? [] : [{ kind: 'hash_differs' }]
  const left = [...list.names]
  const seen = new Set<string>()
  for (const name of names) {
    const own = hashOfName(name, hash)
    const place = left.indexOf(own)
    if (place !== -1) left.splice(place, 1)
    else faults.push({ kind: seen.has(own) ? 'named_twice' : 'name_not_in_list', name: name.name })
    seen.add(own)
  }
  return { faults, withheld: left.length }
}
