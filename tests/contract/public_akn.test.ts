/** Texts and amendments as files of Akoma Ntoso: linked, valid, read back as they were, gone when they are withdrawn. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleAmendments } from '../../src/cli/example_amendments.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { readAknAmendments } from '../../src/instruments/core/akn_amendment_read.ts'
import { readAkn } from '../../src/instruments/core/akn_read.ts'
import { counter } from '../../src/instruments/core/testing.ts'
import { schemaFaults } from '../support/akn_schema.ts'
import { release, takeBack } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const ids = new Map<string, string>()
const slugs = ['a-c-3-78-l-41', 'human-rights-defenders-2015']
const text = '/instruments/human-rights-defenders-2015'
const amendments = '/instruments/a-c-3-78-l-41/amendments'
const one = `${amendments}/example-1-to-a-c-3-78-l-41`

beforeAll(async () => {
  server = await startTestServer()
  for (const body of exampleInstruments())
    if (slugs.includes(body.slug))
      ids.set(body.slug, await release(server.database, { kind: 'instrument', name: body.slug, body }))
  for (const body of exampleAmendments())
    ids.set(body.slug, await release(server.database, { kind: 'amendment', name: body.slug, body }))
}, 180_000)
afterAll(() => server.stop())

const ask = async (path: string) => {
  const answer = await fetch(server.origin + path)
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}

const files = [
  [`${text}/akn.xml`, 'human-rights-defenders-2015.akn.xml'],
  [`${text}/l.46-rev.1/akn.xml`, 'human-rights-defenders-2015_l.46-rev.1.akn.xml'],
  [`/ar${text}/a-res-70-161/akn.xml`, 'human-rights-defenders-2015_a-res-70-161.akn.xml'],
  [`${amendments}/akn.xml`, 'a-c-3-78-l-41_amendments.akn.xml'],
  [`${one}/akn.xml`, 'a-c-3-78-l-41_example-1-to-a-c-3-78-l-41.akn.xml'],
] as const

test.each(files)('%s is a valid file with its type and name', async (path, name) => {
  const { status, headers, body } = await ask(path)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/akn+xml; charset=utf-8')
  expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
  expect(await schemaFaults({ body })).toEqual([])
  expect(body).toContain(`value="${server.origin}/instruments/`)
})

test('the whole instrument and an amendment are read back from what was handed out', async () => {
  const read = readAkn((await ask(`${text}/akn.xml`)).body, { newId: counter('n') })
  const example = exampleInstruments().find(({ slug }) => slug === 'human-rights-defenders-2015')!
  expect(read.ok && read.value.own?.versions.map(({ provisions }) => provisions)).toEqual(
    example.versions.map(({ provisions }) => provisions),
  )
  const [body] = exampleAmendments().filter(({ slug }) => one.endsWith(slug))
  expect(readAknAmendments((await ask(`${one}/akn.xml`)).body)).toMatchObject({ value: [{ body }] })
})

test('the pages lead to their files', async () => {
  const links = [
    [text, [`${text}/akn.xml`, `${text}/a-res-70-161/akn.xml`]],
    [`${text}/l.46-rev.1`, [`${text}/akn.xml`, `${text}/l.46-rev.1/akn.xml`]],
    [`/ar${text}`, [`/ar${text}/akn.xml`]],
    [amendments, [`${amendments}/akn.xml`]],
    [one, [`${one}/akn.xml`]],
  ] as const
  for (const [page, addresses] of links)
    for (const address of addresses) expect((await ask(page)).body, page).toContain(`href="${address}"`)
})

test('versions, amendments and drafts that are not there have no file', async () => {
  const gone = [
    '/instruments/nothing/akn.xml',
    '/instruments/nothing/amendments/akn.xml',
    `${text}/nothing/akn.xml`,
    `${text}/compare/akn.xml`,
    `${amendments}/nothing/akn.xml`,
  ]
  for (const path of gone) expect((await ask(path)).status, path).toBe(404)
})

test('what is withdrawn has no file from that moment on', async () => {
  await takeBack(server.database, ids.get('example-1-to-a-c-3-78-l-41')!)
  expect((await ask(`${one}/akn.xml`)).status).toBe(404)
  expect((await ask(`${amendments}/akn.xml`)).body).not.toContain('example-1-to')
  await takeBack(server.database, ids.get('human-rights-defenders-2015')!)
  for (const path of [`${text}/akn.xml`, `${text}/l.46-rev.1/akn.xml`])
    expect((await ask(path)).status, path).toBe(404)
})
