/** Reports: who appears in them, how words are counted, and what every kind holds. */
import { expect, test } from 'vitest'
import { foldCase } from '#cases/core/fold.ts'
import { type Draft, event, idOf, logOf, TODAY } from '#cases/core/testing.ts'
import { allows, appearanceOf, type ReportPurpose, reportPurposes } from './appearance.ts'
import { reportAsHtml } from './as_html.ts'
import { reportAsPage } from './as_page.ts'
import { brief } from './brief.ts'
import { testCategories } from './categories.ts'
import { countedWords, wordsIn } from './counting.ts'
import { markOf, missingFields, type ReportDocument, textOf, withoutEmpty, withText } from './document.ts'
import { namesFound, namesLost } from './names.ts'
import { figuresOf, rowsIn } from './periodic.ts'
import { gather } from './shown_case.ts'
import { application, communication, wgad } from './submission.ts'
import { briefForm, consent, person, type Purposes, row, tellingOf, words } from '#missions/core/testing.ts'
import { urgency } from './urgency.ts'

test.each([
  ['', 0],
  ['one', 1],
  ['having regard to its resolution 2024/1234(RSP),', 6],
  ['a well-known lawyer – and her Court’s view', 7],
  ['– … !', 0],
  ['one\u00a0two\nthree\ttwo', 4],
  ['حيث إن المحامية محتجزة', 4],
  ['Ст. 19 Пакта', 3],
])('"%s" has %i words', (text, n) => expect(wordsIn(text)).toBe(n))

test('citations, recitals and paragraphs count; title, headings, notes and marks do not', () => {
  const report = urgency(
    {
      country: 'TJ',
      subject: 'A very long title',
      rule: '144',
      regards: 'its earlier resolution',
      addressees: '',
    },
    gather([person('Nodira Saidova', { purposes: { C5: 'yes' } })], 'parliament'),
    words,
  )
  const lists = report.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))
  expect(countedWords(report)).toBe(wordsIn(lists.join('\n')))
  expect(report.mostWords).toBe(500)
  expect(report.names).toEqual(['Nodira Saidova'])
})

test('recitals go from A to Z and on with AA, paragraphs from 1', () => {
  expect([0, 25, 26, 51, 52].map((at) => markOf('letters', at))).toEqual(['A.', 'Z.', 'AA.', 'AZ.', 'BA.'])
  expect(markOf('numbers', 9)).toBe('10.')
})

const asWhat = (purposes: Purposes | undefined, purpose: ReportPurpose) =>
  appearanceOf(person('Ana', purposes && { purposes }).state, purpose)

test('who appears how is decided by the consent of the purpose', () => {
  expect(reportPurposes.map((purpose) => asWhat(undefined, purpose))).toEqual([
    'left_out',
    'left_out',
    'numbered',
    'left_out',
    'left_out',
    'left_out',
  ])
  expect(asWhat({ C3: 'yes' }, 'confidential')).toBe('named')
  expect(asWhat({ C5: 'yes' }, 'confidential')).toBe('left_out')
  expect(asWhat({ C3: 'yes' }, 'public')).toBe('numbered')
  expect(asWhat({ C5: 'yes' }, 'public')).toBe('named')
  expect(asWhat({ C3: 'yes' }, 'headquarters')).toBe('named')
  expect(asWhat({ C1: 'no' }, 'headquarters')).toBe('left_out')
  expect(asWhat({ C2: 'yes' }, 'partner')).toBe('named')
  expect(asWhat({ C4: 'yes' }, 'un')).toBe('named')
  expect(asWhat({ C4: 'withdrawn' }, 'un')).toBe('left_out')
  expect(asWhat({ C5: 'yes' }, 'parliament')).toBe('named')
  expect(allows('numbered', 'named')).toBe(false)
})

test('a consent that has ended names nobody', () => {
  const entries = person('Ana').entries
  const ended = [...entries, ...logOf(consent({ C4: 'yes' }, { expires: '2024-06-01' }))].map((one, seq) => ({
    ...one,
    seq,
  }))
  expect(appearanceOf(foldCase(ended, TODAY), 'un')).toBe('left_out')
})

