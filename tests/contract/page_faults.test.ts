/** A page that fails tells its reader a number, its operator the place, and nobody what a person wrote. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'

import { asSuperuser, publish } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const CANARY = 'Canary of Ana'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await publish(server.database, { name: CANARY, country: 'SG' })
  // Reading a publication fails in words that quote it.
  await asSuperuser(server.database, (client) =>
    client.query(
      `create policy faulty on amparo.publication as restrictive to amparo_public
       using ((open ->> 'name')::integer = 1)`,
    ),
  )
}, 180_000)
afterAll(() => server.stop())
afterEach(() => vi.restoreAllMocks())

test.each(['', '/ar'])('%s a fault is a number for the reader and a place for the operator', async (lang) => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const said = vi.spyOn(console, 'error').mockReturnValue()
  const before = server.logged.length
  const answer = await fetch(`${server.origin}${lang}/cases?country=SG`)
  const body = await answer.text()
  expect(answer.status).toBe(500)

  const faults = server.logged.slice(before).filter((line) => line.startsWith('fault '))
  const [, number = 'none'] =
    /^fault \/\(public\)\/\[\[lang=lang\]\]\/cases ([0-9a-f]{8}) error 22P02$/.exec(
      faults[0]?.split('\n')[0] ?? '',
    ) ?? []
  expect(faults).toHaveLength(1)
  expect(body).toContain(number)
  for (const text of [body, ...server.logged]) expect(text).not.toContain(CANARY)
  for (const line of server.logged) expect(line).not.toContain('SG')
  expect([written.mock.calls, said.mock.calls]).toEqual([[], []])
})

test('an address that is nowhere is no fault and has no number', async () => {
  const before = server.logged.length
  const answer = await fetch(`${server.origin}/nowhere`)
  expect(answer.status).toBe(404)
  expect(server.logged.slice(before).filter((line) => line.startsWith('fault'))).toEqual([])
})
