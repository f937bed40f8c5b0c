import { expect, test } from 'vitest'
import { flatten } from './instrument.ts'
import { htmlToLines } from './html_lines.ts'
import { toMark, writeCount } from './list_marks.ts'
import { structureOf } from './text_file.ts'

const linesOf = (html: string) => {
  const read = htmlToLines(html)
  if (!read.ok) throw new Error(read.error.kind)
  return read.value
}
const textOf = (html: string): readonly string[] =>
  linesOf(html)
    .text.split('\n')
    .filter((line) => line !== '')

test('scripts, styles, navigation and what is hidden are no words of the text', () => {
  const page = `<!doctype html><title>Site</title><style>p { color: red }</style><script>alert('x')</script>
    <nav><a href="/">Home</a></nav><header>Site</header><div role="navigation">Menu</div>
    <h1>Declaration</h1><p hidden>secret</p><p style="display:none">none</p><p>The General&nbsp;Assembly,</p>
    <noscript>Turn on scripts</noscript><aside>Share</aside><footer>2026</footer>`
  expect(textOf(page)).toEqual(['Declaration', 'The General Assembly,'])
  const left = linesOf(page).doubts.map(({ kind, found }) => `${kind} ${found}`)
  expect(left).toEqual(['Home', 'Site', 'Menu', 'Share', '2026'].map((one) => `page_parts_left_out ${one}`))
})

test('where a page names its main part, nothing else is read, and that is said', () => {
  const page = '<div>Related news</div><main><header><h1>Text</h1></header><p>Words</p></main>'
  expect(textOf(page)).toEqual(['Text', 'Words'])
  expect(linesOf(page).doubts[0]).toMatchObject({ kind: 'page_parts_left_out', found: 'Related news' })
})

test('lists get the numbers that are printed: by level, by type, from their start, by the value of an item', () => {
  const page = `<ol start="3"><li>Urges:<ol><li>one:<ol><li>deep<li>deeper</ol><li>two</ol><li value="9">Asks</ol>
    <ol type="i"><li>x<li>y</ol><ol style="list-style-type: upper-alpha"><li>z</ol><ol style="list-style:none"><li>bare</ol>
    <ol><li>7. counted by hand</ol><ul><li>a point</ul>`
  expect(textOf(page)).toEqual([
    '3. Urges:',
    '(a) one:',
    '(i) deep',
    '(ii) deeper',
    '(b) two',
    '9. Asks',
    '(i) x',
    '(ii) y',
    '(A) z',
    'bare',
    '7. counted by hand',
    'a point',
  ])
  expect(linesOf(page).doubts.filter(({ kind }) => kind === 'list_numbered')).toHaveLength(5)
})

test('a table of facts is read row by row, one that lays the page out paragraph by paragraph', () => {
  const facts = '<table><tr><th>Body<th>Day<tr><td>Third <b>Committee</b><td>20 November</table>'
  expect(textOf(facts)).toEqual(['Body Day', 'Third Committee 20 November'])
  expect(linesOf(facts).doubts).toMatchObject([{ kind: 'table_rows', line: 1 }])
  expect(textOf('<table><tr><td><p>One</p><p>Two</p><td><h2>Three</h2></table>')).toEqual([
    'One',
    'Two',
    'Three',
  ])
})

test('footnotes stand with the provision that refers to them, not in its words', () => {
  const page = `<p>The General Assembly,</p><p>Recalling it,<a href="#f1"><sup>1</sup></a></p>
    <ol><li>Decides<a href="#f2">[2]</a> to act;</ol>
    <div id="f1"><p><a href="#r1">1</a> See resolution 53/144.</p></div><ol><li id="f2">Recorded vote. ↩</ol>`
  const found = structureOf(linesOf(page), { newId: () => 'id' })
  if (!found.ok) throw new Error(found.error.kind)
  expect(flatten(found.value.provisions).map(({ provision: { text } }) => text)).toEqual([
    'Recalling it,',
    'Decides to act;',
  ])
  expect(found.value.footnotes).toEqual([
    { number: '1', text: 'See resolution 53/144.', provision: 'PP1' },
    { number: '2', text: 'Recorded vote.', provision: 'OP1' },
  ])
})

test('deleted words are left out and said, lines are broken where the page breaks them', () => {
  const page = '<p>Urges <del>kindly</del><ins>all</ins> States<br>to act</p><pre>one\ntwo</pre>'
  expect(textOf(page)).toEqual(['Urges all States', 'to act', 'one', 'two'])
  expect(linesOf(page).doubts).toMatchObject([{ kind: 'tracked_changes', found: 'kindly' }])
})

test('numbers are written as word processors print them, and marked as provisions are found', () => {
  expect([1, 26, 27, 53].map((n) => writeCount('lower_letter', n))).toEqual(['a', 'z', 'aa', 'aaa'])
  expect([4, 9, 14, 40, 1999].map((n) => writeCount('lower_roman', n))).toEqual([
    'iv',
    'ix',
    'xiv',
    'xl',
    'mcmxcix',
  ])
  const marks: readonly (readonly [string, number, string])[] = [
    ['1', 0, '1.'],
    ['1)', 0, '1.'],
    ['(1)', 0, '(1)'],
    ['1.', 1, '(1)'],
    ['2.1.', 1, '(1)'],
    ['b)', 1, '(b)'],
    ['c.', 1, '(c)'],
    ['(iv)', 2, '(iv)'],
    ['A.', 0, 'A.'],
    ['A.', 1, '(A)'],
    ['II.', 0, 'II.'],
    ['Article 5', 0, 'Article 5.'],
  ]
  for (const [label, level, mark] of marks) expect(toMark(label, level)).toBe(mark)
})