test('a brief names who agreed, gives others a number, and says how many are left out', () => {
  const sources = [
    person('Nodira', { purposes: { C5: 'yes', C8: 'yes' } }),
    person('Bahrom', { purposes: { C3: 'yes' } }),
    person('Zarina'),
  ]
  const gathered = gather(sources, 'public')
  expect(gathered.leftOut).toBe(1)
  const report = brief(briefForm('public'), gathered, words)
  const text = textOf(report)
  expect(text).toContain('Nodira')
  expect(text).toContain('case.number 2')
  expect(text).toContain('leftOut 1')
  expect(report.leftOut).toBe(1)
  expect(text).not.toMatch(/Bahrom|Zarina|weak heart|Sister/)
  expect(report.cases.map(({ as }) => as)).toEqual(['named', 'numbered'])
})

const agreedToAll = (more: readonly Draft[] = []) =>
  person('Nodira', { purposes: { C3: 'yes', C5: 'yes' }, more })

test('what is said in public tells no limits, no dangers and no quiet step', () => {
  const told = (audience: 'confidential' | 'public', of = agreedToAll()) =>
    textOf(brief(briefForm(audience), gather([of], audience), words))
  // What is excluded is told to neither: to say it would tell the very thing.
  for (const audience of ['confidential', 'public'] as const)
    expect(told(audience)).not.toContain('not her school')
  expect(told('confidential')).toContain('consent.limited')
  const limits = ['consent.limited', 'calls at night', 'the house is watched', 'Free Nodira', 'unknown to us']
  for (const one of limits) {
    expect(told('confidential')).toContain(one)
    expect(told('public')).not.toContain(one)
  }
  expect(told('public')).not.toMatch(/meeting|nothingAsked/)
  const open = agreedToAll([
    {
      id: 'open',
      kind: 'engagement',
      coded: {
        type: 'report',
        duties: ['E05'],
        role: 'ambassador',
        date: '2024-04',
        result: 'done',
        requestedBy: 'mission',
        confidentiality: 'public',
      },
      words: { ask: 'said aloud' },
    },
  ])
  expect(told('public', open)).toContain('said aloud')
})

const since = (more: object) => {
  const entries = logOf({ id: 'opened', kind: 'opened', coded: { dark: false } }, consent({ C3: 'yes' }), {
    ...event('arrest', 'arrest', '2024-01'),
    words: more,
  })
  const source = { case: 'c', entries, state: foldCase(entries, TODAY) }
  return gather([source], 'confidential').shown[0]?.person?.heldSince
}

test('since when somebody is held is told as it was said: no day is made of a month', () => {
  expect(since({ date: '2024-01-14' })).toBe('2024-01-14')
  expect(since({})).toBe('2024-01')
})

test('whoever agreed to be named can still be given a number', () => {
  const source = person('Nodira', { purposes: { C3: 'yes' } })
  const gathered = gather([source], 'confidential', { [source.case]: 'numbered' })
  expect(textOf(brief(briefForm('confidential'), gathered, words))).not.toContain('Nodira')
})

const agreed = (code: string) =>
  gather([person('Nodira', { purposes: { [code]: 'yes' } })], code === 'C2' ? 'partner' : 'un')

const met = (id: string, more: object = {}): Draft => ({
  id,
  kind: 'engagement',
  coded: {
    type: 'demarche',
    duties: ['E11'],
    role: 'ambassador',
    date: '2024-05',
    result: 'done',
    requestedBy: 'family',
    confidentiality: 'internal',
    ...more,
  },
  words: {
    date: '2024-05-02',
    ask: 'Release Nodira',
    reply: 'It is looked into',
    addressees: ['The minister'],
  },
})

test('last asks and answers are told of whoever is named; of a number what was done and when', () => {
  const more = [
    met('first'),
    met('second', { updates: idOf('first') }),
    met('again', { sameAs: idOf('second') }),
  ]
  const source = person('Nodira', { purposes: { C3: 'yes' }, more })
  const told = (wish: 'named' | 'numbered') =>
    textOf(brief(briefForm('confidential'), gather([source], 'confidential', { [source.case]: wish }), words))
  expect(told('named').match(/It is looked into/g)).toHaveLength(1)
  expect(told('numbered')).toContain('2024-05 – demarche (done)')
  expect(told('numbered')).not.toMatch(/Nodira|looked into|minister –/)
})

