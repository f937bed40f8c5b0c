import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { newId } from '../../../tests/support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import {
  figureOf,
  proposeDocument,
  releaseDocument,
  seenOf,
  themeOf,
} from '../../../tests/support/documents.ts'
import { asSuperuser, release as releaseRow } from '../../../tests/support/open_rows.ts'
import type { Workbench } from '../../platform/client/workbench.ts'
import { themeKind } from '../../figures/core/document_kinds.ts'
import type { DocumentAct } from '../client/documents.ts'
import type { DeskDocument } from '../core/wire.ts'
import { release as releaseAs } from './desk_documents.service.ts'
import { openDocuments, type OpenDocuments } from './documents.service.ts'

let app: TestDesk
let open: OpenDocuments
let desk: string
beforeAll(async () => {
  app = await startTestDesk()
  open = openDocuments(app.database)
  desk = app.desk
})
afterAll(() => app.stop())

const act = (by: Workbench, document: string, what: DocumentAct) =>
  by.actOnDocument({ desk, document, act: what })
const refusedAs = (type: string) => ({ ok: false, error: { kind: 'refused_by_server', type } })
const openVersion = () =>
  asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ number: string }>('select number from amparo.open_version')
    return Number(rows[0]!.number)
  })

test('drafts and proposals are not open and change nothing that is; a release is and does', async () => {
  const before = await openVersion()
  const proposed = await proposeDocument(app, figureOf('One.'), 'figure')
  expect(await openVersion()).toBe(before)
  expect(await open.find('figure', proposed.id)).toBeNull()
  value(await act(app.second, proposed.id, { kind: 'release', ...seenOf(proposed) }))
  expect(await openVersion()).toBe(before + 1)
  expect(await open.find('figure', proposed.id)).toEqual({
    kind: 'figure',
    id: proposed.id,
    version: 1,
    body: figureOf('One.'),
    deskName: 'North',
    releasedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    updatedAt: expect.stringMatching(/Z$/),
  })
})

test('released versions stay to be read, the newest first; a withdrawal takes all of them at once', async () => {
  const first = await releaseDocument(app, figureOf('Two.'), 'figure')
  const given = {
    desk,
    document: first.id,
    kind: 'figure',
    body: figureOf('Two, again.'),
    seen: seenOf(first),
  } as const
  const next = value(await app.writer.saveDocument(given))
  const proposed = value(await act(app.writer, first.id, { kind: 'propose', ...seenOf(next) }))
  value(await act(app.second, first.id, { kind: 'release', ...seenOf(proposed) }))
  expect((await open.versions('figure', first.id)).map(({ version }) => version)).toEqual([2, 1])
  expect(
    (await open.all('figure')).filter(({ id }) => id === first.id).map(({ version }) => version),
  ).toEqual([2])
  value(await act(app.writer, first.id, { kind: 'withdraw' }))
  expect(await open.versions('figure', first.id)).toEqual([])
  expect(await act(app.writer, first.id, { kind: 'withdraw' })).toMatchObject(refusedAs('nothing_public'))
})

test('a deletion by two persons erases the words of every version, in the database too', async () => {
  const made = await releaseDocument(app, themeOf('Canary words', 'canary'))
  const asked = value(await act(app.writer, made.id, { kind: 'deletion', reason: 'Wrong' }))
  expect(await open.find('theme', made.id)).not.toBeNull()
  value(await act(app.second, made.id, { kind: 'release', ...seenOf(asked) }))
  expect(await open.versions('theme', made.id)).toEqual([])
  const left = await asSuperuser(app.database, (client) =>
    client.query('select 1 from amparo.document where id = $1 and body::text like $2', [made.id, '%Canary%']),
  )
  expect(left.rowCount).toBe(0)
  expect(await act(app.writer, made.id, { kind: 'deletion', reason: 'x' })).toMatchObject(
    refusedAs('document_deleted'),
  )
})

test('what is not whole is not proposed, and each field says why', async () => {
  const body = { ...figureOf('Three.'), unit: 'percent', value: { kind: 'number', value: 120 } }
  const draft = value(
    await app.writer.saveDocument({ desk, document: null, kind: 'figure', body, seen: null }),
  )
  expect(await act(app.writer, draft.id, { kind: 'propose', ...seenOf(draft) })).toMatchObject({
    error: {
      type: 'body_refused',
      fields: {
        problems: [
          { at: 'value', code: 'share_above_100' },
          { at: 'share', code: 'share_without_denominator' },
        ],
      },
    },
  })
})

test('two issues never have one address, whichever is proposed first', async () => {
  const [one, other] = [
    await proposeDocument(app, themeOf('A', 'same')),
    await proposeDocument(app, themeOf('B', 'same')),
  ]
  value(await act(app.second, one.id, { kind: 'release', ...seenOf(one) }))
  expect(await act(app.second, other.id, { kind: 'release', ...seenOf(other) })).toMatchObject({
    error: { type: 'body_refused', fields: { problems: [{ at: 'slug', code: 'slug_taken' }] } },
  })
})

