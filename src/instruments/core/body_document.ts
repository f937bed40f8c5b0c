/**
 * A body as a document holds it: what it is called, by which rule it decides, and its roll: who sat in it from when to
 * when. A second person releases it; what is refused says where and, in the messages `bodies.refusal.<kind>`, the mend.
 */
import { compareText } from '#kernel/core/compare_text.ts'
import { z } from 'zod'
import { language, slug, webAddress } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { bodyKinds, groupKinds } from './bodies.ts'
import { majorities } from './majority.ts'

export const bodyRefusals = [
  'slug_taken',
  'slug_built_in',
  'slug_unreadable',
  'name_missing',
  'parent_unknown',
  'country_unknown',
  'sources_missing',
  'address_not_web',
  'day_unreadable',
  'days_reversed',
  'not_plain',
  'members_missing',
  'id_unreadable',
  'id_reserved',
  'id_twice',
  'group_twice',
  'group_unknown',
  'member_unknown',
  'member_twice_then',
  'does_not_fit',
] as const
export type BodyRefusal = {
  readonly kind: (typeof bodyRefusals)[number]
  /** Where in the body, parted by dots: `roll.memberships.3.to`. */
  readonly field: string
}
type Kind = BodyRefusal['kind']

/** Bytes of JSON: the US Congress of one day, both chambers, has about 200,000. */
export const BODY_LIMIT = 2 * 1024 * 1024
/** Pages beside those of members. */
const RESERVED = ['popolo.json', 'members.csv', 'deadlines']

const plain = (most: number, missing: Kind = 'does_not_fit') =>
  z
    .string({ error: missing })
    .trim()
    .min(1, { error: missing })
    .max(most)
    .refine(isPlainText, { error: 'not_plain' satisfies Kind })
const day = z.string().refine(isIsoDay, { error: 'day_unreadable' satisfies Kind })
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/, { error: 'id_unreadable' satisfies Kind })

const group = z.strictObject({ id, kind: z.enum(groupKinds), name: plain(200, 'name_missing') })
const member = z.strictObject({
  id: id.refine((one) => !RESERVED.includes(one), { error: 'id_reserved' satisfies Kind }),
  kind: z.enum(['state', 'person']),
  name: plain(200, 'name_missing'),
  identifiers: z
    .array(z.strictObject({ scheme: plain(60).or(z.literal('')), identifier: plain(120) }))
    .max(40),
})
const membership = z.strictObject({
  member: z.string(),
  groups: z.partialRecord(z.enum(groupKinds), z.string()),
  area: plain(200).nullable(),
  votes: z.boolean(),
  from: day.nullable(),
  to: day.nullable(),
})

const shape = z.strictObject({
  slug: z.string().refine((one) => slug.safeParse(one).success, { error: 'slug_unreadable' satisfies Kind }),
  /** The language of its name; the others are translations. */
  lang: language,
  kind: z.enum(bodyKinds),
  name: z.record(language, plain(200, 'name_missing')),
  country: z
    .string()
    .refine(isCountryCode, { error: 'country_unknown' satisfies Kind })
    .nullable(),
  /** The body that it is a committee or chamber of, where that one is here. */
  parent: slug.nullable(),
  /** By which it usually decides. */
  rule: z.enum(majorities),
  /** By what its members are counted first. */
  groupKind: z.enum(groupKinds),
  /** First and last day on which the roll names everybody who sat there; null: nobody says that it ever does. */
  known: z.strictObject({ from: day, to: day.nullable() }).nullable(),
  roll: z.strictObject({
    groups: z.array(group).max(1000),
    members: z
      .array(member)
      .min(1, { error: 'members_missing' satisfies Kind })
      .max(5000),
    memberships: z
      .array(membership)
      .min(1, { error: 'members_missing' satisfies Kind })
      .max(10_000),
  }),
  sources: z
    .array(
      z.strictObject({
        publisher: plain(300),
        title: plain(500),
        address: webAddress.nullable(),
        checkedOn: day.nullable(),
      }),
    )
    .min(1, { error: 'sources_missing' satisfies Kind })
    .max(20),
})
type Shape = z.infer<typeof shape>

export const bodyDocument = shape.superRefine((body, context) => {
  for (const { kind, field } of refusalsOf(body))
    context.addIssue({ code: 'custom', message: kind, path: field.split('.') })
})
export type BodyDocument = z.infer<typeof bodyDocument>
export type BodySource = BodyDocument['sources'][number]
export type BodyRoll = BodyDocument['roll']

/** What no field shows alone. */
const refusalsOf = ({ slug: own, lang, name, parent, known, roll }: Shape): readonly BodyRefusal[] => [
  ...(name[lang] === undefined ? [{ kind: 'name_missing', field: `name.${lang}` } as const] : []),
  ...(parent === own ? [{ kind: 'parent_unknown', field: 'parent' } as const] : []),
  ...(known?.to && known.to < known.from ? [{ kind: 'days_reversed', field: 'known.to' } as const] : []),
  ...twice(roll.members, ({ id: one }) => one).map((at) => ({
    kind: 'id_twice' as const,
    field: `roll.members.${at}.id`,
  })),
  ...twice(roll.groups, ({ kind, id: one }) => `${kind} ${one}`).map((at) => ({
    kind: 'group_twice' as const,
    field: `roll.groups.${at}.id`,
  })),
  ...refusalsOfMemberships(roll),
]

/** Places of those whose key came before. */
const twice = <T>(all: readonly T[], keyOf: (one: T) => string): readonly number[] => {
  const seen = new Set<string>()
  return all.flatMap((one, at) => {
    const key = keyOf(one)
    const before = seen.has(key)
    seen.add(key)
    return before ? [at] : []
  })
}

const refusalsOfMemberships = ({ members, groups, memberships }: BodyRoll): readonly BodyRefusal[] => {
  const ids = new Set(members.map((one) => one.id))
  const known = new Set(groups.map((one) => `${one.kind} ${one.id}`))
  const refusals: BodyRefusal[] = []
  for (const [at, one] of memberships.entries()) {
    const field = `roll.memberships.${at}`
    if (!ids.has(one.member)) refusals.push({ kind: 'member_unknown', field: `${field}.member` })
    for (const kind of groupKinds) {
      const of = one.groups[kind]
      if (of !== undefined && !known.has(`${kind} ${of}`))
        refusals.push({ kind: 'group_unknown', field: `${field}.groups.${kind}` })
    }
    if (one.from !== null && one.to !== null && one.to < one.from)
      refusals.push({ kind: 'days_reversed', field: `${field}.to` })
  }
  for (const at of overlapping(memberships))
    refusals.push({ kind: 'member_twice_then', field: `roll.memberships.${at}.from` })
  return refusals
}

type Spell = Pick<BodyRoll['memberships'][number], 'member' | 'from' | 'to'>

/** Places of memberships that begin while one of the same member that stands before them runs. */
export const overlapping = (memberships: readonly Spell[]): readonly number[] => {
  const placed = memberships.map((one, at) => ({ ...one, at }))
  return [...Map.groupBy(placed, ({ member: one }) => one).values()]
    .flatMap((own) => {
      const lasting = own.toSorted((a, b) => compareText(a.from ?? '', b.from ?? '') || a.at - b.at)
      return lasting.flatMap(({ from, at }, place) => {
        const before = lasting[place - 1]
        return before && (before.to === null || from === null || from <= before.to) ? [at] : []
      })
    })
    .toSorted((a, b) => a - b)
}
