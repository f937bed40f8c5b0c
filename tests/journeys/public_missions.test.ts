/**
 * A coalition writes acts and a scorecard, a second lead lets it out, and everybody opens each number to what it counts; and
 * a caseworker finds the programmes that fit, and follows a referral to its decision.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import {
  dayIn,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  pick,
  startJourneyDesk,
} from '../support/desk.ts'
import { openId, publish, release, takeBack, withdraw } from '../support/open_rows.ts'
import { askAddress, expectFits, expectLight, pageWords } from '../support/public_page.ts'
import {
  actOf,
  commitmentOf,
  missionOf,
  programmeOf,
  recordOf,
  releaseMissionKind,
  signOf,
} from '../support/public_missions.ts'

const visit = useBrowser()
let desk: JourneyDesk
const ask = (path: string) => askAddress(desk.server.origin + path)
const wordsAt = async (path: string): Promise<string> => pageWords((await ask(path)).body)

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const { database } = desk.server
  for (const body of exampleInstruments())
    if (body.slug.startsWith('duties-'))
      await release(database, { kind: 'instrument', name: body.slug, body })
  const team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
  await releaseMissionKind(team, 'mission', missionOf())
  const shadow = {
    slug: 'borealia-bogota',
    name: { en: 'Embassy of Borealia' },
    government: 'XB',
    shadow: true,
  } as const
  await releaseMissionKind(team, 'mission', missionOf({ ...shadow, guidelines: ['NO', 'proposed_2011'] }))
  await releaseMissionKind(
    team,
    'commitment',
    commitmentOf({
      evidence: [
        signOf(),
        signOf({ id: 'missed', on: '2026-08-01', sign: 'broken' }),
        signOf({ id: 'kept', on: '2025-11', sign: 'kept' }),
      ],
    }),
  )
  await publish(database, { name: 'Nodira' })
  const theirs = openId('Nodira')
  const engagements = [
    actOf({
      id: 'visit',
      type: 'detention_visit',
      duties: ['E10'],
      about: theirs,
      what: { en: 'Nodira was visited.' },
    }),
    actOf(),
  ]
  await release(database, { kind: 'mission_record', name: 'record', body: recordOf({ engagements }) })
  const { criteria } = programmeOf()
  for (const [slug, name, differing] of [
    ['quick-fund', 'Quick fund', {}],
    ['southern-fund', 'Southern fund', { countries: ['PE'] }],
    ['shelter-for-women', 'Shelter for women', { only: ['women'] }],
  ] satisfies [string, string, Partial<typeof criteria>][])
    await release(database, {
      kind: 'programme',
      name: slug,
      body: programmeOf({ slug, name: { en: name }, criteria: { ...criteria, ...differing } }),
    })
}, 180_000)
afterAll(() => desk.server.stop())

test(
  'a coalition pastes acts, writes a scorecard, and a second lead publishes it',
  { timeout: 180_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await enterDesk(page, 'vera', '/desk/missions/public/records/new')
    await page.getByRole('combobox', { name: 'Mission' }).selectOption('alandia-bogota')
    await page.getByRole('textbox', { name: 'Year', exact: true }).fill('2025')
    await page.getByText('Paste many acts as CSV').click()
    await page
      .getByRole('textbox', { name: /CSV with a heading/ })
      .fill(
        [
          'on,type,duties,what,publisher',
          '2025-05-06,meeting,E05 E07,Defenders were received.,Embassy news',
          'spring,meeting,E05,Nobody knows when.,Embassy news',
        ].join('\n'),
      )
    await button('Add these acts').click()
    await page.getByText('1 act was added.').waitFor()
    await page.getByText(/Line 3: .*spring.* is no day/).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await button('Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben', new URL(page.url()).pathname)
    const letOut = async () => {
      await ben.page.getByRole('button', { name: 'Release', exact: true }).click()
      await ben.page.getByText('Released.', { exact: true }).waitFor()
    }
    await letOut()
    expect(await wordsAt('/missions/co/alandia-bogota/2025')).toContain('Defenders were received.')

    await follow(page, '/desk/missions/public/scorecards')
    await page.getByRole('link', { name: 'New scorecard' }).click()
    await page.getByRole('textbox', { name: 'Title (English)' }).fill('Keeping their word')
    await page.getByRole('textbox', { name: 'Title (العربية)' }).fill('الوفاء بالوعد')
    await pick(page, /^Governments/, 'Alandia')
    await pick(page, /^Governments/, 'Borealia')
    await page.getByRole('textbox', { name: 'From year' }).fill('2025')
    await page.getByRole('textbox', { name: 'To year' }).fill('2026')
    await page.getByRole('textbox', { name: 'End of the address' }).fill('keeping-their-word')
    await page.getByRole('textbox', { name: 'Method (English)' }).fill('We read what embassies publish.')
    const asked = page.getByRole('group', { name: 'Alandia (invented)' })
    await asked.getByRole('textbox', { name: 'Shown to it on' }).fill('2026-09-01')
    await asked.getByRole('textbox', { name: /^Answered on/ }).fill('2026-09-20')
    await asked.getByRole('textbox', { name: /^Its reply \(English\)/ }).fill('We do more quietly.')
    await button('Save and propose').click()
    // The other one has not been asked.
    await page.locator('#field-replies-1-askedOn-error').waitFor()
    await page
      .getByRole('group', { name: 'Borealia (invented)' })
      .getByRole('textbox', { name: 'Shown to it on' })
      .fill('2026-09-01')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('tab', { name: 'Preview' }).click()
    await page.getByRole('link', { name: '1 of 1 missions' }).first().waitFor()
    await button('Save and propose').waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Write' }).click()
    await button('Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    expect((await ask('/scorecards/keeping-their-word')).status).toBe(404)
    await follow(ben.page, new URL(page.url()).pathname)
    await letOut()
    expect((await ask('/scorecards/keeping-their-word')).status).toBe(200)
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test(
  'each number opens to its acts, and what nobody published is not known',
  { timeout: 60_000 },
  async () => {
    const { page, leave } = await visit({ origin: desk.server.origin, scripts: false })
    await page.goto('/scorecards/keeping-their-word')
    await page.getByText('Quiet work is uncounted').first().waitFor()
    const row = page.getByRole('row', { name: /^E05/ })
    expect(
      (await row.locator('td').allTextContents()).map((one) => one.replaceAll(/\s+/g, ' ').trim()),
    ).toEqual([expect.stringContaining('1 of 1 missions'), 'not known'])
    expect(await page.locator('#coverage td').allTextContents()).not.toContain('0')
    await row.getByRole('link').first().click()
    await page.getByRole('link', { name: /Meeting with a defender/ }).click()
    await page.getByText('Defenders were received.').waitFor()
    expect(page.url()).toMatch(/\/missions\/co\/alandia-bogota\/2025\/2025-05-06-meeting$/)
    await page.goto('/scorecards/keeping-their-word')
    await page.getByRole('link', { name: '1 commitment' }).first().click()
    await page.getByRole('link', { name: 'Meet defenders every year' }).click()
    await page.getByRole('heading', { name: 'Signs' }).waitFor()
    const { counts, csv } = {
      counts: await ask('/scorecards/keeping-their-word/counts.json'),
      csv: await ask('/scorecards/keeping-their-word/table.csv'),
    }
    expect(JSON.parse(counts.body)).toMatchObject({
      from: 2025,
      to: 2026,
      governments: [{ government: 'XA' }, { government: 'XB' }],
    })
    expect(csv.body).toContain('XB,duty,E02,stated,not_known,,1,,,\r\n')
    await leave()
  },
)

test('whoever asks a mission reads first how to ask safely; a shadow record says that it is one', async () => {
  const country = await wordsAt('/missions/co')
  expect(country.indexOf('Before you ask')).toBeLessThan(country.indexOf('rights@alandia.example'))
  expect(country).toContain('Shadow record')
  expect((await ask('/missions/co')).body).toContain('/instruments/duties-of-missions/gist/e09')
  expect((await ask('/missions/co')).body).toContain('/instruments/duties-proposed-2011/gist/d5')
  expect((await ask('/instruments/duties-of-missions/gist/e09')).status).toBe(200)
  expect((await ask('/instruments/duties-proposed-2011/gist/d5')).status).toBe(200)
  for (const path of [
    '/missions/CO',
    '/missions/xx',
    '/missions/pe',
    '/missions/pe/alandia-bogota',
    '/missions/co/none',
    '/missions/co/alandia-bogota/1999',
    '/missions/co/alandia-bogota/2025/none',
    '/missions/co/alandia-bogota/2025/page/1',
    '/commitments/none',
    '/scorecards/none',
    '/scorecards/keeping-their-word/no',
    '/scorecards/keeping-their-word/xa/e99',
    '/scorecards/keeping-their-word/xa/e05/2',
  ])
    expect((await ask(path)).status, path).toBe(404)
})

test(
  'a caseworker sees which programmes fit and why others do not, refers, and follows it to the decision',
  { timeout: 120_000 },
  async () => {
    const log = await desk.open([
      { kind: 'opened', coded: { dark: false, country: 'CO' } },
      {
        kind: 'identity',
        coded: { holder: 'person', country: 'CO', sectors: [] },
        words: { names: [{ text: 'Marta Ruiz', kind: 'full' }] },
      },
      { kind: 'need', coded: { type: 'legal', urgency: 'now', state: 'open' }, words: { text: 'A lawyer' } },
    ])
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    const main = page.getByRole('main')
    const faults = async () => [
      ...(await accessibilityFaults(page)),
      ...(await darkFaults(page)),
      ...((await isTooWide(page)) ? ['too wide'] : []),
    ]
    const part = (title: string) =>
      main.getByRole('heading', { name: title }).locator('xpath=following::ul[1]')
    await enterDesk(page, 'vera', '/desk/missions/programmes')
    await main.getByText('No referral was logged at this desk yet').waitFor()
    await pick(page, /^Case/, 'Marta')
    // What the case says is answered; nothing is taken for a no.
    await expect.poll(() => page.locator('#fit-country').inputValue(), { timeout: 15_000 }).toBe('CO')
    await part('Not known yet (2)').getByText('who applies, exile').first().waitFor()
    await part('Do not fit (1)').getByText('Because of: the country.').waitFor()
    await page.locator('#fit-who').selectOption('mission')
    await page.locator('#fit-risk').selectOption('yes')
    await page.locator('#fit-exile').selectOption('no')
    await page.locator('#fit-paid').selectOption('no')
    await part('Fit (1)').getByRole('link', { name: 'Quick fund', exact: true }).waitFor()
    await part('Not known yet (1)').getByText('To be answered: which defenders it is for.').waitFor()
    await page.locator('#fit-group-women').selectOption('no')
    await part('Do not fit (2)').getByText('Because of: which defenders it is for.').waitFor()
    expect(
      await part('Do not fit (2)')
        .getByRole('link', { name: /^Log a referral/ })
        .count(),
    ).toBe(0)
    expect(await faults()).toEqual([])

    await main.getByRole('link', { name: /^Log a referral.*Quick fund/ }).click()
    await page.locator('#log-appliedOn').fill(dayIn(-12))
    expect(await page.locator('#log-programme').inputValue()).toBe('quick-fund')
    await page.getByRole('button', { name: 'Seal and log' }).click()
    await page.waitForURL(`**/desk/cases/${log}/engagements`)
    await follow(page, '/desk/missions/programmes')
    const row = page.getByRole('row', { name: /Quick fund/ })
    await row.getByText('waits for 12 days').waitFor()
    await row.getByRole('link', { name: 'Log what became of it' }).click()
    await page.locator('#log-decision').selectOption('granted')
    await page.locator('#log-decidedOn').fill(dayIn(-13))
    await page.getByRole('button', { name: 'Seal and log' }).click()
    // Decided before it was asked for.
    await page.locator('#log-decidedOn-error').waitFor()
    await page.locator('#log-decidedOn').fill(dayIn(-2))
    await page.getByRole('button', { name: 'Seal and log' }).click()
    await page.locator('.log-timeline').getByText('Decided after 10 days').waitFor()
    await follow(page, '/desk/missions/programmes')
    await row.getByText('took 10 days').waitFor()
    await row.getByText(/^Granted/).waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await faults()).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)

const paths = [
  '/programmes',
  '/programmes?need=legal&country=CO',
  '/programmes/quick-fund',
  '/missions',
  '/missions/co',
  '/missions/co/alandia-bogota',
  '/missions/co/borealia-bogota',
  '/missions/co/alandia-bogota/2026',
  '/missions/co/alandia-bogota/2026/visit',
  '/commitments',
  '/commitments/alandia-meets',
  '/scorecards',
  '/scorecards/keeping-their-word',
  '/scorecards/keeping-their-word/xa',
  '/scorecards/keeping-their-word/xa/e05',
]
test(
  'every page is light, without script, and fits a small screen in Arabic, a wide one, and the dark',
  { timeout: 180_000 },
  async () => {
    const { origin } = desk.server
    for (const path of paths) {
      for (const lang of ['', '/ar']) await expectLight(`${origin}${lang}${path}`)
      await expectFits(visit, { origin, path, lang: 'ar', width: 320 })
      await expectFits(visit, { origin, path, lang: 'en', width: 1280 })
    }
    for (const feed of ['/missions/feed.atom', '/ar/commitments/feed.atom', '/scorecards/feed.atom']) {
      const { status, body } = await ask(feed)
      expect([status, /<entry[ >]/.test(body)], feed).toEqual([200, true])
    }
  },
)

test(
  'an act about a defender is gone at once with the publication, and a mission with its withdrawal',
  { timeout: 60_000 },
  async () => {
    const base = '/missions/co/alandia-bogota'
    expect(await wordsAt(`${base}/2026`)).toContain('Nodira was visited.')
    await withdraw(desk.server.database, openId('Nodira'))
    expect((await ask(`${base}/2026/visit`)).status).toBe(404)
    for (const path of [base, `${base}/2026`, '/scorecards/keeping-their-word/xa/e10', '/missions/feed.atom'])
      expect(await wordsAt(path), path).not.toContain('Nodira')
    expect(await wordsAt('/scorecards/keeping-their-word/xa/e10')).toContain('not known')
    const vera = desk.of('vera')
    const all = value(await vera.documents({ desk: desk.desk })).documents
    const mission = all.find(
      ({ kind, versions }) => kind === 'mission' && JSON.stringify(versions).includes('borealia'),
    )
    await takeBack(desk.server.database, mission!.id)
    expect((await ask('/missions/co/borealia-bogota')).status).toBe(404)
    expect(await wordsAt('/missions/co')).not.toContain('Borealia')
  },
)
