/** A PNG picture as its chunks. The copy keeps those that draw it and drops every other. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { joinBytes } from '#vault/core/bytes.ts'
import { latin, viewOf } from './byte_source.ts'

export type PngChunk = { readonly type: string; readonly from: number; readonly to: number }

export const readPng = (
  bytes: Uint8Array,
): Result<{ readonly chunks: readonly PngChunk[]; readonly end: number }, 'damaged'> => {
  const view = viewOf(bytes)
  const chunks: PngChunk[] = []
  let at = 8
  while (at + 12 <= bytes.length) {
    const to = at + 12 + view.getUint32(at)
    if (to > bytes.length) return err('damaged')
    const type = latin(bytes, at + 4, at + 8)
    chunks.push({ type, from: at, to })
    if (type === 'IEND') return ok({ chunks, end: to })
    at = to
  }
  return err('damaged')
}

/** The picture, its colours as numbers, and its movement. */
const drawn = [
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'sBIT',
  'cICP',
  'acTL',
  'fcTL',
  'fdAT',
]

export const stripPng = (bytes: Uint8Array): Result<Uint8Array<ArrayBuffer>, 'damaged'> => {
  const read = readPng(bytes)
  if (!read.ok) return read
  const kept = read.value.chunks.filter(({ type }) => drawn.includes(type))
  return ok(joinBytes([bytes.subarray(0, 8), ...kept.map(({ from, to }) => bytes.subarray(from, to))]))
}

export const isBarePng = (bytes: Uint8Array): boolean => {
  const read = readPng(bytes)
  return (
    read.ok && read.value.end === bytes.length && read.value.chunks.every(({ type }) => drawn.includes(type))
  )
}

/** Words that stand open in it; packed ones by their name alone. */
export const pngWords = (
  bytes: Uint8Array,
): { readonly words: readonly (readonly [string, string])[]; readonly after: number } => {
  const read = readPng(bytes)
  if (!read.ok) return { words: [], after: 0 }
  const words = read.value.chunks.flatMap(({ type, from, to }): (readonly [string, string])[] => {
    const body = bytes.subarray(from + 8, to - 4)
    const name = latin(body, 0, body.indexOf(0))
    if (type === 'tEXt') return [[name, latin(body, name.length + 1)]]
    if (type === 'zTXt') return [[name, '…']]
    if (type === 'iTXt' && body[name.length + 1] === 1) return [[name, '…']]
    if (type === 'iTXt') return [[name, lastOf(body, name.length + 3)]]
    if (type === 'tIME') return [['tIME', timeOf(body)]]
    return []
  })
  return { words, after: bytes.length - read.value.end }
}

/** After the language and the translated name. */
const lastOf = (body: Uint8Array, from: number): string => {
  const afterLanguage = body.indexOf(0, from)
  const afterName = body.indexOf(0, afterLanguage + 1)
  return new TextDecoder().decode(body.subarray(afterName + 1))
}

const timeOf = (body: Uint8Array): string => {
  if (body.length < 7) return ''
  const two = (at: number) => String(body[at]).padStart(2, '0')
  return `${viewOf(body).getUint16(0)}-${two(2)}-${two(3)} ${two(4)}:${two(5)}:${two(6)}`
}
