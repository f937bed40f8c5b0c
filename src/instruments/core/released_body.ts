/** Bodies that are open to everybody: those built in, and released documents of the kind body. Pure. */
import { z } from 'zod'
import type { ReleasedDocument } from '#releases/core/kind.ts'
import {
  type BodyKind,
  bodyKinds,
  type GroupKind,
  groupKinds,
  isMemberOn,
  type Roll,
  type Seat,
  seatsOn,
  UN_ASSEMBLY,
  UN_THIRD_COMMITTEE,
  unRoll,
} from './bodies.ts'
import { type BodyDocument, bodyDocument, type BodySource } from './body_document.ts'
import type { Majority } from './majority.ts'

/** First and last day on which a roll names everybody. */
export type KnownDays = { readonly from: string; readonly to: string | null }

export type ReleasedBody = {
  readonly slug: string
  readonly kind: BodyKind
  readonly lang: string
  readonly name: Readonly<Record<string, string>>
  readonly country: string | null
  readonly parent: string | null
  readonly rule: Majority
  readonly groupKind: GroupKind
  /** Null: that somebody is not named says nothing of them on any day. */
  readonly known: KnownDays | null
  /** Memberships of this body have its slug as their body. */
  readonly roll: Roll
  readonly sources: readonly BodySource[]
  /** Null: built in. */
  readonly releasedOn: string | null
  readonly deskName: string | null
}

/** What a list shows of a body. */
export type BodyLine = Pick<
  ReleasedBody,
  'slug' | 'kind' | 'lang' | 'name' | 'country' | 'parent' | 'groupKind' | 'known' | 'deskName'
> & {
  /** All who are named, former members too. */
  readonly members: number
}

const unSource: BodySource = {
  publisher: 'United Nations',
  title: 'Member States',
  address: 'https://www.un.org/en/about-us/member-states',
  checkedOn: null,
}

const unNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [UN_ASSEMBLY]: {
    en: 'United Nations General Assembly',
    ar: 'الجمعية العامة للأمم المتحدة',
    fr: 'Assemblée générale des Nations Unies',
    es: 'Asamblea General de las Naciones Unidas',
  },
  [UN_THIRD_COMMITTEE]: {
    en: 'Third Committee of the General Assembly',
    ar: 'اللجنة الثالثة للجمعية العامة',
    fr: 'Troisième Commission de l’Assemblée générale',
    es: 'Tercera Comisión de la Asamblea General',
  },
}

/** The admissions that are known here are those since then (bodies.ts). */
const UN_KNOWN_FROM = '2000-01-01'

/** The General Assembly and its Third Committee are known without a document. */
export const builtInBodies: readonly ReleasedBody[] = unRoll.bodies.map(({ id, kind, parent }) => ({
  slug: id,
  kind,
  lang: 'en',
  name: unNames[id] ?? {},
  country: null,
  parent,
  rule: 'simple',
  groupKind: 'region',
  known: { from: UN_KNOWN_FROM, to: null },
  roll: {
    bodies: unRoll.bodies.filter((one) => one.id === id),
    groups: unRoll.groups,
    members: unRoll.members,
    memberships: unRoll.memberships.filter(({ body }) => body === id),
  },
  sources: [unSource],
  releasedOn: null,
  deskName: null,
}))

export const findBuiltIn = (slug: string): ReleasedBody | null =>
  builtInBodies.find((one) => one.slug === slug) ?? null

/** A document's roll is that of its own body alone. */
export const rollOfBody = ({ slug, kind, name, lang, parent, roll }: BodyDocument): Roll => ({
  bodies: [{ id: slug, kind, name: name[lang] ?? slug, parent }],
  groups: roll.groups,
  members: roll.members,
  memberships: roll.memberships.map((one) => ({ ...one, body: slug })),
})

/** Null for a body that is none by the schema of today, or has another address by now. */
export const readBody = (
  { body, deskName, releasedOn }: Pick<ReleasedDocument, 'body' | 'deskName' | 'releasedOn'>,
  address: string,
): ReleasedBody | null => {
  const parsed = bodyDocument.safeParse(body)
  if (!parsed.success || parsed.data.slug !== address) return null
  return { ...parsed.data, roll: rollOfBody(parsed.data), deskName, releasedOn }
}

export const bodyLine = z.object({
  slug: z.string(),
  kind: z.enum(bodyKinds),
  lang: z.string(),
  name: z.record(z.string(), z.string()),
  country: z.string().nullable(),
  parent: z.string().nullable(),
  groupKind: z.enum(groupKinds),
  known: z.object({ from: z.string(), to: z.string().nullable() }).nullable(),
  deskName: z.string().nullable(),
  members: z.int(),
})

const toLine = ({ roll, ...body }: ReleasedBody): BodyLine => ({
  slug: body.slug,
  kind: body.kind,
  lang: body.lang,
  name: body.name,
  country: body.country,
  parent: body.parent,
  groupKind: body.groupKind,
  known: body.known,
  deskName: body.deskName,
  members: roll.members.length,
})

/** The built-in ones first, then by slug; what is none by the schema of today is shown nowhere. */
export const bodyLines = (heads: readonly unknown[]): readonly BodyLine[] => [
  ...builtInBodies.map(toLine),
  ...heads
    .flatMap((head) => {
      const parsed = bodyLine.safeParse(head)
      return parsed.success ? [parsed.data] : []
    })
    .toSorted((a, b) => (a.slug < b.slug ? -1 : 1)),
]

/** The name in a language, or in the one it was written in. */
export const bodyNameIn = (
  { name, lang }: Pick<ReleasedBody, 'name' | 'lang'>,
  wanted: string,
): { readonly lang: string; readonly words: string } => {
  const own = name[wanted]
  return own === undefined ? { lang, words: name[lang] ?? '' } : { lang: wanted, words: own }
}

/** Whether a text names this body as its own: "General Assembly of the United Nations" is its other name. */
export const isNamedBody = ({ name }: Pick<BodyLine, 'name'>, written: string): boolean =>
  Object.values(name).some((one) => wordsOf(one) === wordsOf(written))

/** Of a name the words that carry it, in whichever order. */
const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .split(/[\s’']+/)
    .filter((word) => !['of', 'the', 'de', 'des', 'la', 'las', 'los', 'l', 'del'].includes(word))
    .toSorted()
    .join(' ')

export const seatsOfBody = (
  { roll, slug }: Pick<ReleasedBody, 'roll' | 'slug'>,
  day: string,
): readonly Seat[] => seatsOn(roll, slug, day)

/** Whether the roll names everybody on that day: only then is somebody who is not named certainly no member. */
export const isRollWhole = ({ known }: Pick<ReleasedBody, 'known'>, day: string): boolean =>
  known !== null && isMemberOn(known, day)
