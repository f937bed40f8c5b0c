/**
 * One stop, end to end: supporters' messages lie in the real queue and go out over real SMTP, the case's publication is
 * withdrawn on a member's device, and what still waits is gone within five seconds.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startMailer } from '#platform/server/mail/mailer.ts'

import { keyIn } from '../../../tests/support/acting.ts'
import { startTestDesk, type TestDesk, testSecrets, value } from '../../../tests/support/app.ts'
import { releaseAskAboutCase, targetOf } from '../../../tests/support/campaigns.ts'
import { asSuperuser } from '../../../tests/support/open_rows.ts'
import { mailConfig, openPostOffice, type PostOffice } from '../../../tests/support/post_office.ts'
import { openActions } from './actions.service.ts'
import { openCampaigns } from './campaigns.service.ts'
import { confirmMails } from './confirm_mail.ts'
import { deliver, deliveryPurpose, openDelivery } from './delivery.service.ts'

const now = new Date('2026-11-23T10:00:00Z')
const clock = (): Date => now
/** Offices in no country that is known: the working hours are those of the ask's zone. */
const OFFICES = 30
const SUPPORTERS = 3

let app: TestDesk
let office: PostOffice
const closing: (() => unknown)[] = []
beforeAll(async () => {
  app = await startTestDesk(clock)
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
  await app.stop()
})

test('the withdrawal of the publication stops queued messages before the next letter, and all are gone within five seconds', async () => {
  const team = { desk: app.desk, writer: app.writer, second: app.second }
  const targets = Array.from({ length: OFFICES }, (_, n) =>
    targetOf({ id: `office-${n}`, mail: `office${n}@ministry.example`, country: null }),
  )
  const { published } = await releaseAskAboutCase(team, {
    today: '2026-11-20',
    ask: { delivery: { perHour: 600 }, targets, zone: 'UTC' },
  })
  const campaigns = openCampaigns(app.database)
  const deps = { database: app.database, secrets: testSecrets, clock, campaigns }
  const actions = openActions({ ...deps, hooks: { delivery: [deliver(deps)] } })
  const mails = confirmMails({ ...deps, origin: 'https://acting.example' })
  const delivery = openDelivery({ actions, campaigns, clock })
  for (let n = 0; n < SUPPORTERS; n++) {
    const fields: Readonly<Record<string, string>> = {
      name: 'Ana Lopez',
      mail: `ana${n}@supporter.example`,
      subject: 'Release her',
      message: `My own words, number ${n}.`,
      understood: '1',
    }
    const read = (name: string): readonly string[] => (fields[name] === undefined ? [] : [fields[name]])
    expect(await delivery.send({ campaign: 'lanterns', ask: 'free-them', language: 'en', read })).toEqual({
      kind: 'thanks',
    })
  }
  for (const one of await mails.take({ most: 10, now }))
    value(await actions.confirmAction({ kind: 'link', k: keyIn(one) }))
  const waiting = (): Promise<number> =>
    asSuperuser(app.database, async (client) => (await client.query('select from amparo.mail')).rowCount ?? 0)
  expect(await waiting()).toBe(OFFICES * SUPPORTERS)

  office = await openPostOffice()
  closing.push(office.stop)
  const settings = { AMPARO_SMTP_URL: `smtp://127.0.0.1:${office.port}`, AMPARO_MAIL_PER_SECOND: '5' }
  const mailer = startMailer({
    ...deps,
    config: mailConfig('/tmp', settings),
    purposes: [deliveryPurpose(deps)],
    sources: [],
    mayStillSend: (ask) => campaigns.mayRun(ask, clock()),
    dataFolder: '/tmp',
    log: () => undefined,
  })
  closing.push(mailer.stop)
  await expect.poll(() => office.taken.length, { timeout: 15_000, interval: 20 }).toBeGreaterThan(2)
  const withdrawal = { kind: 'withdrawal', coded: { of: published.publication, reason: 'danger' } } as const
  value(await app.writer.append({ desk: app.desk, case: published.case, entries: [withdrawal] }))
  const stopped = performance.now()
  await expect.poll(waiting, { timeout: 15_000, interval: 50 }).toBe(0)
  const took = performance.now() - stopped
  console.info(`queued messages were gone ${took.toFixed(0)} ms after the withdrawal`)
  expect(took).toBeLessThan(5000)
  // At most the letters that were under way in that moment.
  const late = office.taken.filter(({ at }) => at > stopped + 1500)
  expect(late).toEqual([])
  expect(office.taken.length).toBeLessThan(OFFICES)
}, 120_000)
