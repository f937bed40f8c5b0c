import { expect, test } from 'vitest'

import { amendmentBody } from '#instruments/core/amendment_body.ts'
import { problemsWith } from '#instruments/core/amendment_kind.ts'

import { exampleAmendments } from './example_amendments.ts'
import { exampleInstruments } from './example_instruments.ts'

const amendments = exampleAmendments()
const instruments = exampleInstruments()

test('every example amendment is one by the schema and fits the text it amends', () => {
  for (const body of amendments) {
    expect(amendmentBody.safeParse(body).error?.issues ?? [], body.slug).toEqual([])
    const instrument = instruments.find(({ slug }) => slug === body.instrument) ?? null
    expect(problemsWith(body, instrument, amendments), body.slug).toEqual([])
  }
})

test('the 39 of 2015 are described together, without saying which were withdrawn or what each says', () => {
  const [group] = amendments.filter(({ instrument }) => instrument === 'human-rights-defenders-2015')
  expect(group?.symbols).toHaveLength(39)
  expect(group?.symbols.at(-1)).toBe('A/C.3/70/L.107')
  expect(group).toMatchObject({ state: 'partly_withdrawn', votes: null, content: { kind: 'described' } })
})

test('those of session 78 have the outcomes of their records and no invented vote', () => {
  const states = amendments
    .filter(({ symbols }) => symbols[0]?.startsWith('A/C.3/78/'))
    .map(({ symbols, state, votes }) => [symbols[0], state, votes])
  expect(new Map(states.map(([symbol, state]) => [symbol, state]))).toEqual(
    new Map([
      ['A/C.3/78/L.58', 'adopted'],
      ['A/C.3/78/L.63', 'rejected'],
      ['A/C.3/78/L.66', 'rejected'],
      ['A/C.3/78/L.67', 'rejected'],
      ['A/C.3/78/L.68', 'rejected'],
      ['A/C.3/78/L.69', 'rejected'],
    ]),
  )
  expect(states.every(([, , votes]) => votes === null)).toBe(true)
})

test('an invented amendment says so, has no sponsor and no symbol', () => {
  for (const { example, sponsors, symbols } of amendments.filter(({ content }) => content.kind === 'text'))
    expect({ example, sponsors, symbols }).toEqual({ example: true, sponsors: [], symbols: [] })
})