test('the last ask is told however many steps followed, and an act that two entries claim once', () => {
  const check = (day: string): Draft => ({
    ...met(`check ${day}`, { type: 'risk_check', duties: ['E19'] }),
    words: { date: day },
  })
  const more = [
    met('one', { sameAs: idOf('other') }),
    met('other', { sameAs: idOf('one') }),
    ...['2024-05-03', '2024-05-04', '2024-05-05', '2024-05-06'].map(check),
  ]
  const source = person('Nodira', { purposes: { C3: 'yes' }, more })
  const told = (wish: 'named' | 'numbered') =>
    textOf(brief(briefForm('confidential'), gather([source], 'confidential', { [source.case]: wish }), words))
  expect(told('named').match(/It is looked into/g)).toHaveLength(1)
  expect(told('named').indexOf('brief.lastAsked')).toBeLessThan(told('named').indexOf('Release Nodira'))
  expect(told('named').indexOf('Release Nodira')).toBeLessThan(told('named').indexOf('brief.lastSteps'))
  expect(told('named').match(/risk_check \(done\)/g)).toHaveLength(3)
  expect(told('numbered')).toContain('2024-05 – demarche (done)')
})

test('submissions keep the words of the person, name what is missing, and are not made without consent', () => {
  const submitter = { name: 'Ana', contact: '' }
  const letter = communication({ ...submitter, procedure: 'urgent_appeal' }, agreed('C4'), words)!
  expect(textOf(letter)).toContain('Nodira was taken at dawn.')
  expect(missingFields(letter)).toEqual([
    'un.perpetrators',
    'un.link',
    'un.urgency',
    'un.authorities',
    'un.submitterContact',
  ])
  const written = {
    ...letter,
    blocks: letter.blocks.map((block) =>
      block.kind === 'paragraph' && block.text === '' ? withText(block, 'said') : block,
    ),
  }
  expect(missingFields(written)).toEqual([])
  const past = communication({ ...submitter, procedure: 'allegation_letter' }, agreed('C4'), words)!
  expect(missingFields(past)).not.toContain('un.urgency')
  const grant = application(
    { ...submitter, programme: 'A fund', needs: ['A letter of a doctor'] },
    agreed('C2'),
    words,
  )!
  expect(textOf(grant)).toContain('a lawyer for Nodira – 2000 EUR')
  expect(missingFields(grant)).toContain('A letter of a doctor')
  const nobody = gather([person('Nodira')], 'un')
  expect([
    communication({ ...submitter, procedure: 'urgent_appeal' }, nobody, words),
    wgad(submitter, nobody, words),
  ]).toEqual([null, null])
})

test('the questionnaire holds every part of the model: identity, arrest, detention, law, why, remedies, who submits', () => {
  const report = wgad(
    { name: 'Ana', contact: 'ana@x' },
    gather([person('Nodira', { purposes: { C4: 'yes' } })], 'un'),
    words,
  )!
  const labels = report.blocks.flatMap((block) =>
    block.kind === 'paragraph' && block.field ? [block.field.label] : [],
  )
  expect(labels).toEqual([
    'un.victim',
    'un.consent',
    'wgad.arrestDate',
    'wgad.arrestPlace',
    'wgad.forces',
    'wgad.warrant',
    'wgad.reasons',
    'wgad.since',
    'wgad.places',
    'wgad.authority',
    'wgad.law',
    'wgad.categories',
    'wgad.arbitrary',
    'wgad.remedies',
    'un.submitterName',
    'un.submitterContact',
  ])
  const emptied = textOf(withoutEmpty(report))
  expect(emptied).not.toContain('wgad.warrant')
  expect(emptied).toContain('2024-01-14')
})

test('remarks for the desk stay there: what is not asked yet and what to look up stands in no file', () => {
  const submitter = { name: 'Ana', contact: 'ana@x' }
  const purposes = { C2: 'yes', C4: 'yes', C5: 'yes' } as const
  const of = person('Nodira', { purposes, more: tellingOf('x', 'because she spoke') })
  const un = gather([of], 'un')
  const made = [
    communication({ ...submitter, procedure: 'urgent_appeal' }, un, words)!,
    wgad(submitter, un, words)!,
    application({ ...submitter, programme: '', needs: [] }, gather([of], 'partner'), words)!,
    urgency(
      { country: '', subject: '', rule: '', regards: '', addressees: '' },
      gather([of], 'parliament'),
      words,
    ),
  ]
  const remarks =
    /urgent_appeal\.note|wgad\.(?:note|test|result|notAsked)|grant\.(?:note|keeps)|urgency\.rule\b/
  for (const report of made) {
    expect(textOf(report)).toMatch(remarks)
    expect(textOf(withoutEmpty(report))).not.toMatch(remarks)
  }
  expect(textOf(withoutEmpty(made[1]!))).toContain('II – because she spoke x')
})

