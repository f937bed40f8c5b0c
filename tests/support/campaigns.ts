/** Campaigns and asks that one member of a desk has written and another has let out. */
import { type AskBody, askBody } from '../../src/campaigns/core/ask.ts'
import { type CampaignBody, campaignBody } from '../../src/campaigns/core/campaign.ts'
import { type OutcomeBody, outcomeBody } from '../../src/campaigns/core/outcome.ts'
import type { NewEntry } from '../../src/cases/client/views.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import type { DeskDocument } from '../../src/releases/core/wire.ts'
import type { TestDatabase } from './database.ts'
import { value } from './app.ts'
import { seenOf } from './documents.ts'
import { asSuperuser, openId, release } from './open_rows.ts'
import { type Published, publishCase } from './published.ts'

export const campaignOf = (overrides: Partial<CampaignBody> = {}): CampaignBody =>
  campaignBody.parse({
    lang: 'en',
    slug: 'lanterns',
    title: { en: 'Lanterns for defenders' },
    summary: { en: 'Defenders are in prison for their work, and we ask for their release.' },
    story: null,
    theme: null,
    carriers: [{ name: 'Lantern Watch', address: null }],
    ...overrides,
  })

/** An age recipient whose identity nobody has kept; tests that open what is sealed bring their own. */
export const someRecipient = 'age1qgzqp3y6t9f20rj9sfy2uczhfn2vgtmu33wuq0pmk44q5c0fj5ks6y0tgs'

export const targetOf = (
  overrides: Partial<Extract<AskBody['targets'][number], { kind: 'named' }>> = {},
) => ({
  kind: 'named' as const,
  id: 'prosecutor',
  name: null,
  office: { en: 'Prosecutor General' },
  country: 'TJ' as const,
  post: '126 Sino Street\nDushanbe',
  mail: 'office@prosecutor.example',
  phone: '+992 37 000 0000',
  link: null,
  salutation: { en: 'Dear Prosecutor General' },
  reads: null,
  copy: false,
  ...overrides,
})

/** A petition that anybody can sign now, about nobody. */
export const askOf = (overrides: Partial<AskBody> = {}): AskBody =>
  askBody.parse({
    lang: 'en',
    slug: 'free-them',
    campaign: 'lanterns',
    form: 'petition',
    reference: null,
    title: { en: 'Free those who defend us' },
    standfirst: { en: 'Defenders are in prison for their work.' },
    request: { en: 'Release all who are held for defending rights.' },
    about: { kind: 'none' },
    targets: [targetOf()],
    from: { day: '2020-01-01', time: '00:00' },
    to: { day: '2099-12-31', time: '23:59' },
    zone: 'Europe/Oslo',
    demands: [{ en: 'Release them at once.' }],
    letter: { en: 'We ask you to release them at once.' },
    letterVersion: 1,
    information: null,
    script: null,
    people: [],
    writeIn: ['en'],
    ownLanguage: true,
    notFor: { countries: ['TJ'], words: null },
    mayNameUs: true,
    previous: null,
    stop: null,
    goal: 1000,
    receivers: [
      {
        id: 'own-desk',
        name: 'Lantern Watch',
        recipient: someRecipient,
        fields: ['name', 'mail', 'country', 'message'],
        purpose: { en: 'We count you and tell you what followed.' },
      },
    ],
    delivery: null,
    event: null,
    signOn: null,
    askedAgain: null,
    ...overrides,
  })

export const outcomeOf = (overrides: Partial<OutcomeBody> = {}): OutcomeBody =>
  outcomeBody.parse({
    lang: 'en',
    campaign: 'lanterns',
    ask: 'free-them',
    kind: 'released',
    on: '2026-11',
    target: null,
    what: { en: 'They were released.' },
    sources: [{ publisher: 'A publisher', title: 'A report', address: null, checkedOn: null }],
    ...overrides,
  })

/** The fields of an ask about a publication; everything else stays. */
export const askAbout = (ref: string, on: string): Pick<AskBody, 'about' | 'askedAgain'> => ({
  about: { kind: 'publication', ref },
  askedAgain: { whom: 'person', on },
})

