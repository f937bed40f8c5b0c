/** What no client of ours sends: two requests in one, lines that are none, senders that trickle. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { rawClient, sayOnSocket } from '../support/raw_http.ts'
import { bodyFaults, headFaults } from '../support/rubric.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let port: number
beforeAll(async () => {
  server = await startTestServer()
  port = Number(new URL(server.origin).port)
}, 180_000)
afterAll(() => server.stop())

type Parsed = { readonly status: number; readonly headers: Record<string, string>; readonly body: string }

/** The answers in what a socket heard, one after the other. */
const answersIn = (text: string): readonly Parsed[] =>
  text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((part) => part.startsWith('HTTP/1.1'))
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n')
      const [first = '', ...lines] = head.split('\r\n')
      const headers = lines.map((line) => [line.split(': ')[0]!.toLowerCase(), line.replace(/^[^:]*: /, '')])
      const made = Object.fromEntries(headers) as Record<string, string>
      const body = rest.join('\r\n\r\n')
      // Between the sizes of its chunks, where it has any.
      return {
        status: Number(first.split(' ')[1]),
        headers: made,
        body: body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1),
      }
    })

const host = () => `host: localhost:${port}\r\n`
const post = () => `POST /api/v1/sign-in HTTP/1.1\r\n${host()}`
const hidden = () => `GET /hidden HTTP/1.1\r\n${host()}\r\n`

/** 403: the guards of the origin may be faster than the reader of chunks. */
const eitherOf = [400, 403]

