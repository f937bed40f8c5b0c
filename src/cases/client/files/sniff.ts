/** What a file is, by its first bytes: its name and its media type are somebody's claim. */
import type { FileKind } from '#cases/core/file_facts.ts'
import { type ByteSource, latin } from './byte_source.ts'

export const sniff = async (source: ByteSource): Promise<FileKind> => {
  const head = await source.read(0, 4096)
  const text = latin(head)
  return byMagic(text) ?? byBox(text) ?? byStart(head) ?? (isText(head) ? 'text' : 'unknown')
}

// Signs of files are full of such characters.
/* oxlint-disable no-control-regex */
const magic: readonly (readonly [FileKind, RegExp])[] = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['wav', /^(RIFF|RF64)[^]{4}WAVE/],
  ['gif', /^GIF8[79]a/],
  ['bmp', /^BM[^]{4}\0\0\0\0/],
  ['tiff', /^(II\*\0|MM\0\*)/],
  ['pdf', /^[^]{0,1000}?%PDF-/],
  ['webm', /^\x1aE\xdf\xa3/],
  ['ogg', /^OggS/],
  ['flac', /^fLaC/],
  ['mp3', /^ID3/],
  ['odf', /^PK\x03\x04[^]{26}mimetypeapplication\/vnd\.oasis\.opendocument/],
  ['docx', /^PK\x03\x04[^]{26}[^]*?(\[Content_Types\]\.xml|word\/|_rels\/\.rels)/],
  ['zip', /^PK(\x03\x04|\x05\x06)/],
]
/* oxlint-enable no-control-regex */

const byMagic = (text: string): FileKind | undefined => magic.find(([, sign]) => sign.test(text))?.[0]

const byBox = (text: string): FileKind | undefined => {
  if (!['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].includes(text.slice(4, 8))) return undefined
  const brand = text.slice(8, 12)
  if (text.startsWith('ftyp', 4) && /^(heic|heix|hevc|mif1|msf1|heim|heis)$/.test(brand)) return 'heic'
  if (text.startsWith('ftyp', 4) && /^avi[fs]$/.test(brand)) return 'avif'
  return 'mp4'
}

/** Sound without a head: a frame's first bits. */
const byStart = ([first = 0, second = 0]: Uint8Array): FileKind | undefined => {
  if (first !== 0xff) return undefined
  if ((second & 0xf6) === 0xf0) return 'aac'
  return (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 ? 'mp3' : undefined
}

const isText = (head: Uint8Array): boolean => {
  if (head.length === 0) return true
  if (head.includes(0)) return false
  try {
    // The last letter may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
