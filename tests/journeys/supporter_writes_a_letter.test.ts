/** A supporter reads an urgent action in Arabic on a telephone that runs no script, prints the letter, and tells of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { useBrowser } from '../support/browser.ts'
import { openCampaign, targetOf } from '../support/campaigns.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  await openCampaign(server.database, {
    campaign: { title: { en: 'Lanterns', ar: 'مصابيح' } },
    asks: [
      {
        slug: 'teacher',
        form: 'urgent_action',
        title: { en: 'Teacher held', ar: 'معلمة محتجزة' },
        standfirst: null,
        request: { en: 'Release her.', ar: 'أفرجوا عنها.' },
        targets: [targetOf({ salutation: { en: 'Dear Prosecutor', ar: 'سعادة المدعي العام' } })],
        letter: { en: 'Please release her.', ar: 'نرجو الإفراج عنها فورًا.' },
      },
    ],
  })
}, 180_000)
afterAll(() => server.stop())

test(
  'from the list of campaigns to a printed letter and a word that it is sent',
  { timeout: 60_000 },
  async () => {
    const { page, complaints, leave } = await visit({
      origin: server.origin,
      width: 390,
      lang: 'ar',
      scripts: false,
    })
    await page.goto('/ar')
    await page.getByRole('link', { name: 'الحملات' }).click()
    await page.getByRole('link', { name: 'معلمة محتجزة' }).first().click()
    await page.getByRole('textbox', { name: 'الرسالة للنسخ' }).waitFor()
    await page.waitForLoadState()

    const words = await page.locator('main').innerText()
    expect(words).toMatch(/^من لا ينبغي له أن يشارك\./)
    expect(words).toContain('طاجيكستان')
    // The text can be selected and taken along without script.
    const box = page.getByRole('textbox', { name: 'الرسالة للنسخ' })
    expect(await box.inputValue()).toContain('سعادة المدعي العام،\n\nنرجو الإفراج عنها فورًا.')
    expect(await box.getAttribute('readonly')).not.toBeNull()
    const mail = await page.getByRole('link', { name: 'اكتب في برنامج بريدك' }).getAttribute('href')
    expect(decodeURIComponent(mail ?? '')).toContain('نرجو الإفراج عنها فورًا.')

    await page.getByRole('link', { name: 'رسالة للطباعة' }).first().click()
    await page.waitForURL(/letter/)
    await page.emulateMedia({ media: 'print' })
    // On paper the letter stands alone.
    expect((await page.locator('body').innerText()).trim()).toMatch(/^Prosecutor General\n126 Sino Street/)
    expect(await page.locator('.masthead').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('link', { name: 'معلمة محتجزة' }).click()

    await page.getByRole('link', { name: 'أخبرنا بما فعلت' }).click()
    await page.getByRole('radio', { name: 'كتبت' }).check()
    await page.getByRole('button', { name: 'احسبني' }).click()
    await page.getByText('شكرًا لك. حُسب ذلك مع غيره').waitFor({ state: 'visible' })
    expect(await page.context().cookies()).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)
