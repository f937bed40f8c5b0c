/** A server that goes back behind what a member has seen: the desk says so at once, and what to do. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { type Between, type Change, standBetween } from '../support/between.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
let between: Between
beforeAll(async () => {
  desk = await startJourneyDesk()
  between = await standBetween(desk.server.origin)
}, 180_000)
afterAll(async () => {
  await between.stop()
  await desk.server.stop()
})

const named = (text: string) => ({
  kind: 'identity',
  coded: { holder: 'person', sectors: [] },
  words: { names: [{ text, kind: 'full' }] },
})
const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
const note = { kind: 'note', coded: { toCode: false }, words: { text: 'Seen by ana.' } }

type Line = { readonly case: string; tip: { seq: number; hash: string } }
type List = { cases: Line[] }

const isList = (asked: string): boolean => /^GET \/api\/v1\/desks\/[^/]+\/cases(\?|$)/.test(asked)

/** The list as it was told, with other lines. */
const aboutList =
  (change: (cases: readonly Line[]) => readonly Line[]): Change =>
  (asked, told) => {
    if (!isList(asked)) return undefined
    const list = JSON.parse(told.toString()) as List
    return JSON.stringify({ ...list, cases: change(list.cases) })
  }

/** One case that goes back by an entry, and one that is not there any more. */
const lies = (back: string, gone: string): Change =>
  aboutList((cases) =>
    cases
      .filter((line) => line.case !== gone)
      .map((line) => (line.case === back ? { ...line, tip: { ...line.tip, seq: line.tip.seq - 1 } } : line)),
  )

test(
  'what went back and what is withheld stands above the desk with what to do; true again, it is gone',
  { timeout: 180_000 },
  async () => {
    const [back, gone] = [
      await desk.open([opened, named('Went Back')]),
      await desk.open([opened, named('Gulrukh Absent')]),
    ]
    for (const log of [back, gone])
      value(await desk.of('ana').append({ desk: desk.desk, case: log, entries: [note] }))
    const { page, leave } = await visit({ origin: between.origin })
    await enterDesk(page, 'ana')
    await page.getByRole('heading', { level: 1 }).waitFor()
    // What this device has opened, all devices of the member remember.
    for (const log of [back, gone]) {
      await follow(page, `/desk/cases/${log}`)
      await page.getByRole('tab', { name: /^Entries/ }).waitFor()
    }
    await page.getByRole('button', { name: 'Lock' }).click()
    await page.getByText('Locked. Nothing is open on this device.').waitFor()

    between.change(lies(back, gone))
    await enterDesk(page, 'ana')
    const alarm = page.getByRole('alert').filter({ hasText: 'What to do now' })
    await alarm.getByText('Entries of a case that you have seen are missing.').waitFor()
    await alarm.getByText('A case that you have seen is not shown any more').waitFor()
    await alarm.getByText('Write nothing at this desk').waitFor()
    await alarm.getByText('Not through this server').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await darkFaults(page)).toEqual([])
    expect(await page.getByText('Gulrukh Absent').count(), 'nothing of it is shown').toBe(0)

    await page.setViewportSize({ width: 390, height: 844 })
    await follow(page, '/desk/cases')
    await page.getByLabel(/^Search/).fill('nothing like it')
    await alarm.getByText('Entries of a case that you have seen are missing.').waitFor()
    expect(await isTooWide(page)).toBe(false)
    await alarm.getByRole('listitem').filter({ hasText: 'is not shown any more' }).getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'This cannot be shown' }).waitFor()
    await alarm.getByText('A case that you have seen is not shown any more').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    await page.getByRole('button', { name: 'Lock' }).click()
    await page.getByText('Locked. Nothing is open on this device.').waitFor()
    between.change(null)
    await enterDesk(page, 'ana', '/desk/cases')
    await page.getByRole('link', { name: /Went Back/ }).waitFor()
    await page.getByRole('link', { name: /Gulrukh Absent/ }).waitFor()
    expect(await alarm.count()).toBe(0)
    await leave()
  },
)

test('in Arabic the alarm reads from the right and axe finds nothing', { timeout: 120_000 }, async () => {
  const log = await desk.open([opened, named('Seen In Arabic')])
  value(await desk.of('ben').openCase({ desk: desk.desk, case: log }))
  await desk.of('ben').lock()
  between.change(lies('', log))
  const { page, leave } = await visit({ origin: between.origin, width: 390, lang: 'ar' })
  await enterDesk(page, 'ben')
  const alarm = page.getByRole('alert').filter({ hasText: 'ما العمل الآن' })
  await alarm.getByText('حالة سبق أن رأيتها لم تعد تُعرض').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  between.change(null)
  await leave()
})
