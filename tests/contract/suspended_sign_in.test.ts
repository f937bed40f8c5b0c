/**
 * A jailer who makes a member tell their passphrase must not learn that it was right: to a suspended account the server
 * answers it like a wrong one, byte for byte, and not sooner or later either.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { ORIGIN, PASSPHRASE, startTestDesk, type TestDesk, type Through, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { apart } from '../support/ranks.ts'

let app: TestDesk
/** What a sign-in of vera with the right passphrase sends, and with a wrong one. */
let right: string
let wrong: string

beforeAll(async () => {
  app = await startTestDesk()
  const sent: string[] = []
  const hears: Through = async (request, send) => {
    if (request.url.endsWith('/sign-in')) sent.push(await request.clone().text())
    return send(request)
  }
  for (const passphrase of [PASSPHRASE, 'some other words of no meaning'])
    await app.device({ through: hears }).signIn({ name: 'vera', passphrase })
  ;[right, wrong] = sent as [string, string]
  const { account } = (await app.writer.me())!
  const act = { kind: 'suspend', account, reason: 'detained' } as const
  value(await (app.reader as Workbench).actOnSuspension({ desk: app.desk, act }))
})
afterAll(() => app.stop())

const freeAgain = () => asSuperuser(app.database, (client) => client.query('delete from amparo.attempt'))
const sends = async (body: string) => {
  const headers = { origin: ORIGIN, 'content-type': 'application/json' }
  const request = new Request(`${ORIGIN}/api/v1/sign-in`, { method: 'POST', headers, body })
  const begun = performance.now()
  const answer = await app.api.fetch(request)
  const text = await answer.text()
  const ms = performance.now() - begun
  return { ms, said: [answer.status, text, [...answer.headers].toSorted()] }
}

test('the right passphrase is answered byte for byte like a wrong one, each time', async () => {
  for (let n = 0; n < 3; n++) {
    await freeAgain()
    expect((await sends(right)).said).toEqual((await sends(wrong)).said)
  }
})

const PAIRS = 150
/** One in a thousand samples of the same lies further apart; three of three in a row do not. */
const FAR = 3.3

const round = async (): Promise<number> => {
  const times = { right: [] as number[], wrong: [] as number[] }
  for (let n = 0; n < PAIRS; n++) {
    await freeAgain()
    const order = n % 2 === 0 ? (['right', 'wrong'] as const) : (['wrong', 'right'] as const)
    for (const which of order) times[which].push((await sends(which === 'right' ? right : wrong)).ms)
  }
  return apart(times.right, times.wrong)
}

test('and takes as long', async () => {
  const seen: number[] = []
  while (seen.length < 3 && !seen.some((far) => far < FAR)) seen.push(await round())
  expect(Math.min(...seen), seen.join(' ')).toBeLessThan(FAR)
}, 60_000)

test('a test that could not tell a millisecond would prove nothing', () => {
  const same = Array.from({ length: PAIRS }, (_, place) => 5 + (place % 10) / 2)
  expect(
    apart(
      same,
      same.map((ms) => ms + 1),
    ),
  ).toBeGreaterThan(FAR)
})
