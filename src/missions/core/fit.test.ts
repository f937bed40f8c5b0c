/** Which programme fits, by vectors; what a question finds in the directory; how long referrals take. */
import { describe, expect, test } from 'vitest'

import { exampleProgrammes } from '../../cli/example_programmes.ts'
import { type Answers, type Criteria, fitOf, noAnswers } from './fit.ts'
import { answersQuestion, isOld, noQuestion, programmesCsv, readQuestion } from './programme_list.ts'
import { presetDuties, programmeAsks } from './log_values.ts'
import { programmeBody, programmeKinds } from './programme.ts'
import { referralsOf, referralTypeOf } from './referrals.ts'

const open: Criteria = {
  needs: [],
  countries: [],
  notCountries: [],
  holders: [],
  only: [],
  whoMayApply: [],
  inExile: 'not_stated',
  retrospective: 'not_stated',
  atRiskBecauseOfWork: false,
  noOtherSource: false,
}
const fits = (...unstated: string[]) => ({ kind: 'fits', unstated })
const not = (...because: string[]) => ({ kind: 'does_not_fit', because })
const ask = (...questions: string[]) => ({ kind: 'not_known', ask: questions })

const vectors: readonly (readonly [string, Partial<Criteria>, Partial<Answers>, object])[] = [
  ['states nothing', {}, {}, fits()],
  ['one need of several', { needs: ['legal'] }, { needs: ['digital', 'legal'] }, fits()],
  ['another need', { needs: ['legal'] }, { needs: ['digital'] }, not('needs')],
  ['a need that nobody told', { needs: ['legal'] }, {}, ask('needs')],
  ['its country', { countries: ['CO'] }, { country: 'CO' }, fits()],
  ['another country', { countries: ['CO'] }, { country: 'PE' }, not('country')],
  ['a country that it leaves out', { notCountries: ['CO'] }, { country: 'CO' }, not('country')],
  ['a country unknown, one left out', { notCountries: ['CO'] }, {}, ask('country')],
  ['groups alone', { holders: ['group'] }, { holder: 'person' }, not('holder')],
  ['anyone applies', { whoMayApply: ['family', 'anyone'] }, {}, fits()],
  ['a mission does not apply', { whoMayApply: ['defender'] }, { who: 'mission' }, not('who')],
  ['one of two groups', { only: ['women', 'artists'] }, { groups: { artists: true } }, fits()],
  ['neither', { only: ['women', 'artists'] }, { groups: { women: false, artists: false } }, not('groups')],
  ['one of two not told', { only: ['women', 'artists'] }, { groups: { women: false } }, ask('groups')],
  ['nobody in exile', { inExile: 'no' }, { inExile: true }, not('inExile')],
  ['exile not told', { inExile: 'no' }, {}, ask('inExile')],
  ['exile not stated', {}, { inExile: true }, fits('inExile')],
  ['exile allowed', { inExile: 'yes' }, { inExile: true }, fits()],
  ['what is paid', { retrospective: 'no' }, { paidAlready: true }, not('paidAlready')],
  ['no risk', { atRiskBecauseOfWork: true }, { atRisk: false }, not('atRisk')],
  ['somebody else pays', { noOtherSource: true }, { otherSource: true }, not('otherSource')],
  ['nobody else pays', { noOtherSource: true }, { otherSource: false }, fits()],
  ['one missed, one open', { needs: ['legal'], atRiskBecauseOfWork: true }, { atRisk: false }, not('atRisk')],
  ['two open', { needs: ['legal'], noOtherSource: true }, {}, ask('needs', 'otherSource')],
]
test.each(vectors)('fit: %s', (_, criteria, answers, expected) => {
  expect(fitOf({ ...open, ...criteria }, { ...noAnswers, ...answers })).toEqual(expected)
})

