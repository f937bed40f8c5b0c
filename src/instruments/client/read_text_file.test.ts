import { deflateRawSync } from 'node:zlib'
import mammoth from 'mammoth'
import { expect, test } from 'vitest'
import { writeAknInstrument } from '#instruments/core/akn_write.ts'
import { flatten } from '#instruments/core/instrument.ts'
import { LARGEST_FILE, type TextFileRefusal } from '#instruments/core/text_file.ts'
import { exampleInstruments } from '../../cli/example_instruments.ts'
import { draftDocx } from '../../../tests/support/docx.ts'
import { zipOf } from '../../../tests/support/zip.ts'
import { docxParts } from './docx_parts.ts'
import { readTextFile } from './read_text_file.ts'

const read = (bytes: Uint8Array) => {
  let ids = 0
  return readTextFile(bytes, { newId: () => `p${(ids += 1)}` })
}
const foundIn = async (bytes: Uint8Array) => {
  const file = await read(bytes)
  if (!file.ok) throw new Error(JSON.stringify(file.error))
  return file.value
}
const rowsOf = async (bytes: Uint8Array): Promise<readonly string[]> =>
  flatten((await foundIn(bytes)).found.provisions).map(
    ({ provision: { number, text } }) => `${number} ${text}`,
  )
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string, big = false): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le')
  return new Uint8Array(big ? bytes.swap16() : bytes)
}
const refusal = async (bytes: Uint8Array): Promise<TextFileRefusal | null> => {
  const file = await read(bytes)
  return file.ok ? null : file.error
}

const text = 'The General Assembly,\n\nRecalling “l’été” of rights,\n\n1. Decides to act;\n'
const rows = ['PP1 Recalling “l’été” of rights,', 'OP1 Decides to act;']
const latin = Uint8Array.from(
  [...text].map((one) => ({ '“': 0x93, '”': 0x94, '’': 0x92 })[one] ?? one.charCodeAt(0)),
)

test.each([
  ['utf-8', utf8(text), false],
  ['utf-8', utf8(`\uFEFF${text}`), false],
  ['utf-16le', utf16(`\uFEFF${text}`), false],
  ['utf-16le', utf16(text), false],
  ['utf-16be', utf16(`\uFEFF${text}`, true), false],
  ['windows-1252', latin, true],
])(
  'letters written as %s are told apart, and said to be assumed where nothing names them',
  async (name, bytes, assumed) => {
    const file = await foundIn(bytes)
    expect([file.format, file.letters]).toEqual(['plain', name])
    expect(await rowsOf(bytes)).toEqual(rows)
    expect(file.found.doubts.some(({ kind }) => kind === 'letters_assumed')).toBe(assumed)
  },
)

test('a page that names its letters is read by them', async () => {
  const decision = 'Принимает решение;'
  const cyrillic = [...decision].map((one) =>
    /[А-я]/.test(one) ? one.charCodeAt(0) - 0x410 + 0xc0 : one.charCodeAt(0),
  )
  const page = [...utf8('<html><meta charset="windows-1251"><ol><li>'), ...cyrillic, ...utf8('</ol>')]
  expect((await foundIn(Uint8Array.from(page))).letters).toBe('windows-1251')
  expect(await rowsOf(Uint8Array.from(page))).toEqual([`OP1 ${decision}`])
})

test('signs that nobody sees are taken out and said', async () => {
  const { found } = await foundIn(utf8(text.replace('act', '\u202Etca\u202C')))
  expect(found.provisions.at(-1)?.text).toBe('Decides to tca;')
  expect(found.doubts).toContainEqual(expect.objectContaining({ kind: 'signs_left_out', line: 5 }))
})

