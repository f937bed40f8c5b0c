/** What everybody may read of campaigns, and the one gate in front of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import {
  askOf,
  campaignOf,
  campaigningConsent,
  openCampaign,
  outcomeOf,
  releaseAskAboutCase,
  releaseKind,
} from '../../../tests/support/campaigns.ts'
import { openCampaigns, type Campaigns } from './campaigns.service.ts'

const now = () => new Date()
const today = (): string => now().toISOString().slice(0, 10)
let app: TestDesk
let campaigns: Campaigns

beforeAll(async () => {
  app = await startTestDesk()
  campaigns = openCampaigns(app.database)
})
afterAll(() => app.stop())

test('an ask about a published case is given with its desk, and its outcomes', async () => {
  const { ask } = await releaseAskAboutCase(app, { today: today() })
  const found = await campaigns.findAsk('lanterns', 'free-them', now())
  expect(found).toMatchObject({ id: ask.id, version: 1, desk: app.desk, deskName: 'North', state: 'open' })
  expect(await campaigns.findAsk('other', 'free-them', now())).toBeNull()
  await releaseKind(app, 'outcome', outcomeOf())
  expect(await campaigns.outcomes('lanterns')).toHaveLength(1)
})
