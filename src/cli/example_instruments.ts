/**
 * The instruments of the example (examples/instruments): real texts out of public documents with their sources. They
 * are read as any text is, their structure found and their paragraphs carried over from version to version.
 */
import { readFileSync } from 'node:fs'

import type { InstrumentBody, InstrumentVersion } from '#instruments/core/instrument_body.ts'
import { carryIds, compareTexts } from '#instruments/core/redline.ts'
import { findStructure } from '#instruments/core/structure_text.ts'

import type { Device } from './device.ts'
import { propose, releaseAll } from './example_themes.ts'

/** How instruments.json says it: the text of a version stands in a file, and how it was mended by hand beside it. */
type Listed = Omit<InstrumentBody, 'versions'> & {
  readonly versions: readonly (Pick<
    InstrumentVersion,
    'id' | 'symbol' | 'stage' | 'on' | 'wording' | 'title' | 'sources'
  > & {
    /** One text after the other. */
    readonly files: readonly string[]
    /** What a person put right in the text: marks of another age, words broken by a scanner. */
    readonly corrections?: readonly (readonly [was: string, is: string])[]
  })[]
}

const folder = new URL('../../examples/instruments/', import.meta.url)

export const exampleInstruments = (): readonly InstrumentBody[] =>
  (JSON.parse(readFileSync(new URL('instruments.json', folder), 'utf8')) as readonly Listed[]).map(bodyOf)

type Loading = { readonly desk: string; readonly writer: Device; readonly lead: Device }

export const loadInstruments = async ({ desk, writer, lead }: Loading): Promise<void> => {
  for (const body of exampleInstruments()) await propose(writer, desk, 'instrument', body)
  await releaseAll(lead, desk)
}

const bodyOf = (listed: Listed): InstrumentBody => {
  const versions: InstrumentVersion[] = []
  for (const one of listed.versions) versions.push(versionOf(one, versions, listed.lang))
  return { ...listed, versions }
}

const versionOf = (
  { files, corrections = [], ...one }: Listed['versions'][number],
  earlier: readonly InstrumentVersion[],
  language: string,
): InstrumentVersion => {
  const before = earlier.at(-1)
  let given = 0
  const newId = () => `v${earlier.length + 1}-${++given}`
  const read = files.map((file) => {
    const found = findStructure(textOf(file, corrections), { newId })
    if (!found.ok) throw new Error(`${file}: ${found.error.kind}`)
    return found.value
  })
  const text = {
    provisions: read.flatMap(({ provisions }) => provisions),
    complete: read.every(({ complete }) => complete),
  }
  const provisions = before ? carryIds(text.provisions, compareTexts(before, text)) : text.provisions
  return {
    ...one,
    language,
    title: one.title ?? read[0]?.title ?? null,
    opening: read[0]?.opening ?? null,
    enacting: read[0]?.enacting ?? null,
    provisions: [...provisions],
    footnotes: read.flatMap(({ footnotes }) => footnotes),
    complete: text.complete,
  }
}

/** Lines that begin with # say where a text comes from and are none of it. */
const textOf = (file: string, corrections: readonly (readonly [string, string])[]): string => {
  const lines = readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
  return corrections.reduce((text, [was, is]) => text.replaceAll(was, is), lines.join('\n'))
}
