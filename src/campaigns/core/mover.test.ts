import { expect, test } from 'vitest'

import { builtInBodies } from '#instruments/core/released_body.ts'

import { askOf, outcomeOf, targetOf } from '../../../tests/support/campaigns.ts'
import { adoptionsIn, bodiesNamed, memberTarget, moverOf, seatInTarget } from './mover.ts'

const bodies = builtInBodies
const norway = { body: 'un-ga', member: 'NO' }
const ask = askOf({ targets: [targetOf(), targetOf({ id: 'envoy', name: 'Ada Example', seat: norway })] })
const line = (id: string, given: Parameters<typeof outcomeOf>[0]) => {
  const body = outcomeOf(given)
  return { id, body, who: moverOf(body.target, { ask, bodies }) }
}

test('a member of a body is named from the body, a named target from the ask, and nobody else is', () => {
  expect(memberTarget(norway)).toBe('un-ga:NO')
  expect(seatInTarget('un-ga:NO')).toEqual(norway)
  expect(seatInTarget('prosecutor')).toBeNull()
  expect(moverOf('un-ga:NO', { ask: null, bodies })).toMatchObject({ state: 'NO', seat: norway })
  expect(moverOf('prosecutor', { ask, bodies })).toMatchObject({
    name: null,
    office: targetOf().office,
    seat: null,
  })
  expect(moverOf('envoy', { ask, bodies })).toMatchObject({ name: 'Ada Example', seat: norway })
  expect(moverOf('envoy', { ask, bodies: [] })).toMatchObject({ name: 'Ada Example', seat: null })
  for (const target of [null, 'un-ga:XX', 'no-such-body:NO', 'somebody'])
    expect(moverOf(target, { ask, bodies })).toBeNull()
  expect(bodiesNamed([outcomeOf({ target: 'us-senate:C1' })], [ask])).toEqual(['us-senate', 'un-ga'])
})

test('whoever adopted a case stands there once, with what they did since and nothing from before', () => {
  const lines = [
    line('0', { kind: 'statement_made', on: '2026-01', target: 'un-ga:NO' }),
    line('1', { kind: 'case_adopted', on: '2026-02', target: 'un-ga:NO' }),
    line('2', { kind: 'statement_made', on: '2026-03', target: 'prosecutor' }),
    line('3', { kind: 'case_adopted', on: '2026-04', target: 'un-ga:NO' }),
    line('4', { kind: 'case_adopted', on: '2026-05', target: 'un-ga:XX' }),
    line('5', { kind: 'answer_received', on: '2026-06', target: 'un-ga:NO' }),
    line('6', { kind: 'case_adopted', on: '2026-07', target: null }),
  ]
  const adoptions = adoptionsIn(lines)
  expect(adoptions.map(({ adopted, since }) => [adopted.id, since.map(({ id }) => id)])).toEqual([
    ['1', ['3', '5']],
  ])
})
