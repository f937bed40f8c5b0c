/** [Note: Do no harm]: what everybody may read of campaigns, and the one gate in front of it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { newId } from '../../../tests/support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import {
  askAbout,
  askOf,
  campaignOf,
  campaigningConsent,
  openCampaign,
  outcomeOf,
  proposeKind,
  releaseKind,
} from '../../../tests/support/campaigns.ts'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { seenOf } from '../../../tests/support/documents.ts'
import { allowCampaigning } from '../../../tests/support/campaigns.ts'
import { asSuperuser, openId, publish, withdraw } from '../../../tests/support/open_rows.ts'
import { publicationOf, type Published, publishCase } from '../../../tests/support/published.ts'
import type { NewEntry } from '../../cases/client/views.ts'
import { openCampaigns, type Campaigns } from './campaigns.service.ts'

let time = new Date('2026-11-20T12:00:00Z')
const today = '2026-11-20'
let app: TestDesk
/** Two servers on one database. */
let campaigns: Campaigns
let elsewhere: Campaigns
let slug: string

beforeAll(async () => {
  app = await startTestDesk(() => time)
  campaigns = openCampaigns(app.database)
  elsewhere = openCampaigns(app.database)
  await releaseKind(app, 'campaign', campaignOf())
})
beforeEach(() => {
  time = new Date('2026-11-20T12:00:00Z')
  slug = `ask-${newId()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')}`
})
afterAll(() => app.stop())

const find = (now = time) => campaigns.findAsk('lanterns', slug, now)
const publishWith = (...entries: readonly NewEntry[]): Promise<Published> =>
  publishCase(app, { name: 'Kestrel', entries })
const about = (published: Pick<Published, 'ref'>, on = today) =>
  askOf({ slug, ...askAbout(published.ref, on) })
const releaseAbout = async (consent = campaigningConsent()) => {
  const published = await publishWith(consent)
  return { published, ask: await releaseKind(app, 'ask', about(published)) }
}
const append = async (published: Published, ...entries: readonly NewEntry[]) =>
  value(await app.writer.append({ desk: app.desk, case: published.case, entries: [...entries] }))
const problemsOf = async (body: ReturnType<typeof askOf>, kind: 'ask' | 'outcome' = 'ask') => {
  const { desk, writer } = app
  const drafted = value(await writer.saveDocument({ desk, document: null, kind, body, seen: null }))
  const act = { kind: 'propose', ...seenOf(drafted) } as const
  const proposed = await writer.actOnDocument({ desk, document: drafted.id, act })
  return proposed.ok ? [] : (proposed.error as { fields?: { problems?: unknown } }).fields?.problems
}

test('an ask about a published case is given with its desk; what followed it, too', async () => {
  const { ask } = await releaseAbout()
  expect(await find()).toMatchObject({ id: ask.id, version: 1, desk: app.desk, state: 'open' })
  expect(await campaigns.findAsk('other', slug, time)).toBeNull()
  expect(await campaigns.mayRun(ask.id, time)).toBe(true)
  await releaseKind(app, 'outcome', outcomeOf({ ask: slug }))
  expect((await campaigns.outcomes('lanterns', time)).map(({ body }) => body.ask)).toContain(slug)
})

test('the withdrawal of the publication stops it on every server within 5 seconds, and all of it', async () => {
  const { published, ask } = await releaseAbout()
  await releaseKind(app, 'outcome', outcomeOf({ ask: slug }))
  // Both know its body already.
  expect([await find(), await elsewhere.findAsk('lanterns', slug, time)]).not.toContain(null)
  const begun = performance.now()
  await append(published, { kind: 'withdrawal', coded: { of: published.publication, reason: 'danger' } })
  expect(await find()).toBeNull()
  expect(await elsewhere.findAsk('lanterns', slug, time)).toBeNull()
  expect(await elsewhere.mayRun(ask.id, time)).toBe(false)
  expect((await elsewhere.asks(time)).map(({ id }) => id)).not.toContain(ask.id)
  expect((await elsewhere.outcomes('lanterns', time)).map(({ body }) => body.ask)).not.toContain(slug)
  expect(performance.now() - begun).toBeLessThan(5000)
})

test('a consent that is withdrawn closes it, though the page of the case stays; a new one opens it again', async () => {
  const { published } = await releaseAbout()
  await append(published, campaigningConsent({ answer: 'withdrawn', date: '2026-11' }))
  expect(await find()).toBeNull()
  await append(published, campaigningConsent({ date: '2026-11' }))
  expect(await find()).not.toBeNull()
})

test('a consent moves the number of what is open only where an ask stands or falls with it', async () => {
  const number = () =>
    asSuperuser(app.database, async (client) => {
      const { rows } = await client.query<{ number: string }>('select number from amparo.open_version')
      return Number(rows[0]!.number)
    })
  const published = await publishWith()
  const before = await number()
  await append(published, campaigningConsent())
  expect(await number()).toBe(before)
  await releaseKind(app, 'ask', about(published))
  expect(await number()).toBe(before + 1)
  await append(published, campaigningConsent({ answer: 'no', date: '2026-11' }))
  expect(await number()).toBe(before + 2)
})

test('a consent that expires closes it by itself, after its last day and not before', async () => {
  await releaseAbout(campaigningConsent({ expires: '2026-12-01' }))
  expect(await find(new Date('2026-12-01T23:59:59Z'))).not.toBeNull()
  expect(await find(new Date('2026-12-02T00:00:00Z'))).toBeNull()
})

