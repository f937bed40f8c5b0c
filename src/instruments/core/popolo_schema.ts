/**
 * The Popolo data of a parliament, in the shapes of its JSON schemas (popoloproject.com, CC-BY 4.0): persons,
 * organizations, memberships, posts, areas, events, motions and vote events. Fields that the schemas do not name are
 * kept as they are, as the schemas allow.
 */
import { z } from 'zod'

const text = z.string().nullish()
const uri = z.string().regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/)
const day = z
  .string()
  .regex(/^[0-9]{4}(-[0-9]{2}){0,2}$/)
  .nullish()
const dayOrTime = z
  .string()
  .regex(/^[0-9]{4}((-[0-9]{2}){0,2}|(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){0,2}(Z|[+-][0-9]{2}(:[0-9]{2})?))$/)
  .nullish()
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/)
  .nullish()

const identifier = z.looseObject({ identifier: z.string(), scheme: text })
const link = z.looseObject({ url: uri, note: text })
const contact = z.looseObject({
  label: text,
  type: z.string(),
  value: z.string(),
  note: text,
  valid_from: day,
  valid_until: day,
})
const otherName = z.looseObject({ name: z.string().optional(), start_date: day, end_date: day, note: text })
const common = {
  id: text,
  contact_details: z.array(contact).optional(),
  links: z.array(link).optional(),
  sources: z.array(link).optional(),
  created_at: instant,
  updated_at: instant,
}

const person = z.looseObject({
  ...common,
  name: text,
  other_names: z.array(otherName).optional(),
  identifiers: z.array(identifier).optional(),
  family_name: text,
  given_name: text,
  sort_name: text,
  email: z
    .string()
    .regex(/^[^\s@]+@\S+$/)
    .nullish(),
  gender: text,
  birth_date: day,
  death_date: day,
  image: uri.nullish(),
  summary: text,
})
const organization = z.looseObject({
  ...common,
  name: text,
  other_names: z.array(otherName).optional(),
  identifiers: z.array(identifier).optional(),
  classification: text,
  parent_id: text,
  area_id: text,
  founding_date: day,
  dissolution_date: day,
  image: uri.nullish(),
})
const membership = z.looseObject({
  ...common,
  label: text,
  role: text,
  member: z.looseObject({ id: text }).nullish(),
  person_id: text,
  organization_id: text,
  post_id: text,
  on_behalf_of_id: text,
  area_id: text,
  start_date: dayOrTime,
  end_date: dayOrTime,
})
const post = z.looseObject({
  ...common,
  label: text,
  other_label: z.array(z.string()).optional(),
  role: text,
  organization_id: text,
  area_id: text,
  start_date: day,
  end_date: day,
})
const area = z.looseObject({
  id: text,
  name: text,
  identifier: text,
  classification: text,
  parent_id: text,
  geometry: z.looseObject({}).nullish(),
  sources: z.array(link).optional(),
})
const event = z.looseObject({
  id: text,
  name: text,
  classification: text,
  organization_id: text,
  start_date: dayOrTime,
  end_date: dayOrTime,
})
const motion = z.looseObject({
  id: text,
  organization_id: text,
  text,
  identifier: text,
  classification: text,
  date: instant,
  requirement: text,
  result: text,
})
const voteEvent = z.looseObject({
  id: text,
  organization_id: text,
  legislative_session_id: text,
  identifier: text,
  motion_id: text,
  classification: text,
  start_date: instant,
  end_date: instant,
  result: text,
  counts: z.array(z.looseObject({ option: z.string(), value: z.int(), group_id: text })).optional(),
  group_results: z.array(z.looseObject({ group_id: text, result: z.string() })).optional(),
  votes: z
    .array(
      z.looseObject({
        voter_id: text,
        option: text,
        group_id: text,
        role: text,
        weight: z.number().nullish(),
        pair_id: text,
      }),
    )
    .optional(),
  sources: z.array(link).optional(),
})

export const popolo = z.looseObject({
  persons: z.array(person).default([]),
  organizations: z.array(organization).default([]),
  memberships: z.array(membership).default([]),
  posts: z.array(post).default([]),
  areas: z.array(area).default([]),
  events: z.array(event).default([]),
  motions: z.array(motion).default([]),
  vote_events: z.array(voteEvent).default([]),
})
export type Popolo = z.infer<typeof popolo>
export type PopoloVoteEvent = Popolo['vote_events'][number]

export const popoloKinds = [
  'persons',
  'organizations',
  'memberships',
  'posts',
  'areas',
  'events',
  'motions',
  'vote_events',
] as const
export type PopoloKind = (typeof popoloKinds)[number]

/** Where a field leads; each must be in the same file. */
export const references: Readonly<Partial<Record<PopoloKind, Readonly<Record<string, PopoloKind>>>>> = {
  organizations: { parent_id: 'organizations', area_id: 'areas' },
  memberships: {
    person_id: 'persons',
    organization_id: 'organizations',
    on_behalf_of_id: 'organizations',
    post_id: 'posts',
    area_id: 'areas',
  },
  posts: { organization_id: 'organizations', area_id: 'areas' },
  areas: { parent_id: 'areas' },
  motions: { organization_id: 'organizations' },
  vote_events: { organization_id: 'organizations', motion_id: 'motions' },
}
