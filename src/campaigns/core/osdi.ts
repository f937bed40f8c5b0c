/**
 * The Open Supporter Data Interface, v1.2 (opensupporter.github.io/osdi-docs): asks as resources of HAL, and its two helpers, by
 * which a form of another organisation hands on a signature or says that somebody wrote. Who asks has no account here,
 * so an answer tells nothing: `{}`. Pure.
 */
import { z } from 'zod'
import type { AskBody, AskForm } from './ask.ts'
import type { ReportedKind } from './ask_view.ts'
import type { ReadForm } from './signing.ts'

export const osdiKinds = ['petitions', 'advocacy_campaigns'] as const
export type OsdiKind = (typeof osdiKinds)[number]

/** Petitions are signed; of the others people say themselves what they sent. */
const formsOf: Readonly<Record<OsdiKind, readonly AskForm[]>> = {
  petitions: ['petition'],
  advocacy_campaigns: ['urgent_action', 'letter_writing', 'meeting'],
}
export const isOfKind = (kind: OsdiKind, { form }: Pick<AskBody, 'form'>): boolean =>
  formsOf[kind].includes(form)

const single: Readonly<Record<OsdiKind, string>> = {
  petitions: 'petition',
  advocacy_campaigns: 'advocacy_campaign',
}
const helper: Readonly<Record<OsdiKind, { readonly rel: string; readonly path: string }>> = {
  petitions: { rel: 'osdi:record_signature_helper', path: 'signatures' },
  advocacy_campaigns: { rel: 'osdi:record_outreach_helper', path: 'outreaches' },
}

/** With its origin, without a slash at its end. */
export type OsdiBase = string

const curies = [
  { name: 'osdi', href: 'https://opensupporter.github.io/osdi-docs/{rel}', templated: true },
] as const

export const entryPoint = (base: OsdiBase, organisation: string) => ({
  motd: 'Petitions and actions that are open here. Helpers alone: an answer tells nothing of a person.',
  vendor_name: organisation,
  product_name: 'Amparo',
  osdi_version: '1.2.0',
  max_pagesize: 500,
  _links: {
    curies,
    self: { href: base, title: 'API entry point' },
    ...Object.fromEntries(osdiKinds.map((kind) => [`osdi:${kind}`, { href: `${base}/${kind}` }])),
  },
})

export type Listed = {
  readonly id: string
  readonly body: Pick<AskBody, 'title' | 'standfirst' | 'request' | 'lang' | 'targets'>
  readonly releasedOn: string
  readonly updatedAt: string
  /** Of its page. */
  readonly address: string
  readonly deskName: string
}

export const resourceOf = (base: OsdiBase, kind: OsdiKind, one: Listed) => {
  const { id, body } = one
  const self = `${base}/${kind}/${id}`
  return {
    identifiers: [`amparo:${id}`],
    origin_system: 'Amparo',
    created_date: `${one.releasedOn}T00:00:00Z`,
    modified_date: one.updatedAt,
    title: body.title[body.lang] ?? '',
    summary: body.standfirst?.[body.lang] ?? '',
    description: body.request[body.lang] ?? '',
    browser_url: one.address,
    creator_name: one.deskName,
    target: body.targets.flatMap((to) =>
      to.kind === 'named'
        ? [{ name: to.name ?? to.office[body.lang] ?? '', title: to.office[body.lang] ?? '' }]
        : [],
    ),
    _links: {
      curies,
      self: { href: self },
      [helper[kind].rel]: { href: `${self}/${helper[kind].path}` },
    },
  }
}

export const listOf = (base: OsdiBase, kind: OsdiKind, all: readonly Listed[]) => ({
  total_pages: 1,
  per_page: Math.max(25, all.length),
  page: 1,
  total_records: all.length,
  _links: {
    curies,
    self: { href: `${base}/${kind}` },
    [`osdi:${kind}`]: all.map(({ id }) => ({ href: `${base}/${kind}/${id}` })),
    ...(all[0] && { [`osdi:${single[kind]}`]: { href: `${base}/${kind}/${all[0].id}` } }),
  },
  _embedded: { [`osdi:${kind}`]: all.map((one) => resourceOf(base, kind, one)) },
})

const text = z.string().max(2000).optional()
const signature = z.object({
  comments: text,
  person: z.object({
    given_name: text,
    family_name: text,
    languages_spoken: z.array(z.string().max(20)).max(20).optional(),
    email_addresses: z
      .array(z.object({ address: z.string().max(300), primary: z.boolean().optional() }))
      .min(1)
      .max(20),
    postal_addresses: z
      .array(z.object({ country: text }))
      .max(20)
      .optional(),
  }),
})

/** As our own form would have sent it; null: not what the helper takes. */
export const readSignature = (
  given: unknown,
): { readonly read: ReadForm; readonly language: string } | null => {
  const parsed = signature.safeParse(given)
  if (!parsed.success) return null
  const { person, comments } = parsed.data
  const mail = person.email_addresses.find(({ primary }) => primary) ?? person.email_addresses[0]
  const fields: Readonly<Record<string, string | undefined>> = {
    name: [person.given_name, person.family_name].filter(Boolean).join(' '),
    mail: mail?.address,
    country: person.postal_addresses?.[0]?.country,
    message: comments,
  }
  return {
    read: (name) => [fields[name] ?? ''],
    language: person.languages_spoken?.some((one) => one.startsWith('ar')) ? 'ar' : 'en',
  }
}

const outreach = z.object({ type: z.string().max(60).optional(), action_date: z.string().max(40).optional() })

const whatOf = (type: string): ReportedKind => {
  if (/call|phone/i.test(type)) return 'called'
  return /person|meet|visit/i.test(type) ? 'met' : 'wrote'
}

/** What a report holds; who wrote is neither read nor kept. */
export const readOutreach = (
  given: unknown,
  today: string,
): { readonly what: ReportedKind; readonly on: string } | null => {
  const parsed = outreach.safeParse(given)
  if (!parsed.success) return null
  const { type = 'email', action_date: date = today } = parsed.data
  return { what: whatOf(type), on: date.slice(0, 10) }
}