test('a newer version of the publication keeps it; one that another case took over does not', async () => {
  const { published } = await releaseAbout()
  const next = publicationOf({ name: 'Kestrel' }, published.ref)
  const coded = { ...(next.coded as object), replaces: published.publication }
  const entries = await append(published, { ...next, coded } as NewEntry)
  const release = { kind: 'release', coded: { of: entries.entries.at(-1)!.id } }
  value(await app.second.append({ desk: app.desk, case: published.case, entries: [release] }))
  expect(await find()).not.toBeNull()
})

const at = (where: string, code: string) => [{ at: where, code }]

test('an ask names what stands in its way: nothing published, no consent, no question before it began', async () => {
  expect(await problemsOf(about({ ref: newId() }))).toEqual(at('about', 'publication_closed'))
  const published = await publishWith()
  expect(await problemsOf(about(published))).toEqual(at('about', 'consent_not_valid'))
  const agreed = await publishWith(campaigningConsent())
  expect(await problemsOf(about(agreed, '2026-10-20'))).toEqual(at('askedAgain.on', 'not_asked_again'))
  expect(await problemsOf(about(agreed, '2026-11-21'))).toEqual(at('askedAgain.on', 'not_asked_again'))
  expect(await problemsOf(about(agreed, '2026-10-21'))).toEqual([])
  const without = { ...about(agreed), askedAgain: null }
  expect(await problemsOf({ ...without, slug: `${slug}-2` })).toEqual(at('askedAgain', 'not_asked_again'))
  const people = [{ name: 'Kestrel', pronoun: null }]
  expect(await problemsOf(askOf({ slug: `${slug}-3`, people }))).toEqual(
    at('about', 'people_without_publication'),
  )
})

test('between proposal and release the consent may go: it is asked once more, by the database too', async () => {
  const published = await publishWith(campaigningConsent())
  const proposed = await proposeKind(app, 'ask', about(published))
  await append(published, campaigningConsent({ answer: 'no', date: '2026-11' }))
  const act = { kind: 'release', ...seenOf(proposed) } as const
  expect(await app.second.actOnDocument({ desk: app.desk, document: proposed.id, act })).toMatchObject({
    error: { type: 'body_refused', fields: { problems: [{ at: 'about', code: 'consent_not_valid' }] } },
  })
  const lead = value(await app.second.desk({ desk: app.desk })).members.find(({ self }) => self)!.account
  const forced = asSuperuser(app.database, async (client) => {
    await client.query('begin')
    await client.query('set local role amparo_app')
    await client.query(`select set_config('amparo.account', $1, true), set_config('amparo.desk', $2, true)`, [
      lead,
      app.desk,
    ])
    await client.query(
      `update amparo.document set state = 'released', decided_by = $1, decided_at = $3 where id = $2`,
      [lead, proposed.id, time],
    )
  })
  await expect(forced).rejects.toThrow('no publication and consent for campaigning')
})

test('addresses are taken once, campaigns and asks are known before something refers to them', async () => {
  await releaseKind(app, 'ask', askOf({ slug }))
  const taken = [{ at: 'slug', code: 'slug_taken' }]
  expect(await problemsOf(askOf({ slug }))).toEqual(taken)
  expect(await problemsOf(askOf({ slug: `${slug}-2`, campaign: 'nowhere' }))).toEqual([
    { at: 'campaign', code: 'campaign_unknown' },
  ])
  const { desk, writer } = app
  const body = campaignOf({ slug: 'confirm' })
  const drafted = value(
    await writer.saveDocument({ desk, document: null, kind: 'campaign', body, seen: null }),
  )
  const act = { kind: 'propose', ...seenOf(drafted) } as const
  expect(await writer.actOnDocument({ desk, document: drafted.id, act })).toMatchObject({
    error: { fields: { problems: taken } },
  })
  await expect(proposeKind(app, 'outcome', outcomeOf({ ask: 'nothing' }))).rejects.toThrow('ask_unknown')
  await expect(proposeKind(app, 'outcome', outcomeOf({ campaign: 'none' }))).rejects.toThrow(
    'campaign_unknown',
  )
})

test('an ask goes with its campaign, and another desk’s case is nothing to ask about', async () => {
  const database = await createTestDatabase()
  try {
    const open = openCampaigns(database)
    const ref = await publish(database, { name: 'Heron' })
    const { campaign } = await openCampaign(database, {
      asks: [{ slug: 'one', ...askAbout(ref, today) }, { slug: 'two' }],
    })
    const slugs = async () => (await open.asks(time)).map(({ body }) => body.slug).toSorted()
    expect(await slugs()).toEqual(['two'])
    await allowCampaigning(database, 'Heron', today)
    expect(await slugs()).toEqual(['one', 'two'])
    await asSuperuser(database, async (client) => {
      await client.query(`insert into amparo.desk values ($1, 'Other', '2026-01-01')`, [openId('other')])
      await client.query('update amparo.publication set desk = $1', [openId('other')])
    })
    expect(await slugs()).toEqual(['two'])
    const facts = async (desk: string) => {
      const told = await open.facts({}, { desk, now: time })
      return [...told.campaigns, ...told.asks.map((one) => one.slug)]
    }
    const [own] = await open.asks(time)
    expect(await facts(own!.desk), 'its own desk adds to it').toEqual(['lanterns', 'two'])
    expect(await facts(openId('other')), 'no other desk does').toEqual([])
    await withdraw(database, ref)
    await asSuperuser(database, (client) =>
      client.query(`update amparo.document set state = 'withdrawn' where id = $1`, [campaign]),
    )
    expect(await slugs()).toEqual([])
  } finally {
    await database.drop()
  }
})
