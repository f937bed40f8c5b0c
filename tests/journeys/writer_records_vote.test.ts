/** A writer at the board: 193 votes by keyboard in the time a roll call takes; a second lead lets the vote out. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleVotes } from '../../src/cli/example_votes.ts'
import { unStates } from '../../src/instruments/core/un_states.ts'
import { castByMember } from '../../src/instruments/core/votes.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { drawn, enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
}, 180_000)
afterAll(() => desk.server.stop())

const plenary = exampleVotes().find(({ stage }) => stage === 'plenary')!
const cast = castByMember(plenary.votes)
const keys = {
  yes: 'y',
  no: 'n',
  abstain: 'a',
  absent: 'x',
  not_voting: 'v',
  yes_or_not_voting: 'y',
} as const
/** As the board lists them. */
const board = unStates.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const jumpTo = async (page: Page, name: string): Promise<void> => {
  await page.keyboard.press('/')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

const file = (text: string) => ({ name: 'votes.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

const describe = async (page: Page): Promise<void> => {
  await page.getByLabel('Another text, by its address').fill('human-rights-defenders-2015')
  await page.getByLabel('Title in English').fill(plenary.title.en ?? '')
  await page.locator('#field-on').fill(plenary.on)
  await page.locator('#field-sources-0-publisher').fill('United Nations')
  await page.locator('#field-sources-0-title').fill('A/70/PV.80')
  for (const of of ['yes', 'no', 'abstain'] as const)
    await page.locator(`#field-totals-${of}`).fill(String(plenary.totals[of]))
}

test(
  'a roll call of 193 is entered by keyboard, its totals compared, proposed, released and read by everybody',
  { timeout: 150_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/votes')
    await page.getByText('This desk has entered no vote yet.').waitFor()
    await page.getByRole('link', { name: 'New vote' }).click()
    await page.getByText('Choose the members and the day first.').waitFor()
    await describe(page)
    await page.getByText('193 members with a vote, of 193 who sat there.').waitFor()

    const grid = page.getByRole('listbox', { name: 'What each member cast' })
    await grid.focus()
    let pressed = 0
    const press = async (key: string) => {
      pressed += 1
      await page.keyboard.press(key)
    }
    for (const [index, { code }] of board.entries()) {
      // A slip of the hand, seen and taken back.
      if (index === 20) {
        await press('n')
        await press('Backspace')
      }
      await press(keys[cast.get(code) ?? 'not_voting'])
    }
    expect(pressed).toBeLessThan(200)
    await page.getByText('0 left', { exact: true }).waitFor()

    // One vote set otherwise: said beside both totals at once, refused on proposing, with its place.
    await jumpTo(page, 'zambia')
    await expect.poll(() => grid.getAttribute('aria-activedescendant')).toMatch(/ZM$/)
    const was = keys[cast.get('ZM') ?? 'not_voting']
    await page.keyboard.press(was === 'n' ? 'y' : 'n')
    await page.getByText('The record says 14, the grid has 15: 1 too many is set to “No”.').waitFor()
    await shot(page, 'differs')
    await button(page, 'Save and propose').click()
    const alert = page.getByRole('alert')
    await alert.getByText('This total is not what the names in the grid add up to.').first().waitFor()
    await alert.getByRole('link', { name: /^Total of no/ }).click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('field-totals-no')
    await grid.focus()
    await jumpTo(page, 'zambia')
    await page.keyboard.press(was)
    await page.getByText('The record says 14').waitFor({ state: 'detached' })

    await button(page, 'Add an explanation of vote').click()
    await page.locator('#field-explanations-0-member').selectOption('NO')
    await page.locator('#field-explanations-0-words').fill('We thank all who work for rights.')
    await page.locator('#field-explanations-0-source').fill('A/70/PV.80, page 12')
    await page.getByRole('tab', { name: 'Preview' }).click()
    await page.locator('.preview').getByText('We thank all who work for rights.').waitFor()
    await shot(page, 'preview')
    await page.getByRole('tab', { name: 'Write' }).click()
    await shot(page, 'written')
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const path = '/instruments/human-rights-defenders-2015/votes'
    expect((await fetch(desk.server.origin + path)).status).toBe(404)

    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben')
    await ben.page.getByRole('link', { name: 'United Nations General Assembly' }).click()
    await ben.page.locator('.preview').getByText('We thank all who work for rights.').waitFor()
    await button(ben.page, 'Release').click()
    await ben.page.getByText('Released.', { exact: true }).waitFor()
    const open = await (await fetch(desk.server.origin + path)).text()
    expect(open).toContain('We thank all who work for rights.')
    expect(open.match(/<td class="no[ "]/g)).toHaveLength(14)
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test(
  'a chamber is pasted, its votes read from a list and a file, and everybody sees it by its seats',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/votes/new')
    await page.getByLabel('Another text, by its address').fill('an-example-law')
    await page.getByLabel('Title in English').fill('An example law')
    await page.locator('#field-on').fill('2020-05-04')
    await page.locator('#field-members').selectOption('list')
    await page.getByLabel('Paste its members').fill('Ana Ruiz\tGreens\nBo\tLeft\tb1\nBo\tLeft\tb1')
    await button(page, 'Take them as members').click()
    await page.getByText('Line 3, Bo: This one stands here twice.').waitFor()
    await page.getByLabel('Paste its members').fill('Ana Ruiz\tGreens\nBo\tLeft\tb1\nCy\tLeft\tc1')
    await button(page, 'Take them as members').click()
    await page.getByText('3 members with a vote, of 3 who sat there.').waitFor()
    await page.locator('#field-place-en').fill('Senate')
    await page.getByText('From a list').click()
    await page.getByLabel('Paste a list').fill('In favour: Ana Ruiz, Nobody.\nAgainst: Bo')
    await page.getByText('Line 1: nobody here is called “Nobody”.').waitFor()
    await button(page, 'Set them in the grid').click()
    await page.getByText('1 left', { exact: true }).waitFor()
    await page.getByText('From a file').click()
    const choose = page.getByLabel('Choose a file')
    await choose.setInputFiles(file('member,vote\nana-ruiz,yes\nzz,no\n'))
    await button(page, 'Set them in the grid').first().click()
    await page.getByText('Line 3, zz: Nobody of this name or code').waitFor()
    // Nothing of a refused file is taken.
    await page.getByText('1 left', { exact: true }).waitFor()
    await choose.setInputFiles(file('member,vote\nana-ruiz,yes\nb1,no\nc1,abstain\n'))
    await button(page, 'Set them in the grid').first().click()
    await page.getByText('0 left', { exact: true }).waitFor()
    for (const of of ['yes', 'no', 'abstain']) await page.locator(`#field-totals-${of}`).fill('1')
    await page.getByText('the outcome is: Rejected').waitFor()
    await page.locator('#field-outcome').selectOption('rejected')
    await page.getByText('This vote is invented, as an example').click()
    await page.locator('#field-sources-0-publisher').fill('Nobody')
    await page.locator('#field-sources-0-title').fill('Invented')
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    await page.locator('.preview').getByText('How the chamber voted: Senate').first().waitFor()
    await page.locator('.preview').getByText('This is an invented vote.').waitFor()
    await shot(page, 'chamber')
    expect(complaints).toEqual([])
    await leave()
  },
)

const record = readFileSync('examples/votes/a-res-70-161-third-committee.json', 'utf8')

test.each([
  ['en', 1280],
  ['en', 390],
  ['ar', 1280],
  ['ar', 390],
] as const)('the pages of votes can be read in %s at %i px', { timeout: 90_000 }, async (lang, width) => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
  const faults: string[] = []
  const look = async (name: string) => {
    await drawn(page)
    if (await isTooWide(page)) faults.push(`${name}: too wide`)
    faults.push(
      ...[...(await accessibilityFaults(page)), ...(await darkFaults(page))].map((one) => `${name} ${one}`),
    )
    await shot(page, `${lang}-${width}-${name}`)
  }
  await enterDesk(page, 'ana', '/desk/instruments/votes')
  await look('list')
  await follow(page, '/desk/instruments/votes/new')
  await page.locator('#field-on').fill((JSON.parse(record) as { on: string }).on)
  await page.locator('[role="listbox"]').waitFor()
  await page.locator('input[type="checkbox"]').nth(1).check()
  await page.locator('[role="listbox"]').focus()
  for (const key of ['y', 'n', 'a', 'x', 'v']) await page.keyboard.press(key)
  await page.locator('.fill button').nth(1).click()
  await page.locator('#field-totals-yes').fill('200')
  await page.locator('#field-totals-no').fill('1')
  await page.locator('#field-totals-abstain').fill('1')
  await page.locator('.tools input[type="checkbox"]').check()
  for (const one of await page.locator('main details').all())
    await one.evaluate((element) => ((element as HTMLDetailsElement).open = true))
  await page.locator('.member-grid textarea').fill('Albania\tY\nAtlantis\tN')
  await look('new')
  await page.setViewportSize({ width, height: 700 })
  await page.locator('.member-grid').scrollIntoViewIfNeeded()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${lang}-${width}-screen.png` })
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})
