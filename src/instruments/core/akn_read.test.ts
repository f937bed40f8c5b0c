import { describe, expect, test } from 'vitest'

import { readAknAmendments } from './akn_amendment_read.ts'
import { AKN } from './akn_names.ts'
import { readAkn } from './akn_read.ts'
import { releasedOf } from '../../../tests/support/instruments_by_chance.ts'
import { writeAknVersion } from './akn_write.ts'
import { draftOf } from './amendment_testing.ts'
import { flatten } from './instrument.ts'
import { counter } from './testing.ts'

const readIt = (xml: string) => readAkn(xml, { newId: counter('p') })
const found = (xml: string) => {
  const read = readIt(xml)
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return read.value
}
const akn = (inside: string, namespace = AKN): string =>
  `<akomaNtoso xmlns="${namespace}">${inside}</akomaNtoso>`
const meta = (name: string, value: string): string =>
  `<meta><identification source="#x"><FRBRWork><FRBRdate date="1999-01-02" name="x"/><FRBRnumber value="${value}"/></FRBRWork><FRBRExpression><FRBRdate date="2001-02-03" name="${name}"/><FRBRlanguage language="fra"/></FRBRExpression></identification></meta>`
const numbersOf = (xml: string) =>
  flatten(found(xml).found.provisions).map(({ provision: { number, text } }) => [number, text])

const section = (num: string, text: string) =>
  `<section><num>${num}</num><content><p>${text}</p></content></section>`
const paragraph = (num: string, rest: string) => `<paragraph><num>${num}</num>${rest}</paragraph>`
const content = (words: string) => `<content><p>${words}</p></content>`
const amendment = (inside: string) =>
  akn(
    `<amendment name="a"><meta><identification source="#x"><FRBRWork><FRBRdate date="2015-11-20" name="tabling"/><FRBRauthor href="#s"/></FRBRWork></identification><references source="#x"><TLCOrganization eId="s" href="/s" showAs="A State"/></references></meta><preface><p><docNumber>L.69</docNumber></p></preface><amendmentBody><amendmentContent>${inside}</amendmentContent></amendmentBody></amendment>`,
  )

