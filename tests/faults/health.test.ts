/** What a watchdog is told of a server whose database is away. */
import { afterEach, beforeEach, expect, test } from 'vitest'

import { type FaultyServer, faultyServer, until } from '../support/faulty_server.ts'

let server: FaultyServer
beforeEach(async () => {
  server = await faultyServer()
  await server.start()
}, 60_000)
afterEach(async () => {
  signalAll('SIGCONT')
  await server.end()
})

const signalAll = (signal: NodeJS.Signals): void => {
  for (const pid of server.postgres()) process.kill(pid, signal)
}

const askHealth = async (): Promise<{
  readonly status: number
  readonly text: string
  readonly ms: number
}> => {
  const begun = performance.now()
  const answer = await fetch(`${server.origin}/api/v1/health`)
  return { status: answer.status, text: await answer.text(), ms: performance.now() - begun }
}
const well = { status: 200, text: '{"state":"well"}' }

test('a server whose PostgreSQL is silent does not say that it is well, and says it again when it is', async () => {
  expect(await askHealth()).toMatchObject(well)
  signalAll('SIGSTOP')
  // A hundred watchdogs ask the database once.
  const told = await Promise.all(Array.from({ length: 100 }, askHealth))
  for (const { status, text, ms } of told) {
    expect(status).toBe(503)
    expect(JSON.parse(text)).toEqual({
      seconds: 5,
      type: 'urn:amparo:problem:unavailable',
      title: 'unavailable',
      status: 503,
    })
    expect(ms).toBeLessThan(8_000)
  }
  signalAll('SIGCONT')
  await until(async () => (await askHealth()).status === 200)
  expect(await askHealth()).toMatchObject(well)
}, 60_000)

test('a server whose PostgreSQL was killed is unwell until it runs again', async () => {
  const [postmaster] = server.postgres()
  process.kill(postmaster!, 'SIGKILL')
  const seen = new Set<number>()
  await until(async () => {
    seen.add((await askHealth()).status)
    return seen.has(503) && (await askHealth()).status === 200
  }, 30_000)
  expect([...seen].filter((status) => ![200, 503].includes(status))).toEqual([])
}, 60_000)
