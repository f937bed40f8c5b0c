/** Who does not belong here: guesses, and a link that was passed on. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, value } from '../support/app.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, type JourneyDesk, startJourneyDesk, unlock } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk()
}, 180_000)
afterAll(() => desk.server.stop())

test(
  'a stranger guesses passphrases: made to wait, told nothing, and the member still gets in',
  {
    timeout: 90_000,
  },
  async () => {
    const { origin } = desk.server
    const stranger = await visit({ origin, width: 390 })
    const { page } = stranger
    await page.goto('/desk')
    const guess = async (name: string, phrase: string): Promise<string> => {
      await page.getByLabel('Account name').fill(name)
      await page.getByLabel('Passphrase').fill(phrase)
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Open the desk', disabled: true }).waitFor()
      await page.getByRole('button', { name: 'Open the desk', disabled: false }).waitFor()
      return (await page.getByRole('alert').textContent()) ?? ''
    }
    const known = await guess('ben', 'wrong words said six times')
    expect(await guess('nobody', 'wrong words said six times')).toBe(known)
    expect(known).toContain('Name and passphrase do not fit together, or the account is closed')
    let answer = known
    for (let tries = 0; tries < 8 && !answer.includes('Too many tries'); tries++)
      answer = await guess('ben', `guess number ${tries} of a stranger`)
    expect(answer).toMatch(/Too many tries\. Wait \d+ seconds?/)
    expect(await accessibilityFaults(page)).toEqual([])

    // Meanwhile somebody else is not kept out, and ben himself only as long as the wait lasts.
    const member = await visit({ origin })
    await enterDesk(member.page, 'ana')
    await member.leave()
    await page.getByLabel('Account name').fill('ben')
    await expect
      .poll(
        async () => {
          await page.getByLabel('Passphrase').fill(PASSPHRASE)
          await page.keyboard.press('Enter')
          await page.locator('.desk-you').or(page.getByRole('alert')).waitFor()
          return page.locator('.desk-you').count()
        },
        { timeout: 45_000, interval: 1000 },
      )
      .toBe(1)
    await stranger.leave()
  },
)

test(
  'the link of an invited guest is used a second time: it opens nothing, and the guest stays',
  {
    timeout: 90_000,
  },
  async () => {
    const { origin } = desk.server
    const { link } = value(await desk.of('ana').invite({ desk: desk.desk, role: 'writer', days: 1 }))
    const guest = await visit({ origin, width: 390 })
    await guest.page.goto(link)
    await guest.page.getByText('invites you to the desk “North” as writer').waitFor()
    await guest.page.getByLabel('Your account name').fill('guest')
    await guest.page.getByRole('button', { name: 'Next' }).click()
    await guest.page.getByRole('button', { name: 'Use a phrase of my own' }).click()
    await guest.page.getByLabel('Phrase of your own').fill('too short')
    await guest.page.getByLabel('The same phrase once more').fill('too short')
    await guest.page.getByRole('button', { name: 'Make the account and accept' }).click()
    await guest.page.getByRole('alert').getByText('Too short').waitFor()
    expect(await accessibilityFaults(guest.page)).toEqual([])
    await guest.page.getByLabel('Phrase of your own').fill(PASSPHRASE)
    await guest.page.getByLabel('The same phrase once more').fill(PASSPHRASE)
    await guest.page.getByRole('button', { name: 'Make the account and accept' }).click()
    await guest.page.getByRole('heading', { name: 'You have accepted' }).waitFor()

    const second = await visit({ origin })
    await second.page.goto(link)
    await second.page.getByText('This invitation is no longer open').waitFor()
    expect(await second.page.getByLabel('Your account name').count()).toBe(0)
    expect(await accessibilityFaults(second.page)).toEqual([])
    await second.page.goto(link.slice(0, -3))
    await second.page.getByText('The link is not whole').waitFor()

    // Whoever holds the link and an account gets nothing before a lead has compared the fingerprint.
    await guest.page.goto('/desk/cases')
    await guest.page.getByLabel('Account name').fill('guest')
    await unlock(guest.page)
    await guest.page.getByRole('heading', { name: 'Waiting for a lead' }).waitFor()
    expect(await accessibilityFaults(guest.page)).toEqual([])
    const waiting = value(await desk.of('ana').invitations({ desk: desk.desk }))
    expect(waiting.filter(({ state }) => state === 'accepted').map((line) => line.guest?.name)).toEqual([
      'guest',
    ])
    expect([...guest.complaints, ...second.complaints]).toEqual([])
    await guest.leave()
    await second.leave()
  },
)

test('a browser that is too old is told so before anything is typed into it', async () => {
  for (const [lang, words] of [
    ['en', 'This browser is too old for the desk'],
    ['ar', 'هذا المتصفح قديم جدًا للمكتب'],
  ] as const) {
    const { page, leave } = await visit({ origin: desk.server.origin, width: 390, lang })
    await page.route('**/vault.worker*.js', async (route) => {
      const program = await (await route.fetch()).text()
      const older = `crypto.subtle.importKey = async () => { throw new DOMException('Unrecognized name', 'NotSupportedError') };`
      await route.fulfill({ contentType: 'text/javascript', body: older + program })
    })
    await page.goto('/desk')
    await page.getByRole('heading', { name: words }).waitFor()
    expect(await page.getByRole('textbox').count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    await leave()
  }
})

test('until the desk’s program has come, and where none comes, its page says what is going on', async () => {
  const { origin } = desk.server
  const without = await visit({ origin, width: 390, scripts: false })
  await without.page.goto('/desk/cases')
  await without.page.getByText('The desk is opening. If these words stay').waitFor()
  expect(
    await without.page.getByRole('link', { name: 'The public pages need none.' }).getAttribute('href'),
  ).toBe('/')
  await without.leave()

  const slow = await visit({ origin, lang: 'ar' })
  const arrived = Promise.withResolvers<void>()
  await slow.page.route('**/*.js', async (route) => {
    await arrived.promise
    await route.continue()
  })
  await slow.page.goto('/desk', { waitUntil: 'commit' })
  const words = slow.page.getByText('المكتب يُفتح')
  await words.waitFor()
  arrived.resolve()
  await words.waitFor({ state: 'hidden' })
  await slow.leave()
})
