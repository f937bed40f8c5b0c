/** Released campaigns, asks and outcomes for everybody. Nothing of an ask is shown, counted or mailed past this door. */
import { type AskBody, askBody } from '#campaigns/core/ask.ts'
import { askState, type AskState, isTold } from '#campaigns/core/ask_state.ts'
import type { ReadFacts, Standing } from '#campaigns/core/campaign_kinds.ts'
import { campaignBody, type CampaignBody } from '#campaigns/core/campaign.ts'
import { outcomeBody, type OutcomeBody } from '#campaigns/core/outcome.ts'
import { compareText } from '#kernel/core/compare_text.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import type { ReleasedDocument } from '#releases/core/kind.ts'
import { holdOnce } from '#platform/server/held_once.ts'
import { keyOf, openDocuments, type OpenDocuments, toldOf } from '#releases/server/documents.service.ts'
import {
  type AskAddress,
  findCampaigningUntil,
  findDesks,
  findRunningAsk,
  findRunningAsks,
  type OpenAskRow,
} from './campaigns.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly campaigns?: Campaigns
  }
}

type Told = {
  /** Of the document. */
  readonly id: string
  readonly version: number
  readonly deskName: string
  /** The day of its release, UTC. */
  readonly releasedOn: string
  /** The instant of its release. */
  readonly updatedAt: string
}
export type OpenAsk = Told & {
  /** Whose inbox its supporters are sealed to; never shown. */
  readonly desk: string
  readonly body: AskBody
  readonly state: AskState
}
export type OpenCampaign = Told & { readonly body: CampaignBody }
export type OpenOutcome = Told & { readonly body: OutcomeBody }

export type Campaigns = {
  /** Those that may run now, [Note: Do no harm]; closed ones among them. */
  readonly asks: (now: Date) => Promise<readonly OpenAsk[]>
  /** By its address. Null alike for one that is unknown, not released, withdrawn, or that may not run now. */
  readonly findAsk: (campaign: string, ask: string, now: Date) => Promise<OpenAsk | null>
  /**
   * Those of `asks`, and letters under embargo with them: for their own desk, for whoever was sent their link, and for
   * what an address confirms. No other page reads them.
   */
  readonly evenSecret: (now: Date) => Promise<readonly OpenAsk[]>
  /** Whether the ask of that id may run now, whatever its dates say: asked before each batch of mail. */
  readonly mayRun: (id: string, now: Date) => Promise<boolean>
  readonly campaigns: (now: Date) => Promise<readonly OpenCampaign[]>
  readonly findCampaign: (slug: string) => Promise<OpenCampaign | null>
  /** What followed its asks, in the order of time; of asks that may run now alone. */
  readonly outcomes: (campaign: string, now?: Date) => Promise<readonly OpenOutcome[]>
  /** What the checks of drafts ask. */
  readonly facts: ReadFacts
}

/**
 * [Note: Do no harm] An ask about a defender runs while its publication is released and a consent for campaigning holds
 * today. Both are asked of the database at every reading and kept nowhere: a withdrawal of either holds from its commit
 * on, for every server, and a consent that expires closes the ask by itself.
 */
export const openCampaigns = (database: Database): Campaigns => {
  const documents = openDocuments(database)
  const complete = completedBy(database, documents)
  const running = async (now: Date, address: AskAddress): Promise<readonly OpenAsk[]> =>
    (await evenSecret(now, address)).filter(({ body }) => isTold(body, now))
  const evenSecret = (now: Date, address: AskAddress): Promise<readonly OpenAsk[]> =>
    inTransaction(database, { role: 'public' }, (db) => findRunningAsks(db, dayOf(now), address)).then(
      (rows) => complete(rows, now),
    )
  const campaigns = async (): Promise<readonly OpenCampaign[]> =>
    (await documents.all('campaign')).flatMap((one) => told(one, campaignBody.safeParse(one.body)))
  return {
    asks: (now) => running(now, null),
    findAsk: async (campaign, slug, now) => (await running(now, { campaign, slug }))[0] ?? null,
    evenSecret: (now) => evenSecret(now, null),
    mayRun: (id, now) =>
      inTransaction(database, { role: 'public' }, (db) => findRunningAsk(db, dayOf(now), id)),
    campaigns,
    findCampaign: async (slug) => (await campaigns()).find(({ body }) => body.slug === slug) ?? null,
    outcomes: async (campaign, now = new Date()) => {
      const asks = new Set(
        (await running(now, null)).flatMap(({ body }) => (body.campaign === campaign ? [body.slug] : [])),
      )
      return (await documents.all('outcome'))
        .flatMap((one) => told(one, outcomeBody.safeParse(one.body)))
        .filter(({ body }) => body.campaign === campaign && asks.has(body.ask))
        .toSorted((a, b) => compareText(a.body.on + a.id, b.body.on + b.id))
    },
    facts: async (body, { desk, now }) => ({
      campaigns: await ownSlugs(database, await campaigns(), desk),
      asks: (await running(now, null)).filter((one) => one.desk === desk).map((one) => one.body),
      standing: await standingOf(database, { ref: refOf(body), desk, today: dayOf(now) }),
      today: dayOf(now),
    }),
  }
}

