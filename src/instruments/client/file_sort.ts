/** What a file is, by its first bytes. */

export type FileSort =
  | 'zip'
  | 'letters'
  | 'pdf'
  | 'picture'
  | 'old_word'
  | 'encrypted'
  | 'rich_text'
  | 'other_archive'

export const fileSort = (bytes: Uint8Array): FileSort => {
  const head = latin(bytes.subarray(0, 1024))
  if (head.includes('%PDF-')) return 'pdf'
  if (begins(head, 'PK\x03\x04', 'PK\x05\x06')) return 'zip'
  if (begins(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return compoundSort(bytes)
  if (begins(head, '{\\rtf')) return 'rich_text'
  if (begins(head, '\x1f\x8b', '7z\xbc\xaf', 'Rar!', 'BZh', '\xfd7zXZ')) return 'other_archive'
  return isPicture(head) ? 'picture' : 'letters'
}

const begins = (head: string, ...starts: readonly string[]): boolean =>
  starts.some((start) => head.startsWith(start))

const isPicture = (head: string): boolean =>
  begins(head, '\x89PNG', '\xff\xd8\xff', 'GIF87a', 'GIF89a', 'II*\0', 'MM\0*') ||
  head.slice(4, 8) === 'ftyp' ||
  /^(?:BM[^]{4}\0{4}|RIFF[^]{4}WEBP)/.test(head)

/** Older Word files, and newer ones behind a passphrase, are folders in one file; names in them have two bytes a letter. */
const compoundSort = (bytes: Uint8Array): 'encrypted' | 'old_word' => {
  const name = [...'EncryptedPackage'].map((letter) => `${letter}\0`).join('')
  return latin(bytes).includes(name) ? 'encrypted' : 'old_word'
}

const AT_ONCE = 8192

/** One letter a byte; decoders of Latin letters put others in the place of some. */
const latin = (bytes: Uint8Array): string => {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + AT_ONCE)))
  return pieces.join('')
}
