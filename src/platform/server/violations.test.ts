import { request as ask } from 'node:http'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { headFaults } from '../../../tests/support/rubric.ts'
import { createApi, templateFinder } from './api.ts'
import { inTransaction } from './database.ts'
import { type HttpServer, startHttp } from './http.ts'
import { countViolations, findViolations, MOST_ROWS, sweepViolations } from './violation.store.ts'
import { openViolations, pagesIn } from './violations.ts'

const desk = 'https://desk.example.org'
const open = 'https://www.example.org'
const today = new Date('2026-11-22T10:15:00Z')
const lines: string[] = []
/** Milliseconds of a clock that this test moves. */
let elapsed = 0
const log = (line: string): void => void lines.push(line)
let database: TestDatabase
let server: HttpServer
beforeAll(async () => {
  database = await createTestDatabase()
  const api = createApi({
    origins: [desk],
    sessions: { find: async () => undefined },
    limit: async () => ({ kind: 'may' }),
    report: () => undefined,
    askDatabase: async () => undefined,
  })
  server = await startHttp({
    bind: '127.0.0.1',
    port: 0,
    origins: [desk],
    publicOrigin: open,
    api,
    templateOf: templateFinder(api),
    pages: (_, response) => void response.end(),
    services: {},
    violations: openViolations({
      origins: [desk, open],
      pages: pagesIn(fileURLToPath(new URL('../../routes', import.meta.url))),
      elapsed: () => elapsed,
      count: (counted) =>
        inTransaction(database, { role: 'jobs' }, (db) => countViolations(db, { now: today, counted })),
      clock: () => today,
      log,
    }),
    log,
    clock: () => today,
  })
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
})

const OLDER = 'application/csp-report'
const NEWER = 'application/reports+json'

/** The status; what every answer must carry is looked at here. */
const tell = (
  body: unknown,
  given: {
    readonly type?: string
    readonly method?: string
    readonly host?: string
    readonly path?: string
  } = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const { type = OLDER, method = 'POST', host = 'desk.example.org', path = '/violations' } = given
    const headers = {
      host,
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'user-agent': 'canary-browser',
      referer: `${desk}/desk?canary-referrer`,
      cookie: 'canary-cookie',
    }
    ask({ port: server.port, host: '127.0.0.1', method, path, headers, agent: false }, (response) => {
      response.resume().on('end', () => {
        const seen = { method, path, status: response.statusCode ?? 0, headers: response.headers, body: '' }
        expect(headFaults(seen)).toEqual([])
        resolve(seen.status)
      })
    })
      .on('error', reject)
      .end(text)
  })

const older = (document: string, directive: string): object => ({
  'csp-report': {
    'document-uri': document,
    referrer: 'https://canary-referrer.example/',
    'violated-directive': directive,
    'effective-directive': directive,
    'original-policy': "default-src 'none'; canary-policy",
    'blocked-uri': 'https://canary-blocked.example/?canary-query',
    'source-file': `${desk}/canary-source`,
    'script-sample': 'canary-sample',
    'status-code': 200,
  },
})
const newer = (document: string, directive: string): object => ({
  type: 'csp-violation',
  age: 5,
  url: document,
  user_agent: 'canary-browser',
  body: {
    documentURL: document,
    referrer: 'https://canary-referrer.example/',
    effectiveDirective: directive,
    blockedURL: 'https://canary-blocked.example/?canary-query',
    originalPolicy: 'canary-policy',
    sample: 'canary-sample',
    sourceFile: `${desk}/canary-source`,
    disposition: 'enforce',
    statusCode: 200,
  },
})

const rows = () => inTransaction(database, { role: 'gate' }, findViolations)
const everything = () =>
  inTransaction(database, { role: 'owner' }, (db) => db.selectFrom('violation').selectAll().execute())

