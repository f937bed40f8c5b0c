import { describe, expect, test } from 'vitest'

import { outcomeOf } from '../ui/amendments/outcome.ts'
import { amendmentBody, type AmendmentBody } from './amendment_body.ts'
import { problemsWith } from './amendment_kind.ts'
import { amendmentOf, draftOf, subAmendmentOf } from './amendment_testing.ts'
import { latestVersion } from './released_instrument.ts'
import { chainBelow, subAmendmentsOf } from './sub_amendment_chain.ts'

const PARENT = 'In operative paragraph 1, replace “legitimate” by “rightful and peaceful”.'
const parent = amendmentBody.parse(amendmentOf({ slug: 'l-2', instruction: PARENT }))
const subOf = (instruction: string, slug = 'l-2-sub', to = 'l-2'): AmendmentBody =>
  amendmentBody.parse(subAmendmentOf({ to, slug, instruction, parent: PARENT }))
const sub = subOf('Replace “rightful” by “lawful”.')
const released = (...bodies: readonly AmendmentBody[]) =>
  bodies.map((body) => ({ body, version: 1, releasedOn: '2026-11-22', deskName: 'North' }))
const outcome = (bodies: readonly AmendmentBody[], ...slugs: readonly string[]) =>
  outcomeOf(draftOf(), released(...bodies), { slugs: new Set(slugs), all: false })
const firstParagraph = (shown: ReturnType<typeof outcome>) =>
  shown?.redline.changes
    .flatMap((change) => (change.kind === 'changed' ? change.words : []))
    .filter(({ kind }) => kind !== 'deleted')
    .map(({ text }) => text)
    .join('')

test('a sub-amendment fits the amendment that it changes', () => {
  expect(problemsWith(sub, draftOf(), [parent])).toEqual([])
})

describe('it is refused', () => {
  test('when its amendment is not there, or is one to another text', () => {
    const refused = [{ at: 'to', code: 'no_such_amendment' }]
    expect(problemsWith(sub, draftOf(), [])).toEqual(refused)
    expect(problemsWith(sub, draftOf(), [{ ...parent, instrument: 'other' }])).toEqual(refused)
  })

  test('when amendments change each other in a circle', () => {
    expect(chainBelow(sub, [{ ...parent, kind: 'sub_amendment', to: sub.slug }])).toEqual({
      ok: false,
      error: { kind: 'amends_itself' },
    })
  })

  test('when of its amendment only a description is here, unless it is one itself', () => {
    const content = { kind: 'described' as const, what: { en: 'Something.' }, points: [] }
    const described = { ...parent, content }
    expect(problemsWith(sub, draftOf(), [described])).toEqual([{ at: 'to', code: 'amendment_without_text' }])
    expect(problemsWith({ ...sub, content }, draftOf(), [described])).toEqual([])
  })

  test('when its words do not stand in what the amendment brings in, and when they are the text of the draft', () => {
    for (const instruction of ['Delete “unheard of”.', 'Delete “human rights defenders”.'])
      expect(problemsWith(subOf(instruction), draftOf(), [parent])).toEqual([
        { at: 'content.operations.0', code: 'quote_not_found' },
      ])
  })

  test('when its amendment is to another version', () => {
    const draft = draftOf()
    const later = { ...latestVersion(draft), id: 'revised' }
    const both = { ...draft, versions: [...draft.versions, later] }
    expect(problemsWith({ ...sub, version: 'revised' }, both, [parent])).toEqual([
      { at: 'version', code: 'version_of_other' },
    ])
  })

  test('when its amendment no longer fits the version', () => {
    const draft = draftOf()
    const [version] = draft.versions
    const changed = version!.provisions.map((one) => ({ ...one, text: one.text.replace('legitimate ', '') }))
    const now = { ...draft, versions: [{ ...version!, provisions: changed }] }
    expect(problemsWith(sub, now, [parent])).toEqual([{ at: 'to', code: 'amendment_not_fitting' }])
  })
})

describe('the outcome of a set', () => {
  test('has the amendment as its sub-amendment makes it', () => {
    expect(firstParagraph(outcome([parent, sub], 'l-2'))).toContain('the rightful and peaceful work')
    expect(firstParagraph(outcome([parent, sub], 'l-2', 'l-2-sub'))).toContain('the lawful and peaceful work')
  })

  test('names a sub-amendment whose amendment is not in the set', () => {
    expect(outcome([parent, sub], 'l-2-sub')?.conflicts).toMatchObject([
      { amendment: 'l-2-sub', obstacle: { kind: 'no_such_amendment', id: 'l-2' } },
    ])
  })

  test('leaves out what was withdrawn, and says so', () => {
    const shown = outcome([parent, { ...sub, state: 'withdrawn' }], 'l-2', 'l-2-sub')
    expect(shown).toMatchObject({ chosen: ['l-2'], withdrawn: ['l-2-sub'], conflicts: [] })
    expect(firstParagraph(shown)).toContain('the rightful and peaceful work')
  })

  test('takes sub-amendments of sub-amendments', () => {
    const second = amendmentBody.parse({
      ...subOf('Replace “rightful” by “lawful”.'),
      slug: 'l-2-sub-2',
      to: 'l-2-sub',
      content: subOf('Delete “lawful”.', 'x').content,
    })
    expect(chainBelow(second, [parent, sub])).toMatchObject({
      ok: true,
      value: [{ id: 'l-2' }, { id: 'l-2-sub' }],
    })
  })
})

test('a sub-amendment stands below its own amendment alone', () => {
  const other = { ...sub, slug: 'other', instrument: 'other' }
  expect(subAmendmentsOf(parent, released(parent, sub, other)).map(({ body }) => body.slug)).toEqual([
    'l-2-sub',
  ])
})
