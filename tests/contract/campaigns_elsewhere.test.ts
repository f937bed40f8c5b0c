/** Asks on other sites and in other programs: framed, followed, and handed signatures; gone there when they are gone here. */
import Ketting, { type Resource } from 'ketting'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { allowCampaigning, askAbout, openCampaign } from '../support/campaigns.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { publish, withdraw } from '../support/open_rows.ts'
import { askAddress } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let ref: string
const visit = useBrowser()
beforeAll(async () => {
  server = await startTestServer({ clock: () => new Date('2026-12-01T12:00:00Z') })
  ref = await publish(server.database, { name: 'Nodira', country: 'TJ' })
  await allowCampaigning(server.database, 'Nodira')
  await openCampaign(server.database, {
    asks: [
      { slug: 'sign', title: { en: 'Free "them" & us', ar: 'أطلقوا سراحهم' } },
      { slug: 'nodira', title: { en: 'Free Nodira' }, ...askAbout(ref, '2026-11-20') },
      { slug: 'write', form: 'letter_writing', letter: null, title: { en: 'Write to them' } },
      { slug: 'soon', title: { en: 'Later' }, from: { day: '2027-01-01', time: '00:00' } },
    ],
  })
}, 180_000)
afterAll(() => server.stop())

const ask = (path: string) => askAddress(server.origin + path)
const follow = (...rels: readonly string[]) =>
  rels.reduce(
    (at, rel) => at.then((one) => one.follow(rel)),
    Promise.resolve(new Ketting(`${server.origin}/osdi`).go()),
  )

const post = (to: Resource, body: string) =>
  to.fetch({ method: 'POST', headers: { 'content-type': 'application/hal+json' }, body })

test('a frame shows what is asked and leads to the page, in both languages; oEmbed hands it out', async () => {
  for (const lang of ['', '/ar']) {
    const address = `${server.origin}${lang}/campaigns/lanterns/sign`
    const page = await ask(`${lang}/campaigns/lanterns/sign`)
    const href =
      /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const told = await askAddress(href.replaceAll('&amp;', '&'))
    expect(JSON.parse(told.body)).toMatchObject({
      type: 'rich',
      html: expect.stringContaining(`src="${address}/widget"`),
    })
    const { page: shown, leave } = await visit({ origin: server.origin })
    await shown.goto(`${lang}/campaigns/lanterns/sign/widget`)
    expect(await shown.getByRole('link').getAttribute('href')).toBe(address)
    expect(await accessibilityFaults(shown)).toEqual([])
    await leave()
  }
  const { headers, body } = await ask('/campaigns/lanterns/sign/widget')
  expect(headers['content-security-policy']).toContain('frame-ancestors *')
  expect(headers['set-cookie']).toBeUndefined()
  expect(body).not.toContain('<script')
})

test('a program finds the open petitions by their links, and hands on a signature that waits for its address', async () => {
  const petition = await follow('osdi:petitions', 'osdi:petition')
  expect((await petition.get()).data).toMatchObject({ title: expect.stringContaining('Free') })
  const person = {
    given_name: 'Ana',
    family_name: 'Abroad',
    email_addresses: [{ address: 'ana@abroad.example' }],
  }
  const helper = await petition.follow('osdi:record_signature_helper')
  const taken = await post(helper, JSON.stringify({ person }))
  expect([taken.status, await taken.text()], 'an answer tells nothing').toEqual([200, '{}'])
  for (const wrong of [
    '{}',
    '[',
    JSON.stringify({ person: { email_addresses: [{ address: 'no address' }] } }),
  ]) {
    const refused = await post(helper, wrong)
    expect(refused.status).toBe(400)
    expect(await refused.text()).not.toContain('no address')
  }
  const count = await ask('/campaigns/lanterns/sign/count.json')
  expect(JSON.parse(count.body).counts, 'nobody has confirmed it').toEqual([])
})

test('a program says that somebody wrote, and who it was is not kept', async () => {
  const action = await follow('osdi:advocacy_campaigns', 'osdi:advocacy_campaign')
  const helper = await action.follow('osdi:record_outreach_helper')
  const body = JSON.stringify({ type: 'call', action_date: '2026-11-30', person: { given_name: 'Ana' } })
  const told = await post(helper, body)
  expect([told.status, await told.text()]).toEqual([200, '{}'])
  const tomorrow = await post(helper, JSON.stringify({ action_date: '2027-01-30' }))
  expect(tomorrow.status).toBe(400)
})

test('feeds tell what is asked, and leave out what has not begun', async () => {
  const atom = await ask('/ar/campaigns/feed.atom')
  expect(atom.body).toContain('أطلقوا سراحهم')
  const json = JSON.parse((await ask('/campaigns/feed.json')).body) as {
    items: { title: string; url: string }[]
  }
  expect(json.items.map(({ title }) => title).toSorted()).toEqual([
    'Free "them" & us',
    'Free Nodira',
    'Write to them',
  ])
})

test('one withdrawal takes the ask out of frames, feeds and programs, as if it had never been', async () => {
  const places = [
    '/campaigns/lanterns/nodira/widget',
    '/campaigns/feed.atom',
    '/campaigns/feed.json',
    '/osdi/petitions',
  ]
  for (const path of places) expect((await ask(path)).body, path).toContain('Nodira')
  await withdraw(server.database, ref)
  for (const path of places) expect((await ask(path)).body, path).not.toContain('Nodira')
  const [gone, never] = [
    await ask('/campaigns/lanterns/nodira/widget'),
    await ask('/campaigns/lanterns/never/widget'),
  ]
  expect([gone.status, gone.body]).toEqual([never.status, never.body])
})
