/** Acts pasted as CSV: what is read, and what each line that is not is told. */
import { expect, test } from 'vitest'

import { missionRecordBody } from './mission_record.ts'
import { actColumns, freeId, readActs } from './acts_csv.ts'

const given = { lang: 'en', taken: [] }

test('every column is read, and what is read is a record by its schema', () => {
  const csv = [
    actColumns.join(','),
    '2026-03-12,trial_observation,E09;E05,"Seen, heard.",Embassy,News,https://alandia.example/a,done,borealia-bogota,one',
  ].join('\r\n')
  const { acts, problems } = readActs(csv, given)
  expect(problems).toEqual([])
  expect(acts[0]).toMatchObject({
    id: 'one',
    duties: ['E05', 'E09'],
    what: { en: 'Seen, heard.' },
    jointWith: ['borealia-bogota'],
    about: null,
  })
  const record = { lang: 'en', slug: 'r', mission: 'm', year: 2026, engagements: acts }
  expect(missionRecordBody.safeParse(record).success).toBe(true)
})

const line = (over: Readonly<Record<string, string>>) =>
  Object.values({
    on: '2026',
    type: 'meeting',
    duties: 'E05',
    what: 'Met.',
    publisher: 'P',
    result: '',
    ...over,
  }).join(',')

test('each line that cannot be read says why, and the others are read', () => {
  const csv = [
    'on,type,duties,what,publisher,result',
    line({ on: 'spring' }),
    line({ type: 'party' }),
    line({ duties: 'E99' }),
    line({ duties: '' }),
    line({ what: '' }),
    line({ publisher: '' }),
    line({ result: 'maybe' }),
    line({}),
    line({}),
  ].join('\n')
  const { acts, problems } = readActs(csv, given)
  expect(problems.map(({ line: at, problem }) => [at, problem])).toEqual([
    [2, 'day_unreadable'],
    [3, 'type_unknown'],
    [4, 'duty_unknown'],
    [5, 'duty_unknown'],
    [6, 'empty'],
    [7, 'empty'],
    [8, 'result_unknown'],
  ])
  expect(acts.map(({ id, result }) => [id, result])).toEqual([
    ['2026-meeting', 'done'],
    ['2026-meeting-2', 'done'],
  ])
})

test('a text without the heading, or that is no CSV, is refused as a whole', () => {
  expect(readActs('on,type\n2026,meeting', given).problems).toEqual([
    { line: 1, problem: 'column_missing', what: 'duties, what, publisher' },
  ])
  expect(readActs('on,type,duties,what,publisher', given).problems[0]?.problem).toBe('column_missing')
  expect(readActs('"on', given).problems[0]?.problem).toBe('unreadable')
})

test('a name is free, short and fit for an address', () => {
  expect(freeId('Ünïcode  & more', new Set())).toBe('n-code-more')
  expect(freeId('…', new Set(['act']))).toBe('act-2')
  expect(freeId('a'.repeat(100), new Set())).toHaveLength(70)
})
