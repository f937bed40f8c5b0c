/** Every route and every file there is, found and not found, refused and broken, with the head it must have. */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { asSuperuser, openId } from '../support/open_rows.ts'
import { rawClient, type RawAnswer, type RawClient, type RawRequest } from '../support/raw_http.ts'
import { startWithFigures } from '../support/released_figures.ts'
import { bodyFaults, headFaults } from '../support/rubric.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const program = fileURLToPath(new URL('../../', import.meta.url))
/** Read when the tests are collected, so a new page is asked without a line here. */
const pageRoutes = globSync('**/{+page.svelte,+server.ts}', { cwd: join(program, 'src/routes') })
  .map((file) => `/${file.replace(/\/?(\+page\.svelte|\+server\.ts)$/, '')}`)
  .map((path) => path.replaceAll(/\/\([a-z]+\)|\/\[\[lang=lang\]\]/g, '') || '/')
  .toSorted()

let server: TestServer
let client: RawClient
beforeAll(async () => {
  server = await startWithFigures()
  client = rawClient(Number(new URL(server.origin).port), 8)
}, 180_000)
afterAll(async () => {
  client?.close()
  await server?.stop()
})

const faultsOf = async (asked: RawRequest): Promise<RawAnswer & { readonly faults: readonly string[] }> => {
  const answer = (await client.ask(asked)) ?? { status: 0, headers: {}, body: '' }
  return {
    ...answer,
    faults: [...headFaults({ ...asked, ...answer }), ...bodyFaults({ ...asked, ...answer })],
  }
}

const known: Readonly<Record<string, string>> = {
  '[id]': openId('plain'),
  '[format]': 'csv',
  '[day]': 'latest',
  '[file]': 'events.csv',
  '[member]': 'CO',
}

/** With what is there, and with what is not. */
const addressesOf = (route: string): readonly string[] => {
  const slug = route.startsWith('/bodies') ? 'un-ga' : route.startsWith('/themes') ? 'defenders' : 'nothing'
  const there = route.replaceAll(/\[\w+\]/g, (name) => (name === '[slug]' ? slug : (known[name] ?? 'x')))
  const absent = route.replaceAll(/\[\w+\]/g, (name) => (name === '[format]' ? 'png' : 'nothing-here'))
  const both = [there, absent]
  return route.startsWith('/desk') || route === '/oembed'
    ? both
    : [...both, ...both.map((path) => `/ar${path}`.replace(/\/$/, ''))]
}

/** Of an onion service beside a web address, on the same database. */
const onion = `${'a'.repeat(56)}.onion`

test('under an onion address no page, file or head leads to the web address of the same installation', async () => {
  const hidden = await startTestServer({ beside: { first: server, origin: `http://${onion}` } })
  const throughTor = rawClient(hidden.port, 8, onion)
  try {
    const leaks: string[] = []
    let own = 0
    const look = async (path: string): Promise<void> => {
      const { headers, body } = (await throughTor.ask({ method: 'GET', path })) ?? { headers: {}, body: '' }
      const head = JSON.stringify(headers)
      const found = `${head}\n${body}`.matchAll(/\/\/(localhost|127\.0\.0\.1|\[::1\])[^"'\s<]*/g)
      for (const [address] of found) leaks.push(`${path}: ${address}`)
      // Browsers obey these for the host, and there is no certificate for an onion.
      if (/upgrade-insecure-requests|strict-transport-security/i.test(head))
        leaks.push(`${path}: asks for https`)
      if (body.includes(`http://${onion}/`)) own += 1
    }
    const paths = new Set(pageRoutes.flatMap(addressesOf).filter((path) => !/^\/ar(\/|$)/.test(path)))
    await Promise.all([...paths].map(look))
    expect(leaks).toEqual([])
    expect(own, 'addresses of its own are of the onion').toBeGreaterThan(5)
  } finally {
    throughTor.close()
    await hidden.stop()
  }
}, 120_000)

test('there are pages to ask', () => {
  expect(pageRoutes.length).toBeGreaterThan(70)
  expect(pageRoutes).toContain('/figures/[id]/embed')
})

test.each(pageRoutes)('%s answers with the whole head, however it is asked', async (route) => {
  for (const path of new Set(addressesOf(route)))
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'TRACE']) {
      const { faults, status } = await faultsOf({ method, path })
      expect(faults, `${method} ${path} → ${status}`).toEqual([])
    }
})

test.each(pageRoutes)('%s has nothing inline', async (route) => {
  for (const path of new Set(addressesOf(route))) {
    const { headers, body } = await faultsOf({ method: 'GET', path })
    if (!String(headers['content-type']).startsWith('text/html')) continue
    // A file to keep for later has its styles in it; it is saved and never shown from here.
    if (headers['content-disposition']?.startsWith('attachment')) continue
    expect(body, path).not.toMatch(/<[^>]+\s(style|on[a-z]+)=|<style|javascript:/)
    if (!path.startsWith('/desk')) expect(body, path).not.toContain('<script')
    else if (body.includes('<script'))
      expect(headers['content-security-policy'], path).toMatch(/script-src 'self' 'sha256-[\w+/=]+'/)
  }
})

test('the desk takes no text as script: trusted types, of makers by name and no other', async () => {
  const { headers } = await faultsOf({ method: 'GET', path: '/desk' })
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(/trusted-types ([^;]*)/.exec(policy)?.[1]).toBe(
    'svelte-trusted-html amparo-vault amparo-texts amparo-files amparo-papers amparo-shell',
  )
})