test.each<[string, () => string | Buffer, number | readonly number[]]>([
  ['two lengths', () => `${post()}content-length: 5\r\ncontent-length: 6\r\n\r\nhello!`, 400],
  [
    'a length and chunks',
    () => `${post()}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    'chunks twice',
    () => `${post()}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['a coding that is none', () => `${post()}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
  ['a space before the colon', () => `${post()}transfer-encoding : chunked\r\n\r\n0\r\n\r\n`, 400],
  ['a length of words', () => `${post()}content-length: five\r\n\r\nhello`, 400],
  ['a length below nothing', () => `${post()}content-length: -1\r\n\r\n`, 400],
  ['a length with a sign', () => `${post()}content-length: +5\r\n\r\nhello`, 400],
  ['a length beyond numbers', () => `${post()}content-length: 99999999999999999999\r\n\r\n`, 400],
  ['a chunk whose size is none', () => `${post()}transfer-encoding: chunked\r\n\r\nxyz\r\nhello\r\n`, 400],
  [
    'a chunk longer than it says',
    () => `${post()}transfer-encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n`,
    eitherOf,
  ],
  ['lines that end with LF alone', () => `GET / HTTP/1.1\nhost: localhost:${port}\n\n`, 400],
  [
    'a header that goes on in the next line',
    () => `GET / HTTP/1.1\r\n${host()}x: a\r\n b\r\nbad\r\n\r\n`,
    400,
  ],
  ['a NUL in a header', () => `GET / HTTP/1.1\r\n${host()}x: a\0b\r\n\r\n`, 400],
  ['a bare CR in a header', () => `GET / HTTP/1.1\r\n${host()}x: a\rtransfer-encoding: chunked\r\n\r\n`, 400],
  ['a space in its address', () => `GET / /x HTTP/1.1\r\n${host()}\r\n`, 400],
  ['a version to come', () => `GET / HTTP/3.0\r\n${host()}\r\n`, 400],
  ['the beginning of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['the beginning of TLS', () => Buffer.from('16030100a5010000a10303', 'hex'), 400],
  ['headers of 20 KiB', () => `GET / HTTP/1.1\r\n${host()}x: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['no host', () => 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', 421],
  ['two hosts', () => `GET / HTTP/1.1\r\n${host()}host: evil.example\r\nconnection: close\r\n\r\n`, 421],
  [
    'an expectation nobody has',
    () => `GET / HTTP/1.1\r\n${host()}expect: a-miracle\r\nconnection: close\r\n\r\n`,
    417,
  ],
  ['a NUL in its path', () => `GET /figures/%00 HTTP/1.1\r\n${host()}connection: close\r\n\r\n`, 400],
])(
  'a request with %s is turned away, with every header, and nothing behind it is heard',
  async (name, said, status) => {
    const bytes = said()
    // What closes by its own word is followed by nothing.
    const after = typeof bytes === 'string' && !bytes.includes('close') ? bytes + hidden() : bytes
    const { text } = await sayOnSocket(port, after, { wait: 4000 })
    const answers = answersIn(text)
    expect(answers).toHaveLength(1)
    expect([status].flat()).toContain(answers[0]?.status)
    for (const answer of answers) {
      const seen = { method: 'GET', path: '/api/', ...answer }
      expect([...headFaults(seen), ...bodyFaults(seen)], name).toEqual([])
    }
  },
)

test('of what cannot be read nothing but a head answers HEAD, also where the end of a body stands before it', async () => {
  const unreadable = `HEAD \\x HTTP/1.1\r\n${host()}\r\n`
  const alone = await sayOnSocket(port, unreadable, { wait: 4000 })
  const form = `POST /cases HTTP/1.1\r\n${host()}origin: ${server.origin}\r\ncontent-type: application/x-www-form-urlencoded\r\n`
  // It is answered at once; the end of its body comes later.
  const behind = await sayOnSocket(port, `${form}content-length: 10\r\n\r\nhello`, {
    wait: 4000,
    drop: { text: `world${unreadable}`, every: 1000 },
  })
  for (const { text } of [alone, behind])
    expect(answersIn(text).at(-1)).toMatchObject({ status: 400, body: '' })
})

test('a tunnel is refused', async () => {
  const { text, closedAfter } = await sayOnSocket(
    port,
    `CONNECT evil.example:443 HTTP/1.1\r\n${host()}\r\n`,
    {
      wait: 4000,
    },
  )
  expect(answersIn(text).filter(({ status }) => status < 400)).toEqual([])
  expect(closedAfter).not.toBeNull()
})

test('an upgrade is not made', async () => {
  const asked = `GET / HTTP/1.1\r\n${host()}connection: upgrade\r\nupgrade: websocket\r\n\r\n`
  const { text } = await sayOnSocket(port, asked, { wait: 2000 })
  expect(answersIn(text).map(({ status }) => status)).not.toContain(101)
})

test('who sends headers letter by letter is turned away in time, and others do not wait for them', async () => {
  const slow = Array.from({ length: 100 }, () =>
    sayOnSocket(port, `GET / HTTP/1.1\r\n${host()}x: `, { wait: 22_000, drop: { text: 'a', every: 500 } }),
  )
  const client = rawClient(port)
  const times: number[] = []
  for (let asked = 0; asked < 40; asked++) {
    const begun = performance.now()
    expect((await client.ask({ method: 'GET', path: '/api/v1/health' }))?.status).toBe(200)
    times.push(performance.now() - begun)
  }
  client.close()
  expect(times.toSorted((a, b) => a - b)[20]).toBeLessThan(500)
  for (const { text, closedAfter } of await Promise.all(slow)) {
    // Ten seconds for headers, looked at every five.
    expect(closedAfter).toBeLessThan(20_000)
    expect(answersIn(text).map(({ status }) => status)).toEqual([408])
  }
}, 60_000)

test('a body that is larger than it may be is not read to its end', async () => {
  const head = `POST /api/v1/sign-in HTTP/1.1\r\n${host()}origin: ${server.origin}\r\ncontent-type: application/json\r\n`
  const megabytes = Buffer.alloc(3 * 1024 * 1024, 'a')
  const declared = Buffer.concat([Buffer.from(`${head}content-length: 900000000\r\n\r\n"`), megabytes])
  const { text, closedAfter } = await sayOnSocket(port, declared, { wait: 10_000 })
  expect(answersIn(text).map(({ status }) => status)).toEqual([413])
  expect(closedAfter).not.toBeNull()
})

test('a form for pages is not read at all', async () => {
  const head = `POST /cases HTTP/1.1\r\n${host()}origin: ${server.origin}\r\ncontent-type: application/x-www-form-urlencoded\r\n`
  const { text, closedAfter } = await sayOnSocket(port, `${head}content-length: 900000000\r\n\r\na=`, {
    wait: 8000,
  })
  expect(answersIn(text).map(({ status }) => status)).toEqual([405])
  expect(closedAfter).not.toBeNull()
})
