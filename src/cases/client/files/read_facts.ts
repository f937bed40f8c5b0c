/** A file to what it tells of its maker; of a PDF its own reader asks (cases/ui/evidence/pdf.ts). */
import {
  type FileFact,
  type FileKind,
  type FileReport,
  inOrder,
  isFilm,
  isPicture,
  isSound,
} from '#cases/core/file_facts.ts'
import { type ByteSource, readWhole } from './byte_source.ts'
import { sniff } from './sniff.ts'

/** Read whole into memory. */
const LARGEST_WHOLE = 300_000_000

export const readFacts = async (source: ByteSource): Promise<FileReport> => {
  const kind = await sniff(source)
  const { facts, whole } = await factsOf(source, kind)
  return { kind, facts: inOrder(facts), whole }
}

type Told = { readonly facts: readonly FileFact[]; readonly whole: boolean }
const nothing: Told = { facts: [], whole: false }

const factsOf = async (source: ByteSource, kind: FileKind): Promise<Told> => {
  try {
    // Loaded when there is such a file: the readers of film alone are larger than the page.
    if (isSound(kind) || isFilm(kind))
      return await (await import('./media_facts.ts')).mediaFacts(source, kind)
    if (source.size > LARGEST_WHOLE) return nothing
    if (isPicture(kind)) {
      const { pictureFacts } = await import('./picture_facts.ts')
      const facts = await pictureFacts(await readWhole(source), kind)
      return { facts, whole: kind !== 'gif' && kind !== 'bmp' }
    }
    if (kind === 'docx' || kind === 'odf')
      return await (await import('./document_facts.ts')).documentFacts(await readWhole(source), kind)
    return { facts: [], whole: kind === 'text' }
  } catch {
    return nothing
  }
}