describe('documents from elsewhere', () => {
  test('an act has its articles, paragraphs and points; headings of chapters are told, not kept', () => {
    const xml = akn(
      `<act name="act">${meta('in force', 'Law 7')}<preface><p><docTitle>Law on <i>assembly</i></docTitle></p></preface>
       <body><chapter><num>I</num><heading>General</heading>
        <article eId="art_1"><num>Article 1.</num><heading>Scope</heading>
         <paragraph><num>1.</num><content><p>Everyone may assemble.</p></content></paragraph>
         <paragraph><num>2.</num><list><intro><p>Nobody may:</p></intro>
           <point><num>(a)</num><content><p>stop them,<authorialNote marker="1"><p>As amended.</p></authorialNote></p></content></point>
           <point><num>b)</num><content><p>register them.</p></content></point></list></paragraph>
        </article></chapter></body></act>`,
    )
    const { found: text, facts, own } = found(xml)
    expect(own).toBeNull()
    expect(facts).toEqual({ symbol: 'Law 7', on: '2001-02-03', language: 'fr' })
    expect([text.kind, text.title]).toEqual(['law', 'Law on assembly'])
    expect(numbersOf(xml)).toEqual([
      ['Article 1', 'Scope.'],
      ['1.1', 'Everyone may assemble.'],
      ['1.2', 'Nobody may:'],
      ['1.2(a)', 'stop them,'],
      ['1.2(b)', 'register them.'],
    ])
    expect(text.footnotes).toEqual([{ number: '1', text: 'As amended.', provision: '1.2(a)' }])
    expect(text.doubts.map(({ kind, found: words }) => [kind, words])).toEqual([
      ['not_kept', 'I General'],
      ['heading_in_text', 'Scope'],
    ])
    expect(text.starts).toHaveLength(5)
  })

  test('sections without articles are provisions, with numbers as they print them', () => {
    const inside = `<section><num>Section 2</num><intro><p>Two:</p></intro><subsection><num>(1)</num><content><p>x</p></content></subsection></section>`
    expect(
      numbersOf(akn(`<bill name="bill"><meta/><body>${section('§ 1', 'One.')}${inside}</body></bill>`)),
    ).toEqual([
      ['1', 'One.'],
      ['2', 'Two:'],
      ['2(1)', 'x'],
    ])
  })

  test('a resolution with prefixed names has its opening words, recitals with points and enacting words', () => {
    const xml = `<a:akomaNtoso xmlns:a="${AKN}"><a:statement name="resolution"><a:meta/><a:preamble><a:formula name="x"><a:p>The Council,</a:p></a:formula>
      <a:recitals><a:recital><a:num>(1)</a:num><a:p>Recalling</a:p><a:blockList><a:item><a:num>(a)</a:num><a:p>this,</a:p></a:item></a:blockList></a:recital></a:recitals>
      <a:formula name="enactingFormula"><a:p>Has decided:</a:p></a:formula></a:preamble><a:mainBody><a:p>Decides to meet.</a:p></a:mainBody></a:statement></a:akomaNtoso>`
    const { found: text } = found(xml)
    expect([text.opening, text.enacting]).toEqual(['The Council,', 'Has decided:'])
    expect(numbersOf(xml)).toEqual([
      ['PP1', 'Recalling'],
      ['PP1(a)', 'this,'],
      ['OP1', 'Decides to meet.'],
    ])
    expect(text.doubts).toMatchObject([{ kind: 'number_assumed', assumed: 'OP1', line: 3 }])
  })

  test('signs that nobody sees are taken out and told', () => {
    const xml = akn(
      '<statement name="x"><meta/><mainBody><p>Urges\u0085&#x202E;all&#x81;;</p><p>Decides.</p></mainBody></statement>',
    )
    expect(numbersOf(xml)).toEqual([
      ['OP1', 'Urges all;'],
      ['OP2', 'Decides.'],
    ])
    expect(found(xml).found.doubts.filter(({ kind }) => kind === 'signs_left_out')).toHaveLength(1)
  })

  test('numbers given twice or unreadable get others; words after points, cuts and second texts are told', () => {
    const text = `<statement name="x"><meta/><mainBody>${paragraph('1.', content('One'))}${paragraph('1.', content('Again'))}${paragraph('***', content('Stars'))}
      ${paragraph('5.', `<intro><p>Points:</p></intro><point><num>(a)</num>${content('a')}</point><point><num>(A)</num>${content('<omissis>…</omissis> b')}</point><wrapUp><p>all of it.</p></wrapUp>`)}</mainBody></statement>`
    const xml = akn(
      `<documentCollection name="x"><meta/><collectionBody><component>${text}</component><component>${text}</component></collectionBody></documentCollection>`,
    )
    expect(numbersOf(xml).map(([number]) => number)).toEqual(['OP1', 'OP2', 'OP3', 'OP5', 'OP5(a)', 'OP5(2)'])
    const { doubts, complete } = found(xml).found
    expect(doubts.map(({ kind }) => kind).toSorted()).toEqual(
      [
        'number_changed',
        'number_changed',
        'number_changed',
        'second_text',
        'text_cut',
        'words_moved',
      ].toSorted(),
    )
    expect(complete).toBe(false)
  })
})

const written = (): string => {
  const body = draftOf()
  return writeAknVersion({ instrument: releasedOf(body), origin: 'https://x.example' }, body.versions[0]!)
}