test('every answer says where to tell what its policy stopped: here, and nowhere else', async () => {
  for (const path of [
    '/',
    '/ar/cases',
    '/desk',
    '/icon.svg',
    '/api/v1/health',
    '/nothing-here',
    '/desk/nowhere',
  ]) {
    const { headers } = await faultsOf({ method: 'GET', path })
    expect(headers['content-security-policy'], path).toMatch(/; report-uri \/violations(;|$)/)
    // Over HTTP, as here, browsers that know it would ask it alone and never be told where it leads.
    expect(headers['content-security-policy'], path).not.toContain('report-to')
    expect(headers, path).not.toHaveProperty('reporting-endpoints')
  }
})

test('evidence is played from memory and framed nowhere, and its readers open no line of their own', async () => {
  const { headers } = await faultsOf({ method: 'GET', path: '/desk' })
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain('media-src blob:;')
  expect(policy).not.toMatch(/frame-src|child-src|object-src|font-src/)
  const workers = globSync('_app/immutable/workers/{evidence_file,pdf}*.js', {
    cwd: join(program, 'build/client'),
  })
  expect(workers.filter((file) => !/-chunk/.test(file)).length).toBeGreaterThan(1)
  for (const file of workers) {
    const worker = await faultsOf({ method: 'GET', path: `/${file}` })
    const own = String(worker.headers['content-security-policy'])
    expect(own, file).toContain("default-src 'none'; script-src 'self'")
    // Pictures in old scans are unpacked by WebAssembly; what is not that reader compiles nothing.
    expect(own.includes('wasm-unsafe-eval'), file).toBe(/pdf[^/]*$/.test(file))
  }
})

test('every file of the build has the whole head', async () => {
  const folder = join(program, 'build/client')
  const files = globSync('**/*.*', { cwd: folder }).filter((file) => !/\.(br|gz|zst)$/.test(file))
  expect(files.filter((file) => file.includes('workers/')).length).toBeGreaterThan(1)
  for (const file of files) {
    const { faults, headers, status } = await faultsOf({ method: 'GET', path: `/${file}` })
    expect([status, ...faults], file).toEqual([200])
    if (file.endsWith('.js')) expect(headers['content-type'], file).toMatch(/^text\/javascript/)
  }
})

test('every route of the API, refused and answered, has the whole head', async () => {
  const { body } = await faultsOf({ method: 'GET', path: '/api/v1/openapi.json' })
  const { paths } = JSON.parse(body) as { paths: Record<string, Record<string, unknown>> }
  expect(Object.keys(paths).length).toBeGreaterThan(30)
  for (const path of Object.keys(paths))
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const { faults, status } = await faultsOf({ method, path: path.replaceAll(/\{\w+\}/g, 'x') })
      expect(faults, `${method} ${path} → ${status}`).toEqual([])
      if (!['GET', 'HEAD'].includes(method)) expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
    }
})

test('files say exactly what they are', async () => {
  const types = {
    '/cases/feed.atom': 'application/atom+xml',
    '/cases/feed.json': 'application/feed+json',
    [`/figures/${openId('plain')}.csv`]: 'text/csv',
    [`/figures/${openId('plain')}.json`]: 'application/json',
    [`/figures/${openId('plain')}.svg`]: 'image/svg+xml',
    '/bodies/un-ga/popolo.json': 'application/json',
    '/bodies/un-ga/members.csv': 'text/csv',
    '/api/v1/health': 'application/json',
    '/icon.svg': 'image/svg+xml',
  }
  for (const [path, type] of Object.entries(types)) {
    const { status, headers } = await faultsOf({ method: 'GET', path })
    expect([status, String(headers['content-type']).split(';')[0]], path).toEqual([200, type])
  }
})

test('what lies beside the pages is not handed out', async () => {
  const beside = [
    '.git/config',
    '.env',
    'package.json',
    'package-lock.json',
    'secrets.json',
    'data/secrets.json',
    'handler.js',
    'index.js',
    'server/manifest.js',
    'src/cli/amparo.ts',
    'node_modules/hono/package.json',
    '_app/',
    '_app/immutable/',
    'client/icon.svg',
  ]
  for (const path of beside) {
    for (const spelled of [`/${path}`, `/_app/../${path}`, `/_app/%2e%2e/${path}`, `//${path}`]) {
      const { status, faults } = await faultsOf({ method: 'GET', path: spelled })
      // The page that says so links to itself in another language, by the address that was asked.
      expect(
        faults.filter((fault) => !fault.startsWith('tells of its inside')),
        spelled,
      ).toEqual([])
      expect([400, 404], spelled).toContain(status)
    }
  }
})

test('what breaks has the whole head too, is not kept and tells nothing', async () => {
  await asSuperuser(server.database, (db) => db.query('alter table amparo.open_version rename to gone'))
  try {
    for (const path of ['/', '/ar/cases', '/figures/explore', '/cases/feed.atom']) {
      const answer = await faultsOf({ method: 'GET', path })
      expect(answer.status, path).toBeGreaterThanOrEqual(500)
      expect(answer.faults, path).toEqual([`a status of ${answer.status}`])
      expect(answer.headers['cache-control'], path).toBe('no-store')
    }
  } finally {
    await asSuperuser(server.database, (db) => db.query('alter table amparo.gone rename to open_version'))
  }
})
