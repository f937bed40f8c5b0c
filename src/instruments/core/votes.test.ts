import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { stateOfCode, stateOfName, unRoll } from './bodies.ts'
import { readRollCall } from './roll_call.ts'
import {
  type Cast,
  casts,
  changeBetween,
  checkVote,
  compareVotes,
  seatsOfVote,
  streamsBetween,
  voteBody,
} from './votes.ts'

const example = (name: string) =>
  readFileSync(new URL(`../../../examples/votes/${name}`, import.meta.url), 'utf8')
const committee = voteBody.parse(JSON.parse(example('a-res-70-161-third-committee.json')))
const plenary = voteBody.parse(JSON.parse(example('a-res-70-161-plenary.json')))

const refusals = (vote: unknown): readonly string[] => {
  const parsed = voteBody.safeParse(vote)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('the two votes of 2015 agree with their totals and with the files they come from', () => {
  const { members, on } = plenary
  const columns = { code: 'country_code', cast: 'vote', missing: 'not_voting' } as const
  expect(readRollCall(example('A-RES-70-161-plenary-vote.csv'), { members, on, columns })).toEqual({
    ok: true,
    value: plenary.votes,
  })
  const read = (column: string, day: string) =>
    readRollCall(example('hrd-70-two-votes.csv'), {
      members: 'un-ga',
      on: day,
      columns: { code: 'iso2', cast: column, missing: null },
    })
  expect(read('third_committee_2015-11-25', committee.on)).toEqual({ ok: true, value: committee.votes })
  expect(read('plenary_2015-12-17', on)).toEqual({ ok: true, value: plenary.votes })
})

test('nine States are known to have moved, six more voted otherwise than they can have before', () => {
  const compared = compareVotes(committee.votes, plenary.votes)
  const by = (change: string) => compared.filter((one) => one.change === change).map(({ member }) => member)
  expect(by('moved')).toEqual(['CF', 'CU', 'FJ', 'KE', 'MR', 'NI', 'SA', 'TG', 'ZA'])
  expect(by('moved_unclear')).toEqual(['GM', 'GN', 'KH', 'LS', 'SL', 'SO'])
  expect(by('same')).toHaveLength(45)
  expect(by('unknown')).toHaveLength(133)
  expect(streamsBetween(compared).reduce((sum, { count }) => sum + count, 0)).toBe(193)
})

test('who may not have voted at all is never taken for a yes', () => {
  for (const after of casts)
    expect(changeBetween('yes_or_not_voting', after)).toBe(
      ['no', 'abstain'].includes(after) ? 'moved_unclear' : 'unknown',
    )
  expect(committee.votes.yes).toEqual([])
})

test('a total that differs from the names is refused with both numbers', () => {
  expect(
    checkVote({ totals: { ...plenary.totals, yes: 128 }, named: plenary.votes, seats: seatsOfVote(plenary) }),
  ).toEqual([{ kind: 'total_differs', at: 'totals.yes', what: '128 ≠ 127' }])
  expect(refusals({ ...plenary, totals: { ...plenary.totals, no: 15 } })).toEqual([
    'totals.no: total_differs',
  ])
})

test('where names are not known, a total may lie only within what they allow', () => {
  const seats = seatsOfVote(committee)
  const check = (totals: object) =>
    checkVote({ totals: { ...committee.totals, ...totals }, named: committee.votes, seats })
  expect(check({ yes: 139 })).toEqual([])
  expect(check({ yes: 140 })).toEqual([{ kind: 'total_differs', at: 'totals.yes', what: '140 ≠ 0–139' }])
  expect(check({ not_voting: 22 })).toEqual([])
  expect(check({ not_voting: 21 })).toEqual([
    { kind: 'total_differs', at: 'totals.not_voting', what: '21 ≠ 22' },
  ])
})

test('a member that is unknown, named twice or left out is refused with its place', () => {
  const { votes } = plenary
  expect(
    refusals({
      ...plenary,
      votes: { ...votes, no: [...votes.no, 'XX'] },
      totals: { ...plenary.totals, no: 15 },
    }),
  ).toEqual(['votes.no.14: member_unknown'])
  expect(refusals({ ...plenary, votes: { ...votes, absent: ['AD'] } })).toEqual([
    'votes.absent.0: member_twice',
  ])
  expect(refusals({ ...plenary, votes: { ...votes, not_voting: votes.not_voting.slice(1) } })).toEqual([
    'votes: member_missing',
  ])
})

test('a member without a vote sits there and is not counted', () => {
  const members = [
    { id: 'A1', name: 'A', group: 'Left', votes: true },
    { id: 'D1', name: 'D', group: null, votes: false },
  ]
  const none = { yes: [], no: [], abstain: [], absent: [], not_voting: [], yes_or_not_voting: [] }
  const vote = { ...plenary, members, totals: { ...plenary.totals, yes: 1, no: 0, abstain: 0 } }
  expect(refusals({ ...vote, votes: { ...none, yes: ['A1'] } })).toEqual([])
  expect(refusals({ ...vote, votes: { ...none, yes: ['A1'], not_voting: ['D1'] } })).toEqual([
    'votes.not_voting.0: member_without_vote',
  ])
})

test('an explanation of vote belongs to somebody who sat there, and a listed member stands once', () => {
  const said = {
    member: 'FR',
    when: 'after',
    lang: 'fr',
    words: 'Pour.',
    source: 'A/70/PV.80',
    address: null,
  }
  expect(refusals({ ...plenary, explanations: [said] })).toEqual([])
  expect(refusals({ ...plenary, explanations: [said, { ...said, member: 'XX' }] })).toEqual([
    'explanations.1.member: member_unknown',
  ])
  expect(refusals({ ...plenary, explanations: [{ ...said, words: 'a\u202Eb' }] })).toEqual([
    'explanations.0.words: not_plain',
  ])
  const one = { id: 'A1', name: 'A', group: null, votes: true }
  const none = { yes: [], no: [], abstain: [], absent: [], not_voting: [], yes_or_not_voting: [] }
  const totals = { yes: 1, no: 0, abstain: 0, absent: null, not_voting: null }
  expect(refusals({ ...plenary, members: [one, one], totals, votes: { ...none, yes: ['A1'] } })).toEqual([
    'members.1.id: member_twice',
  ])
})

test('a vote that was kept before explanations were, is read as one without', () => {
  expect([plenary.explanations, plenary.example, plenary.body]).toEqual([[], false, null])
})

test('an outcome that its rule and its totals do not give is refused', () => {
  expect(refusals({ ...plenary, outcome: 'rejected' })).toEqual(['outcome: outcome_differs'])
})

test('Serbia stands under its older code, and a predecessor is no member', () => {
  expect(stateOfCode('YU', '2015-12-17')).toBe('RS')
  expect(stateOfCode('YU', '1990-01-01')).toBeNull()
  expect(stateOfCode('SS', '2011-07-13')).toBeNull()
  expect(stateOfCode('SS', '2011-07-14')).toBe('SS')
  expect(unRoll.members).toHaveLength(193)
})

test('States are found by the names that documents write, and nothing is guessed', () => {
  expect(
    ['Iran (Islamic Republic of)', 'United States', "Côte d'Ivoire", 'Türkiye', 'Gambia'].map(stateOfName),
  ).toEqual(['IR', 'US', 'CI', 'TR', 'GM'])
  expect(stateOfName('South Africa [on behalf of the Southern African Development Community]')).toBe('ZA')
  expect(stateOfName('Guinea-')).toBeNull()
})

const readRows = (text: string) =>
  readRollCall(text, {
    members: 'un-ga',
    on: '2015-12-17',
    columns: { code: 'country_code', cast: 'vote', missing: 'not_voting' },
  })

test('a row of an unknown State, vote or column is refused with its place', () => {
  expect(readRows('country_code,vote\nAD,yes\nQQ,no\n')).toMatchObject({
    error: { kind: 'unknown_member', at: 'line 3, QQ' },
  })
  expect(readRows('country_code,vote\nAD,maybe\n')).toMatchObject({
    error: { kind: 'value_wrong', at: 'line 2, vote' },
  })
  expect(readRows('country_code,vote\nYU,yes\nRS,no\n')).toMatchObject({
    error: { kind: 'named_twice', at: 'line 3, RS' },
  })
  expect(readRows('state,vote\nAD,yes\n')).toMatchObject({
    error: { kind: 'column_missing', at: 'country_code' },
  })
  expect(readRows('country_code,vote\n"AD,yes\n')).toMatchObject({
    error: { kind: 'quote_open', at: 'line 2' },
  })
  expect(readRows('country_code,vote\nAD,yes,no\n')).toMatchObject({
    error: { kind: 'cells_differ', at: 'line 2' },
  })
  expect(readRows(`country_code,vote\n${'AD,yes\n'.repeat(8_000_000)}`)).toMatchObject({
    error: { kind: 'too_large' },
  })
})

test('every change has a counterpart, and the same vote is no move', () => {
  const cast = fc.constantFrom<Cast>(...casts)
  fc.assert(
    fc.property(cast, cast, (a, b) => {
      expect(changeBetween(a, b)).toBe(changeBetween(b, a))
      expect(changeBetween(a, a)).toBe(a === 'yes_or_not_voting' ? 'unknown' : 'same')
    }),
  )
})
