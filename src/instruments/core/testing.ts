/** What tests of this room share: ids in a row, versions from text. */
import type { Version } from './instrument.ts'
import { findStructure, type FoundStructure } from './structure_text.ts'

export const counter = (prefix: string): (() => string) => {
  let given = 0
  return () => `${prefix}${++given}`
}

export const structureOf = (text: string, prefix = 'p'): FoundStructure => {
  const found = findStructure(text, { newId: counter(prefix) })
  if (!found.ok) throw new Error(`no structure: ${found.error.kind}`)
  return found.value
}

export const versionOf = (text: string, prefix = 'p'): Version => {
  const { title, opening, enacting, provisions, footnotes, complete } = structureOf(text, prefix)
  return {
    id: prefix,
    symbol: null,
    stage: 'tabled',
    on: null,
    language: 'en',
    title,
    opening,
    enacting,
    provisions,
    footnotes,
    complete,
    sources: [],
  }
}

/** Numbered paragraphs of an assembly, without writing the whole form each time. */
export const resolution = (
  preamble: readonly string[],
  operative: readonly string[],
  prefix = 'p',
): Version =>
  versionOf(
    ['The General Assembly,', ...preamble, ...operative.map((text, i) => `${i + 1}. ${text}`)].join('\n\n'),
    prefix,
  )
