/**
 * The campaigns of the example (examples/campaigns): two asks to Congress and a joint letter as public sources tell of
 * them, closed since; and every form of action on an invented case, marked as an example, with addresses that reach
 * nobody and days counted from the day of loading. The one real case has no consent for campaigning, so it has none.
 */
import { readFileSync } from 'node:fs'

import { type AskBody, askBody } from '#campaigns/core/ask.ts'
import { type CampaignBody, campaignBody } from '#campaigns/core/campaign.ts'
import { type OutcomeBody, outcomeBody } from '#campaigns/core/outcome.ts'
import { statesAsAddressees } from '#campaigns/core/sign_on_addressees.ts'
import { type ListLine, mayKeep, readSignatoryList } from '#campaigns/core/sign_on_list.ts'
import { unStates } from '#instruments/core/un_states.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import { inboxRecipient } from '#vault/client/v1/desk.ts'
import { newId } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'
import { actOnDocument, findDeskDocument, saveDocument } from '#releases/client/documents.ts'

import { atDesk, type Device, expectOk } from './device.ts'
import { lastOf, propose, releaseAll } from './example_themes.ts'

const folder = new URL('../../examples/campaigns/', import.meta.url)

/** What most asks of the file leave out. */
const unsaid = {
  reference: null,
  standfirst: null,
  targets: [],
  demands: [],
  letter: null,
  letterVersion: 1,
  information: null,
  script: null,
  people: [],
  writeIn: ['en'],
  ownLanguage: false,
  notFor: { countries: [], words: null },
  mayNameUs: true,
  previous: null,
  stop: null,
  goal: null,
  receivers: [],
  delivery: null,
  event: null,
  signOn: null,
  askedAgain: null,
}

export type ExampleCampaigns = {
  readonly campaigns: readonly CampaignBody[]
  readonly asks: readonly AskBody[]
  readonly outcomes: readonly OutcomeBody[]
}

/** `recipient`: the inbox of the desk that asks. */
export const exampleCampaigns = (given: {
  readonly today: string
  readonly recipient: string
}): ExampleCampaigns => {
  const file = JSON.parse(readFileSync(new URL('campaigns.json', folder), 'utf8'), filledWith(given)) as {
    readonly [part in 'campaigns' | 'asks' | 'outcomes']: readonly object[]
  }
  return {
    campaigns: file.campaigns.map((one) => campaignBody.parse(one)),
    asks: file.asks.map((one) => askBody.parse({ ...unsaid, ...one })),
    outcomes: file.outcomes.map((one) => outcomeBody.parse(one)),
  }
}

/** `{ "in": 14, "time": "18:00" }` is a moment so many days from today, `{ "in": 0 }` a day. */
const filledWith =
  ({ today, recipient }: { readonly today: string; readonly recipient: string }) =>
  (key: string, value: unknown): unknown => {
    if (key === 'recipient') return recipient
    if (typeof value === 'string') return value.replace('{today}', today)
    if (typeof value !== 'object' || value === null || !('in' in value)) return value
    const { in: days, ...rest } = value as { readonly in: number }
    const day = addDays(today, days)
    return Object.keys(rest).length === 0 ? day : { day, ...rest }
  }

/** Those who signed the joint letter of 2015, as their list came. */
export const exampleSignatories = (): readonly ListLine[] => {
  const name = 'joint-letter-2015-signatories.csv'
  const read = readSignatoryList(readFileSync(new URL(name, folder), 'utf8'))
  if (!read.ok || !read.value.every(mayKeep)) throw new Error(`${name} is not a list of signatories`)
  return read.value
}

type Loading = {
  readonly desk: string
  readonly writer: Device
  readonly lead: Device
  readonly today: string
}

export const loadCampaigns = async ({ desk, writer, lead, today }: Loading): Promise<void> => {
  const recipient = await inboxRecipient(atDesk(writer, desk).desk().secret)
  const { campaigns, asks, outcomes } = exampleCampaigns({ today, recipient })
  for (const body of campaigns) await propose(writer, desk, 'campaign', body)
  await releaseAll(lead, desk)
  for (const body of asks.filter(({ form }) => form !== 'sign_on')) await propose(writer, desk, 'ask', body)
  for (const body of asks.filter(({ form }) => form === 'sign_on'))
    await signAndClose({ desk, writer, lead, today }, body)
  await releaseAll(lead, desk)
  for (const body of outcomes) await propose(writer, desk, 'outcome', body)
  await releaseAll(lead, desk)
}

/** A letter takes names while it is open: it closes with its second version, and its list is final. */
const signAndClose = async ({ desk, writer, lead, today }: Loading, body: AskBody): Promise<void> => {
  const { deps } = writer
  const open = { ...body, to: { ...body.to, day: addDays(today, 1) } }
  const ask = await propose(writer, desk, 'ask', open)
  await releaseAll(lead, desk)
  const path = `/desks/${desk}/letters/${ask}`
  const signatories = exampleSignatories().map(({ kind, name, localName, localLanguage, country }) => ({
    id: newId(deps),
    kind,
    name,
    localName,
    localLanguage,
    country,
    logo: false,
    listed: true,
    evidence: null,
  }))
  expectOk(await deps.api('POST', `${path}/signatories`, { body: { signatories }, answer: nothing }), 'sign')
  const languages = Object.keys(body.letter ?? {})
  const addressees = statesAsAddressees(unStates, { languages, own: body.lang })
  expectOk(await deps.api('PUT', `${path}/addressees`, { body: { addressees }, answer: nothing }), 'address')
  const seen = lastOf(expectOk(await findDeskDocument(deps, { desk, document: ask }), 'document'))
  const closed = { desk, document: ask, kind: 'ask', body, seen } as const
  const saved = expectOk(await saveDocument(deps, closed), 'draft')
  const act = { kind: 'propose', ...lastOf(saved) } as const
  expectOk(await actOnDocument(deps, { desk, document: ask, act }), 'propose')
  await releaseAll(lead, desk)
  expectOk(await deps.api('POST', `${path}/freeze`, { body: {}, answer: nothing }), 'freeze')
}
