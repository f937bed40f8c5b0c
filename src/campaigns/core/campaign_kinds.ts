/** Campaigns, asks and outcomes as documents: what each has to leave to the others, and what no ask goes without. */
import { addLength } from '#kernel/core/iso_day.ts'
import type { BodyProblem, DocumentKind, ReleasedDocument } from '#releases/core/kind.ts'
import { type AskBody, askBody, type askRefusals } from './ask.ts'
import { campaignBody, type CampaignBody } from './campaign.ts'
import { messageFormOf, messageForms } from './message.ts'
import { outcomeBody, type OutcomeBody } from './outcome.ts'

/** What stands in the way of campaigning about a publication; null: nothing does. */
export type Standing = 'publication_closed' | 'consent_not_valid' | null

/** What is open, as the checks ask it. */
export type CampaignFacts = {
  /** Slugs of the desk's released campaigns. */
  readonly campaigns: readonly string[]
  /** Slugs of the desk's released asks, each with its campaign. */
  readonly asks: readonly { readonly campaign: string; readonly slug: string }[]
  readonly standing: Standing
  /** UTC. */
  readonly today: string
}
export type ReadFacts = (
  body: unknown,
  by: { readonly desk: string; readonly now: Date },
) => Promise<CampaignFacts>

/** Days: whoever was asked again longer ago than that is asked once more. */
export const ASKED_AGAIN_WITHIN = 30

/** First parts of addresses under /campaigns that are pages of their own. */
export const reservedSlugs = [
  'confirm',
  'feed',
  'invited',
  'oembed',
  'places',
  'signatory',
  'thanks',
  'unsubscribe',
  'widget',
  'yours',
] as const

export const campaignKinds = (reads: ReadFacts): readonly DocumentKind[] => [
  { kind: 'campaign', body: campaignBody, checks: campaignProblems },
  { kind: 'ask', body: askBody, reads, checks: askProblems, urgent: mayBeUrgent },
  { kind: 'outcome', body: outcomeBody, reads, checks: outcomeProblems },
]

/** Where the server writes to addresses that an ask names, in supporters' words, one lead alone would make it write anything
 * to anybody. */
const mayBeUrgent = (body: unknown): boolean => {
  const ask = askBody.safeParse(body)
  return ask.success && ask.data.delivery === null
}

type Refusal = (typeof askRefusals)[number]
const problem = (at: string, code: Refusal): readonly BodyProblem[] => [{ at, code }]

const campaignProblems = (body: unknown, others: readonly ReleasedDocument[]): readonly BodyProblem[] => {
  const { slug } = body as CampaignBody
  const reserved = (reservedSlugs as readonly string[]).includes(slug)
  return reserved || isTaken(slug, others) ? problem('slug', 'slug_taken') : []
}

const askProblems = (
  body: unknown,
  others: readonly ReleasedDocument[],
  read: unknown,
): readonly BodyProblem[] => {
  const ask = body as AskBody
  const { campaigns, standing, today } = read as CampaignFacts
  return [
    ...(isTaken(ask.slug, others) ? problem('slug', 'slug_taken') : []),
    ...(campaigns.includes(ask.campaign) ? [] : problem('campaign', 'campaign_unknown')),
    ...(takesWords(ask) ? [] : problem('receivers.0.fields', 'message_not_received')),
    ...harms(ask, standing, today),
  ]
}

/** Messages that nobody is given are read by nobody. */
const takesWords = (ask: AskBody): boolean =>
  messageForms.every((form) => form !== ask.form) || messageFormOf(ask) !== null

/** An ask that names people is about a publication: nobody else's consent can be looked at later. */
const harms = (
  { about, people, askedAgain }: AskBody,
  standing: Standing,
  today: string,
): readonly BodyProblem[] => {
  if (about.kind !== 'publication')
    return people.length === 0 ? [] : problem('about', 'people_without_publication')
  const on = askedAgain?.on ?? ''
  const inTime = on <= today && addLength(on, { days: ASKED_AGAIN_WITHIN }) >= today
  return [
    ...(standing === null ? [] : problem('about', standing)),
    ...(inTime ? [] : problem('askedAgain.on', 'not_asked_again')),
  ]
}

const outcomeProblems = (
  body: unknown,
  _others: readonly ReleasedDocument[],
  read: unknown,
): readonly BodyProblem[] => {
  const { campaign, ask } = body as OutcomeBody
  const { campaigns, asks } = read as CampaignFacts
  if (!campaigns.includes(campaign)) return problem('campaign', 'campaign_unknown')
  const known = asks.some((one) => one.campaign === campaign && one.slug === ask)
  return known ? [] : [{ at: 'ask', code: 'ask_unknown' }]
}

const isTaken = (slug: string, others: readonly ReleasedDocument[]): boolean =>
  others.some(({ body }) => slugOf(body) === slug)

/** Of a body that was read before; without reading it again. */
const slugOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'slug' in body && typeof body.slug === 'string'
    ? body.slug
    : null
