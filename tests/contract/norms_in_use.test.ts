/** Norms in use, written and published by members' devices through the API: what is public of it, and what is not. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import type { Citation } from '../../src/kernel/core/citation.ts'
import { openPublications } from '../../src/cases/server/publications.service.ts'
import { openNorms } from '../../src/instruments/server/norms.service.ts'
import { openDocuments } from '../../src/releases/server/documents.service.ts'
import { newId } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { release, takeBack } from '../support/open_rows.ts'
import { opened } from '../support/published.ts'

let app: TestDesk
let norms: ReturnType<typeof openNorms>
let publications: ReturnType<typeof openPublications>
let declaration: string
let shown: Citation
let kept: Citation
const bodies = exampleInstruments()

beforeAll(async () => {
  app = await startTestDesk()
  for (const body of bodies) {
    const id = await release(app.database, { kind: 'instrument', name: body.slug, body })
    if (body.slug === 'declaration-on-human-rights-defenders') declaration = id
  }
  publications = openPublications(app.database)
  norms = openNorms({ database: app.database, documents: openDocuments(app.database), publications })
})
afterAll(() => {
  expect(app.faults).toEqual([])
  return app.stop()
})

beforeEach(async () => {
  const [text] = value(await app.writer.norms())
  const [first, second] = text!.provisions
  shown = { instrument: text!.slug, provision: first!.id }
  kept = { instrument: text!.slug, provision: second!.id }
})

const detention = (cites: readonly Citation[]) => ({
  kind: 'event',
  coded: { type: 'arrest', date: '2026-03', country: 'TJ', acts: [], verification: 'VER', cites },
  words: { narrative: 'taken at night' },
})

/** Of these citations the page shows `page`. */
const propose = async (cites: readonly Citation[], page: readonly Citation[]) => {
  const { desk } = app
  const made = value(await app.writer.createCase({ desk, entries: [opened(), detention(cites)] }))
  const ref = newId()
  const publication = {
    kind: 'publication',
    coded: {
      basis: 'already_public',
      ref,
      fields: ['name', ...(page.length > 0 ? ['norms'] : [])],
      lang: 'en',
    },
    words: { reason: 'The court has named them.' },
    open: {
      ref,
      lang: 'en',
      isPseudonym: false,
      name: 'Nilufar',
      ...(page.length > 0 && {
        norms: page.map((one) => ({ ...one, words: 'Article 1 · The Declaration' })),
      }),
    },
  }
  const view = value(await app.writer.append({ desk, case: made.case, entries: [publication] }))
  return { case: made.case, ref, view, publication: view.entries.at(-1)!.id }
}
const act = async (of: { readonly case: string }, by: 'writer' | 'second', entry: object) =>
  app[by].append({ desk: app.desk, case: of.case, entries: [entry as never] })

test('the device has every paragraph that can be cited, the Declaration first', async () => {
  const texts = value(await app.writer.norms())
  expect(texts[0]!.kind).toBe('declaration')
  expect(texts.map(({ slug }) => slug).toSorted()).toEqual(bodies.map(({ slug }) => slug).toSorted())
})

test('an event keeps what it cites, and a correction changes it', async () => {
  const { desk } = app
  const made = value(await app.writer.createCase({ desk, entries: [opened(), detention([shown])] }))
  const event = made.entries.find(({ kind }) => kind === 'event')!
  expect(event).toMatchObject({ kindVersion: 2, coded: { cites: [shown] } })
  const coded = { ...(event.coded as object), cites: [shown, kept] }
  const corrected = value(
    await act(made, 'writer', { kind: 'correction', coded: { corrects: event.id, coded }, words: {} }),
  )
  expect(corrected.state.incomplete).toBe(false)
  expect(corrected.entries.at(-1)).toMatchObject({ coded: { coded: { cites: [shown, kept] } } })
})

test('in a dark case what is cited stands in the sealed part', async () => {
  const { desk } = app
  const dark = { kind: 'opened', coded: { dark: true } }
  const made = value(await app.writer.createCase({ desk, entries: [dark, detention([shown])] }))
  const event = made.entries.find(({ kind }) => kind === 'dark')!
  expect(event).toMatchObject({ kindVersion: 2, coded: null, words: { coded: { cites: [shown] } } })
  expect((await norms.citing(shown, 'en')).caseCount).toBe(0)
})

test('what a case cites is public only when a publication shows it and a second person released it', async () => {
  const proposed = await propose([shown, kept], [shown])
  expect((await norms.citing(shown, 'en')).caseCount).toBe(0)
  value(await act(proposed, 'second', { kind: 'release', coded: { of: proposed.publication } }))
  expect(await norms.citing(shown, 'en')).toMatchObject({ cases: [{ ref: proposed.ref }], caseCount: 1 })
  expect((await norms.citing(kept, 'en')).caseCount).toBe(0)
  expect((await publications.findPublication(proposed.ref))?.norms).toMatchObject([shown])
  const without = await propose([kept], [])
  value(await act(without, 'second', { kind: 'release', coded: { of: without.publication } }))
  expect((await norms.citing(kept, 'en')).caseCount).toBe(0)
  value(
    await act(proposed, 'writer', {
      kind: 'withdrawal',
      coded: { of: proposed.publication, reason: 'danger' },
    }),
  )
  expect((await norms.citing(shown, 'en')).caseCount).toBe(0)
})

test('a page that shows norms which nobody chose as a field is refused', async () => {
  const { desk } = app
  const made = value(await app.writer.createCase({ desk, entries: [opened(), detention([shown])] }))
  const ref = newId()
  const answer = await act(made, 'writer', {
    kind: 'publication',
    coded: { basis: 'already_public', ref, fields: ['name'], lang: 'en' },
    words: { reason: 'The court has named them.' },
    open: { ref, lang: 'en', isPseudonym: false, name: 'Nilufar', norms: [{ ...shown, words: 'Article 1' }] },
  })
  expect(answer).toMatchObject({
    error: { kind: 'decided', why: { kind: 'open_differs', fields: ['norms'] } },
  })
})

test('a text that is taken back leaves its citations in plain words', async () => {
  expect((await norms.lines([shown], 'en'))[0]?.path).toContain('/article-1')
  await takeBack(app.database, declaration)
  const [line] = await norms.lines([{ ...shown, words: 'Article 1 · The Declaration' }], 'en')
  expect(line).toMatchObject({ path: null, words: 'Article 1 · The Declaration' })
})