describe('documents written here', () => {
  test('words that another program changed are taken, the ids of their provisions stay', () => {
    const { own } = found(written().replace('Urges all States', 'Calls upon all States'))
    expect(own?.versions[0]?.provisions[0]).toMatchObject({
      id: 'OP1',
      text: expect.stringMatching(/^Calls upon all/),
    })
  })

  test('another indentation and another prefix change nothing', () => {
    const other = written()
      .replaceAll(/\bamparo(?=[:=])/g, 'ns0')
      .replaceAll(/\n\s*/g, '')
      .replaceAll(/(<p>)|(<\/p>)/g, '\n      $1$2')
    expect(found(other).own).toEqual(found(written()).own)
  })

  test('one with a paragraph that we did not write is read like any from elsewhere', () => {
    const added = '<paragraph><num>3.</num><content><p>Decides.</p></content></paragraph></mainBody>'
    const { own, found: text } = found(written().replace('</mainBody>', added))
    expect([own, text.provisions.map(({ number }) => number)]).toEqual([null, ['OP1', 'OP2', 'OP3']])
  })

  test('a note whose id another program made of digits without end takes no long time', () => {
    const begun = performance.now()
    const note = `<authorialNote eId="${'1'.repeat(200_000)}x" marker="1"><p>n</p></authorialNote>`
    found(written().replace(/<p>(?=Urges)/, `<p>${note}`))
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  test('one whose block was damaged is refused with its line', () => {
    const line = 1 + written().slice(0, written().indexOf('<amparo:version>')).split('\n').length - 1
    expect(readIt(written().replace('<amparo:version>{', '<amparo:version>'))).toEqual({
      ok: false,
      error: { kind: 'value_wrong', at: `line ${line}, version` },
    })
    expect(readIt(written().replace('"stage":"tabled"', '"stage":"dreamt"'))).toMatchObject({
      error: { kind: 'value_wrong', at: expect.stringMatching(/^line \d+, versions\.0\.stage$/) },
    })
  })
})

describe('what is refused, with its place', () => {
  const refusals: readonly (readonly [what: string, xml: string, kind: string, at: string])[] = [
    ['XML that is none', akn('<statement>\n<meta>'), 'malformed', 'line 2, column 19'],
    [
      'a document type',
      `<!DOCTYPE a [<!ENTITY b "c">]>\n${akn('&b;')}`,
      'document_type',
      'line 1, column 30',
    ],
    ['another format', '<html><body/></html>', 'not_this_format', 'line 1'],
    [
      'version 2',
      akn('<act/>', 'http://www.akomantoso.org/2.0'),
      'other_version',
      'line 1, http://www.akomantoso.org/2.0',
    ],
    ['no namespace', '<akomaNtoso><act/></akomaNtoso>', 'other_version', 'line 1'],
    ['an amendment', akn('\n<amendment name="x"/>'), 'no_provisions', 'line 2'],
    ['a text without paragraphs', akn('<act name="x"><meta/><body/></act>'), 'no_provisions', 'line 1'],
    ['nothing in it', akn(''), 'no_provisions', 'line 1'],
    ['more than twenty megabytes', akn('x'.repeat(20_000_001)), 'too_large', 'line 1'],
  ]
  test.each(refusals)('%s', (_, xml, kind, at) => {
    expect(readIt(xml)).toEqual({ ok: false, error: { kind, at } })
  })

  test('a drafts’ namespace of version 3 is read', () => {
    const xml = akn(
      '<act name="x"><meta/><body><article><num>1</num><content><p>x</p></content></article></body></act>',
      `${AKN}/CSD13`,
    )
    expect(numbersOf(xml)).toEqual([['Article 1', 'x']])
  })
})

describe('amendments', () => {
  test('one from elsewhere gives its instruction with its quotations, who tabled it and when', () => {
    const xml = amendment(
      '<p><mod>In operative paragraph 7, replace <quotedText startQuote="“" endQuote="”">full</quotedText> by <quotedText startQuote="“" endQuote="”">some</quotedText></mod></p>',
    )
    expect(readAknAmendments(xml)).toEqual({
      ok: true,
      value: [
        {
          body: null,
          symbols: ['L.69'],
          sponsors: ['A State'],
          tabledOn: '2015-11-20',
          language: null,
          instruction: 'In operative paragraph 7, replace “full” by “some”',
        },
      ],
    })
  })

  test('a text is no amendment, and a damaged block is refused', () => {
    expect(readAknAmendments(written())).toEqual({
      ok: false,
      error: { kind: 'not_this_format', at: 'line 3' },
    })
    const own =
      '<proprietary source="#x"><o:amendment xmlns:o="https://amparo.example/ns/akn/1">{}</o:amendment></proprietary></meta>'
    expect(readAknAmendments(amendment('<p>x</p>').replace('</meta>', own))).toMatchObject({
      error: { kind: 'value_wrong', at: 'line 1, instrument' },
    })
  })
})
