/**
 * A manager sees how an action stands: counts, near copies, the ledger as a table to keep; links a named target to a seat,
 * and notes that a legislator who is asked nothing adopted the case.
 */
import { createHash } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { sketchOf } from '../../src/campaigns/core/likeness.ts'
import { exampleBodies } from '../../src/cli/example_bodies.ts'
import { newShortToken } from '../../src/vault/server/held.service.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { askOf, campaignOf, releaseKind, targetOf } from '../support/campaigns.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { asSuperuser, release } from '../support/open_rows.ts'

const visit = useBrowser()
let desk: JourneyDesk
let ask: string

const keyed = (text: string) => createHash('sha256').update(text).digest()
const letter = 'Let her go home today, since she has done nothing but teach girls to read.'
const texts = [letter, `${letter} Please.`, letter, 'My own words about a school that I know well.']

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const { database } = desk.server
  for (const body of exampleBodies()) await release(database, { kind: 'body', name: body.slug, body })
  const team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
  await releaseKind(team, 'campaign', campaignOf())
  const targets = [targetOf({ name: 'Christopher A. Coons' })]
  const body = askOf({ delivery: { perHour: 60 }, targets })
  ask = (await releaseKind(team, 'ask', body)).id
  await asSuperuser(database, async (client) => {
    await client.query(
      `insert into amparo.action (id, ask, desk, kind, state, country, language, on_day, confirmed_on, flags, counted)
       select translate(substr(encode(sha256((random()::text || n)::bytea), 'base64'), 1, 22), '+/', '-_'), $1, $2, 'delivery',
         'confirmed', (array['NO', 'BR', 'TJ'])[1 + n % 3], 'en', day, day, case when n % 9 = 0 then '{burst}' else '{}' end::text[], true
       from generate_series(1, 412) n, lateral (select date '2026-11-01' + (n * n / 9000) as day) d`,
      [ask, desk.desk],
    )
    await client.query(
      `insert into amparo.action_count (ask, desk, kind, what, number)
       values ($1, $2, 'delivery', 'confirmed', 412), ($1, $2, 'delivery', 'delivered', 380)`,
      [ask, desk.desk],
    )
    await client.query(
      `insert into amparo.action_ledger (ask, desk, kind, at, what, number)
       values ($1, $2, 'delivery', '2026-11-18', 'confirmed', 400), ($1, $2, 'delivery', '2026-11-20', 'confirmed', 12),
         ($1, $2, 'delivery', '2026-11-20', 'delivered', 380)`,
      [ask, desk.desk],
    )
    await client.query('insert into amparo.delivery values ($1, $2, 412, 380, 4, 28, false)', [
      ask,
      desk.desk,
    ])
    for (const text of texts)
      await client.query(`insert into amparo.text_sketch values ($1, $2, $3, 'delivery', $4)`, [
        newShortToken(),
        ask,
        desk.desk,
        Buffer.from(sketchOf(text, keyed)),
      ])
  })
}, 180_000)
afterAll(() => desk.server.stop())

test('counts say how many and of what, and are kept as a table', { timeout: 120_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'ben', `/desk/campaigns/counts/${ask}`)
  await page.getByText('3 of 4 texts say nearly the same as another one (75%).').waitFor()
  await page.getByText('412', { exact: true }).first().waitFor()
  expect([...(await accessibilityFaults(page)), ...(await darkFaults(page))]).toEqual([])
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a table (CSV), with the whole ledger' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toBe(`counts-${ask}.csv`)
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  const csv = Buffer.concat(chunks).toString('utf8')
  expect(csv).toContain('count,delivery,delivered,,,380,,')
  expect(csv).toMatch(/ledger,delivery,confirmed,2026-11-20T00:00:00.000Z,,12,,/)
  await enterDesk(page, 'ben', `/desk/campaigns/asks/${ask}`)
  await page.locator('#delivery-state').waitFor()
  expect(complaints).toEqual([])
  await leave()
})

test('in Arabic on a telephone the numbers fit', { timeout: 120_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
  await enterDesk(page, 'ben', `/desk/campaigns/counts/${ask}`)
  await page.locator('#counts-likeness').waitFor()
  expect(await isTooWide(page)).toBe(false)
  expect([...(await accessibilityFaults(page)), ...(await darkFaults(page))]).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})

test(
  'a named target is linked to a seat, and whoever adopted a case is chosen from a body',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', `/desk/campaigns/asks/${ask}`)
    await page.getByLabel('Sits in').selectOption('us-senate')
    await page.getByLabel('As this member').selectOption('C001088')
    await enterDesk(page, 'vera', '/desk/campaigns/outcomes/new')
    await page.locator('#field-ask').selectOption('free-them')
    await page.locator('#field-kind').selectOption('case_adopted')
    await page.getByLabel('Or a member of').selectOption('us-house')
    await page.getByLabel('Which member').selectOption('B001281')
    expect([...(await accessibilityFaults(page)), ...(await darkFaults(page))]).toEqual([])
    await page.locator('#field-on').fill('2026-11')
    await page.locator('#field-what-en').fill('She took her case as her own.')
    await page.locator('#field-sources-0-publisher').fill('Her office')
    await page.locator('#field-sources-0-title').fill('A statement')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await expect
      .poll(async () => {
        const { documents } = value(await desk.of('vera').documents({ desk: desk.desk }))
        return documents.find(({ kind }) => kind === 'outcome')?.versions.at(-1)?.body
      })
      .toMatchObject({ kind: 'case_adopted', target: 'us-house:B001281' })
    expect(complaints).toEqual([])
    await leave()
  },
)
