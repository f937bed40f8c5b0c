/** Open data as programs meet it: files, validators, and what a withdrawal leaves. */
import { createHash } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { noOffsets } from '../support/counted_facts.ts'
import { refreshFigures } from '../../src/figures/server/refresh.service.ts'
import { openFileNames } from '../../src/figures/core/open_data.ts'
import { count, publish, withdraw } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let day: string
beforeAll(async () => {
  server = await startTestServer()
  await publish(server.database, { name: 'Stays', country: 'CO', events: ['arrest 2020'] })
  await publish(server.database, { name: 'Goes', country: 'TT', events: ['threat 2021'] })
  await count(server.database, { name: 'Goes', events: [{ type: 'threat', country: 'TT', year: 2021 }] })
  await refreshFigures({ ...server.services, offsets: noOffsets }, { early: true })
  day = (await server.services.openData!.takeIfDue())!.day
}, 180_000)
afterAll(() => server.stop())

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.origin + path, { headers, redirect: 'manual' })
const text = async (path: string) => (await ask(path)).text()

test('a file that has not changed is not sent again, by its tag and by its second', async () => {
  const path = '/figures/data/latest/cases.csv'
  // In the second of the last change there is no such header yet, and what is answered then is kept for a minute.
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const first = await ask(path)
  const [etag, since] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? '']
  expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect((await ask(path, { 'if-none-match': etag })).status).toBe(304)
  expect((await ask('/figures/data/latest/events.csv', { 'if-none-match': etag })).status).toBe(200)
  expect(Date.parse(since)).toBeGreaterThan(0)
})

test('no other file and no other day answers', async () => {
  for (const path of ['latest/cases.xml', '2001-01-01/cases.csv', 'x/cases.csv', '2001-01-01', 'latest'])
    expect((await ask(`/figures/data/${path}`)).status, path).toBe(404)
})

test('the address of the first tables leads to the counts', async () => {
  const answer = await ask('/figures.csv')
  expect([answer.status, answer.headers.get('location')]).toEqual([301, '/figures/data/latest/counts.csv'])
})

test('a withdrawal leaves every file at once; the page keeps the old hash and counts the row', async () => {
  const files = ['latest', day].flatMap((of) => openFileNames.map((name) => `/figures/data/${of}/${name}`))
  const before = await text(`/figures/data/${day}/cases.csv`)
  expect(before).toContain('Goes')
  expect(await text(`/figures/data/${day}`)).not.toContain('withdrawn')
  await withdraw(server.database, refOf('Goes', before) ?? '')
  for (const path of files)
    for (const trace of ['Goes', 'TT']) expect(await text(path), path).not.toContain(trace)
  const page = await text(`/figures/data/${day}`)
  expect(page).toContain('1 row withdrawn')
  expect(page).toContain(hash(before))
  expect(page).toContain(hash(await text(`/figures/data/${day}/cases.csv`)))
  expect(await text('/figures/data')).toContain('1 row withdrawn')
})

const hash = (of: string): string => createHash('sha256').update(of).digest('hex')

const refOf = (name: string, csv: string): string | undefined =>
  csv
    .split('\r\n')
    .find((line) => line.includes(name))
    ?.split(',')[0]
