/**
 * A file that somebody chose, to the provisions in it: on this device, by its content and not by its name. Refused
 * files leave nothing behind.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { readAkn } from '#instruments/core/akn_read.ts'
import { docxToLines } from '#instruments/core/docx_lines.ts'
import type { FileRefusal } from '#instruments/core/file_refusal.ts'
import { htmlToLines } from '#instruments/core/html_lines.ts'
import { doubt } from '#instruments/core/structure_doubts.ts'
import {
  LARGEST_FILE,
  plainLines,
  type ReadFile,
  type ReadText,
  structureOf,
  type TextFileRefusal,
  type textFileRefusals,
} from '#instruments/core/text_file.ts'
import { decodeText, type Decoded } from './decode_text.ts'
import { docxParts } from './docx_parts.ts'
import { fileSort } from './file_sort.ts'

type Chance = { readonly newId: () => string }

export const readTextFile = async (
  bytes: Uint8Array,
  chance: Chance,
): Promise<Result<ReadFile, TextFileRefusal>> => {
  if (bytes.length === 0) return err({ kind: 'empty', at: '' })
  if (bytes.length > LARGEST_FILE) return err({ kind: 'too_large', at: '' })
  const sort = fileSort(bytes)
  if (sort === 'zip') return readDocx(bytes, chance)
  if (sort !== 'letters') return err({ kind: sort, at: '' })
  const decoded = decodeText(bytes)
  if (!decoded.ok) return decoded
  return readLetters(decoded.value, chance)
}

const readDocx = async (bytes: Uint8Array, chance: Chance): Promise<Result<ReadFile, TextFileRefusal>> => {
  const parts = await docxParts(bytes)
  if (!parts.ok) return parts
  const lines = docxToLines(parts.value)
  return lines.ok ? found(lines.value, { format: 'docx', letters: null }, chance) : lines
}

const readLetters = (decoded: Decoded, chance: Chance): Result<ReadFile, TextFileRefusal> => {
  const { text, letters } = decoded
  if (text.trim() === '') return err({ kind: 'empty', at: '' })
  if (
    /^(?:From|MIME-Version|Content-Type|Subject|Snapshot-Content-Location): .*\r?\n(?:[\w-]+: |\s)/i.test(
      text,
    )
  )
    return err({ kind: 'web_archive', at: '' })
  const root = rootOf(text)
  if (root !== null && /^(?:\w+:)?akomaNtoso$/.test(root)) return readLaw(text, { letters, chance })
  if (root !== null && !isPage(root)) return err({ kind: 'other_xml', at: root })
  if (root === null && !isPage(text))
    return found(withDoubt(plainLines(text), decoded), { format: 'plain', letters }, chance)
  const lines = htmlToLines(text)
  return lines.ok ? found(withDoubt(lines.value, decoded), { format: 'html', letters }, chance) : lines
}

const readLaw = (
  text: string,
  { letters, chance }: { readonly letters: string; readonly chance: Chance },
): Result<ReadFile, TextFileRefusal> => {
  const read = readAkn(text, chance)
  if (!read.ok) return err({ kind: aknRefusal(read.error.kind), at: read.error.at })
  return ok({ format: 'akn', letters, ...read.value })
}

const aknRefusal = (kind: FileRefusal['kind']): (typeof textFileRefusals)[number] => {
  switch (kind) {
    case 'too_large':
    case 'malformed':
    case 'document_type':
      return kind
    case 'other_version':
    case 'not_this_format':
      return 'akn_version'
    case 'no_provisions':
      return 'akn_empty'
    case 'no_heading':
    case 'column_twice':
    case 'column_missing':
    case 'cells_differ':
    case 'quote_open':
    case 'value_wrong':
    case 'unknown_member':
    case 'not_member_then':
    case 'named_twice':
    case 'nobody_named':
      return 'akn_value'
  }
}

/** Of XML, by its declaration or its first element; null: no XML. */
const rootOf = (text: string): string | null => {
  const declared = /^\s*<\?xml\b/.test(text)
  const first = /^<(?<name>[\w:.-]+)/.exec(text.slice(afterProlog(text)))?.groups?.['name']
  if (first !== undefined && (declared || /^(?:\w+:)?akomaNtoso$/.test(first))) return first
  return declared ? '' : null
}

/**
 * Where the first element can stand, after what may stand before it. One piece after the other: a pattern of all pieces
 * tries every way to part a hundred comments.
 */
const afterProlog = (text: string): number => {
  let at = 0
  for (;;) {
    at += /^\s*/.exec(text.slice(at, at + BLANK))?.[0].length ?? 0
    const head = text.slice(at, at + 9)
    const end = PROLOG.find(([start]) => head.toLowerCase().startsWith(start))?.[1]
    const close = end === undefined ? -1 : text.indexOf(end, at)
    if (end === undefined || close < 0) return at
    at = close + end.length
  }
}

const PROLOG = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<!doctype', '>'],
] as const
/** White space that is looked over at once. */
const BLANK = 4096

/** As browsers see it, by what stands in its beginning. */
const isPage = (text: string): boolean => {
  if (/^html$/i.test(text)) return true
  const head = text.slice(0, 4096).replaceAll(/<!--(?:(?!-->)[^])*-->/g, '')
  return /^\s*<(?:!doctype\s+html|html|head|body|meta|title|div|p|h[1-6]|article|main|section|ol|ul|table|center|font|span|b|i|strong|em|br)\b/i.test(
    head,
  )
}

const withDoubt = (read: ReadText, { letters, assumed }: Decoded): ReadText => {
  if (!assumed) return read
  const lines = read.text.split(/\r\n|\r|\n|\f/)
  const at = lines.findIndex((line) => /[\u0080-\u{10ffff}]/u.test(line))
  return at < 0
    ? read
    : { ...read, doubts: [doubt('letters_assumed', at + 1, lines[at] ?? '', letters), ...read.doubts] }
}

const found = (
  read: ReadText,
  how: Pick<ReadFile, 'format' | 'letters'>,
  chance: Chance,
): Result<ReadFile, TextFileRefusal> => {
  const structure = structureOf(read, chance)
  if (structure.ok) return ok({ ...how, found: structure.value, facts: null, own: null })
  const { error } = structure
  return err(error.kind === 'empty' || error.kind === 'too_large' ? { kind: error.kind, at: '' } : error)
}