/** The person agrees to a public campaign in their name. */
export const campaigningConsent = (
  given: { readonly answer?: 'yes' | 'no' | 'withdrawn'; readonly expires?: string; date?: string } = {},
): NewEntry => ({
  kind: 'consent',
  coded: {
    purposes: { C5: given.answer ?? 'yes' },
    capacity: 'self',
    way: 'written',
    date: given.date ?? '2026-10',
    risksExplained: true,
    ...(given.expires !== undefined && { expires: given.expires }),
  },
})

type Kind = 'campaign' | 'ask' | 'outcome'
type Team = { readonly desk: string; readonly writer: Workbench; readonly second: Workbench }

/** Written and proposed by the writer. */
export const proposeKind = async (
  { desk, writer }: Pick<Team, 'desk' | 'writer'>,
  kind: Kind,
  given: Readonly<Record<string, unknown>>,
): Promise<DeskDocument> => {
  const body = kind === 'ask' ? await toOwnInbox({ desk, writer }, given) : given
  const drafted = value(await writer.saveDocument({ desk, document: null, kind, body, seen: null }))
  const act = { kind: 'propose', ...seenOf(drafted) } as const
  return value(await writer.actOnDocument({ desk, document: drafted.id, act }))
}

/** Where a test named no receiver of its own, the desk's inbox: its leads' devices let nothing else out. */
const toOwnInbox = async (
  { desk, writer }: Pick<Team, 'desk' | 'writer'>,
  body: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> => {
  const receivers = body.receivers as AskBody['receivers'] | undefined
  if (!receivers?.some(({ recipient }) => recipient === someRecipient)) return body
  const { inbox } = value(await writer.desk({ desk }))
  return {
    ...body,
    receivers: receivers.map((one) => (one.recipient === someRecipient ? { ...one, recipient: inbox } : one)),
  }
}

/** And released by the second lead, through the API, as members do it. */
export const releaseKind = async (
  team: Team,
  kind: Kind,
  body: Readonly<Record<string, unknown>>,
): Promise<DeskDocument> => {
  const proposed = await proposeKind(team, kind, body)
  const act = { kind: 'release', ...seenOf(proposed) } as const
  return value(await team.second.actOnDocument({ desk: team.desk, document: proposed.id, act }))
}

/** A published case whose person agrees to a campaign, a campaign, and an ask about it; all released by two persons. */
export const releaseAskAboutCase = async (
  team: Team,
  given: { readonly today: string; readonly consent?: NewEntry; readonly ask?: Partial<AskBody> },
): Promise<{
  readonly published: Published
  readonly campaign: DeskDocument
  readonly ask: DeskDocument
}> => {
  const entries = [given.consent ?? campaigningConsent()]
  const published = await publishCase(team, { name: 'Kestrel', entries })
  const campaign = await releaseKind(team, 'campaign', campaignOf())
  const body = askOf({ ...askAbout(published.ref, given.today), ...given.ask })
  return { published, campaign, ask: await releaseKind(team, 'ask', body) }
}

/** Rows as two persons would have left them, put in as the superuser: quick, for tests of everything behind them. */
export const openCampaign = async (
  database: Pick<TestDatabase, 'superuser'>,
  given: { readonly campaign?: Partial<CampaignBody>; readonly asks?: readonly Partial<AskBody>[] } = {},
): Promise<{ readonly campaign: string; readonly asks: readonly string[] }> => {
  const body = campaignOf(given.campaign)
  const campaign = await release(database, { kind: 'campaign', name: `campaign ${body.slug}`, body })
  const asks: string[] = []
  for (const overrides of given.asks ?? [{}]) {
    const ask = askOf({ campaign: body.slug, ...overrides })
    asks.push(await release(database, { kind: 'ask', name: `ask ${ask.slug}`, body: ask }))
  }
  return { campaign, asks }
}

/** Says of a publication of `publish` until when campaigns may be about it. */
export const allowCampaigning = (
  database: Pick<TestDatabase, 'superuser'>,
  name: string,
  until: string | null = '9999-12-31',
): Promise<void> =>
  asSuperuser(database, async (client) => {
    await client.query(`update amparo.publication set campaigning_until = $2 where ref = $1`, [
      openId(name),
      until,
    ])
  })