test('a DOCX gives the numbers that are printed, its footnotes, and says what was taken and left', async () => {
  const bytes = await draftDocx()
  expect(await rowsOf(bytes)).toEqual([
    'PP1 Recalling the Declaration,',
    'PP2 Gravely concerned at attacks on defenders,',
    'OP1 Condemns all attacks against human rights defenders;',
    'OP2 Urges all States to take measures, including:',
    'OP2(a) To release those who are detained;',
    'OP2(b) To investigate:',
    'OP2(b)(i) Promptly;',
    'OP2(b)(ii) Impartially; Follow-up',
    'OP3 Requests the Secretary-General to report; Body Day Third Committee 2026-11-20',
  ])
  const { found, format } = await foundIn(bytes)
  expect(format).toBe('docx')
  expect(found.title).toBe('Protecting human rights defenders')
  expect(found.footnotes).toEqual([{ number: '1', text: 'See resolution 53/144, annex.', provision: 'PP1' }])
  const told = found.doubts.map(({ kind, found: was, assumed }) => `${kind}: ${was} → ${assumed}`)
  expect(told).toEqual(
    expect.arrayContaining([
      'tracked_changes: consider taking → take',
      'comment_left_out: Is this agreed language? → ',
      'list_numbered: a) To release those who are detained; → (a)',
      'table_rows: Body Day → ',
    ]),
  )
})

const words = (all: string): string => all.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()

