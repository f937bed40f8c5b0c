import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { seatsOn, type Seat, UN_ASSEMBLY, unRoll } from './bodies.ts'
import { isCarried, majorities, neededYes } from './majority.ts'
import { confidences, currentPositions, positionChanges, type PositionFact, stances } from './positions.ts'
import { countWhip, countWhipByGroup, leaningOf } from './whip.ts'

const text = { kind: 'instrument', id: 'a-res-70-161' } as const

const fact = (given: Partial<PositionFact>): PositionFact => ({
  id: `${given.member ?? 'NO'}-${given.on ?? ''}-${given.stance ?? ''}`,
  member: 'NO',
  of: text,
  stance: 'supports',
  on: '2015-11-01',
  enteredAt: '2015-11-02T09:00:00Z',
  enteredBy: 'ana',
  confidence: 'said',
  source: 'statement',
  explanation: null,
  confidential: false,
  ...given,
})

const days = ['2015-10-01', '2015-11-01', '2015-11-25', '2015-12-17']
const someFact = fc
  .record({
    member: fc.constantFrom('NO', 'ZA', 'FJ'),
    stance: fc.constantFrom(...stances),
    on: fc.constantFrom(...days),
    confidence: fc.constantFrom(...confidences),
    enteredAt: fc.constantFrom('2015-12-18T09:00:00Z', '2015-12-18T10:00:00Z'),
    of: fc.constantFrom(text, { kind: 'amendment', id: 'l69' } as const),
  })
  .map((given) => fact({ ...given, id: JSON.stringify(given) }))
const someFacts = fc.array(someFact, { maxLength: 12 })
const asked = { of: text, asOf: '2015-12-31' }

test('the order in which facts are entered changes no position, and neither does a repetition', () => {
  fc.assert(
    fc.property(someFacts, fc.gen(), (facts, gen) => {
      const shuffled = gen(fc.shuffledSubarray, facts, { minLength: facts.length })
      expect(currentPositions([...shuffled, ...facts], asked)).toEqual(currentPositions(facts, asked))
    }),
  )
})

test('what is dated later wins, and a withdrawal leaves nothing known', () => {
  fc.assert(
    fc.property(someFacts, fc.constantFrom(...stances), (facts, stance) => {
      const last = fact({ id: 'last', stance, on: '2015-12-30' })
      const position = currentPositions([last, ...facts], asked).get('NO')
      expect(position?.by).toEqual(last)
      expect(position?.stance).toBe(stance === 'withdrew' ? null : stance)
      if (stance !== 'withdrew') return
      expect(position).toMatchObject({ sponsorship: null, withdrewOn: '2015-12-30' })
      expect(leaningOf(position)).toBe('unknown')
    }),
  )
})

test('what nobody told stays unknown, also beside a position on an amendment', () => {
  fc.assert(
    fc.property(someFacts, (facts) => {
      const positions = currentPositions(facts, asked)
      for (const member of ['NO', 'ZA', 'FJ'])
        expect(positions.has(member)).toBe(
          facts.some((one) => one.member === member && one.of.kind === 'instrument'),
        )
    }),
  )
})

test('a cosponsor stays one beside what is said later, until it withdraws', () => {
  const facts = [
    fact({ stance: 'cosponsor', on: '2015-11-01' }),
    fact({ stance: 'votes_yes', on: '2015-11-25' }),
  ]
  expect(currentPositions(facts, asked).get('NO')).toMatchObject({
    stance: 'votes_yes',
    sponsorship: 'cosponsor',
  })
  const left = [...facts, fact({ stance: 'withdrew', on: '2015-12-01' })]
  expect(currentPositions(left, asked).get('NO')).toMatchObject({ stance: null, sponsorship: null })
  expect(currentPositions(left, { of: text, asOf: '2015-11-30' }).get('NO')?.sponsorship).toBe('cosponsor')
})

test('changes since a day name who moved and nobody else', () => {
  const facts = [
    fact({ member: 'NO', stance: 'sponsor', on: '2015-10-01' }),
    fact({ member: 'FJ', stance: 'votes_abstain', on: '2015-11-25' }),
    fact({ member: 'FJ', stance: 'votes_yes', on: '2015-12-17' }),
  ]
  expect(positionChanges(facts, { of: text, since: '2015-12-01', asOf: '2015-12-31' })).toMatchObject([
    { member: 'FJ', before: { stance: 'votes_abstain' }, after: { stance: 'votes_yes' } },
  ])
  expect(positionChanges(facts, { of: text, since: '2015-12-17', asOf: '2015-12-31' })).toEqual([])
})