/** Bodies never change and an ask never changes its desk: each is read once while the ask runs. */
const completedBy = (database: Database, documents: OpenDocuments) => {
  type Known = { readonly body: AskBody | null; readonly desk: string }
  const hold = holdOnce<Known>(MOST_KNOWN)
  const read = async (missing: readonly OpenAskRow[]): Promise<ReadonlyMap<string, Known>> => {
    const bodies = await documents.bodies(missing)
    const desks = await inTransaction(database, { role: 'jobs' }, (db: Writer) =>
      findDesks(
        db,
        missing.map(({ id }) => id),
      ),
    )
    const deskById = new Map(desks.map(({ id, desk }) => [id, desk]))
    return new Map(
      bodies.map(({ id, version, body }) => {
        const parsed = askBody.safeParse(body)
        return [
          keyOf({ id, version }),
          { body: parsed.success ? parsed.data : null, desk: deskById.get(id) ?? '' },
        ]
      }),
    )
  }
  return async (rows: readonly OpenAskRow[], now: Date): Promise<readonly OpenAsk[]> => {
    const known = await hold(rows, keyOf, read)
    return rows.flatMap((row) => {
      const { body, desk } = known.get(keyOf(row)) ?? {}
      // What is no ask by the schema of today is shown nowhere.
      return body && desk ? [{ ...toldOf(row), desk, body, state: askState(body, now) }] : []
    })
  }
}

/** Asks whose bodies are held in memory. */
const MOST_KNOWN = 500

const told = <T>(
  { id, version, deskName, releasedOn, updatedAt }: ReleasedDocument,
  parsed: { readonly success: true; readonly data: T } | { readonly success: false },
): readonly (Told & { readonly body: T })[] =>
  parsed.success ? [{ id, version, deskName, releasedOn, updatedAt, body: parsed.data }] : []

const standingOf = async (
  database: Database,
  { ref, desk, today }: { readonly ref: string | null; readonly desk: string; readonly today: string },
): Promise<Standing> => {
  if (ref === null) return null
  const until = await inTransaction(database, { role: 'jobs' }, (db) =>
    findCampaigningUntil(db, { ref, desk }),
  )
  if (until === undefined) return 'publication_closed'
  return until !== null && until >= today ? null : 'consent_not_valid'
}

/** Nobody speaks under another desk's campaign, or tells what followed its asks. */
const ownSlugs = async (
  database: Database,
  all: readonly OpenCampaign[],
  desk: string,
): Promise<readonly string[]> => {
  const ids = all.map(({ id }) => id)
  const desks = await inTransaction(database, { role: 'jobs' }, (db) => findDesks(db, ids))
  const own = new Set(desks.flatMap((one) => (one.desk === desk ? [one.id] : [])))
  return all.filter(({ id }) => own.has(id)).map(({ body }) => body.slug)
}

/** Of a draft, which may be anything. */
const refOf = (body: unknown): string | null => {
  const about = typeof body === 'object' && body !== null && 'about' in body ? body.about : null
  return typeof about === 'object' && about !== null && 'ref' in about && typeof about.ref === 'string'
    ? about.ref
    : null
}

const dayOf = (now: Date): string => now.toISOString().slice(0, 10)
