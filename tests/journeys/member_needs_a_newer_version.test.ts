/** A lead has used a newer program: whoever has the older one is told in words, and accuses nobody. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { signIn } from '../../src/members/client/gate.ts'
import { createApi, fetchWithJar } from '../../src/platform/client/api.ts'
import { entryToWire, type EntryWire } from '../../src/vault/core/wire.ts'
import { craft, type Insider } from '../support/adversary.ts'
import { memoryDrafts, PASSPHRASE, value } from '../support/app.ts'
import { type Between, standBetween } from '../support/between.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
let between: Between
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  between = await standBetween(desk.server.origin)
  const entry = await laterEntry()
  between.change((asked, told) => {
    if (asked !== `GET /api/v1/desks/${desk.desk}/log`) return undefined
    const log = JSON.parse(told.toString()) as { readonly entries: readonly EntryWire[] }
    return JSON.stringify({ ...log, entries: [...log.entries, entry] })
  })
}, 180_000)
afterAll(async () => {
  await between.stop()
  await desk.server.stop()
})

/** What Ben's program of tomorrow adds to the desk's log. */
const laterEntry = async (): Promise<EntryWire> => {
  const { origin } = desk.server
  const deps = {
    api: createApi({ fetch: fetchWithJar(origin), base: origin }),
    chance: (size: number) => crypto.getRandomValues(new Uint8Array(size)),
    clock: () => new Date(),
    drafts: memoryDrafts(),
    origin,
  }
  const unlocked = value(await signIn(deps, { name: 'ben', passphrase: PASSPHRASE }))
  const open = unlocked.desks.get(desk.desk)!
  const ben: Insider = {
    deps,
    unlocked,
    account: unlocked.keys.account,
    desk: () => open,
    ask: () => Promise.reject(new Error('asks nothing')),
  }
  const entries = open.log.map(({ bytes }) => bytes)
  const log = { id: desk.desk, desk: desk.desk, key: open.key.key, raw: new Uint8Array(32), entries }
  const later = { kind: 'something_later', coded: { whatever: 1 }, words: undefined, key: 'none' }
  return entryToWire(await craft(ben, log, later))
}

test.each([
  [
    'en',
    1280,
    'A desk was changed with a newer version of Amparo',
    'Your desk needs a newer version of this program',
  ],
  ['ar', 390, 'غُيّر مكتب بإصدار أحدث من أمبارو', 'مكتبك يحتاج إلى إصدار أحدث من هذا البرنامج'],
] as const)(
  'the desk stays closed and says what it needs, in %s at %i px',
  { timeout: 90_000 },
  async (lang, width, title, heading) => {
    const { page, complaints, leave } = await visit({ origin: between.origin, lang, width })
    page.setDefaultTimeout(60_000)
    await enterDesk(page, 'vera')
    await page.getByText(title).waitFor()
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    expect(await page.locator('.desk-alarm .notice').count(), 'no alarm beside it').toBe(1)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await darkFaults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)
    expect(complaints).toEqual([])
    await leave()
  },
)
