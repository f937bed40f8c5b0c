/**
 * A ministry that looks for the widest gap over its missions; a lead of one of them who sees its officers, and a writer
 * there who does not.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { countryCodes } from '../../src/kernel/core/vocabulary/countries.ts'
import { chanceFrom } from '../../src/missions/core/evenness_chance.ts'
import { engagementOf } from '../../src/missions/core/scenario.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { newId } from '../support/adversary.ts'
import { PASSPHRASE, value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import {
  deviceAt,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  startJourneyDesk,
} from '../support/desk.ts'
import { asSuperuser } from '../support/open_rows.ts'

const visit = useBrowser()
const EMBASSY = 'Embassy in Tegucigalpa'
let desk: JourneyDesk
let embassy: string

const joins = async (lead: Workbench, at: string, name: string): Promise<Workbench> => {
  const { link } = value(await lead.invite({ desk: at, role: 'writer', days: 7 }))
  const device = deviceAt(desk.server)
  value(await device.acceptInvitation({ secret: link.split('#')[1]!, name, passphrase: PASSPHRASE }))
  return device
}

beforeAll(async () => {
  desk = await startJourneyDesk()
  const ana = desk.of('ana')

  value(
    await ana.setMissionProfile({
      desk: desk.desk,
      coded: {
        government: 'NO',
        host: 'NO',
        post: 'headquarters',
        guidelines: ['NO'],
        likeMinded: [],
        shadow: false,
      },
    }),
  )
  const nora = await joins(ana, desk.desk, 'nora')
  embassy = value(await nora.foundDesk({ name: EMBASSY })).id
  value(await nora.confirmKit(value(await nora.makeKit({ desk: embassy }))))
  await joins(nora, embassy, 'vera')
  const [asks] = value(await nora.invitations({ desk: embassy })).filter(({ state }) => state === 'accepted')
  value(await nora.admit({ desk: embassy, invitation: asks!.invitation }))
  const posted = { role: 'human_rights_officer', liaison: true, posted: true } as const
  for (const [place, name] of ['Nils Aas', 'Berit Vik', 'Kari Dahl', 'Ola Moen'].entries())
    value(await nora.setOfficer({ desk: embassy, coded: { ...posted, officer: place + 1 }, words: { name } }))
  await fill()
}, 180_000)
afterAll(() => desk.server.stop())

/** Eleven missions beside the embassy, which has many cases and raised none of them with the authorities. */
const fill = async (): Promise<void> => {
  const chance = chanceFrom(12)
  const today = new Date()
  const years = [today.getUTCFullYear() - 1, today.getUTCFullYear()]
  await asSuperuser(desk.server.database, async (client) => {
    const missions = [embassy]
    for (let place = 1; place < 12; place += 1) {
      const id = newId()
      missions.push(id)
      await client.query('insert into amparo.desk values ($1, $2, current_date)', [id, `Embassy ${place}`])
      await client.query(
        `insert into amparo.mission values ($1, 'NO', $2, 'embassy', '{NO}', $3, '{}', false)`,
        [id, countryCodes[place * 9], desk.desk],
      )
    }
    for (const [place, mission] of missions.entries()) {
      const own = place === 0
      for (let turn = 0; turn < (own ? 40 : 10 + place); turn += 1) {
        const log = newId()
        await client.query(`insert into amparo.log values ($1, 'case', $2, 0, repeat('A', 43))`, [
          log,
          mission,
        ])
        await client.query(
          `insert into amparo.case_state (log, desk, dark, incomplete, closed, country)
           values ($1, $2, false, false, false, 'HN')`,
          [log, mission],
        )
        await client.query(
          `insert into amparo.hearing_day values ($1, $2, $3, current_date - 40, 'HN', true, $4, null, $5)`,
          [mission, log, newId(), turn % 2 === 0, turn % 3 === 0 ? 'done' : null],
        )
        for (let act = 0; act < (own ? 14 : 24); act += 1) {
          const one = engagementOf({ mission, log, entry: newId(), country: 'HN', years }, chance)
          if (own && one.duties.includes('E11')) continue
          await client.query(
            `insert into amparo.engagement (mission, log, entry, type, duties, officer, role, date, result,
               requested_by, requested, days_to_answer, country)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
            [
              mission,
              log,
              one.entry,
              one.type,
              [...one.duties],
              one.officer,
              one.role,
              one.date,
              one.result,
              one.requestedBy,
              one.requested,
              one.daysToAnswer,
              one.country,
            ],
          )
        }
      }
    }
  })
}

const isInSight = (element: Element): boolean => {
  const { left, right } = element.getBoundingClientRect()
  return left >= 0 && right <= innerWidth
}
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

test(
  'a mission names its headquarters, which then finds the widest gap in three clicks',
  { timeout: 120_000 },
  async () => {
    const mission = await visit({ origin: desk.server.origin })
    await enterDesk(mission.page, 'nora', '/desk/missions/setup')
    await mission.page.getByLabel('Government').selectOption('NO')
    await mission.page.getByLabel('Host country').selectOption('HN')
    await mission.page.getByLabel('Embassy').check()
    await expect.poll(() => mission.page.getByLabel('Norwegian guidelines').isChecked()).toBe(true)
    await mission.page.getByLabel('Number of headquarters’ desk').fill(desk.desk)
    await mission.page.getByRole('button', { name: 'Sign and write' }).click()
    await mission.page.getByText('It sees the coded half of this mission').waitFor()
    expect(await accessibilityFaults(mission.page)).toEqual([])
    await shot(mission.page, 'setup')
    expect(mission.complaints).toEqual([])
    await mission.leave()

    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'ana', '/desk/missions/setup')
    // The headquarters of a State are at home; those of others say where they are.
    await expect.poll(() => page.getByLabel('Headquarters', { exact: true }).isChecked()).toBe(true)
    expect(await page.getByLabel(/Host country|Country of its seat/).count()).toBe(0)
    await page.getByLabel('Government').selectOption('EU')
    await page.getByLabel('Country of its seat').waitFor()
    await follow(page, '/desk/missions')
    await page.getByText('This desk is headquarters').waitFor()
    // The one of the tabs, and the one below them.
    await page.getByRole('link', { name: 'Coverage', exact: true }).last().click()
    await heading(page, 'What would close the widest gap next').waitFor()
    await shot(page, 'headquarters')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await darkFaults(page)).toEqual([])
    await page
      .getByRole('link', { name: `${EMBASSY}: Raise cases with the authorities` })
      .first()
      .click()
    await heading(page, `${EMBASSY}: Raise cases with the authorities`).waitFor()
    await page.getByText('Nothing that answers this duty is logged in this period').waitFor()
    await page.getByText('Officers, cases and words stay with the mission').waitFor()
    await page.getByRole('link', { name: 'Back to the mission' }).click()
    await heading(page, EMBASSY).waitFor()
    await heading(page, 'Hearings observed').waitFor()
    expect(await heading(page, 'Officer by officer').count()).toBe(0)
    await shot(page, 'one-mission')
    expect(complaints).toEqual([])
    await leave()
  },
)

test('the lead of the mission sees its officers, and a writer does not', { timeout: 120_000 }, async () => {
  const lead = await visit({ origin: desk.server.origin })
  await enterDesk(lead.page, 'nora', '/desk/missions/coverage')
  await heading(lead.page, 'Officer by officer').waitFor()
  await lead.page
    .getByRole('cell', { name: 'Nils Aas' })
    .or(lead.page.getByRole('rowheader', { name: 'Nils Aas' }))
    .first()
    .waitFor()
  expect(await accessibilityFaults(lead.page)).toEqual([])
  await shot(lead.page, 'lead')
  await follow(lead.page, '/desk/missions/officers')
  await lead.page.getByRole('button', { name: 'Change Nils Aas' }).click()
  await lead.page.getByLabel('Posted here').uncheck()
  await lead.page.getByRole('button', { name: 'Sign and write' }).click()
  await lead.page.getByText('Left', { exact: true }).waitFor()
  expect(await accessibilityFaults(lead.page)).toEqual([])
  await shot(lead.page, 'officers')
  expect(lead.complaints).toEqual([])
  await lead.leave()

  const writer = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
  await enterDesk(writer.page, 'vera', '/desk/missions/coverage')
  // Each question is folded, with its number; the tab of the page is in sight, and so is what is unfolded.
  const hearings = writer.page.locator('summary', { has: heading(writer.page, 'الجلسات التي رُوقبت') })
  await hearings.getByText(/رُوقبت: .* من /).waitFor()
  expect(await writer.page.getByRole('table').count()).toBe(0)
  const tab = writer.page.locator('nav.tabs [aria-current="page"]')
  await expect.poll(() => tab.evaluate(isInSight)).toBe(true)
  await hearings.click()
  await writer.page.getByRole('table').waitFor()
  expect(await heading(writer.page, 'موظفًا موظفًا').count()).toBe(0)
  expect(await isTooWide(writer.page)).toBe(false)
  expect(await accessibilityFaults(writer.page)).toEqual([])
  await shot(writer.page, 'writer-ar-390')
  await follow(writer.page, '/desk/missions/officers')
  await writer.page.getByText('القادة وحدهم يغيّرون السجل').waitFor()
  expect(await writer.page.getByRole('button', { name: 'أضف موظفًا' }).count()).toBe(0)
  expect(writer.complaints).toEqual([])
  await writer.leave()
})
