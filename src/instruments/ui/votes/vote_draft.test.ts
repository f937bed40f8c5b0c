import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { voteBody, voteRefusals } from '#instruments/core/votes.ts'
import { translator } from '#languages/translate.ts'
import { languages } from '#languages/translate.ts'
import { problemWords } from '#releases/ui/words.ts'
import {
  emptyVote,
  followVote,
  marksOf,
  outcomeOfTotals,
  sittingOf,
  tidyVote,
  totalDifferences,
  votePreview,
  votesOfMarks,
  withNamesOfYes,
  withoutNamesOfYes,
} from './vote_draft.ts'
import { columnsOf, votesOfFile } from './vote_file.ts'

const example = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../examples/votes/${name}`, import.meta.url), 'utf8'))
const plenary = voteBody.parse(example('a-res-70-161-plenary.json'))

test('what the grid marks is what is kept, and a vote without explanations is whole as before', () => {
  expect(votesOfMarks(marksOf(plenary))).toEqual(plenary.votes)
  expect(votePreview(plenary)).toEqual(plenary)
})

test('until members and day are known there is no grid', () => {
  expect(sittingOf(emptyVote('en'))).toBeNull()
  expect(sittingOf({ ...emptyVote('en'), on: '2015-12-17' })).not.toBeNull()
  expect(sittingOf({ ...emptyVote('en'), on: '2015-12-17', members: [] })).toBeNull()
})

test('a member who does not sit there on another day loses its mark', () => {
  expect(marksOf({ ...plenary, on: '2011-07-13' }).has('SS')).toBe(false)
})

test('each total that differs is told with both numbers, and nothing before there is a name', () => {
  expect(totalDifferences({ ...plenary, totals: { ...plenary.totals, yes: 128 } })).toEqual([
    { cast: 'yes', total: 128, least: 127, most: 127 },
  ])
  expect(totalDifferences({ ...emptyVote('en'), totals: plenary.totals })).toEqual([])
  expect(totalDifferences({ ...plenary, totals: { ...plenary.totals, yes: '' } })).toEqual([])
})

test('an outcome that the totals do not give is told', () => {
  expect(outcomeOfTotals(plenary)).toBeNull()
  expect(outcomeOfTotals({ ...plenary, outcome: 'rejected' })).toBe('adopted')
})

test('names of the yes votes that are not known never become yes again', () => {
  const unknown = withoutNamesOfYes(plenary.votes)
  expect([unknown.yes.length, unknown.yes_or_not_voting.length]).toEqual([0, 127])
  const back = withNamesOfYes(unknown)
  expect([back.yes.length, back.yes_or_not_voting.length]).toEqual([0, 0])
})

test('a body brings its name and its stage; a committee is one', () => {
  const chosen = followVote({ ...emptyVote('en'), members: 'un-ga-c3' }, 'members', null)
  expect(chosen).toMatchObject({
    stage: 'committee',
    place: { en: 'Third Committee of the General Assembly' },
  })
})

test('an address is made of symbol, stage and day where none was typed', () => {
  const given = {
    ...emptyVote('en'),
    on: '2015-11-25',
    subject: { kind: 'amendment', symbol: 'A/C.3/70/L.68' },
  }
  expect(tidyVote(given).slug).toBe('a-c-3-70-l-68-plenary-2015-11-25')
})

test.each(languages)('every refusal of a vote has words in %s', (lang) => {
  const t = translator(lang)
  for (const code of [...voteRefusals, 'slug_taken'])
    expect(problemWords(t, code, 'vote'), code).toBe(t.find(`votes.refusal.${code}`))
})

const popolo = {
  persons: [
    { id: 'p1', name: 'Ana' },
    { id: 'p2', name: 'Bo' },
  ],
  organizations: [
    { id: 'senate', name: 'Senate', classification: 'chamber' },
    { id: 'left', name: 'Left', classification: 'party' },
  ],
  memberships: [
    { person_id: 'p1', organization_id: 'senate', on_behalf_of_id: 'left', role: 'member' },
    { person_id: 'p2', organization_id: 'senate', role: 'member' },
  ],
  vote_events: [
    {
      id: 'v1',
      organization_id: 'senate',
      start_date: '2015-12-17T10:00:00Z',
      votes: [
        { voter_id: 'p1', option: 'yes' },
        { voter_id: 'p2', option: 'no' },
      ],
    },
  ],
}

test('a Popolo file gives its votes with the members of its body on that day', () => {
  const read = votesOfFile(JSON.stringify(popolo))
  expect(read).toMatchObject({
    ok: true,
    value: [
      {
        name: 'v1, 2015-12-17',
        on: '2015-12-17',
        named: { yes: ['p1'], no: ['p2'] },
        members: [
          { id: 'p1', name: 'Ana', group: 'Left', votes: true },
          { id: 'p2', name: 'Bo', group: null, votes: true },
        ],
      },
    ],
  })
})

test('a file without votes and counts that differ are refused with their place', () => {
  expect(votesOfFile('{}')).toMatchObject({ error: { kind: 'not_this_format', at: 'vote_events' } })
  expect(votesOfFile('{')).toMatchObject({ error: { kind: 'malformed' } })
  const [event] = popolo.vote_events
  const counted = { ...popolo, vote_events: [{ ...event, counts: [{ option: 'yes', value: 2 }] }] }
  expect(votesOfFile(JSON.stringify(counted))).toMatchObject({
    error: { kind: 'value_wrong', at: 'vote_events.0.counts.0.value' },
  })
})

const row = (names: readonly string[]) => [
  { line: 2, cells: Object.fromEntries(names.map((name) => [name, ''])) },
]

test('columns of member and vote are found by their names', () => {
  expect(columnsOf(row(['a', 'country_code', 'vote', 'b']))).toMatchObject({
    code: 'country_code',
    cast: 'vote',
  })
  expect(columnsOf(row(['who', 'what']))).toMatchObject({ code: 'who', cast: 'what' })
  expect(columnsOf([])).toEqual({ all: [], code: '', cast: '' })
})
