/**
 * Keeps the desk's program on a device that its member chose: its files and no data, so that the desk opens without a line.
 *
 * [Note: Pinned] What is served is the version that the member took. A newer one is fetched beside it and waits to be
 * taken; until then page and files are those of before. This file itself the browser fetches anew when it likes: that no
 * page can prevent.
 */
import { assets, immutable } from '$app/manifest'
import workerChunks from 'virtual:worker-chunks'
import { digestHex } from '#vault/core/v1/webcrypto.ts'

type Worker = {
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetched) => void): void
  addEventListener(type: 'message', listener: (event: Told) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  readonly location: Location
}
type Lasting = { waitUntil(work: Promise<unknown>): void }
type Fetched = { readonly request: Request; respondWith(answer: Promise<Response>): void }
type Told = Lasting & { readonly data: unknown; readonly ports: readonly MessagePort[] }

const worker = globalThis as unknown as Worker

const META = 'amparo-program'
const PREFIX = 'amparo-program-'
/** One page of the desk for each depth of address: links in it count from there. */
const pages = [
  '/desk',
  '/desk/cases',
  '/desk/cases/new',
  '/desk/instruments/text/x',
  '/desk/cases/x/add/note',
]
/** Character maps and fonts of old PDF files, and what sets reports as PDF, are fetched when one needs them. */
const isRare = (path: string): boolean => /\.(bcmap|pfb|ttf|bin)$/.test(path)
const files = [...[...immutable, ...assets].map(({ path }) => path), ...workerChunks]
  .map((path) => `/${path.replace(/^\//, '')}`)
  .filter((path) => !isRare(path))
const kept = new Set(files)

worker.addEventListener('install', (event) => event.waitUntil(install().then(() => worker.skipWaiting())))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))

const install = async (): Promise<void> => {
  const fetched = await Promise.all([...files, ...pages].map(fetchWhole))
  const lines = await Promise.all(
    fetched
      .filter(({ path }) => kept.has(path))
      .map(async ({ path, bytes }) => `${await digestHex(new Uint8Array(bytes))}  ${path}`),
  )
  const version = await digestHex(new TextEncoder().encode(lines.toSorted().join('\n')))
  const cache = await caches.open(PREFIX + version)
  await Promise.all(fetched.map(({ path, response }) => cache.put(path, response)))
  await write('newest', version)
  // The first one is taken as it comes; whether it is the right one, two members can compare.
  if ((await read('taken')) === null) await take(version)
}

const fetchWhole = async (path: string) => {
  const response = await fetch(path, { cache: 'no-cache' })
  if (!response.ok) throw new Error(`${path} is not there`)
  return { path, bytes: await response.clone().arrayBuffer(), response }
}

const write = async (name: string, text: string): Promise<void> =>
  (await caches.open(META)).put(`/${name}`, new Response(text))

const read = async (name: string): Promise<string | null> =>
  (await (await (await caches.open(META)).match(`/${name}`))?.text()) ?? null

const take = async (version: string): Promise<void> => {
  await write('taken', version)
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && name !== PREFIX + version) await caches.delete(name)
}

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  const isPage = request.mode === 'navigate' && /^\/desk(\/|$)/.test(url.pathname)
  if (!isPage && !url.pathname.startsWith('/_app/immutable/') && !kept.has(url.pathname)) return
  event.respondWith(answer(request, isPage ? pageFor(url.pathname) : url.pathname))
})

const pageFor = (pathname: string): string =>
  pages[Math.min(pathname.split('/').length - 2, pages.length - 1)] ?? '/desk'

const answer = async (request: Request, path: string): Promise<Response> => {
  const taken = await read('taken')
  const found = taken === null ? undefined : await (await caches.open(PREFIX + taken)).match(path)
  return found ?? fetch(request)
}

/**
 * `state`: which version is taken and which is the newest. `keep`: fetches the program where it was forgotten. `take`:
 * the member takes the newest.
 */
worker.addEventListener('message', (event) => {
  event.waitUntil(
    (async () => {
      // Where it does not come, the answer says that none is taken.
      if (event.data === 'keep' && (await read('taken')) === null) await install().catch(() => undefined)
      const newest = await read('newest')
      if (event.data === 'take' && newest !== null) await take(newest)
      event.ports[0]?.postMessage({ taken: await read('taken'), newest })
    })(),
  )
})