const answers = (...given: readonly (readonly [string, string])[]) => ({
  assessment: {
    answers: given.map(([question, answer]) => ({ question, answer, reason: null })),
    reasons: null,
  },
  pastEnd: 'no' as const,
  heldSince: null,
})

test('one category is enough, and a served sentence is the first whoever answered what', () => {
  const no = ['WGAD1', 'WGAD2', 'WGAD3', 'WGAD4', 'WGAD5'].map((code) => [code, 'no'] as const)
  expect(testCategories(answers()).result).toBe('open')
  expect(testCategories(answers(...no)).result).toBe('not_met')
  expect(testCategories(answers(['WGAD2', 'yes'])).result).toBe('met')
  expect(testCategories(answers(['WGAD0', 'no'], ['WGAD2', 'yes'])).result).toBe('not_held')
  expect(testCategories({ ...answers(...no), pastEnd: 'certain' })).toMatchObject({
    result: 'met',
    categories: [{ category: 'I', answer: 'yes', from: 'dates' }, {}, {}, {}, {}],
  })
})

test('a period counts what begins in it; a gap is a stated duty of which nothing done is logged', () => {
  const rows = [
    row({ date: '2024-03', duties: ['E05', 'E07'], requested: '2024-02', daysToAnswer: 4 }),
    row({
      date: '2024',
      type: 'trial_observation',
      duties: ['E09'],
      result: 'refused_by_host',
      requested: '2024-01',
      daysToAnswer: 10,
    }),
    row({ date: '2024-06', type: 'statement', duties: ['E12'], result: 'pending', requested: '2024-06' }),
    row({ date: '2023-12', duties: ['E05'] }),
  ]
  const inside = rowsIn(rows, { from: '2024-01', to: '2024-06' })
  expect(inside).toHaveLength(3)
  const form = { mission: 'm', from: '2024-01', to: '2024-06', guidelines: ['NO'] as const }
  const { cells, responses } = figuresOf(rows, form, '2024-08-01')
  expect(cells.find(({ code }) => code === 'E05')).toMatchObject({ done: 1, notDone: 0, last: '2024-03' })
  expect(cells.find(({ code }) => code === 'E09')).toMatchObject({ done: 0, notDone: 1, last: null })
  const gaps = (bound: typeof form) =>
    figuresOf(rows, bound, '2024-08-01').cells.flatMap(({ code, gap }) => (gap ? [code] : []))
  expect(gaps(form)).toEqual(['E01', 'E02', 'E03', 'E04', 'E11', 'E12', 'E17', 'E22', 'E23'])
  expect(figuresOf(rows, { ...form, guidelines: [] }, '2024-08-01').cells.some(({ gap }) => gap)).toBe(false)
  expect(responses).toMatchObject({ requests: 3, answered: 2, open: 1, longestOpen: 32 })
})

test('names are found as whole words in any spelling; an allowed one that holds another does not give it away', () => {
  expect(namesFound('We met NURIA PEREZ there.', ['Núria Pérez', 'Ria'])).toEqual(['Núria Pérez'])
  expect(namesFound('Ana María Cruz was heard.', ['María Cruz'], ['Ana María Cruz'])).toEqual([])
  expect(namesFound('Ana María Cruz and María Cruz', ['María Cruz'], ['Ana María Cruz'])).toEqual([
    'María Cruz',
  ])
  expect(namesFound('قابلنا نادرة سعيدوفا أمس', ['نادره سعيدوفا'])).toEqual(['نادره سعيدوفا'])
  expect(namesLost('Release Nodira!', ['Nodira', 'Bahrom'])).toEqual(['Bahrom'])
})

test('what people wrote is no markup in HTML, and text in the page', () => {
  const report: ReportDocument = {
    ...brief(briefForm('public'), { shown: [], leftOut: 0 }, words),
    title: '<script>alert(1)</script> & "x"',
    blocks: [{ kind: 'paragraph', text: '#eval("1") <b>', counts: false }],
  }
  const html = reportAsHtml(report)
  expect(html).not.toMatch(/<script|<b>/)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;')
  expect(reportAsPage(report).blocks).toEqual([{ kind: 'paragraph', text: '#eval("1") <b>' }])
})
