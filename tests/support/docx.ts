/** DOCX files for tests: resolutions with counted lists, footnotes, tracked changes, comments and tables. */
import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  Document,
  FootnoteReferenceRun,
  InsertedTextRun,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'

const by = { id: 0, author: 'A drafter', date: '2026-01-01T00:00:00Z' }

const level = (at: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
  level: at,
  format,
  text,
  alignment: AlignmentType.START,
})

const numbering = {
  config: [
    {
      reference: 'operative',
      levels: [
        level(0, LevelFormat.DECIMAL, '%1.'),
        level(1, LevelFormat.LOWER_LETTER, '%2)'),
        level(2, LevelFormat.LOWER_ROMAN, '(%3)'),
      ],
    },
  ],
}

const counted = (text: string | readonly TextRun[], at = 0): Paragraph =>
  new Paragraph({
    numbering: { reference: 'operative', level: at },
    children: typeof text === 'string' ? [new TextRun(text)] : [...text],
  })

/** `more`: further operative paragraphs, for texts of many pages. */
export const draftDocx = async ({ more = 0 }: { readonly more?: number } = {}): Promise<Uint8Array> => {
  const document = new Document({
    numbering,
    comments: {
      children: [{ ...by, date: new Date(by.date), children: [new Paragraph('Is this agreed language?')] }],
    },
    footnotes: { 1: { children: [new Paragraph('See resolution 53/144, annex.')] } },
    sections: [
      {
        children: [
          new Paragraph('Protecting human rights defenders'),
          new Paragraph('The General Assembly,'),
          new Paragraph({
            children: [
              new TextRun('Recalling the Declaration'),
              new FootnoteReferenceRun(1),
              new TextRun(','),
            ],
          }),
          new Paragraph('Gravely concerned at attacks on defenders,'),
          counted('Condemns all attacks against human rights defenders;'),
          counted([
            new TextRun('Urges all States to '),
            new DeletedTextRun({ ...by, text: 'consider taking' }),
            new InsertedTextRun({ ...by, id: 1, text: 'take' }),
            new TextRun(' measures, including:'),
          ] as TextRun[]),
          counted('To release those who are detained;', 1),
          counted('To investigate:', 1),
          counted('Promptly;', 2),
          counted('Impartially;', 2),
          new Paragraph('Follow-up'),
          counted([
            new CommentRangeStart(0),
            new TextRun('Requests the Secretary-General to report;'),
            new CommentRangeEnd(0),
            new TextRun({ children: [new CommentReference(0)] }),
          ] as TextRun[]),
          ...Array.from({ length: more }, (_, at) =>
            counted(
              `Calls upon all States to fulfil duty ${at} ${'towards all who defend rights '.repeat(12)};`,
            ),
          ),
          new Table({
            rows: [
              ['Body', 'Day'],
              ['Third Committee', '2026-11-20'],
            ].map(
              (cells) =>
                new TableRow({
                  children: cells.map((words) => new TableCell({ children: [new Paragraph(words)] })),
                }),
            ),
          }),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}
