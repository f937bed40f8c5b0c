/** An instrument while it is being written: how it begins, how it is saved, what a preview shows. Pure. */
import type { AknFacts } from '#instruments/core/akn_found.ts'
import {
  type InstrumentBody,
  instrumentBody,
  type InstrumentVersion,
} from '#instruments/core/instrument_body.ts'
import { flatten, type Footnote, type Provision } from '#instruments/core/instrument.ts'
import { carryIds, compareTexts } from '#instruments/core/redline.ts'
import type { FoundStructure } from '#instruments/core/structure_text.ts'
import { tidy } from '#instruments/core/words.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { emptySource } from '#releases/core/sources.ts'

export type Body = Readonly<Record<string, unknown>>
/** A version with fields that may still be empty; the database keeps drafts as they are. */
export type DraftVersion = Omit<InstrumentVersion, 'provisions' | 'footnotes'> & {
  readonly provisions: readonly Provision[]
  readonly footnotes: readonly Footnote[]
}

export const emptyStage = (lang: string) => ({
  stage: 'tabled',
  on: '',
  body: null,
  version: null,
  note: { [lang]: '' },
  source: emptySource,
})

export const emptySponsorship = {
  sponsors: [],
  cosponsors: [],
  on: '',
  laterKnown: false,
  source: emptySource,
}

export const emptyVersion = (lang: string): DraftVersion => ({
  id: '',
  symbol: null,
  stage: 'tabled',
  on: null,
  language: lang,
  wording: 'text',
  title: null,
  opening: null,
  enacting: null,
  provisions: [],
  footnotes: [],
  complete: true,
  sources: [emptySource],
})

export const emptyInstrument = (lang: string): Body => ({
  slug: '',
  kind: 'resolution',
  lang,
  title: { [lang]: '' },
  symbol: null,
  body: null,
  session: null,
  languages: [lang],
  sources: [emptySource],
  sponsorship: null,
  history: [],
  versions: [emptyVersion(lang)],
})

export const versionsOf = (body: Body): readonly DraftVersion[] =>
  Array.isArray(body.versions) ? (body.versions as readonly DraftVersion[]) : []

/** What was read takes the place of what stood there; words about it that a person wrote stay. */
export const withText = (version: DraftVersion, found: FoundStructure): DraftVersion => ({
  ...version,
  title: found.title ?? version.title,
  opening: found.opening,
  enacting: found.enacting,
  provisions: found.provisions,
  footnotes: found.footnotes,
  complete: found.complete,
})

/** What the file tells of itself fills what nobody has written. */
export const withFacts = (version: DraftVersion, facts: AknFacts | null): DraftVersion =>
  facts === null
    ? version
    : {
        ...version,
        symbol: version.symbol ?? facts.symbol,
        on: version.on ?? facts.on,
        language: facts.language ?? version.language,
      }

type Chance = { readonly newId: () => string }

/**
 * The provisions of a version with the ids that they had in the one before. One that has lost its likeness to the
 * paragraph whose id it bore gets a new one: no id is given twice.
 */
export const carryFrom = (
  before: DraftVersion | undefined,
  now: DraftVersion,
  { newId }: Chance,
): DraftVersion => {
  if (!before) return now
  if (before.language !== now.language) return carryByNumber(before, now, { newId })
  const carried = carryIds(now.provisions, compareTexts(before, now))
  const own = new Set(flatten(now.provisions).map(({ provision: { id } }) => id))
  const [old, taken] = [
    new Set(flatten(before.provisions).map(({ provision: { id } }) => id)),
    new Set<string>(),
  ]
  const was = flatten(now.provisions).map(({ provision: { id } }) => id)
  const is = flatten(carried).map(({ provision: { id } }) => id)
  // Those that carryIds gave come first; of two that are the same the one that only kept its id lets go.
  for (const [at, id] of is.entries()) if (old.has(id) && id !== was[at]) taken.add(id)
  let at = 0
  const settle = (list: readonly Provision[]): readonly Provision[] =>
    list.map((one) => {
      const kept = was[at++] === one.id
      const double = kept && taken.has(one.id)
      if (kept && !double) taken.add(one.id)
      return { ...one, id: double ? freshId(own, newId) : one.id, children: settle(one.children) }
    })
  return { ...now, provisions: settle(carried) }
}

