import { expect, test } from 'vitest'
import { docxToLines } from './docx_lines.ts'

const of = (body: string, parts: Readonly<Record<string, string>> = {}) => {
  const none = { numbering: null, styles: null, footnotes: null, endnotes: null, comments: null }
  const read = docxToLines({
    ...none,
    document: `<w:document><w:body>${body}</w:body></w:document>`,
    ...parts,
  })
  if (!read.ok) throw new Error(`${read.error.kind} ${'at' in read.error ? read.error.at : ''}`)
  return read.value
}
const linesOf = (...given: Parameters<typeof of>): readonly string[] =>
  of(...given)
    .text.split('\n')
    .filter((line) => line !== '')
const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
const item = (text: string, list: number, level = 0): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>${run(text)}</w:p>`
const note = (id: number, text: string) => `<w:footnote w:id="${id}"><w:p>${run(text)}</w:p></w:footnote>`
const reference = (id: number) => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`
const styled = (style: string, text: string): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${run(text)}</w:p>`
const level = (at: number, form: string, text: string, more = ''): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${form}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`
const numbering = `<w:numbering>
  <w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '(%2)')}${level(2, 'lowerRoman', '(%3)')}</w:abstractNum>
  <w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '•')}</w:abstractNum>
  <w:abstractNum w:abstractNumId="2">${level(0, 'upperRoman', 'Article %1')}${level(1, 'decimal', '%1.%2.', '<w:isLgl/>')}</w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
  <w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>`

test('a list goes on after a heading, its levels begin again, and one that is set to begin anew does', () => {
  const body = [
    item('one', 1),
    item('a', 1, 1),
    item('b', 1, 1),
    `<w:p>${run('Heading')}</w:p>`,
    item('two', 1),
    item('a again', 1, 1),
    item('i', 1, 2),
    item('', 1),
    item('a point', 2),
    item('five', 3),
  ].join('')
  expect(linesOf(body, { numbering })).toEqual([
    '1. one',
    '(a) a',
    '(b) b',
    'Heading',
    '2. two',
    '(a) a again',
    '(i) i',
    'a point',
    '5. five',
  ])
})

test('numbers come by styles too, with the numbers of the levels above in them', () => {
  const styles = `<w:styles><w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="Art"><w:basedOn w:val="Base"/></w:style>
    <w:style w:styleId="Para"><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`
  const read = of(styled('Art', 'Rights') + styled('Para', 'Everyone'), { numbering, styles })
  expect(read.text).toBe('Article I. Rights\n\n(1) Everyone\n')
  expect(read.doubts).toMatchObject([
    { kind: 'list_numbered', assumed: 'Article I.' },
    { kind: 'list_numbered', found: '1.1. Everyone', assumed: '(1)' },
  ])
})

test('changes are read as if accepted, and a paragraph whose end was deleted goes on in the next', () => {
  const gone = '<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>'
  const body = `<w:p>${gone}${run('Urges ')}</w:p><w:p>${run('States')}<w:del><w:r><w:delText> kindly</w:delText></w:r></w:del></w:p>
    <w:p><w:moveFrom>${run('moved')}</w:moveFrom></w:p><w:p><w:moveTo>${run('moved')}</w:moveTo></w:p>
    <w:p>${gone}<w:del><w:r><w:delText>all gone</w:delText></w:r></w:del></w:p><w:p>${run('Stays')}</w:p>`
  const read = of(body)
  expect(read.text.split('\n').filter(Boolean)).toEqual(['Urges States', 'moved', 'Stays'])
  expect(read.doubts.map(({ kind, line, found, assumed }) => [kind, line, found, assumed])).toEqual([
    ['tracked_changes', 1, 'kindly', ''],
    ['tracked_changes', 3, 'moved', ''],
    ['tracked_changes', 3, '', 'moved'],
    ['tracked_changes', 5, 'all gone', ''],
  ])
})

test('hidden words, boxes, breaks and signs of their own are told or kept', () => {
  const hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>'
  const box = `<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>${run('In a box')}</w:p></w:txbxContent></mc:Choice>
    <mc:Fallback><w:txbxContent><w:p>${run('In a box')}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>`
  const read = of(
    `<w:p>${run('One')}${hidden}<w:r><w:br/></w:r>${run('two')}<w:r><w:noBreakHyphen/><w:sym w:char="00A7"/></w:r>${box}</w:p>`,
  )
  expect(read.text).toBe('One\ntwo-§\n\nIn a box\n')
  expect(read.doubts.map(({ kind, found }) => `${kind} ${found}`)).toEqual([
    'hidden_left_out secret',
    'text_box In a box',
  ])
})

test('notes are numbered in the order in which they are referred to, with the sign that somebody chose', () => {
  const footnotes = `<w:footnotes>${note(7, 'second')}${note(3, 'first')}${note(9, 'starred')}</w:footnotes>`
  const own = '<w:r><w:footnoteReference w:id="9" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
  const read = of(
    `<w:p>${run('Title')}${own}</w:p><w:p>${run('Words')}${reference(3)}${reference(7)}</w:p>`,
    {
      footnotes,
    },
  )
  expect(read.text).toBe('Title\n\nWords\n')
  expect(read.notes).toEqual([
    { line: 1, number: '*', text: 'starred' },
    { line: 3, number: '1', text: 'first' },
    { line: 3, number: '2', text: 'second' },
  ])
})