describe('the directory', () => {
  const programmes = exampleProgrammes()
  const grant = programmes.find(({ slug }) => slug === 'front-line-protection-grants')!

  test('every programme of the example has one address, two languages and says what is not known', () => {
    expect(new Set(programmes.map(({ slug }) => slug)).size).toBe(programmes.length)
    expect(programmes.filter(({ name, about }) => !name['ar'] || !about['ar'])).toEqual([])
    expect(programmes.filter(({ state, checkedOn }) => state === 'open' && checkedOn === null)).toEqual([])
  })
  test('a question finds what fits or does not say; what is no code is not asked', () => {
    const asked = readQuestion(new URLSearchParams('need=legal&country=XX&who=defender&kind=<b>'))
    expect(asked).toEqual({ need: 'legal', country: '', who: 'defender', kind: '' })
    expect(answersQuestion(grant, asked)).toBe(true)
    expect(answersQuestion(grant, { ...noQuestion, who: 'mission' })).toBe(false)
  })
  test('after 180 days it is old, and so is what nobody is known to have checked', () => {
    const ages = ['2026-01-01', '2025-12-31', null].map((day) => isOld(day, '2026-06-30'))
    expect(ages).toEqual([false, true, true])
  })
  test('one that is open names the day on which that was seen', () => {
    const parsed = programmeBody.safeParse({ ...grant, checkedOn: null })
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual(['open_unchecked'])
  })
  test('its table has a row each and runs nothing', () => {
    const csv = programmesCsv([{ ...grant, operator: '=cmd' }], 'en', '2026-11-22')
    expect(csv.split('\r\n')[1]).toContain(",'=cmd,open,")
    expect(csv.trim().split('\r\n')).toHaveLength(2)
  })
})

const referral = (entry: string, programme: object | undefined, type = 'grant_referral') =>
  ({ entry, newest: entry, case: 'c', type, words: programme ? { programme } : null }) as never

test('referrals: the open one that waits longest first, then what was decided, with its days', () => {
  const told = referralsOf(
    [
      referral('decided', {
        slug: 'a',
        appliedOn: '2026-01-01',
        decision: 'granted',
        decidedOn: '2026-01-11',
      }),
      referral('young', { slug: 'b', appliedOn: '2026-03-01', decision: 'open' }),
      referral('old', { slug: 'b', appliedOn: '2026-02-01', decision: 'open' }),
      referral('closed to us', undefined),
      referral('no referral', { slug: 'b', decision: 'open' }, 'meeting'),
      referral(
        'to the UN',
        { slug: 'wgad', appliedOn: '2026-01-01', decision: 'granted', decidedOn: '2026-01-31' },
        'multilateral_action',
      ),
      referral('no channel', undefined, 'multilateral_action'),
      referral('undated', { slug: 'c', appliedOn: '2026-02', decision: 'refused' }),
    ],
    '2026-03-03',
  )
  expect(told.map(({ entry, days }) => [entry, days])).toEqual([
    ['old', 30],
    ['young', 2],
    ['to the UN', 30],
    ['decided', 10],
    ['undated', null],
  ])
})

test('a referral counts as what it is: only money as help to find money', () => {
  const dutiesBy = Object.fromEntries(
    programmeKinds.map((kind) => [kind, presetDuties(referralTypeOf(kind))]),
  )
  expect(dutiesBy).toEqual({
    grant: ['E14'],
    emergency_fund: ['E14'],
    training: ['E14'],
    visa: ['E13'],
    shelter: ['E13'],
    un_channel: ['E17'],
    regional_channel: ['E17'],
    parliament_channel: ['E17'],
  })
})

test('an act in the UN is asked for a decision once it names its channel, and never for money', () => {
  const type = 'multilateral_action'
  expect(programmeAsks({ type, programme: ' ' })).toBe('name')
  expect(programmeAsks({ type, programme: 'wgad-opinion' })).toBe('decision')
  expect(programmeAsks({ type: 'grant_referral', programme: '' })).toBe('money')
})