const seats = seatsOn(unRoll, UN_ASSEMBLY, '2015-12-17')
const whip = (
  facts: readonly PositionFact[],
  given: { rule?: 'simple' | 'two_thirds' | 'absolute'; seats?: readonly Seat[] } = {},
) => ({ seats, facts, of: text, rule: 'simple', asOf: '2015-12-31', by: 'region', ...given }) as const

test('the needed majority follows the rule of the body', () => {
  expect(neededYes('simple', { voting: 141, seats: 193 })).toBe(71)
  expect(neededYes('two_thirds', { voting: 141, seats: 193 })).toBe(94)
  expect(neededYes('absolute', { voting: 141, seats: 193 })).toBe(97)
  fc.assert(
    fc.property(fc.constantFrom(...majorities), fc.nat(200), fc.nat(200), (rule, yes, no) => {
      const all = yes + no
      const needed = neededYes(rule, { voting: all, seats: all })
      expect(isCarried(rule, { yes, no, seats: all })).toBe(yes >= needed)
      // One less never carries.
      if (needed <= all)
        expect(isCarried(rule, { yes: needed - 1, no: all - needed + 1, seats: all })).toBe(false)
    }),
  )
})

test('who is known to stay away lowers what is needed; nobody unknown is counted as yes', () => {
  const none = countWhip(whip([]))
  expect(none).toMatchObject({ seats: 193, needed: 97, missing: 97, tally: { unknown: 193, sure: 0 } })
  const away = [
    fact({ member: 'FJ', stance: 'votes_abstain' }),
    fact({ member: 'RW', stance: 'votes_not_voting' }),
  ]
  expect(countWhip(whip(away))).toMatchObject({ needed: 96, tally: { away: 2, unknown: 191 } })
  expect(countWhip(whip(away, { rule: 'absolute' })).needed).toBe(97)
})

test('a reported yes is likely, not sure, and the count says what is missing without it', () => {
  const facts = [
    fact({ member: 'NO', stance: 'sponsor', confidence: 'record' }),
    fact({ member: 'SE', stance: 'supports', confidence: 'reported' }),
    fact({ member: 'CN', stance: 'opposes' }),
  ]
  expect(countWhip(whip(facts))).toMatchObject({
    tally: { sure: 1, likely: 1, against: 1, unknown: 190 },
    missing: 96,
    missingAfterLikely: 95,
  })
})

test('whom to ask next: the likely, the undecided, then unknown ones whose group is for it; never who opposes', () => {
  const facts = [
    fact({ member: 'NO', stance: 'sponsor' }),
    fact({ member: 'FJ', stance: 'undecided' }),
    fact({ member: 'SE', stance: 'leans_for' }),
    fact({ member: 'CN', stance: 'opposes' }),
  ]
  const { ask } = countWhip(whip(facts))
  expect(ask.slice(0, 3).map(({ member }) => member)).toEqual(['SE', 'FJ', 'AD'])
  expect(ask.map(({ member }) => member)).not.toContain('CN')
  expect(ask.map(({ member }) => member)).not.toContain('NO')
  expect(ask.find(({ member }) => member === 'AD')?.groupFor).toBe(1)
})

test('of groups whose known members are all for it, the one that shows more of itself is asked first', () => {
  const facts = [
    fact({ member: 'DZ', stance: 'sponsor' }),
    fact({ member: 'NO', stance: 'sponsor' }),
    fact({ member: 'SE', stance: 'sponsor' }),
  ]
  const { ask } = countWhip(whip(facts))
  expect(ask.filter(({ groupFor }) => groupFor === 1).map(({ member }) => member)[0]).toBe('AD')
  expect(ask.findIndex(({ member }) => member === 'AD')).toBeLessThan(
    ask.findIndex(({ member }) => member === 'AO'),
  )
  expect(ask.findIndex(({ member }) => member === 'US')).toBeLessThan(
    ask.findIndex(({ member }) => member === 'AO'),
  )
})

test('a member without a vote is left out of the majority, and groups add up to the whole', () => {
  const first = seats[0]
  if (!first) throw new Error('no seats')
  const some = [{ ...first, membership: { ...first.membership, votes: false } }, ...seats.slice(1)]
  const facts = [fact({ member: first.member.id, stance: 'sponsor' })]
  expect(countWhip(whip(facts, { seats: some }))).toMatchObject({ seats: 192, tally: { sure: 0 } })
  fc.assert(
    fc.property(someFacts, (all) => {
      const { tally } = countWhip(whip(all))
      const groups = countWhipByGroup(whip(all))
      expect(groups.reduce((sum, one) => sum + one.tally.sure, 0)).toBe(tally.sure)
      expect(groups.reduce((sum, one) => sum + one.seats, 0)).toBe(193)
    }),
    { numRuns: 30 },
  )
})
