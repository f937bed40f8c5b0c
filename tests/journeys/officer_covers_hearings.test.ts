/** An officer who sees what nobody covers, goes there, and has it in a calendar of their own until the link is ended. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { addDays } from '../../src/kernel/core/iso_day.ts'
import { newId } from '../support/adversary.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
const today = new Date().toISOString().slice(0, 10)
let desk: JourneyDesk

const hearing = (days: number, hour: string) => ({
  id: newId(),
  kind: 'hearing',
  coded: { day: addDays(today, days), type: 'trial' },
  words: { court: 'City court', hour },
})

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
  const of = { desk: desk.desk }
  const coded = {
    government: 'NO',
    host: 'TJ',
    post: 'embassy',
    guidelines: ['NO'],
    likeMinded: [],
    shadow: false,
  }
  type Profile = Parameters<ReturnType<JourneyDesk['of']>['setMissionProfile']>[0]['coded']
  value(await desk.of('ana').setMissionProfile({ ...of, coded: coded as Profile }))
  const view = value(await desk.of('ana').missionProfile(of))
  const accountOf = (name: string) => view.members.find((one) => one.name === name)!.account
  for (const [officer, name] of [
    [1, 'vera'],
    [2, 'ben'],
  ] as const)
    value(
      await desk.of('ana').setOfficer({
        ...of,
        coded: { officer, role: 'human_rights_officer', liaison: false, posted: true },
        words: { name: name === 'vera' ? 'Vera Lind' : 'Ben Aho', account: accountOf(name) },
      }),
    )
  const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  await desk.open([opened, hearing(1, '09:30'), hearing(6, '14:00'), hearing(-1, '10:00')])
}, 180_000)
afterAll(() => desk.server.stop())

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const warning = (page: Page, words: string) => page.locator('.cover-warnings').getByText(words)

test(
  'an uncovered hearing warns, is taken in one step, stands in a feed without a name, and the link ends',
  { timeout: 180_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/missions')
    await warning(page, '2 hearings are not covered').waitFor()
    await warning(page, 'Tomorrow').waitFor()
    await page.getByRole('link', { name: 'Open the calendar' }).click()
    await page.getByRole('heading', { name: 'Calendar and covers' }).waitFor()
    await page.getByText('By week').click()
    await page.locator('.calendar-sides[data-view="week"]').waitFor()
    const seek = async (day: string) => {
      const found = page.locator(`#day-${day}`)
      const way = day < today ? 'Earlier' : 'Later'
      await button(page, 'Today').click()
      if ((await found.count()) === 0) await button(page, way).click()
      await found.waitFor()
      return found
    }
    const past = await seek(addDays(today, -1))
    await past.getByText('This hearing is over, so nobody can be sent to it.').waitFor()
    expect(await past.getByRole('button').count()).toBe(0)
    await (await seek(addDays(today, 1))).getByRole('button', { name: /^I go/ }).click()
    await warning(page, 'One hearing is not covered').waitFor()
    const taken = await seek(addDays(today, 1))
    await taken.getByText('Vera Lind goes').waitFor()
    const other = await seek(addDays(today, 6))
    await other.getByRole('combobox').selectOption({ label: 'Ben Aho' })
    await other.getByRole('button', { name: /^Assign/ }).click()
    await other.getByText('Ben Aho goes').waitFor()
    await page.locator('.cover-warnings').waitFor({ state: 'detached' })
    await other.getByRole('button', { name: /^Release/ }).click()
    await warning(page, 'One hearing is not covered').waitFor()

    await page.getByLabel('Whose dates').selectOption('1')
    await button(page, 'Make a link').click()
    const link = await page.getByLabel('Link to your calendar').inputValue()
    expect(link).toMatch(/\/calendar\/[\w-]{22}\.ics$/)
    const answer = await fetch(link)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const ics = await answer.text()
    const starts = ics.match(/DTSTART;VALUE=DATE:\d{8}/g)?.toSorted()
    expect(starts).toEqual(
      [-1, 1, 6].map((days) => `DTSTART;VALUE=DATE:${addDays(today, days).replaceAll('-', '')}`).toSorted(),
    )
    expect(ics.match(/BEGIN:VALARM/g)).toHaveLength(3)
    expect(ics).not.toMatch(/Vera|court|09:30|Tajik|Amparo|Lantern|trial/i)
    const arabic = await (await fetch(link.replace('/calendar/', '/ar/calendar/'))).text()
    expect(arabic).toContain('شاغر')
    await shot(page, 'week')
    await page.getByText('By month').click()
    await page.locator('.month-grid').waitFor()
    await shot(page, 'month')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await darkFaults(page)).toEqual([])

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Save a calendar file for the dates shown').click(),
    ])
    const saved = (await (await file.createReadStream()).toArray()).join('')
    expect(saved).toMatch(/09:30|14:00|10:00/)
    expect(saved).toContain('LOCATION:City court')

    await button(page, 'End the link').click()
    await page.getByText('The link is ended.').waitFor()
    expect((await fetch(link)).status).toBe(404)
    expect(complaints).toEqual([])
    await leave()
  },
)

test.each(['en', 'ar'] as const)(
  'a reader reads it on a telephone: %s',
  { timeout: 120_000 },
  async (lang) => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang })
    await enterDesk(page, 'rosa', '/desk/missions/calendar')
    await page.locator('.month-grid').waitFor()
    await page.locator('.calendar-cards .card').nth(2).waitFor()
    expect(await isTooWide(page)).toBe(false)
    expect(await page.locator('.cover-form').count(), 'readers assign nobody').toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, `phone-${lang}`)
    expect(complaints).toEqual([])
    await leave()
  },
)
