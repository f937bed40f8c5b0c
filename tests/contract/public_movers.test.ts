/** Who moved and who adopted a case, named from their bodies, and the numbers of an ask as CSV, as anybody meets them. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleBodies } from '../../src/cli/example_bodies.ts'
import { useBrowser } from '../support/browser.ts'
import { allowCampaigning, askAbout, openCampaign, outcomeOf, targetOf } from '../support/campaigns.ts'
import { openId, publish, release } from '../support/open_rows.ts'
import { expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()

beforeAll(async () => {
  server = await startTestServer({ clock: () => new Date('2026-12-01T12:00:00Z') })
  const { database } = server
  const ref = await publish(database, { name: 'Nodira', country: 'TJ' })
  await allowCampaigning(database, 'Nodira')
  for (const body of exampleBodies())
    if (body.slug.startsWith('us-')) await release(database, { kind: 'body', name: body.slug, body })
  const seat = { body: 'us-senate', member: 'C001088' }
  await openCampaign(database, {
    asks: [
      { slug: 'urgent', form: 'urgent_action', ...askAbout(ref, '2026-11-20') },
      { slug: 'sign' },
      { slug: 'soon', from: { day: '2027-03-01', time: '09:00' } },
      {
        slug: 'senator',
        form: 'letter_writing',
        targets: [targetOf({ id: 'coons', name: 'Christopher A. Coons', seat })],
      },
    ],
  })
  const adopter = { ask: 'urgent', target: 'us-house:B001281' } as const
  const outcomes = {
    answer: { ask: 'urgent', kind: 'answer_received', on: '2026-11-20', target: 'prosecutor' },
    adopted: { ...adopter, kind: 'case_adopted', on: '2026-10-02', what: { en: 'She took her case.' } },
    since: { ...adopter, kind: 'statement_made', on: '2026-11', what: { en: 'She spoke of her.' } },
  } as const
  for (const [name, given] of Object.entries(outcomes))
    await release(database, { kind: 'outcome', name, body: outcomeOf(given) })
}, 180_000)
afterAll(() => server.stop())

const base = '/campaigns/lanterns'
const ask = async (path: string) => {
  const answer = await fetch(server.origin + path)
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}
const words = async (path: string): Promise<string> => pageWords((await ask(path)).body, ' ')

test('whoever adopted a case stands on its page and on the ask, named from their body, with what they did since', async () => {
  for (const path of [`${base}/urgent`, `/cases/${openId('Nodira')}`]) {
    const { body } = await ask(path)
    const page = pageWords(body, ' ')
    const order = ['Adopted by', 'Joyce Beatty', 'She took her case.', 'She spoke of her.'].map((part) =>
      page.indexOf(part),
    )
    expect(
      order.every((place) => place > 0),
      path,
    ).toBe(true)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(page.split('She took her case.')).toHaveLength(2)
    expect(body).toContain('href="/bodies/us-house/B001281"')
    await expectLight(server.origin + path)
    for (const lang of ['en', 'ar'] as const)
      await expectFits(visit, { origin: server.origin, path, lang, width: 320 })
  }
  expect((await ask(`/ar${base}/urgent`)).body).toContain('تبنّى القضية')
  // Who has not adopted it stands with what followed.
  expect(await words(`${base}/urgent`)).toMatch(/Followed by.*An answer · Prosecutor General/)
  expect(await words(base)).toContain('Adopted the case · Joyce Beatty')
})

test('a named person who sits in a body leads to their votes and positions there', async () => {
  for (const path of ['', '/targets'])
    expect((await ask(`${base}/senator${path}`)).body).toContain('href="/bodies/us-senate/C001088"')
  expect(await words(`${base}/senator/targets`)).toContain('Votes and positions')
})

test('the numbers of a petition lie beside it as CSV, and of another form nowhere', async () => {
  const { status, headers, body } = await ask(`${base}/sign/counts.csv`)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(headers.get('content-disposition')).toBe('attachment; filename="counts-sign.csv"')
  expect(body).toMatch(/^what,day,country,number\r\ntotal,,,0\r\n/)
  expect((await ask(`${base}/sign`)).body).toContain(`href="${base}/sign/counts.csv"`)
  for (const path of ['urgent', 'soon', 'nowhere'])
    expect((await ask(`${base}/${path}/counts.csv`)).status, path).toBe(404)
})

test('without the consent for campaigning nobody is told to have adopted it', async () => {
  await allowCampaigning(server.database, 'Nodira', null)
  expect((await ask(`${base}/urgent`)).status).toBe(404)
  for (const path of [base, `/cases/${openId('Nodira')}`])
    expect(await words(path)).not.toContain('Joyce Beatty')
})