/** A translation has the paragraphs of its original: those that bear its numbers bear its ids. */
const carryByNumber = (before: DraftVersion, now: DraftVersion, { newId }: Chance): DraftVersion => {
  const [old, own] = [before, now].map(({ provisions }) =>
    flatten(provisions).map(({ provision }) => provision),
  )
  const idByNumber = new Map((old ?? []).map(({ number, id }) => [number, id]))
  const same =
    old?.length === own?.length
      ? (own ?? []).every(({ number }) => idByNumber.has(number))
      : before.stage === now.stage && before.symbol === now.symbol
  if (!same) return now
  const taken = new Set<string>()
  const given = new Set([...(old ?? []), ...(own ?? [])].map(({ id }) => id))
  const carry = (list: readonly Provision[]): readonly Provision[] =>
    list.map((one) => {
      const wanted = idByNumber.get(one.number) ?? one.id
      const id = taken.has(wanted) ? freshId(given, newId) : wanted
      taken.add(id)
      return { ...one, id, children: carry(one.children) }
    })
  return { ...now, provisions: carry(now.provisions) }
}

/** The version that another goes on from: the last one in its language, or else the one before it. */
export const versionBefore = <V extends { readonly language: string }>(
  versions: readonly V[],
  at: number,
): V | undefined =>
  versions.slice(0, at).findLast(({ language }) => language === versions[at]?.language) ?? versions[at - 1]

const freshId = (own: Set<string>, newId: () => string): string => {
  let id = newId()
  while (own.has(id)) id = newId()
  own.add(id)
  return id
}

/** As it is saved: words in the form in which they are kept and compared, names made where none was written. */
export const tidyInstrument = (body: Body, { newId }: Chance): Body => {
  const { lang } = body
  const named = nameVersions(versionsOf(body)).map((one) => tidyVersion(one))
  const versions = named.map((one, at) => {
    const before = versionBefore(named, at)
    return before && hasLostIds(before, one) ? carryFrom(before, one, { newId }) : one
  })
  const history = (Array.isArray(body.history) ? body.history : []) as readonly Body[]
  return {
    ...body,
    slug: body.slug === '' ? toSlug(String(body.symbol ?? '')) : body.slug,
    title: inSomeLanguages(body.title, lang),
    languages: [...new Set([...listOf(body.languages), lang, ...versions.map(({ language }) => language)])],
    history: history.map((one) => ({ ...one, note: noteOf(one.note, lang) })),
    versions,
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const noteOf = (note: unknown, lang: unknown): Readonly<Record<string, string>> | null => {
  const written = inSomeLanguages(note, null)
  if (Object.keys(written).length === 0) return null
  return inSomeLanguages(note, lang)
}

/** `a-res-53-144` */
const toName = (symbol: string): string =>
  symbol
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)

/** An instrument's address holds no dots; those of versions do, as `l.46-rev.1`. */
export const toSlug = (symbol: string): string => toName(symbol).replaceAll(/[.-]+/g, '-').replace(/-$/, '')

const nameVersions = (versions: readonly DraftVersion[]): readonly DraftVersion[] => {
  const taken = new Set(versions.map(({ id }) => id))
  return versions.map((one, at) => {
    if (one.id !== '') return one
    const wanted = toName(one.symbol ?? '') || `version-${at + 1}`
    const id = taken.has(wanted) ? `${wanted}-${at + 1}` : wanted
    taken.add(id)
    return { ...one, id }
  })
}

const tidyVersion = (version: DraftVersion): DraftVersion => {
  const tidyAll = (list: readonly Provision[]): readonly Provision[] =>
    list.map((one) => ({
      ...one,
      number: tidy(one.number),
      text: tidy(one.text),
      children: tidyAll(one.children),
    }))
  return { ...version, provisions: tidyAll(version.provisions) }
}

/** Word for word the same and by another name: what cites it would not find it. */
const hasLostIds = (before: DraftVersion, now: DraftVersion): boolean => {
  const [old, fresh] = [before, now].map(({ provisions }) => {
    const groups = Map.groupBy(flatten(provisions), ({ provision }) => provision.text)
    return new Map(
      [...groups].flatMap(([text, list]) => (list.length === 1 ? [[text, list[0]?.provision.id]] : [])),
    )
  })
  return [...(fresh ?? [])].some(([text, id]) => text !== '' && (old?.get(text) ?? id) !== id)
}

/** Null while something is missing without which there is no page. */
export const instrumentPreview = (body: Body, chance: Chance): InstrumentBody | null => {
  const parsed = instrumentBody.safeParse(tidyInstrument(body, chance))
  return parsed.success ? parsed.data : null
}
