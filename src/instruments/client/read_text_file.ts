/**
 * A file that somebody chose, to the provisions in it: on this device, by its content and not by its name. Refused
 * files leave nothing behind.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { docxToLines } from '#instruments/core/docx_lines.ts'
import { htmlToLines } from '#instruments/core/html_lines.ts'
import { doubt } from '#instruments/core/structure_doubts.ts'
import {
  LARGEST_FILE,
  plainLines,
  type ReadFile,
  type ReadText,
  structureOf,
  type TextFileRefusal,
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
  if (root !== null && !isPage(root)) return err({ kind: 'other_xml', at: root })
  if (root === null && !isPage(text))
    return found(withDoubt(plainLines(text), decoded), { format: 'plain', letters }, chance)
  const lines = htmlToLines(text)
  return lines.ok ? found(withDoubt(lines.value, decoded), { format: 'html', letters }, chance) : lines
}

/** Of XML, by its declaration or its first element; null: no XML. */
const rootOf = (text: string): string | null => {
  const declared = /^\s*<\?xml\b/.test(text)
  const first = /^(?:\s|<\?[^>]*\?>|<!--[^]*?-->|<!DOCTYPE[^>[]*>)*<(?<name>[\w:.-]+)/i.exec(text)?.groups?.[
    'name'
  ]
  if (first !== undefined && (declared || /^(?:\w+:)?akomaNtoso$/.test(first))) return first
  return declared ? '' : null
}

/** As browsers see it, by what stands in its beginning. */
const isPage = (text: string): boolean =>
  /^html$/i.test(text) ||
  /^\s*(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|h[1-6]|article|main|section|ol|ul|table|center|font|span|b|i|strong|em|br)\b/i.test(
    text.slice(0, 4096),
  )

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
  if (structure.ok) return ok({ ...how, found: structure.value })
  const { error } = structure
  return err(error.kind === 'empty' || error.kind === 'too_large' ? { kind: error.kind, at: '' } : error)
}
