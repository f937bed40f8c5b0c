/** What a person excluded from a consent: read for its words, rather too much than too little. */
import { expect, test } from 'vitest'
import { person, tellingOf, words } from '#missions/core/testing.ts'
import { withText } from './document.ts'
import { exclusionOf } from './exclusions.ts'
import { excludedLines } from './limits.ts'
import { exclusionsOf, gather } from './shown_case.ts'
import { communication } from './submission.ts'

test.each([
  ['not her school', 'She was taken at the gate of the School.', ['school']],
  ['not her school', 'Two schools were closed.', ['school']],
  ['her family', 'Her brother was beaten, and the sister fled.', ['family']],
  ['not her family', 'She sang a song of the sonnets.', []],
  ['Do not mention the clinic!', 'She lay in hospital for a week.', ['clinic']],
  ['her brother Karim', 'كريم لم يعد', ['Karim']],
  ['لا تذكر مدرستها', 'اعتُقلت أمام المدرسة صباحًا', ['مدرستها']],
  ['عائلتها', 'وزوجها محتجز أيضًا', ['عائلتها']],
  ['her family', 'اعتُقلت أختها', ['family']],
  ['nothing about that, please', 'That is what happened to her.', []],
  ["Nodira's school", 'Nodira was taken at dawn.', []],
])('of “%s” the words are found in “%s”: %j', (said, text, found) =>
  expect(exclusionOf(said, ['Nodira Saidova'])?.hits(text)).toEqual(found),
)

test('what is named as a thing leaves out its field, whatever stands there; a year narrows it', () => {
  const all = exclusionOf('her age, her home address and any torture')!
  expect([all.field('born'), all.field('place'), all.field('work')]).toEqual([
    ['age'],
    ['home', 'address'],
    [],
  ])
  expect([all.violation('T01'), all.violation('D01')]).toEqual([['torture'], []])
  const arrest = exclusionOf('the arrest of 2019')!
  expect(arrest.event('arrest', '2019-04')).toEqual(['arrest'])
  expect(arrest.event('arrest', '2024-01')).toEqual([])
  expect(arrest.event('threat', '2019-04')).toEqual([])
  expect(exclusionOf('nothing of 2019')!.event('threat', '2019')).toEqual(['2019'])
  expect([exclusionOf(null), exclusionOf('  ')]).toEqual([null, null])
})

const submitter = { name: 'Ana', contact: 'ana@x', procedure: 'urgent_appeal' } as const
const source = (exclusions: string) =>
  person('Nodira Saidova', { purposes: { C4: 'yes' }, exclusions, more: tellingOf('school', 'CANARY') })

test('what was left out is told with the words that did it and never with its own', () => {
  const [shown] = gather([source('not her school')], 'un').shown
  const { exclusions, leftOut } = shown!.limits!
  expect(exclusions).toBe('not her school')
  expect(leftOut).toContainEqual({ part: 'event_narrative', date: '2024-03-02', because: ['school'] })
  expect(new Set(leftOut.map(({ part }) => part))).toEqual(
    new Set([
      'aliases',
      'occupation',
      'employer',
      'work',
      'place',
      'event_title',
      'event_place',
      'event_narrative',
      'event_perpetrators',
      'charge',
      'hearing',
      'need',
      'avoid',
      'assessment',
      'engagement',
    ]),
  )
  expect(JSON.stringify(shown)).not.toContain('CANARY')
})

test('an exclusion holds for the consent that it stands in, and for visits where those are told of', () => {
  const other = person('Ana', { purposes: { C3: 'yes' }, exclusions: 'her school' })
  expect(exclusionsOf(other, 'un')).toBeNull()
  expect(exclusionsOf(other, 'confidential')).toBe('her school')
  const visits = person('Ana', { purposes: { C5: 'no', C8: 'yes' }, exclusions: 'her school' })
  expect([exclusionsOf(visits, 'public'), exclusionsOf(visits, 'parliament')]).toEqual(['her school', null])
})

test('an event that is excluded takes the day of custody with it', () => {
  const shown = ['not her school', 'the arrest'].map(
    (exclusions) => gather([person('Nodira', { purposes: { C4: 'yes' }, exclusions })], 'un').shown[0],
  )
  expect(shown[0]?.person?.heldSince).toBe('2024-01-14')
  expect(shown[1]?.person).toMatchObject({ heldSince: null, events: [] })
})

test('what is written afterwards is held against the limits; the words of the program are not', () => {
  const draft = communication(
    submitter,
    gather([source('her school; the authorities; un.victim')], 'un'),
    words,
  )!
  expect(excludedLines(draft)).toEqual([])
  const written = {
    ...draft,
    blocks: draft.blocks.map((block) =>
      block.kind === 'paragraph' && block.text === '' ? withText(block, 'Seen near the school.') : block,
    ),
  }
  expect(excludedLines(written)).toContainEqual({
    line: 'Seen near the school.',
    name: 'Nodira Saidova',
    because: ['school'],
  })
})