/** `meanwhile` happens when the others that are open have been read. */
const releaseWhile = async (meanwhile: () => Promise<unknown>, document: DeskDocument) => {
  const { account } = (await app.second.me())!
  const all: OpenDocuments['all'] = async (kind) => {
    const others = await open.all(kind)
    await meanwhile()
    return others
  }
  const deps = {
    database: app.database,
    clock: () => new Date(),
    kinds: [themeKind],
    documents: { ...open, all },
  }
  return releaseAs(deps, { account, desk, role: 'lead' }, { id: document.id, ...seenOf(document) })
}

describe('an address that somebody else takes in the same moment', () => {
  const taken = {
    ok: false,
    error: { kind: 'body_refused', problems: [{ at: 'slug', code: 'slug_taken' }] },
  }

  test('of two at once one is released', async () => {
    const drafts = [
      await proposeDocument(app, themeOf('C', 'at-once')),
      await proposeDocument(app, themeOf('D', 'at-once')),
    ]
    let here = 0
    const bothRead = Promise.withResolvers<void>()
    const meet = () => {
      here += 1
      if (here === drafts.length) bothRead.resolve()
      return bothRead.promise
    }
    const done = await Promise.all(drafts.map((one) => releaseWhile(meet, one)))
    expect(done.filter(({ ok }) => ok)).toHaveLength(1)
    expect(done.find(({ ok }) => !ok)).toEqual(taken)
  })

  test('another desk’s counts too, which this one does not see', async () => {
    const own = await proposeDocument(app, themeOf('E', 'theirs'))
    const theirs = () =>
      releaseRow(app.database, { kind: 'theme', name: 'theirs', body: themeOf('F', 'theirs') })
    expect(await releaseWhile(theirs, own)).toEqual(taken)
  })

  test('one that its document has left is free', async () => {
    for (const [version, slug] of ['left', 'moved'].entries())
      await releaseRow(app.database, {
        kind: 'theme',
        name: 'leaves',
        version: version + 1,
        body: themeOf('G', slug),
      })
    const own = await proposeDocument(app, themeOf('H', 'left'))
    expect(await releaseWhile(async () => undefined, own)).toMatchObject({ ok: true })
  })
})

test.each([
  ['longer than 256 KiB', { text: 'x'.repeat(270_000) }, 'too_large'],
  ['with a character that cannot be kept', { text: 'a\0b' }, 'not_understood'],
  ['of an unknown kind', null, 'unknown_document_kind'],
])('a draft %s is refused', async (_, body, type) => {
  const given = {
    desk,
    document: null,
    kind: body ? 'theme' : ('poem' as 'theme'),
    body: body ?? {},
    seen: null,
  }
  expect(await app.writer.saveDocument(given)).toMatchObject(refusedAs(type))
})

test('an older text is not saved over a newer one, and the refusal says where it stands', async () => {
  const draft = value(
    await app.writer.saveDocument({ desk, document: null, kind: 'theme', body: { a: 1 }, seen: null }),
  )
  const again = { desk, document: draft.id, kind: 'theme', body: { a: 2 }, seen: seenOf(draft) } as const
  value(await app.second.saveDocument(again))
  expect(await app.writer.saveDocument({ ...again, body: { a: 3 } })).toMatchObject({
    error: { type: 'revision_moved', fields: { version: 1, revision: 2 } },
  })
  const writers = value(await app.writer.document({ desk, document: draft.id })).versions[0]?.writers
  expect(writers).toHaveLength(2)
})

test('another desk writes on no document of this one, and reads none', async () => {
  const made = await releaseDocument(app, figureOf('Four.'), 'figure')
  const { link } = value(await app.steward.invite({ desk, role: 'reader', days: 7 }))
  const outsider = app.device()
  value(
    await outsider.acceptInvitation({ secret: link.split('#')[1]!, name: 'olga', passphrase: PASSPHRASE }),
  )
  const south = value(await outsider.foundDesk({ name: 'South' })).id
  const given = { desk: south, document: made.id, kind: 'figure', body: {}, seen: null } as const
  expect(await outsider.saveDocument(given)).toMatchObject(refusedAs('id_taken'))
  expect(await outsider.document({ desk: south, document: made.id })).toMatchObject(refusedAs('not_found'))
  // A desk with one lead says why, and goes on.
  const body = { scope: 'desk', cases: 3, reason: 'To move' } as const
  expect(value(await outsider.proposeExport({ desk: south, body })).versions[0]).toMatchObject({
    state: 'released',
    body,
  })
  const own = value(
    await outsider.saveDocument({
      desk: south,
      document: null,
      kind: 'figure',
      body: figureOf('Five.'),
      seen: null,
    }),
  )
  const propose = { kind: 'propose', ...seenOf(own) } as const
  const proposed = value(await outsider.actOnDocument({ desk: south, document: own.id, act: propose }))
  const release = { kind: 'release', ...seenOf(proposed) } as const
  expect(await outsider.actOnDocument({ desk: south, document: own.id, act: release })).toMatchObject(
    refusedAs('only_lead'),
  )
})

test('that something was exported is not deleted', async () => {
  const body = { scope: 'cases', cases: 2, reason: 'For the court' } as const
  const asked = value(await app.steward.proposeExport({ desk, body }))
  expect(await act(app.steward, asked.id, { kind: 'deletion', reason: 'x' })).toMatchObject(
    refusedAs('export_stays'),
  )
  expect(await act(app.writer, newId(), { kind: 'withdraw' })).toMatchObject(refusedAs('not_found'))
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
