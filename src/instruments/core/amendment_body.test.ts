import { describe, expect, test } from 'vitest'

import { amendmentBody } from './amendment_body.ts'
import { problemsWith } from './amendment_kind.ts'
import { readAmendment } from './amendment_reading.ts'
import { type AmendmentGiven, amendmentOf, draftOf } from './amendment_testing.ts'

const refusals = (given: AmendmentGiven = {}, change: object = {}) => {
  const parsed = amendmentBody.safeParse({ ...amendmentOf(given), ...change })
  return parsed.success ? [] : parsed.error.issues.map(({ message, path }) => `${path.join('.')}: ${message}`)
}
const fits = (given: AmendmentGiven, instrument: ReturnType<typeof draftOf> | null = draftOf()) =>
  problemsWith(amendmentBody.parse(amendmentOf(given)), instrument)

test('an amendment that a person has read and decided on is kept', () => {
  expect(refusals()).toEqual([])
  expect(fits({})).toEqual([])
})

test('operations come back from the database with their keys in another order', () => {
  const body = amendmentOf({})
  const operations = body.content.operations.map((one) =>
    Object.fromEntries(Object.entries(one).toReversed()),
  )
  expect(amendmentBody.safeParse({ ...body, content: { ...body.content, operations } }).success).toBe(true)
})

describe('an instruction is refused', () => {
  test.each([
    ['', 'empty'],
    ['Delete “this', 'unclosed_quotation'],
    ['Kindly reconsider paragraph 1.', 'not_understood'],
    ['Delete “legitimate”.', 'no_target'],
  ])('%s: %s', (instruction, kind) => {
    expect(refusals({ instruction })).toContain(`content.instruction: ${kind}`)
  })

  test('when what is kept is not what it says', () => {
    const { content } = amendmentOf({})
    const changed = { ...content, instruction: 'Delete paragraph 2.' }
    expect(refusals({}, { content: changed })).toEqual(['content.instruction: operations_differ'])
  })

  test.each([
    ['In operative paragraph 9, delete “legitimate”.', 'no_such_provision'],
    ['In operative paragraph 1, delete “lawful”.', 'quote_not_found'],
    ['In operative paragraph 2, delete “and”.', 'quote_found_twice'],
  ])('against the text: %s: %s', (instruction, code) => {
    expect(fits({ instruction })).toEqual([{ at: 'content.operations.0', code }])
  })

  test('against a text or a version that is not open', () => {
    expect(fits({}, null)).toEqual([{ at: 'instrument', code: 'instrument_unknown' }])
    const other = { ...draftOf(), versions: [] }
    expect(fits({}, other)).toEqual([{ at: 'version', code: 'version_unknown' }])
    const [version] = draftOf().versions
    const summary = { ...draftOf(), versions: [{ ...version!, wording: 'summary' as const }] }
    expect(fits({}, summary)).toEqual([{ at: 'version', code: 'version_is_summary' }])
  })
})

describe('a review is refused', () => {
  test('while a finding or the verdict is not decided', () => {
    expect(refusals({ decide: () => ({ decision: null, reason: null }) })).toContain(
      'content.review.findings.0.decision: finding_undecided',
    )
    expect(refusals({ verdict: null })).toContain('content.review.verdict: verdict_missing')
  })

  test('when whoever decides otherwise gives no reason', () => {
    expect(refusals({ verdict: 'neutral' })).toEqual(['content.review.reason: reason_missing'])
    expect(refusals({ decide: () => ({ decision: 'rejected', reason: null }) })).toEqual([
      'content.review.findings.0.reason: reason_missing',
    ])
    const why = { decision: 'rejected' as const, reason: 'It says the same.' }
    expect(refusals({ verdict: 'neutral', reason: 'Nothing is lost.', decide: () => why })).toEqual([])
  })

  test('when its findings are not those of the review', () => {
    const body = amendmentOf({})
    const review = { ...body.content.review, findings: [] }
    const without = amendmentBody.parse({ ...body, content: { ...body.content, review } })
    expect(problemsWith(without, draftOf())).toEqual([{ at: 'content.review', code: 'findings_differ' }])
  })
})

test('signs that cannot be seen are refused in an instruction, in what is read from it, and in a note', () => {
  const { content } = amendmentOf({})
  const unseen = { ...content, instruction: `${content.instruction}\u202E` }
  expect(refusals({}, { content: unseen })).toContain('content.instruction: not_plain')
  const operations = [{ op: 'replace', targets: ['OP1'], new: 'Urges\u0007', resulting: null }]
  expect(refusals({}, { content: { ...content, operations } })).toContain(
    'content.operations.0.new: not_plain',
  )
  expect(refusals({}, { note: { en: 'Said\u2069 so.' } })).toEqual(['note.en: not_plain'])
})

test('what no field shows alone is refused', () => {
  expect(refusals({}, { symbols: [], name: null })).toEqual(['name.en: name_missing'])
  expect(refusals({}, { symbols: ['L.1', 'L.2'] })).toEqual(['symbols: one_symbol_a_text'])
  expect(refusals({}, { version: null })).toEqual(['version: version_missing'])
  expect(refusals({}, { state: 'partly_withdrawn' })).toEqual(['state: not_of_several'])
  expect(refusals({}, { state: 'adopted', votes: { yes: 3, no: 3, abstain: 0 } })).toEqual([
    'votes: votes_disagree',
  ])
  expect(refusals({}, { sources: [] })).toEqual(['sources: sources_missing'])
  expect(refusals({}, { tabledOn: 'soon' })).toEqual(['tabledOn: date_unreadable'])
})

test('a new paragraph is named as such, and its findings are of the outcome', () => {
  const [version] = draftOf().versions
  const instruction =
    'After operative paragraph 1 insert a new paragraph reading: “Calls upon States to release human rights defenders;”.'
  const { findings, verdict } = readAmendment(version!, instruction)
  expect(findings.every(({ added, number }) => added && number === 'OP2')).toBe(true)
  expect(verdict).toBe('strengthens')
})