test('another reader of DOCX finds the same words in the same order', async () => {
  const bytes = await draftDocx({ more: 5 })
  const theirs = (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value
  const ours = (await foundIn(bytes)).found
  const body = [ours.title, ours.opening, ...flatten(ours.provisions).map(({ provision }) => provision.text)]
  // It tells footnotes at the end.
  expect(words(theirs)).toContain(words(body.join(' ')))
})

test('Akoma Ntoso that was written here gives the whole document back, facts and all', async () => {
  const [body] = exampleInstruments()
  if (!body) throw new Error('no example')
  const { facts, own, format } = await foundIn(
    utf8(
      writeAknInstrument({
        instrument: { body, deskName: 'North', releasedOn: '2026-11-22' },
        origin: 'https://desk.example.org',
      }),
    ),
  )
  expect(format).toBe('akn')
  expect({ ...own?.instrument, versions: own?.versions }).toEqual(body)
  expect(facts?.language).toBe(body.versions.at(-1)?.language)
})

test('a text of fifty pages is read within a second', async () => {
  const bytes = await draftDocx({ more: 400 })
  const begun = performance.now()
  const { found } = await foundIn(bytes)
  expect(performance.now() - begun).toBeLessThan(1000)
  expect(flatten(found.provisions).length).toBe(409)
})

const sections = (depth: number): string =>
  `<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>${'<section>'.repeat(depth)}<content><p>x</p></content>${'</section>'.repeat(depth)}</body></act></akomaNtoso>`

test.each([
  ['comments without end before a page that never comes', '<!---->'.repeat(5000), 'no_structure'],
  ['comments after the declaration of XML', `<?xml version="1.0"?>${'<!---->'.repeat(5000)}`, 'other_xml'],
  ['styles that begin again and again', `<ol style="${'list-style:'.repeat(50_000)}"><li>x`, null],
  [
    'thousands of links to one long place',
    `<html>${'<a href="#z">1</a>'.repeat(5000)}${'<i>'.repeat(300)}<b id=z>${'word '.repeat(50_000)}`,
    'no_structure',
  ],
  ['provisions so deep that their numbers have no room', sections(60), 'akn_value'],
  ['a number of dots', sections(1).replace('<content>', `<num>${'.'.repeat(200_000)}a</num><content>`), null],
])('made to take long, %s takes less than seconds', async (_, made, kind) => {
  const begun = performance.now()
  expect((await refusal(utf8(made)))?.kind ?? null).toBe(kind)
  expect(performance.now() - begun).toBeLessThan(5000)
})

const word = (document: string) => zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': document })
const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

test.each<[string, Uint8Array, TextFileRefusal]>([
  ['an empty file', utf8(''), { kind: 'empty', at: '' }],
  ['blank lines', utf8(' \n\n'), { kind: 'empty', at: '' }],
  ['fifty megabytes', new Uint8Array(50_000_000).fill(97), { kind: 'too_large', at: '' }],
  ['text longer than any', new Uint8Array(LARGEST_FILE).fill(97), { kind: 'too_large', at: '' }],
  ['a PDF', utf8('%PDF-1.7\n%âãÏÓ'), { kind: 'pdf', at: '' }],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), { kind: 'picture', at: '' }],
  ['an older Word file', Uint8Array.from([...compound, 0, 0]), { kind: 'old_word', at: '' }],
  [
    'a DOCX behind a passphrase',
    Uint8Array.from([...compound, ...utf16('EncryptedPackage')]),
    { kind: 'encrypted', at: '' },
  ],
  ['rich text', utf8('{\\rtf1 words}'), { kind: 'rich_text', at: '' }],
  [
    'an OpenDocument text',
    zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' }),
    { kind: 'open_document', at: '' },
  ],
  ['another archive', zipOf({ 'photo.jpg': 'x' }), { kind: 'other_archive', at: '' }],
  [
    'a DOCX without its text',
    zipOf({ '[Content_Types].xml': '', 'word/x.xml': '' }),
    { kind: 'part_missing', at: '' },
  ],
  [
    'a ZIP that breaks off',
    zipOf({ 'word/document.xml': '<x/>' }).subarray(0, 40),
    { kind: 'broken_zip', at: '' },
  ],
  [
    'a DOCX whose XML is broken',
    word('<w:document><w:body>\n<w:p></w:body>'),
    { kind: 'malformed', at: 'word/document.xml, line 2, column 14' },
  ],
  [
    'a DOCX with a document type',
    word('<!DOCTYPE d [<!ENTITY a "b">]><d/>'),
    { kind: 'document_type', at: 'word/document.xml, line 1, column 30' },
  ],
  ['a DOCX without words', word('<d><body><p/></body></d>'), { kind: 'no_paragraph', at: '' }],
  ['XML of another kind', utf8('<?xml version="1.0"?><bill/>'), { kind: 'other_xml', at: 'bill' }],
  [
    'a page without words',
    utf8('<html><body><script>let a = 1</script></body></html>'),
    { kind: 'no_paragraph', at: '' },
  ],
  ['a page deeper than any', utf8('<div>'.repeat(100_000)), { kind: 'too_deep', at: '' }],
  [
    'a saved page in one file of parts',
    utf8('From: <Saved>\r\nSubject: x\r\n'),
    { kind: 'web_archive', at: '' },
  ],
  ['words with zeros among them', utf8('The\n\0 Assembly'), { kind: 'not_text', at: 'line 2' }],
  [
    'letters of no known kind',
    Uint8Array.of(97, 10, 0xe9, 0x81, 97),
    { kind: 'letters_unknown', at: 'line 2' },
  ],
  ['a letter without numbers', utf8('Dear friend,\nhow are you'), { kind: 'no_structure', lines: 2 }],
])('%s is refused with what it is', async (_, bytes, expected) => {
  expect(await refusal(bytes)).toEqual(expected)
})

test('a file that unpacks to far more than it says is given up, whatever it says of its size', async () => {
  const huge = deflateRawSync(Buffer.alloc(200_000_000), { level: 9 })
  for (const size of [200_000_000, 10]) {
    const bomb = zipOf({ 'word/document.xml': { packed: huge, size } })
    expect(bomb.length).toBeLessThan(300_000)
    expect(await refusal(bomb)).toEqual({ kind: 'zip_bomb', at: 'word/document.xml' })
  }
})

test('a part behind a passphrase, and bytes that are no packed ones, are refused by their name', async () => {
  const at = 'word/document.xml'
  const locked = await docxParts(zipOf({ [at]: { packed: Buffer.from('x'), size: 1, flags: 1 } }))
  expect(locked).toEqual({ ok: false, error: { kind: 'encrypted', at } })
  const noise = await docxParts(zipOf({ [at]: { packed: Buffer.from([7, 7, 7]), size: 9 } }))
  expect(noise).toEqual({ ok: false, error: { kind: 'broken_zip', at } })
})
