/** A public case page for visitors who come at once; beside it, a static file from the same server. */
import { Agent, get } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { publicCase } from '../src/cli/example_public_case.ts'
import { type BenchWorld, type Row, value } from './world.ts'

const SECONDS = 5
const VISITORS = 32

export const benchPublicPage = async (world: BenchWorld): Promise<Row> => {
  const address = await publish(world)
  const page = await load(`${world.origin}${address}`)
  const file = await load(`${world.origin}/icon.svg`)
  const bytes = await weigh(world.origin, address)
  return {
    path: 'public case page',
    load: `${VISITORS} visitors, ${SECONDS} s; a cold visitor`,
    target: '≤ 25 KB over the wire with CSS, no script; ≥ 1,000 pages/s',
    measured: `${(bytes.wire / 1000).toFixed(1)} KB, ${bytes.scripts} scripts; ${Math.round(page)} pages/s`,
    limit: `a static file from the same server: ${Math.round(file)}/s`,
    met: bytes.wire <= 25_000 && bytes.scripts === 0 && page >= 1000,
  }
}

/** One lead proposes and another releases, as everywhere. */
const publish = async (world: BenchWorld): Promise<string> => {
  const { desk, lead } = world
  const { link } = value(await lead.invite({ desk, role: 'lead', days: 1 }))
  const second = world.device()
  const joining = {
    secret: link.split('#')[1] ?? '',
    name: 'ben',
    passphrase: 'grapple untidy mosaic perch walnut celery',
  }
  value(await second.acceptInvitation(joining))
  const [guest] = value(await lead.invitations({ desk })).filter(({ state }) => state === 'accepted')
  value(await lead.admit({ desk, invitation: guest?.invitation ?? '' }))
  await second.me()
  const made = value(await lead.createCase({ desk, entries: publicCase.entries }))
  const of = made.state.publications[0]
  value(
    await second.append({ desk, case: made.case, entries: [{ kind: 'release', coded: { of: of?.entry } }] }),
  )
  return `/cases/${of?.ref}`
}

const agent = new Agent({ keepAlive: true, maxSockets: VISITORS })

const fetchOnce = (
  url: string,
  encoding: string,
): Promise<{ readonly bytes: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': encoding } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode}`))
        resolve({ bytes: body.length, text: decode(body, answer.headers['content-encoding']) })
      })
    }).on('error', reject)
  })

const decode = (body: Buffer, encoding: string | undefined): string => {
  if (encoding === 'br') return brotliDecompressSync(body).toString()
  return (encoding === 'gzip' ? gunzipSync(body) : body).toString()
}

/** Answers per second. */
const load = async (url: string): Promise<number> => {
  const end = performance.now() + SECONDS * 1000
  let answered = 0
  const visit = async (): Promise<void> => {
    while (performance.now() < end) {
      await fetchOnce(url, 'identity')
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: VISITORS }, visit))
  return answered / SECONDS
}

const weigh = async (
  origin: string,
  address: string,
): Promise<{ readonly wire: number; readonly scripts: number }> => {
  const page = await fetchOnce(`${origin}${address}`, 'gzip')
  const linked = [
    ...page.text.matchAll(
      /<link[^>]+href="([^"]+)"[^>]*rel="stylesheet"|<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"/g,
    ),
  ]
  let wire = page.bytes
  for (const [, first, second] of linked)
    wire += (await fetchOnce(new URL(first ?? second ?? '', `${origin}${address}`).href, 'gzip')).bytes
  return { wire, scripts: page.text.match(/<script/g)?.length ?? 0 }
}
