/** Positions on an instrument as anybody meets them: whole without script, small, and never a yes that nobody knows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { exampleAmendments } from '../../src/cli/example_amendments.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { exampleVotes } from '../../src/cli/example_votes.ts'
import { useBrowser } from '../support/browser.ts'
import { asSuperuser, openId, release, takeBack } from '../support/open_rows.ts'
import { askAddress, expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
const slug = 'human-rights-defenders-2015'
const path = `/instruments/${slug}/positions`

beforeAll(async () => {
  server = await startTestServer()
  const { database } = server
  for (const body of exampleInstruments())
    await release(database, { kind: 'instrument', name: body.slug, body })
  for (const body of exampleAmendments())
    await release(database, { kind: 'amendment', name: body.slug, body })
  for (const body of exampleVotes()) await release(database, { kind: 'vote', name: body.slug, body })
  await enter('a-c-3-78-l-41', 'NO', 'supports', '2023-11-20')
}, 180_000)
afterAll(() => server.stop())

/** A fact that two members of a desk stand for. */
const enter = (instrument: string, member: string, stance: string, on: string) =>
  asSuperuser(server.database, (client) =>
    client.query(
      `insert into amparo.position (id, desk, desk_name, instrument, body, member, of_kind, of_id, stance, "on", confidence,
         source, explanation, entered_by, entered_at, confirmed_by, confirmed_at)
       values ($1, $2, 'North', $3, 'un-ga', $4, 'instrument', $3, $5, $6, 'said', $7, $8, $9, now(), $10, now())`,
      [
        openId(`${instrument} ${member} ${stance}`),
        openId('desk'),
        instrument,
        member,
        stance,
        on,
        'Statement, https://example.org/statement.',
        'We <b>support</b> it.',
        openId('vera'),
        openId('ben'),
      ],
    ),
  )

const ask = (at: string) => askAddress(server.origin + at)

test('the count of the plenary: needed, sure, missing, and nobody is a yes of whom nothing is known', async () => {
  const { status, body } = await ask(path)
  expect(status).toBe(200)
  const read = pageWords(body)
  expect(read).toContain('On the text, as known on 17 December 2015')
  expect(read).toContain('Sure 127')
  expect(read).toContain('Missing 0')
  expect(read).toMatch(/Norway Voted yes \(Sponsor\) 17 December 2015 Document of the body/)
  expect(read).toContain('Votes, side by side')
})

test('before the plenary voted, sponsors are sure and most of the committee is unknown', async () => {
  await takeBack(server.database, openId('plenary'))
  const read = pageWords((await ask(`${path}?body=un-ga-c3`)).body)
  expect(read).toContain('Sure 73')
  expect(read).not.toContain('Voted yes')
  expect(read).toMatch(/Of 66 members nothing is known/)
})

test('another majority, another way to group and a table to take away', async () => {
  const simple = pageWords((await ask('/instruments/a-c-3-78-l-41/positions')).body)
  expect(simple).toContain('Needed 97')
  expect(pageWords((await ask('/instruments/a-c-3-78-l-41/positions?rule=two_thirds')).body)).toContain(
    'Needed 129',
  )
  const { body } = await ask('/instruments/a-c-3-78-l-41/positions/table.csv')
  const lines = body.split('\r\n')
  expect(lines).toHaveLength(195)
  expect(lines.find((line) => line.includes(',NO,'))).toContain(',supports,,sure,2023-11-20,said,North,')
  expect(lines.filter((line) => line.includes(',unknown,,unknown,,,,,,'))).toHaveLength(192)
})

test('what was said stands as it was said, with its source as a link, and as no markup', async () => {
  const { body } = await ask('/instruments/a-c-3-78-l-41/positions')
  expect(body).toContain('We &lt;b>support&lt;/b> it.')
  expect(body).toContain('<a href="https://example.org/statement">Statement</a>')
})

test('positions on an amendment are of the amendment alone, and who bears no name here is named', async () => {
  const read = pageWords((await ask('/instruments/a-c-3-78-l-51/positions?of=amendment.a-c-3-78-l-66')).body)
  expect(read).toContain('On amendment A/C.3/78/L.66')
  expect(read).toContain('Sure 1 ')
  const many = pageWords((await ask(`${path}?of=amendment.a-c-3-70-l-69-to-l-107`)).body)
  expect(many).toContain('Of 193 members nothing is known')
  expect(many).toMatch(/no members of this body by these names, or without a day: African Group, /)
})

test('the text leads to its positions where there are any', async () => {
  expect((await ask(`/instruments/${slug}`)).body).toContain(`href="${path}"`)
  expect((await ask('/instruments/duties-of-missions')).body).not.toContain('/positions"')
})

test.each([
  '/instruments/nothing/positions',
  '/instruments/duties-of-missions/positions',
  `${path}?body=nothing`,
  `${path}?of=motion.nothing`,
  '/instruments/nothing/positions/table.csv',
])('%s does not exist', async (at) => {
  expect((await ask(at)).status).toBe(404)
})

describe('with both votes again', () => {
  beforeAll(async () => {
    const plenary = exampleVotes().find(({ stage }) => stage === 'plenary')!
    await release(server.database, { kind: 'vote', name: 'again', body: { ...plenary, slug: 'again' } })
  })

  test('it has no script, no style attribute and at most 25 KB with its styles, in both languages', async () => {
    for (const lang of ['', '/ar']) await expectLight(server.origin + lang + path)
  })

  test.each([
    ['en', 1280, 'light'],
    ['ar', 320, 'light'],
    ['en', 390, 'dark'],
  ] as const)('in %s at %i pixels, %s: it fits, and axe finds nothing', async (lang, width, colors) => {
    await expectFits(visit, { origin: server.origin, path, lang, width, colors })
  })

  test('the mark beside a position has the colour that it has in the picture', async () => {
    const { page, leave } = await visit({ origin: server.origin })
    await page.goto(path)
    const marks = { sure: 'rgb(28, 78, 134)', away: 'rgb(242, 193, 78)', against: 'rgb(138, 59, 14)' }
    for (const [leaning, colour] of Object.entries(marks)) {
      const cell = page.locator(`td.${leaning}`).first()
      const shown = await cell.evaluate((one) => getComputedStyle(one, '::before').backgroundColor)
      expect(shown, leaning).toBe(colour)
    }
    await leave()
  })
})

test('a fact that is struck is gone with the next request, and with the last one the page', async () => {
  const at = '/instruments/a-c-3-78-l-41/positions'
  expect(pageWords((await ask(at)).body)).toContain('Norway Supports')
  await asSuperuser(server.database, (client) =>
    client.query(
      `update amparo.position set struck_by = $1, struck_at = now(), struck_why = 'Wrong' where instrument = $2`,
      [openId('vera'), 'a-c-3-78-l-41'],
    ),
  )
  expect((await ask(at)).status).toBe(404)
})
