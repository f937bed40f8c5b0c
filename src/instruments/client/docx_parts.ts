/** A DOCX file to the XML of those of its parts that hold words. Pictures, fonts and macros are never unpacked. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { DocxParts } from '#instruments/core/docx_lines.ts'
import type { TextFileRefusal } from '#instruments/core/text_file.ts'
import { listParts, unpackPart, type ZipPart } from '#platform/client/zip_parts.ts'
import { decodeText } from './decode_text.ts'

/** Fifty pages have about one; what unpacks to more than twenty is no text. */
const MOST_BYTES = 20_000_000

const beside = ['numbering', 'styles', 'footnotes', 'endnotes', 'comments'] as const

export const docxParts = async (bytes: Uint8Array): Promise<Result<DocxParts, TextFileRefusal>> => {
  const listed = listParts(bytes)
  if (!listed.ok) return listed
  const byName = new Map(listed.value.map((part) => [part.name, part]))
  const main = mainPart(listed.value)
  if (main === null) return err({ kind: archiveKind(byName), at: '' })
  const folder = main.name.slice(0, main.name.lastIndexOf('/') + 1)
  const document = await xmlOf(bytes, main)
  if (!document.ok) return document
  const found: Record<string, string | null> = {}
  for (const name of beside) {
    const part = byName.get(`${folder}${name}.xml`)
    const xml = part ? await xmlOf(bytes, part) : null
    if (xml && !xml.ok) return xml
    found[name] = xml?.value ?? null
  }
  return ok({ document: document.value, ...found } as DocxParts)
}

const mainPart = (parts: readonly ZipPart[]): ZipPart | null =>
  parts.find(({ name }) => /^word\/document\d?\.xml$/.test(name)) ?? null

/** What else begins like a DOCX. */
const archiveKind = (
  byName: ReadonlyMap<string, ZipPart>,
): 'open_document' | 'other_archive' | 'part_missing' => {
  if (byName.has('content.xml') && byName.has('mimetype')) return 'open_document'
  return byName.has('[Content_Types].xml') && [...byName.keys()].some((name) => name.startsWith('word/'))
    ? 'part_missing'
    : 'other_archive'
}

const xmlOf = async (bytes: Uint8Array, part: ZipPart): Promise<Result<string, TextFileRefusal>> => {
  const unpacked = await unpackPart(bytes, part, MOST_BYTES)
  if (!unpacked.ok) return unpacked
  const decoded = decodeText(unpacked.value)
  return decoded.ok ? ok(decoded.value.text) : err({ kind: 'malformed', at: part.name })
}
