/** One reader who asks for all that is costly, with ever new questions: everybody else goes on. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { loadExample } from '../../src/cli/example.ts'
import { findAccountByName } from '../../src/members/server/account.store.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { costlyPages, personalPages, questionPages } from '../../src/routes/(public)/costly_pages.ts'
import { sessionOf } from '../support/adversary.ts'
import { sizeOf } from '../support/faulty_server.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { startOwnProcess, type OwnProcess } from '../support/own_process.ts'
import { rawClient, type RawAnswer, type RawRequest } from '../support/raw_http.ts'
import { headFaults } from '../support/rubric.ts'

const CROWD = 200
/** Milliseconds. */
const LASTS = sizeOf({ usual: 4_000, release: 30_000 })
/** Between an answer and the next question: the machine that asks is the one that answers. */
const PAUSE = 500
/** A machine shared with other tests may itself be late. */
const LEAST_LIMIT = sizeOf({ usual: 1_500, release: 50 })

let server: OwnProcess
let token: string
let figure: string
beforeAll(async () => {
  server = await startOwnProcess()
  await loadExample({ ...server, count: async () => undefined })
  const found = await inTransaction(server.database, { role: 'gate' }, (db) =>
    findAccountByName(db, 'chiara'),
  )
  token = await sessionOf(server, found!.id)
  figure = await asSuperuser(server.database, async (db) => {
    const { rows } = await db.query<{ id: string }>(
      "select id from amparo.document where kind = 'figure' and state = 'released' limit 1",
    )
    return rows[0]!.id
  })
}, 600_000)
afterAll(() => server?.stop())

let asked = 0
/** Never the same twice. */
const costly = (): RawRequest => {
  asked += 1
  const year = 1900 + (asked % 120)
  const paths = [
    `/figures/explore?unit=events&by=country&from=${year}&to=${2030 + Math.floor(asked / 120)}`,
    `/figures/explore.png?unit=events&by=year&from=${year}&to=${2030 + Math.floor(asked / 120)}`,
    `/instruments/human-rights-defenders-2015/compare?x=${asked}`,
    `/instruments/h-res-750-115/positions?by=region&x=${asked}`,
    `/bodies/us-house?x=${asked}`,
    `/cases?x=${asked}`,
    `/figures/${figure}.png?x=${asked}`,
  ]
  return { method: asked % 5 === 0 ? 'HEAD' : 'GET', path: paths[asked % paths.length]! }
}

type Timed = Readonly<Record<'page' | 'desk', readonly number[]>>

const bystanders = async (until: number): Promise<Timed> => {
  const client = rawClient(server.port, 2)
  const times: { page: number[]; desk: number[] } = { page: [], desk: [] }
  const watch = async (kind: 'page' | 'desk', request: RawRequest): Promise<void> => {
    while (performance.now() < until) {
      const begun = performance.now()
      const answer = await client.ask(request)
      expect(answer?.status, request.path).toBe(200)
      times[kind].push(performance.now() - begun)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const cookie = ['cookie', `amparo=${token}`] as const
  await Promise.all([
    watch('page', { method: 'GET', path: '/help/file' }),
    watch('desk', { method: 'GET', path: '/api/v1/me', headers: [cookie] }),
  ])
  client.close()
  return times
}

const percentile = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * part)] ?? Infinity

test('two hundred costly requests at once do not stop anybody else', async () => {
  await bystanders(performance.now() + 500)
  const idle = await bystanders(performance.now() + LASTS)

  const crowd = rawClient(server.port, CROWD)
  const answers: (RawAnswer & { readonly path: string })[] = []
  const until = performance.now() + LASTS
  const push = async (): Promise<void> => {
    while (performance.now() < until) {
      const request = costly()
      const answer = await crowd.ask(request)
      if (answer) answers.push({ ...answer, path: request.path })
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
  const pushing = Promise.all(Array.from({ length: CROWD }, push))
  const crowded = await bystanders(until)
  await pushing
  crowd.close()

  const count = (status: number): number => answers.filter((one) => one.status === status).length
  const told = (['page', 'desk'] as const).map((kind) => ({
    kind,
    idle: { p50: percentile(idle[kind], 0.5), p99: percentile(idle[kind], 0.99) },
    crowded: { p50: percentile(crowded[kind], 0.5), p99: percentile(crowded[kind], 0.99) },
  }))
  console.info(`crowd of ${CROWD}: ${count(200)} answered, ${count(503)} turned away`, JSON.stringify(told))
  for (const { kind, idle: before, crowded: during } of told)
    expect(during.p99, kind).toBeLessThan(Math.max(2 * before.p99, LEAST_LIMIT))
  expect(count(200)).toBeGreaterThan(0)
  // Some questions have no picture.
  expect(answers.filter(({ status }) => ![200, 303, 404, 503].includes(status))).toEqual([])
  for (const { status, headers } of answers)
    if (status === 503) expect(headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' })
  expect(server.ended()).toBeNull()
}, 120_000)

test('who is turned away reads why, in the language of the page, with every header', async () => {
  const client = rawClient(server.port, 60)
  const paths = Array.from({ length: 60 }, (_, at) => `/ar/instruments/h-res-750-115/positions?x=${at}`)
  const answers = await Promise.all(
    paths.map(async (path) => ({ path, ...(await client.ask({ method: 'GET', path }))! })),
  )
  client.close()
  const away = answers.filter(({ status }) => status === 503)
  expect(away.length).toBeGreaterThan(0)
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
  for (const answer of away) {
    expect(answer.body).toContain('dir="rtl"')
    expect(answer.body).toContain('لا يمكن الرد على هذا الآن')
    expect(headFaults({ method: 'GET', ...answer })).toEqual([])
  }
})

test('a query that no page reads makes no new page', async () => {
  const client = rawClient(server.port, 1)
  const times: number[] = []
  for (let at = 0; at < 20; at++) {
    const begun = performance.now()
    const answer = await client.ask({ method: at % 2 ? 'HEAD' : 'GET', path: `/help/file?x=${at}` })
    expect([answer?.status, answer?.headers.etag !== undefined]).toEqual([200, true])
    times.push(performance.now() - begun)
  }
  client.close()
  expect(await tagsOf(['/help/file?a', '/help/file?b'])).toHaveLength(1)
})

const tagsOf = async (paths: readonly string[]): Promise<readonly unknown[]> => {
  const client = rawClient(server.port, 1)
  const tags = new Set<unknown>()
  for (const path of paths) tags.add((await client.ask({ method: 'GET', path }))?.headers.etag)
  client.close()
  return [...tags]
}

test('every page that reads a query, draws or writes a file of open data stands among the costly ones, or is of one person', () => {
  const routes = fileURLToPath(new URL('../../src/routes/', import.meta.url))
  const files = globSync('(public)/**/+{page.server,server}.ts', { cwd: routes })
  const reading = files.filter((file) =>
    /searchParams|url\.search|url\.href/.test(readFileSync(join(routes, file), 'utf8')),
  )
  const listed = [...Object.keys(questionPages), ...personalPages]
  expect(listed.toSorted()).toEqual([...new Set(reading.map(routeOf))].toSorted())
  const known = new Set(files.map(routeOf))
  expect(Object.keys(costlyPages).filter((route) => !known.has(route))).toEqual([])
})

const routeOf = (file: string): string => `/${file.replace(/\/\+[a-z.]+$/, '')}`
