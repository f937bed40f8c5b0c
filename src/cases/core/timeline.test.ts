import { expect, test } from 'vitest'
import { foldCase } from './fold.ts'
import { readLog } from './read_log.ts'
import { caseOf, type Draft, event, idOf, TODAY } from './testing.ts'
import { timelineOf } from './timeline.ts'

const timeline = (...drafts: readonly Draft[]) => {
  const entries = caseOf(...drafts)
  return timelineOf(readLog(entries), foldCase(entries, TODAY))
}
const groups = (more: object) =>
  timeline(event('a', 'arrest', '2024-03'), event('r', 'bail', '2024-03', more)).items.map(
    (item) => item.group,
  )

test('events and hearings stand in order, whatever the order of the log', () => {
  const { items, first, last } = timeline(
    event('r', 'release_unconditional', '2024-03'),
    { id: 'h', kind: 'hearing', coded: { day: '2024-02-10', type: 'remand' } },
    event('a', 'arrest', '2024-01'),
  )
  expect(items.map((item) => item.entry)).toEqual(['a', 'h', 'r'].map(idOf))
  expect([first, last]).toEqual(['2024-01-01', '2024-03-31'])
})

test('events of unknown order form a group; `after` parts them', () => {
  expect(groups({})).toEqual([0, 0])
  expect(groups({ after: [idOf('a')] })).toEqual([0, 1])
})

test('custody is a bar with an earliest and a latest end, or lasting', () => {
  const arrest = event('a', 'arrest', '2024-01')
  expect(timeline(arrest).bars).toEqual([
    {
      status: 'held',
      from: { earliest: '2024-01-01', latest: '2024-01-31' },
      to: null,
      entries: [idOf('a')],
    },
  ])
  expect(timeline(arrest, event('r', 'bail', '2024-03')).bars[0]?.to).toEqual({
    earliest: '2024-03-01',
    latest: '2024-03-31',
  })
})

test('words give the exact date, title and place; an unknown date has open ends', () => {
  const words = { date: '2024-03-17', title: 'Taken from home', place: 'Lima' }
  const { items } = timeline({ ...event('a', 'arrest', '2024-03'), words }, event('t', 'threat', null))
  expect(items).toMatchObject([
    { entry: idOf('t'), date: null, earliest: null, latest: null },
    { entry: idOf('a'), date: '2024-03-17', earliest: '2024-03-17', text: 'Taken from home', place: 'Lima' },
  ])
})

test('rejected events are shown but do not count', () => {
  const { items } = timeline(event('a', 'arrest', '2024-01', { verification: 'REJ' }))
  expect(items).toMatchObject([{ entry: idOf('a'), counts: false }])
})