test('of a report the rule, the kind of page and the day are counted, and nothing else of it is anywhere', async () => {
  expect(await tell(older(`${desk}/desk/cases/canary-case?q=canary-query#canary`, 'script-src-elem'))).toBe(
    204,
  )
  expect(
    await tell(
      [
        newer(`${open}/ar/figures/canary-figure`, 'img-src'),
        newer(`${open}/figures/canary-other`, 'img-src'),
        newer(`${open}/canary-nowhere`, 'canary-directive'),
        { type: 'deprecation', body: { message: 'canary' } },
      ],
      { type: `${NEWER}; charset=utf-8`, host: 'www.example.org', path: '/violations?canary' },
    ),
  ).toBe(204)
  await expect.poll(rows).toEqual([
    { day: '2026-11-22', directive: 'img-src', page: '/figures/[id]', n: 2 },
    { day: '2026-11-22', directive: 'other', page: 'other', n: 1 },
    { day: '2026-11-22', directive: 'script-src-elem', page: '/desk/cases/[case]', n: 1 },
  ])
  // What a browser of old calls the rule with all that it allows.
  expect(await tell(older(`${desk}/desk/cases/x`, "script-src-elem 'self' canary"))).toBe(204)
  await expect.poll(async () => (await rows()).map(({ n }) => n)).toEqual([2, 2, 1])
  expect(JSON.stringify(await everything()) + lines.join('\n')).not.toMatch(/canary/i)
})

test('a line in the log is written for what is new on its day, and none for a request', () => {
  expect(lines.toSorted()).toEqual([
    '2026-11-22 violation img-src /figures/[id]',
    '2026-11-22 violation other other',
    '2026-11-22 violation script-src-elem /desk/cases/[case]',
  ])
})

test.each<[string, number, Parameters<typeof tell>]>([
  ['of another kind', 415, ['{}', { type: 'application/json' }]],
  ['by another method', 405, ['', { method: 'PUT' }]],
  ['that is no JSON', 400, ['{"csp-report":']],
  ['that tells nothing', 400, [{ 'csp-report': {} }]],
  ['whose list is none', 400, [{}, { type: NEWER }]],
  ['of more than 16 KiB', 413, [older(`${desk}/desk?${'a'.repeat(17_000)}`, 'img-src')]],
  ['sent to another host', 421, [older(`${desk}/`, 'img-src'), { host: 'evil.example' }]],
  ['of a page of another site', 204, [older('https://evil.example/', 'img-src')]],
  ['of a page without an address', 204, [older('about', 'img-src')]],
])('a report %s is answered %i and counts nothing', async (_, status, [body, given]) => {
  const before = await everything()
  expect(await tell(body, given)).toBe(status)
  expect(await everything()).toEqual(before)
})

const sum = async (): Promise<number> => (await everything()).reduce((all, { n }) => all + n, 0)

test('whoever floods it fills a day’s rows at most, is not read beyond so many a minute, and writes no log', async () => {
  elapsed += 60_000
  const rules = ['font-src', 'media-src', 'object-src', 'frame-src', 'worker-src', 'child-src', 'connect-src']
  const pages = pagesIn(fileURLToPath(new URL('../../routes', import.meta.url)))
  expect(pages.length).toBeGreaterThan(70)
  const invented = rules.flatMap((rule) =>
    pages.map((page) => newer(`${open}${page.replaceAll(/[[\]]/g, '')}`, rule)),
  )
  const before = await sum()
  const statuses: number[] = []
  let told = 0
  for (let at = 0; at < 90; at++) {
    const reports = invented.slice((at * 20) % invented.length).slice(0, 20)
    const status = await tell(reports, { type: NEWER })
    if (status === 204) told += reports.length
    statuses.push(status)
  }
  expect(statuses.filter((status) => status === 204)).toHaveLength(60)
  expect(statuses.slice(60)).toEqual(statuses.slice(60).map(() => 429))
  // What was taken is counted, if not under its name.
  await expect.poll(sum).toBe(before + told)
  expect((await everything()).length).toBeGreaterThanOrEqual(MOST_ROWS)
  // One more for all that found no place.
  expect((await everything()).length).toBeLessThanOrEqual(MOST_ROWS + 1)
  expect(lines.length).toBeLessThanOrEqual(MOST_ROWS + 1)
  elapsed += 1_000
  expect(await tell(older(`${desk}/desk`, 'img-src'))).toBe(204)
  expect(await tell(older(`${desk}/desk`, 'img-src'))).toBe(429)
  await expect.poll(sum).toBe(before + told + 1)
})

const sweep = (day: string): Promise<void> =>
  inTransaction(database, { role: 'jobs' }, (db) => sweepViolations(db, new Date(day)))

test('after thirty days nothing of it is left', async () => {
  await sweep('2026-12-22')
  expect((await everything()).length).toBeGreaterThan(0)
  await sweep('2026-12-23')
  expect(await everything()).toEqual([])
})
