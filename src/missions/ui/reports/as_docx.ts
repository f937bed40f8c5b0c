/** A report as DOCX, made on this device. The library is fetched when the first one is made. */
import type * as Docx from 'docx'
import type { Block, ListStyle, ReportDocument } from '#missions/core/reports/document.ts'

export const reportAsDocx = async (report: ReportDocument): Promise<Blob> => {
  const docx: typeof Docx = await import('docx')
  const making = { docx, rtl: report.dir === 'rtl' }
  const { Document, HeadingLevel, Packer } = docx
  const title = paragraphOf(making, report.title, { heading: HeadingLevel.TITLE })
  const file = new Document({
    title: report.title,
    // Nobody's name: a file tells of its maker whatever its text leaves out.
    creator: '',
    lastModifiedBy: '',
    styles: {
      default: {
        document: {
          run: {
            font: { ascii: 'Noto Sans', hAnsi: 'Noto Sans', cs: 'Noto Sans Arabic' },
            size: 21,
            language: { value: report.lang, bidirectional: report.lang },
          },
        },
      },
    },
    numbering: { config: numbering(making, report) },
    sections: [{ children: [title, ...report.blocks.flatMap((block, at) => blockOf(making, block, at))] }],
  })
  return Packer.toBlob(file)
}

type Making = { readonly docx: typeof Docx; readonly rtl: boolean }
type Numbered = Extract<ListStyle, 'letters' | 'numbers' | 'bullets'>

/** Each list counts for itself. */
const referenceOf = (at: number): string => `list-${at}`

const numbering = ({ docx }: Making, { blocks }: ReportDocument) => {
  const formats: Readonly<Record<Numbered, readonly [string, string]>> = {
    letters: [docx.LevelFormat.UPPER_LETTER, '%1.'],
    numbers: [docx.LevelFormat.DECIMAL, '%1.'],
    bullets: [docx.LevelFormat.BULLET, '•'],
  }
  return blocks.flatMap((block, at) => {
    if (block.kind !== 'list' || block.style === 'plain') return []
    const [format, text] = formats[block.style]
    const level = {
      level: 0,
      format: format as (typeof docx.LevelFormat)[keyof typeof docx.LevelFormat],
      text,
      alignment: docx.AlignmentType.START,
      style: { paragraph: { indent: { start: 500, hanging: 500 } } },
    }
    return [{ reference: referenceOf(at), levels: [level] }]
  })
}

const blockOf = (making: Making, block: Block, at: number): readonly (Docx.Paragraph | Docx.Table)[] => {
  const { docx } = making
  switch (block.kind) {
    case 'heading': {
      const heading = block.level === 2 ? docx.HeadingLevel.HEADING_1 : docx.HeadingLevel.HEADING_2
      return [paragraphOf(making, block.text, { heading })]
    }
    case 'paragraph':
      return [paragraphOf(making, block.text, {}, block.note === true)]
    case 'list':
      return block.items.map((item) =>
        paragraphOf(
          making,
          item,
          block.style === 'plain' ? {} : { numbering: { reference: referenceOf(at), level: 0 } },
        ),
      )
    case 'table':
      return [
        paragraphOf(making, block.caption, { keepNext: true }),
        tableOf(making, block),
        paragraphOf(making, '', {}),
      ]
  }
}

const tableOf = (making: Making, { head, rows }: Extract<Block, { kind: 'table' }>): Docx.Table => {
  const { Table, TableCell, TableRow, WidthType } = making.docx
  const row = (cells: readonly string[], tableHeader: boolean) =>
    new TableRow({
      tableHeader,
      cantSplit: true,
      children: cells.map((cell) => new TableCell({ children: [paragraphOf(making, cell, {})] })),
    })
  return new Table({
    visuallyRightToLeft: making.rtl,
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  })
}

/** Lines within one paragraph stay lines. */
const paragraphOf = (
  { docx, rtl }: Making,
  text: string,
  options: Docx.IParagraphOptions,
  isNote = false,
): Docx.Paragraph =>
  new docx.Paragraph({
    spacing: { after: 120 },
    ...options,
    bidirectional: rtl,
    children: text.split('\n').map(
      (line, at) =>
        new docx.TextRun({
          text: line,
          rightToLeft: rtl,
          ...(at > 0 && { break: 1 }),
          ...(isNote && { italics: !rtl, color: '555555' }),
        }),
    ),
  })
