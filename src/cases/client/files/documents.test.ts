/** Documents: who wrote them is said; a copy without it is refused, for nobody can say that nothing is left. */
import { expect, test } from 'vitest'

import { draftDocx } from '../../../../tests/support/docx.ts'
import { stored, zipOf } from '../../../../tests/support/zip.ts'
import { bytesSource } from './byte_source.ts'
import { makeCleanCopy } from './clean_copy.ts'
import { pdfFacts } from '#cases/core/pdf_facts.ts'
import { readFacts } from './read_facts.ts'

const noTurn = () => Promise.resolve(null)

test('of a Word document: who changed it, tracked changes, remarks', async () => {
  const bytes = Uint8Array.from(await draftDocx())
  const report = await readFacts(bytesSource(bytes))
  expect(report).toMatchObject({ kind: 'docx', whole: true })
  expect(report.facts).toEqual(
    expect.arrayContaining([
      { name: 'last_editor', said: 'A drafter' },
      { name: 'tracked_changes', said: '2' },
      { name: 'remarks', said: '1' },
    ]),
  )
  expect(await makeCleanCopy(bytesSource(bytes), noTurn)).toEqual({ ok: false, error: 'kind_unsafe' })
})

test('of an OpenDocument text: its author, its program, its template', async () => {
  const bytes = Uint8Array.from(
    zipOf({
      mimetype: stored('application/vnd.oasis.opendocument.text'),
      'meta.xml':
        '<office:meta><meta:initial-creator>Maria &amp; José</meta:initial-creator><meta:generator>LibreOffice</meta:generator><meta:template xlink:title="Lantern Watch letter"/><meta:user-defined meta:name="Office">Manila</meta:user-defined></office:meta>',
      'content.xml': '<office:annotation office:name="1"><dc:creator>Ben</dc:creator></office:annotation>',
    }),
  )
  expect((await readFacts(bytesSource(bytes))).facts).toEqual([
    { name: 'author', said: 'Maria & José' },
    { name: 'template', said: 'Lantern Watch letter' },
    { name: 'last_editor', said: 'Ben' },
    { name: 'software', said: 'LibreOffice' },
    { name: 'tag', said: 'Manila', tag: 'Office' },
    { name: 'remarks', said: '1' },
  ])
})

test('of a PDF: the list of its maker and the words of XMP, in either form', () => {
  const facts = pdfFacts({
    info: {
      PDFFormatVersion: '1.7',
      Author: 'Maria Santos',
      Producer: 'Scanner 9',
      CreationDate: "D:20260301101112+08'00'",
      Custom: { Machine: 'DESK-7' },
    },
    xmp: '<rdf:Description xmp:CreatorTool="Writer" ><dc:creator><rdf:Seq><rdf:li>M. Santos</rdf:li></rdf:Seq></dc:creator>',
    attachments: 1,
    remarks: ['Ben'],
  })
  expect(facts).toEqual([
    { name: 'author', said: 'Maria Santos' },
    { name: 'software', said: 'Scanner 9' },
    { name: 'made', said: '2026-03-01 10:11:12 +08:00' },
    { name: 'tag', said: 'DESK-7', tag: 'Machine' },
    { name: 'author', said: 'M. Santos' },
    { name: 'software', said: 'Writer' },
    { name: 'attachments', said: '1' },
    { name: 'last_editor', said: 'Ben' },
    { name: 'remarks', said: '1' },
  ])
})

test('a ZIP that is damaged is said to be', async () => {
  const bytes = Uint8Array.from(await draftDocx()).slice(0, 900)
  expect((await readFacts(bytesSource(bytes))).whole).toBe(false)
})
