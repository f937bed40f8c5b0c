/** Amendments at the API: read again against the text that is open, and refused whole with their place. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { amendmentOf, draftOf, subAmendmentOf } from '../../src/instruments/core/amendment_testing.ts'
import { openDocuments } from '../../src/releases/server/documents.service.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { seenOf } from '../support/documents.ts'

let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

const draft = async (kind: 'amendment' | 'instrument', body: Readonly<Record<string, unknown>>) =>
  value(await app.writer.saveDocument({ desk: app.desk, document: null, kind, body, seen: null }))
const propose = async (kind: 'amendment' | 'instrument', body: Readonly<Record<string, unknown>>) => {
  const drafted = await draft(kind, body)
  const act = { kind: 'propose', ...seenOf(drafted) } as const
  return app.writer.actOnDocument({ desk: app.desk, document: drafted.id, act })
}
const release = async (proposed: Awaited<ReturnType<typeof propose>>) => {
  const document = value(proposed)
  const act = { kind: 'release', ...seenOf(document) } as const
  return app.second.actOnDocument({ desk: app.desk, document: document.id, act })
}
const refused = (at: string, code: string) => ({
  ok: false,
  error: { kind: 'refused_by_server', type: 'body_refused', fields: { problems: [{ at, code }] } },
})

test('an amendment to a text that is not open, then to a paragraph that is not there, is refused; one that fits is released', async () => {
  expect(await propose('amendment', amendmentOf({}))).toMatchObject(
    refused('instrument', 'instrument_unknown'),
  )
  value(await release(await propose('instrument', draftOf())))
  const nowhere = amendmentOf({ instruction: 'In operative paragraph 9, delete “legitimate”.' })
  expect(await propose('amendment', nowhere)).toMatchObject(
    refused('content.operations.0', 'no_such_provision'),
  )
  const unquoted = amendmentOf({ instruction: 'In operative paragraph 1, delete “lawful”.' })
  expect(await propose('amendment', unquoted)).toMatchObject(
    refused('content.operations.0', 'quote_not_found'),
  )
  expect(await openDocuments(app.database).all('amendment')).toEqual([])
  value(await release(await propose('amendment', amendmentOf({}))))
  const [open] = await openDocuments(app.database).all('amendment')
  expect(open?.body).toEqual(amendmentOf({}))
})

test('two amendments do not share an address', async () => {
  expect(await propose('amendment', amendmentOf({}))).toMatchObject(refused('slug', 'slug_taken'))
})

test('a text that changed while an amendment waited is read again at its release', async () => {
  const other = draftOf('other')
  const text = await propose('instrument', other)
  const id = value(text).id
  value(await release(text))
  const waiting = await propose('amendment', amendmentOf({ instrument: 'other', slug: 'l-3' }))
  value(waiting)
  value(await app.writer.actOnDocument({ desk: app.desk, document: id, act: { kind: 'withdraw' } }))
  expect(await release(waiting)).toMatchObject(refused('instrument', 'instrument_unknown'))
})

const sub = (given: { readonly to: string; readonly slug?: string; readonly instruction?: string }) => {
  const { to, slug = 'l-2-sub', instruction = 'Replace “rightful” by “lawful”.' } = given
  return subAmendmentOf({ to, slug, instruction, parent: PARENT })
}
const PARENT = 'In operative paragraph 1, replace “legitimate” by “rightful and peaceful”.'

test('a sub-amendment to an amendment that is not there is refused with its place; mended, it is released', async () => {
  value(await release(await propose('instrument', draftOf('subs'))))
  const own = { instrument: 'subs' }
  expect(await propose('amendment', { ...sub({ to: 'l-9' }), ...own })).toMatchObject(
    refused('to', 'no_such_amendment'),
  )
  value(await release(await propose('amendment', amendmentOf({ ...own, slug: 'l-9', instruction: PARENT }))))
  const lost = sub({ to: 'l-9', instruction: 'Delete “unheard of”.' })
  expect(await propose('amendment', { ...lost, ...own })).toMatchObject(
    refused('content.operations.0', 'quote_not_found'),
  )
  const { to: _to, ...nameless } = sub({ to: 'l-9' })
  expect(await propose('amendment', { ...nameless, ...own })).toMatchObject(refused('to', 'to_missing'))
  value(await release(await propose('amendment', { ...sub({ to: 'l-9' }), ...own })))
  const open = await openDocuments(app.database).all('amendment')
  expect(open.map(({ body }) => (body as { readonly slug: string }).slug)).toContain('l-2-sub')
})

test('only a sub-amendment names an amendment, and none changes itself or one of another text', async () => {
  const own = { instrument: 'subs' }
  const plain = { ...amendmentOf({ ...own, slug: 'l-10' }), to: 'l-9' }
  expect(await propose('amendment', plain)).toMatchObject(refused('to', 'to_without_sub'))
  const itself = { ...sub({ to: 'l-11', slug: 'l-11' }), ...own }
  expect(await propose('amendment', itself)).toMatchObject(refused('to', 'amends_itself'))
  const elsewhere = { ...sub({ to: 'l-9', slug: 'l-12' }), instrument: 'draft' }
  expect(await propose('amendment', elsewhere)).toMatchObject(refused('to', 'no_such_amendment'))
})
