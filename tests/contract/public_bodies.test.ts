/** Bodies and their members as anybody meets them: whole without script, and nobody linked who may be somebody else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { exampleBodies } from '../../src/cli/example_bodies.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { exampleVotes } from '../../src/cli/example_votes.ts'
import { readBodyFile } from '../../src/instruments/core/body_file.ts'
import { smallBody } from '../../src/instruments/core/body_testing.ts'
import { useBrowser } from '../support/browser.ts'
import { release, takeBack } from '../support/open_rows.ts'
import { expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
const ids = new Map<string, string>()

beforeAll(async () => {
  server = await startTestServer()
  for (const body of [...exampleBodies(), smallBody])
    ids.set(body.slug, await release(server.database, { kind: 'body', name: body.slug, body }))
  for (const body of exampleInstruments())
    if (['s-res-407-115', 'h-res-750-115', 'human-rights-defenders-2015'].includes(body.slug))
      await release(server.database, { kind: 'instrument', name: body.slug, body })
  for (const body of exampleVotes())
    await release(server.database, { kind: 'vote', name: `${body.instrument} ${body.slug}`, body })
}, 180_000)
afterAll(() => server.stop())

const ask = async (path: string) => {
  const answer = await fetch(server.origin + path)
  return { status: answer.status, body: await answer.text() }
}
const words = (html: string): string => pageWords(html, '')
const read = async (path: string): Promise<string> => words((await ask(path)).body)

test('the list names what is built in and what desks released, and texts lead to it', async () => {
  const { body } = await ask('/bodies')
  for (const slug of ['un-ga', 'un-ga-c3', 'us-senate', 'us-house', 'zw-senate-8'])
    expect(body).toContain(`href="/bodies/${slug}"`)
  expect((await ask('/ar/instruments')).body).toContain('href="/ar/bodies"')
})

test('a chamber shows its seats by party on its last whole day, and who has no vote', async () => {
  const house = await read('/bodies/us-house')
  expect(house).toContain('437 members on 26 February 2018. 6 of them have no vote.')
  expect(house).toContain('Page 1 of 3')
  expect(await read('/bodies/us-house?q=lowenthal')).toContain('1 found.')
  const { body } = await ask('/bodies/us-house?group=Democrat&page=2')
  expect(body).toContain('group=Democrat')
  expect(words(body)).toContain('197 found. Democrat. Show all')
})

test('on a day of which the list is not whole the page says so', async () => {
  expect(await read('/bodies/us-senate?on=2019-01-02')).toContain(
    'others may have sat here who are not named'.replace('others', 'On this day others'),
  )
  expect(await read('/bodies/zw-senate-8')).toContain('Nobody has said that this list is whole')
})

test('who has left is shown among the former members', async () => {
  const page = await read('/bodies/north-senate?on=2024-05-05&former=1')
  expect(page).toContain('Nobody is named here')
  expect(await read('/bodies/zw-senate-8?on=2020-01-01')).toContain('67 former members')
  expect(await read('/bodies/zw-senate-8?on=2020-01-01&former=1')).toContain(
    '17 September 2013 to 29 July 2018',
  )
})

test('a member has memberships, votes and what it tabled; a State has its older codes', async () => {
  const serbia = await read('/bodies/un-ga-c3/RS')
  expect(serbia).toContain('Also written in data of votes: YU and CS.')
  expect(serbia).toContain('Yes or did not vote')
  expect(serbia).toContain('Yes: ')
  const coons = await ask('/bodies/us-senate/C001088')
  expect(words(coons.body)).toContain('Known elsewhere as bioguide C001088, lis S337')
  expect(coons.body).toContain('href="/instruments/s-res-407-115#sponsors"')
  expect((await ask('/bodies/us-senate/H001059')).status).toBe(404)
})

test('names of sponsors and of voters lead to their pages', async () => {
  expect((await ask('/instruments/h-res-750-115')).body).toContain(
    '<a href="/bodies/us-house/J000290">Ms. Jenkins of Kansas</a>',
  )
  expect((await ask('/instruments/human-rights-defenders-2015')).body).toContain('href="/bodies/un-ga/NO"')
  expect((await ask('/instruments/human-rights-defenders-2015/votes')).body).toMatch(
    /href="\/bodies\/un-ga\/[A-Z]{2}"/,
  )
})

test('members leave as Popolo and as CSV, and both can be read again', async () => {
  for (const path of ['/bodies/us-house/popolo.json', '/bodies/us-house/members.csv']) {
    const answer = await fetch(server.origin + path)
    const found = readBodyFile(await answer.text(), { asOf: '2018-02-23' })
    expect(found.ok && found.value.bodies[0]?.roll.members).toHaveLength(437)
    expect(answer.headers.get('content-disposition')).toContain('attachment')
  }
  const popolo = JSON.parse((await ask('/bodies/un-ga-c3/popolo.json')).body) as { organizations: unknown[] }
  expect(popolo.organizations).toContainEqual(
    expect.objectContaining({ id: 'un-ga', classification: 'assembly' }),
  )
})

test('what is withdrawn is gone at once, alike to what never was', async () => {
  expect((await ask('/bodies/north-senate/ana')).status).toBe(200)
  await takeBack(server.database, ids.get('north-senate') ?? '')
  for (const rest of ['', '/ana', '/popolo.json', '/members.csv'])
    expect((await ask(`/bodies/north-senate${rest}`)).status, rest).toBe(404)
  expect(await ask('/bodies/north-senate')).toEqual(await ask('/bodies/never-was'))
  expect((await ask('/bodies')).body).not.toContain('north-senate')
})

const pages = [
  '/bodies',
  '/bodies/us-house',
  '/bodies/un-ga',
  '/bodies/un-ga/RU',
  '/bodies/us-senate/C001088',
  '/bodies/zw-senate-8?on=2020-01-01&former=1',
]

describe.each(pages)('%s', (path) => {
  test('has no script, no style attribute and at most 25 KB with its styles', async () => {
    await expectLight(server.origin + path)
  })

  test.each([
    ['en', 1280, 'light'],
    ['ar', 320, 'dark'],
  ] as const)('in %s at %i pixels fits, and axe finds nothing', async (lang, width, colors) => {
    await expectFits(visit, { origin: server.origin, path, lang, width, colors })
  })
})

test('printed, the ways around a list of members are left out', async () => {
  const { page, leave } = await visit({ origin: server.origin, width: 1280 })
  await page.goto('/bodies/us-house')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('form').first().isVisible()).toBe(false)
  expect(await page.locator('#members table').isVisible()).toBe(true)
  await leave()
})
