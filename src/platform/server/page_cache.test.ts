import { gunzipSync } from 'node:zlib'

import { expect, test } from 'vitest'

import { type AskedPage, createPageCache } from './page_cache.ts'

const asked = (request: Request): AskedPage => ({ request, address: request.url })

const world = () => {
  const state = { version: 1, now: 0, rendered: 0, text: 'a page' }
  const cache = createPageCache({ version: async () => state.version, clock: () => new Date(state.now) })
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    cache.answer(asked(new Request('https://example.org/cases', { method, headers })), async () => {
      state.rendered += 1
      return new Response(state.text, { headers: { 'content-type': 'text/html' } })
    })
  return { state, cache, ask }
}

test('a page is rendered once while nothing open has changed', async () => {
  const { state, ask } = world()
  expect(await (await ask()).text()).toBe('a page')
  expect(await (await ask()).text()).toBe('a page')
  expect(state.rendered).toBe(1)
})

test('after a change it is rendered anew, also when it fails then', async () => {
  const { state, cache, ask } = world()
  await ask()
  state.version = 2
  state.text = 'changed'
  expect(await (await ask()).text()).toBe('changed')
  state.version = 3
  const gone = await cache.answer(asked(new Request('https://example.org/cases')), async () =>
    Response.json(null, { status: 404 }),
  )
  expect(gone.status).toBe(404)
  await ask()
  expect(state.rendered).toBe(3)
})

test('of many who ask at once for a page that is not kept, one has it rendered for all', async () => {
  const { state, cache } = world()
  const rendering = Promise.withResolvers<void>()
  const ask = () =>
    cache.answer(asked(new Request('https://example.org/cases')), async () => {
      state.rendered += 1
      await rendering.promise
      return new Response(state.text)
    })
  const all = Array.from({ length: 50 }, ask)
  await new Promise((resolve) => setImmediate(resolve))
  state.version = 2
  const afterChange = ask()
  await new Promise((resolve) => setImmediate(resolve))
  rendering.resolve()
  for (const answer of await Promise.all(all)) expect(await answer.text()).toBe('a page')
  await afterChange
  // Whoever came after the change is not given what was begun before it.
  expect(state.rendered).toBe(2)
})

test('who waited for a rendering that failed renders anew', async () => {
  const { state, cache } = world()
  const ask = () =>
    cache.answer(asked(new Request('https://example.org/cases')), async () => {
      state.rendered += 1
      await new Promise((resolve) => setImmediate(resolve))
      if (state.rendered === 1) throw new Error('broken')
      return new Response(state.text)
    })
  const [first, second] = [ask(), ask()]
  await expect(first).rejects.toThrow('broken')
  expect(await (await second).text()).toBe('a page')
})

test('a query that a page does not read finds the same page', async () => {
  const { state, cache } = world()
  for (const query of ['', '?x=1', '?x=2'])
    await cache.answer(
      { request: new Request(`https://example.org/cases${query}`), address: 'https://example.org/cases' },
      async () => {
        state.rendered += 1
        return new Response(state.text)
      },
    )
  expect(state.rendered).toBe(1)
})

test('a page grows old after a minute', async () => {
  const { state, ask } = world()
  await ask()
  state.now = 60_000
  await ask()
  expect(state.rendered).toBe(2)
})

test('when the number cannot be asked, nothing kept is given', async () => {
  const cache = createPageCache({
    version: () => Promise.reject(new Error('away')),
    clock: () => new Date(0),
  })
  const answer = cache.answer(asked(new Request('https://example.org/')), async () => new Response('x'))
  await expect(answer).rejects.toThrow('away')
})

test('shared caches must ask again, and know the page by its tag', async () => {
  const { state, ask } = world()
  const first = await ask()
  expect(first.headers.get('cache-control')).toBe('no-cache')
  expect(first.headers.get('etag')).toMatch(/^"[\w-]{22}"$/)
  state.version = 2
  state.text = 'changed'
  expect((await ask()).headers.get('etag')).not.toBe(first.headers.get('etag'))
})

test.each([
  ['gzip', true],
  ['br, gzip;q=0.5', true],
  ['gzip;q=0', false],
  ['br', false],
  ['', false],
])('with "accept-encoding: %s" it is packed: %s', async (accepted, packed) => {
  const { ask } = world()
  const response = await ask({ 'accept-encoding': accepted })
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(response.headers.get('content-encoding')).toBe(packed ? 'gzip' : null)
  expect(response.headers.get('content-length')).toBe(String(bytes.length))
  expect((packed ? gunzipSync(bytes) : bytes).toString()).toBe('a page')
})

test('a request that is no GET is passed on', async () => {
  const { state, ask } = world()
  await ask()
  await ask({}, 'POST')
  expect(state.rendered).toBe(2)
})

test('an answer that sets a cookie is not kept', async () => {
  const { cache } = world()
  let rendered = 0
  const ask = () =>
    cache.answer(asked(new Request('https://example.org/')), async () => {
      rendered += 1
      return new Response('x', { headers: { 'set-cookie': 'a=b' } })
    })
  await ask()
  await ask()
  expect(rendered).toBe(2)
})

test('whoever has only the day and second of a file is not sent it again, until it has changed', async () => {
  const second = 'Sun, 22 Nov 2026 05:00:00 GMT'
  const cache = createPageCache({ version: async () => 1, clock: () => new Date(0) })
  const ask = (headers: Record<string, string>) =>
    cache.answer(
      asked(new Request('https://example.org/file', { headers })),
      async () => new Response('rows', { headers: { 'last-modified': second } }),
    )
  const first = await ask({})
  const again = await ask({ 'if-modified-since': second })
  expect(again.status).toBe(304)
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
  expect(await again.text()).toBe('')
  expect((await ask({ 'if-modified-since': 'Sun, 22 Nov 2026 04:59:59 GMT' })).status).toBe(200)
  expect((await ask({ 'if-modified-since': 'yesterday' })).status).toBe(200)
  // The hash decides where there is one: SvelteKit compares it.
  expect((await ask({ 'if-modified-since': second, 'if-none-match': '"other"' })).status).toBe(200)
})

test('a page that says when it will be other is not kept beyond that', async () => {
  const { state, cache } = world()
  const ask = () =>
    cache.answer(asked(new Request('https://example.org/campaigns')), async () => {
      state.rendered += 1
      return new Response(state.text, { headers: { expires: new Date(10_000).toUTCString() } })
    })
  expect((await ask()).headers.get('expires')).toBe(null)
  state.now = 9_999
  await ask()
  expect(state.rendered).toBe(1)
  state.now = 10_000
  await ask()
  expect(state.rendered).toBe(2)
})

test('no page outlives its day: consents end with it', async () => {
  const { state, ask } = world()
  const midnight = 86_400_000
  state.now = midnight - 30_000
  await ask()
  state.now = midnight - 1
  await ask()
  expect(state.rendered).toBe(1)
  state.now = midnight
  await ask()
  expect(state.rendered).toBe(2)
})
