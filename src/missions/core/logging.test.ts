/** What an officer types becomes an engagement, or says what must be mended; a day in court, tools and lists. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { checkEntry } from '#cases/core/entry.ts'
import { engagementCoded, engagementWords } from '#cases/core/kinds/engagement.ts'
import { dutyCodes, engagementResults, engagementTypes } from '#kernel/core/vocabulary/missions.ts'
import { hearingAfter, hearingsOf, likelyHearing, refusedSeat, rightToObserve } from './court_day.ts'
import { filterRows, nextSteps, noFilter, openRequests, rowsToCsv } from './desk_list.ts'
import { daysTaken, type LogProblem, readLog } from './log_read.ts'
import { emptyLog, type LogValues, presetDuties, valuesOfLogged } from './log_values.ts'
import type { EngagementRow } from './rows.ts'
import { toolsOf, warningsIn } from './tools_seen.ts'

const TODAY = '2026-11-22'
const idOf = (name: string) => name.padEnd(22, '_')
const defaults = { today: TODAY, officer: 7, role: 'human_rights_officer', country: 'TJ' }
const given = { today: TODAY, consent: null, updates: null, sameAs: null }
const typed = (values: Partial<LogValues>): LogValues => ({
  ...emptyLog(defaults),
  case: idOf('case'),
  duties: presetDuties(values.type ?? ''),
  ...values,
})
const read = (values: Partial<LogValues>, more: Partial<typeof given> = {}) =>
  readLog(typed(values), { ...given, ...more })
const problems = (values: Partial<LogValues>): readonly LogProblem[] => {
  const answer = read(values)
  return answer.ok ? [] : answer.error
}

test('a plain meeting needs its type and nothing else; the day stays sealed, the month is coded', () => {
  const answer = read({ type: 'meeting' })
  expect(answer).toEqual({
    ok: true,
    value: {
      case: idOf('case'),
      coded: {
        type: 'meeting',
        duties: ['E05'],
        officer: 7,
        role: 'human_rights_officer',
        date: '2026-11',
        result: 'done',
        requestedBy: 'mission',
        confidentiality: 'internal',
      },
      words: { date: TODAY },
    },
  })
})

test('where no case is meant the country is said, and no hearing', () => {
  const answer = read({ type: 'trial_observation', case: 'none', result: 'pending', hearing: idOf('h') })
  expect(answer.ok && answer.value).toMatchObject({ case: null, coded: { country: 'TJ' } })
  expect(answer.ok && answer.value.coded).not.toHaveProperty('hearing')
  expect(problems({ type: 'meeting', case: 'none', country: '' })).toEqual([
    { field: 'country', kind: 'missing' },
  ])
})

test.each<[string, Partial<LogValues>, LogProblem]>([
  ['no case is chosen', { type: 'meeting', case: '' }, { field: 'case', kind: 'missing' }],
  ['no duty is left', { type: 'meeting', duties: [] }, { field: 'duties', kind: 'missing' }],
  ['the day is to come', { type: 'meeting', date: '2026-11-24' }, { field: 'date', kind: 'in_future' }],
  [
    'it was not done and nobody says why',
    { type: 'demarche', result: 'declined' },
    { field: 'reason', kind: 'missing' },
  ],
  [
    'the answer lies before the request',
    { type: 'demarche', requestedOn: '2026-11-10', answeredOn: '2026-11-09' },
    { field: 'answeredOn', kind: 'before_request' },
  ],
  [
    'the decision lies before the application',
    { type: 'grant_referral', programme: 'fund', appliedOn: '2026-11-10', decidedOn: '2026-11-01' },
    { field: 'decidedOn', kind: 'before_application' },
  ],
  [
    'an amount has no currency',
    { type: 'grant_referral', programme: 'fund', amount: '100' },
    { field: 'currency', kind: 'missing' },
  ],
  [
    'the amount is no number',
    { type: 'grant_referral', programme: 'fund', amount: 'much', currency: 'EUR' },
    { field: 'amount', kind: 'not_fitting' },
  ],
  [
    'somebody is named who did not agree',
    { type: 'network_meeting', participants: [{ name: 'Nodira', consented: false }] },
    { field: 'participants', kind: 'participant_without_consent' },
  ],
  [
    'a tool has no source',
    {
      type: 'tools_check',
      tools: [{ tool: 'Mail', state: 'blocked', advice: '', source: '', seenOn: TODAY }],
    },
    { field: 'tools', kind: 'missing' },
  ],
  ['a check names no tool', { type: 'tools_check' }, { field: 'tools', kind: 'missing' }],
  [
    'the defender was not asked again before a visit',
    { type: 'field_visit', riskOn: TODAY, riskText: 'None seen.' },
    { field: 'askedAgainOn', kind: 'missing' },
  ],
  ['nobody weighed the risk of a statement', { type: 'statement' }, { field: 'riskText', kind: 'missing' }],
  [
    'the officer is no number',
    { type: 'meeting', officer: 'Ana' },
    { field: 'officer', kind: 'not_fitting' },
  ],
  [
    'the link is none',
    { type: 'multilateral_action', address: 'here' },
    { field: 'address', kind: 'not_fitting' },
  ],
])('it is said at the field when %s', (_, values, problem) => {
  expect(problems(values)).toEqual([problem])
})

test('a case that is sent to a UN channel is followed to the decision, and no money is written', () => {
  const decided = { appliedOn: '2026-11-01', decidedOn: '2026-11-11', decision: 'granted' }
  const sent = { type: 'multilateral_action', programme: 'wgad-opinion', amount: '100', ...decided }
  const answer = read(sent)
  expect(answer.ok && answer.value).toMatchObject({ coded: { duties: ['E17'], daysToDecision: 10 } })
  expect(answer.ok && answer.value.words.programme).toEqual({ slug: 'wgad-opinion', ...decided })
  const plain = read({ type: 'multilateral_action', amount: '100' })
  expect(plain.ok && plain.value.words).toEqual({ date: TODAY })
})

test('not done, because: one reason, and nothing of what would have been seen', () => {
  const answer = read({
    type: 'detention_visit',
    result: 'refused_by_host',
    reason: 'The ministry did not answer in time.',
    accessGranted: 'no',
    requestedBy: 'family',
    requestedOn: '2026-10-01',
    answeredOn: '2026-11-20',
  })
  expect(answer.ok && answer.value).toMatchObject({
    coded: { result: 'refused_by_host', requestedBy: 'family', requested: '2026-10', daysToAnswer: 50 },
    words: { reason: 'The ministry did not answer in time.', answeredOn: '2026-11-20' },
  })
  expect(answer.ok && answer.value.words).not.toHaveProperty('access')
})

test('from pending to done: the chain goes on, and the days are counted from the request', () => {
  const first = read({
    type: 'visa_support',
    result: 'pending',
    requestedBy: 'defender',
    requestedOn: '2026-11-01',
  })
  if (!first.ok) throw new Error('refused')
  const before = { case: idOf('case'), coded: first.value.coded, words: first.value.words }
  const values = valuesOfLogged(before, defaults)
  expect(values.answeredOn).toBe(TODAY)
  const then = readLog({ ...values, result: 'done' }, { ...given, updates: idOf('first') })
  expect(then.ok && then.value.coded).toMatchObject({
    result: 'done',
    daysToAnswer: 21,
    updates: idOf('first'),
  })
  expect(daysTaken('2026-11-01', '')).toBe(null)
})

test('whatever is typed is refused in words or is an engagement that every device takes', () => {
  const yesNo = fc.constantFrom('' as const, 'yes' as const, 'no' as const)
  const day = fc.constantFrom('', '2026-10-05', '2026-11-22', '2027-01-01', 'someday')
  const words = fc.constantFrom('', ' ', 'Words', 'A line\nand another')
  const values = fc.record({
    case: fc.constantFrom('', 'none', idOf('case')),
    type: fc.constantFrom('', ...engagementTypes),
    duties: fc.subarray([...dutyCodes], { maxLength: 10 }),
    result: fc.constantFrom(...engagementResults),
    date: day,
    requestedOn: day,
    answeredOn: day,
    appliedOn: day,
    decidedOn: day,
    askedAgainOn: day,
    riskOn: day,
    due: day,
    nextHearing: day,
    reason: words,
    what: words,
    addressees: words,
    decisions: words,
    riskText: words,
    programme: words,
    officer: fc.constantFrom('', '3', '0', 'x'),
    amount: fc.constantFrom('', '10', '-1'),
    currency: fc.constantFrom('', 'eur', 'EURO'),
    seat: fc.constantFrom('', 'obtained', 'refused'),
    counselHeard: yesNo,
    inPrivate: yesNo,
  })
  fc.assert(
    fc.property(values, (one) => {
      const answer = readLog({ ...emptyLog(defaults), ...one }, given)
      if (!answer.ok) return answer.error.length > 0
      const { country, ...coded } = answer.value.coded
      return (
        (answer.value.case === null) === (country !== undefined) &&
        engagementCoded.safeParse(coded).success &&
        engagementWords.safeParse(answer.value.words).success
      )
    }),
    { numRuns: 300 },
  )
})

const hearing = (id: string, day: string, more: object = {}, words: object = {}) => ({
  id: idOf(id),
  kind: 'hearing',
  coded: { day, type: 'trial', ...more },
  words,
})

test('of several hearings the one of that day is meant, as it was last set and corrected', () => {
  const hearings = hearingsOf([
    hearing('a', '2026-11-01'),
    hearing('b', '2026-11-22', {}, { court: 'City court' }),
    hearing('a2', '2026-11-05', { updates: idOf('a'), outcome: 'adjourned' }),
    {
      id: idOf('c'),
      kind: 'correction',
      coded: { corrects: idOf('b'), coded: { day: '2026-11-21', type: 'trial' } },
      words: { court: 'High court' },
    },
  ])
  expect(hearings.map(({ entry, newest, coded }) => [entry, newest, coded.day])).toEqual([
    [idOf('b'), idOf('b'), '2026-11-21'],
    [idOf('a'), idOf('a2'), '2026-11-05'],
  ])
  expect(hearings[0]?.words).toEqual({ court: 'High court' })
  expect(likelyHearing(hearings, TODAY)?.entry).toBe(idOf('b'))
  expect(likelyHearing(hearings, '2026-11-20')).toBe(null)
})

test('after a day in court the hearing says what became of it, and keeps its words', () => {
  const [one] = hearingsOf([hearing('a', '2026-11-22', {}, { court: 'City court' })])
  const values = typed({ type: 'trial_observation', seat: 'obtained', nextHearing: '2026-12-03' })
  const after = hearingAfter(one!, values, idOf('new'))!
  expect(after).toEqual({
    id: idOf('new'),
    kind: 'hearing',
    coded: {
      day: '2026-11-22',
      type: 'trial',
      updates: idOf('a'),
      outcome: 'adjourned',
      nextDay: '2026-12-03',
      observed: true,
    },
    words: { court: 'City court' },
  })
  expect(checkEntry(after).ok).toBe(true)
  expect(hearingAfter(one!, typed({ seat: 'refused' }), idOf('new'))).toBe(null)
})

test('a refused seat is an event that cites the right to attend hearings', () => {
  const texts = [
    { slug: 'duties', kind: 'guideline', provisions: [{ id: 'x', number: '9.3(b)', gone: false }] },
    {
      slug: 'declaration-on-human-rights-defenders',
      kind: 'declaration',
      provisions: [
        { id: 'v1-23', number: '9.3(a)', gone: false },
        { id: 'v1-24', number: '9.3(b)', gone: false },
      ],
    },
  ]
  const cites = rightToObserve(texts)
  expect(cites).toEqual({ instrument: 'declaration-on-human-rights-defenders', provision: 'v1-24' })
  expect(rightToObserve([])).toBe(null)
  const values = typed({ seat: 'refused', place: 'City court' })
  const event = refusedSeat(values, { id: idOf('e'), country: 'TJ', cites })!
  expect(event).toMatchObject({
    kind: 'event',
    coded: { type: 'hearing', date: '2026-11', acts: [{ violation: 'X03' }], cites: [cites] },
    words: { date: TODAY, place: 'City court' },
  })
  expect(checkEntry(event).ok).toBe(true)
  expect(refusedSeat({ ...values, refusedEvent: false }, { id: idOf('e'), country: null, cites })).toBe(null)
})

const row = (more: Partial<EngagementRow>): EngagementRow => ({
  mission: idOf('desk'),
  log: idOf('case'),
  entry: idOf('e'),
  type: 'meeting',
  duties: ['E05'],
  officer: 7,
  role: 'human_rights_officer',
  date: '2026-10',
  result: 'done',
  requestedBy: 'mission',
  requested: null,
  daysToAnswer: null,
  hearing: null,
  country: 'TJ',
  due: null,
  ...more,
})

test('the list is filtered by type, duty, result, officer and period, a whole year by its year', () => {
  const rows = [
    row({ date: '2026-09' }),
    row({ date: '2025', type: 'demarche', duties: ['E11'], officer: null }),
    row({ date: '2026-11', result: 'pending' }),
  ]
  const dates = (filter: Partial<typeof noFilter>) =>
    filterRows(rows, { ...noFilter, ...filter }).map(({ date }) => date)
  expect(dates({})).toEqual(['2026-11', '2026-09', '2025'])
  expect(dates({ from: '2026-10' })).toEqual(['2026-11'])
  expect(dates({ from: '2025-06', to: '2026-09' })).toEqual(['2026-09', '2025'])
  expect(dates({ duty: 'E11' })).toEqual(['2025'])
  expect(dates({ result: 'pending', officer: '7' })).toEqual(['2026-11'])
  expect(dates({ type: 'statement' })).toEqual([])
})

test('the file runs nothing in a spreadsheet', () => {
  const said = {
    case: '=1+1',
    type: 'Meeting',
    duties: 'Meet defenders (E05)',
    result: 'Done',
    role: 'Officer',
    requestedBy: '',
    country: '',
  }
  const csv = rowsToCsv([row({})], { columns: ['a'], words: () => said })
  expect(csv).toBe("a\r\n2026-10,Meeting,Meet defenders (E05),Done,'=1+1,7,Officer,,,,,\r\n")
})

test('who asked and waits stands first where it waits longest; next steps by their day', () => {
  const waits = row({ result: 'pending', requestedBy: 'family', requested: '2026-08' })
  const longer = row({ result: 'pending', requestedBy: 'defender', date: '2026-02' })
  const own = row({ result: 'pending', requestedBy: 'mission' })
  expect(openRequests([waits, own, longer])).toEqual([longer, waits])
  expect(
    nextSteps([row({ due: '2026-12-01' }), row({}), row({ due: '2026-11-01' })]).map(({ due }) => due),
  ).toEqual(['2026-11-01', '2026-12-01'])
})

const seen = (tool: string, state: 'works' | 'blocked' | 'intercepted', seenOn: string) => ({
  tool,
  state,
  source: 'Own test',
  seenOn,
})

test('of a tool the newest sighting holds, an old one says so, and what works warns nobody', () => {
  const check = (country: string, ...tools: ReturnType<typeof seen>[]) => ({
    entry: idOf(country),
    country,
    type: 'tools_check',
    words: { tools },
  })
  const tools = toolsOf(
    [
      check('TJ', seen('Mail', 'works', '2026-01-01'), seen('Phone', 'intercepted', '2026-05-01')),
      check('TJ', seen('mail ', 'blocked', '2026-11-01'), seen('Radio', 'works', TODAY)),
      check('UZ', seen('Phone', 'blocked', TODAY)),
      { entry: idOf('x'), country: 'TJ', type: 'meeting', words: { tools: [seen('Fax', 'blocked', TODAY)] } },
    ],
    TODAY,
  )
  expect(warningsIn(tools, 'TJ').map(({ tool, state, stale }) => [tool, state, stale])).toEqual([
    ['Phone', 'intercepted', true],
    ['mail ', 'blocked', false],
  ])
})
