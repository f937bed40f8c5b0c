/** What a PDF tells, from what its reader found in it: the list of its maker and the words of XMP. */
import { fact, type FactName, type FileFact } from './file_facts.ts'

export type PdfSays = {
  readonly info: Readonly<Record<string, unknown>>
  /** XMP as it stands in the file. */
  readonly xmp: string
  readonly attachments: number
  /** Notes that somebody put onto the pages, by whom. */
  readonly remarks: readonly string[]
}

const known: Readonly<Record<string, FactName>> = {
  Author: 'author',
  Creator: 'software',
  Producer: 'software',
  Title: 'title',
  Subject: 'subject',
  Keywords: 'keywords',
  CreationDate: 'made',
  ModDate: 'changed',
  Company: 'company',
  Manager: 'manager',
}

const silent = /^(PDFFormatVersion|Language|EncryptFilterName|Is\w+Present|IsLinearized|Trapped|Custom)$/

export const pdfFacts = ({ info, xmp, attachments, remarks }: PdfSays): readonly FileFact[] => [
  ...Object.entries({ ...info, ...(info.Custom as object | undefined) }).flatMap(([name, value]) => {
    if (silent.test(name) || !['string', 'number', 'boolean'].includes(typeof value)) return []
    const said = name.endsWith('Date') ? dateWords(String(value)) : String(value)
    const meant = known[name]
    return meant === undefined ? fact('tag', said, name) : fact(meant, said)
  }),
  ...xmpFacts(xmp),
  ...(attachments > 0 ? fact('attachments', String(attachments)) : []),
  ...remarks.flatMap((name) => fact('last_editor', name)),
  ...(remarks.length > 0 ? fact('remarks', String(remarks.length)) : []),
]

const xmpKnown: Readonly<Record<string, FactName>> = {
  'dc:creator': 'author',
  'dc:title': 'title',
  'dc:description': 'description',
  'dc:rights': 'copyright',
  'pdf:Author': 'author',
  'pdf:Producer': 'software',
  'pdf:Keywords': 'keywords',
  'xmp:CreatorTool': 'software',
  'xmp:CreateDate': 'made',
  'xmp:ModifyDate': 'changed',
  'xmp:MetadataDate': 'changed',
  'xmpMM:DocumentID': 'file_id',
  'xmpMM:InstanceID': 'file_id',
  'xmpMM:OriginalDocumentID': 'file_id',
  'photoshop:AuthorsPosition': 'author',
  'photoshop:CaptionWriter': 'author',
  'stRef:filePath': 'host',
}

/** As elements or as attributes: both forms are in use. */
const xmpFacts = (xmp: string): readonly FileFact[] =>
  Object.entries(xmpKnown).flatMap(([tag, name]) =>
    [
      ...[...xmp.matchAll(new RegExp(`<${tag}[\\s>][^]*?</${tag}>`, 'g'))].map(([all]) =>
        all.replaceAll(/<[^<>]*>/g, ' '),
      ),
      ...[...xmp.matchAll(new RegExp(`\\s${tag}="([^"]*)"`, 'g'))].map(([, value = '']) => value),
    ].flatMap((said) => fact(name, said.replaceAll(/\s+/g, ' '))),
  )

/** `D:20260301101112+08'00'`, with the zone in which its maker sat. */
const dateWords = (text: string): string => {
  const parts = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?([+-]\d{2}'?\d{0,2}|Z)?/.exec(text)
  if (parts === null) return text
  const [, year, month, day, hour, minute, second, zone] = parts
  const date = [year, month, day].filter(Boolean).join('-')
  const time = [hour, minute, second].filter(Boolean).join(':')
  return [date, time, zone?.replaceAll("'", ':').replace(/:$/, '')].filter(Boolean).join(' ')
}
