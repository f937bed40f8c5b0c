/** What sound and film tell: tags, the phone and its place, the program that wrote them. */
import { ALL_FORMATS, CustomSource, Input, type MetadataTags } from 'mediabunny'
import { fact, type FactName, type FileFact, type FileKind } from '#cases/core/file_facts.ts'
import { type ByteSource, latin, readWhole } from './byte_source.ts'
import { ebmlFacts } from './ebml.ts'
import { mp4Facts, placeFacts } from './mp4.ts'
import { riffWords } from './riff.ts'

export const openMedia = (source: ByteSource): Input =>
  new Input({
    formats: ALL_FORMATS,
    source: new CustomSource({ getSize: () => source.size, read: (from, to) => source.read(from, to) }),
  })

/** WAV files up to this size are read whole for their chunks; of larger ones the tags at their beginning. */
const LARGEST_WAV = 200_000_000

type Told = { readonly facts: readonly FileFact[]; readonly whole: boolean }

export const mediaFacts = async (source: ByteSource, kind: FileKind): Promise<Told> => {
  const container = await containerFacts(source, kind)
  const input = openMedia(source)
  try {
    const tags = await input.getMetadataTags()
    return { facts: [...container.facts, ...tagFacts(tags)], whole: container.whole }
  } catch {
    return { facts: container.facts, whole: false }
  } finally {
    input.dispose()
  }
}

const containerFacts = async (source: ByteSource, kind: FileKind): Promise<Told> => {
  if (kind === 'mp4') return mp4Facts(source)
  if (kind === 'webm') return { facts: await ebmlFacts(source), whole: true }
  if (kind !== 'wav') return { facts: [], whole: true }
  if (source.size > LARGEST_WAV) return { facts: [], whole: false }
  const chunks = riffWords(await readWhole(source)).filter(([name]) => name !== 'LIST')
  const facts = chunks.flatMap(([name, said]) => fact(name === 'bext' ? 'author' : 'tag', said || '…', name))
  return { facts, whole: true }
}

const tagFacts = (tags: MetadataTags): readonly FileFact[] => [
  ...fact('title', tags.title ?? ''),
  ...fact('author', tags.artist ?? ''),
  ...fact('author', tags.albumArtist ?? ''),
  ...fact('subject', tags.album ?? ''),
  ...fact('description', tags.description ?? ''),
  ...fact('comment', tags.comment ?? ''),
  ...fact('comment', tags.lyrics ?? ''),
  ...fact('keywords', tags.genre ?? ''),
  ...fact('made', tags.date ? tags.date.toISOString().slice(0, 10) : ''),
  ...(tags.images ?? []).flatMap(({ data }) => fact('cover', String(data.length))),
  ...Object.entries(tags.raw ?? {}).flatMap(([name, value]) => rawFacts(name, value)),
]

const known: readonly (readonly [RegExp, FactName])[] = [
  [/manufacturer|make$|^©mak$|^©mod$|model$/i, 'camera'],
  [/version$|software|encoder|^©too$|^©swr$|^TSSE$|^TENC$|^ISFT$|encoded_by|^vendor$/i, 'software'],
  [/creationdate|creation_time|^date|^©day$|^TDR|^TYER$|^ICRD$/i, 'made'],
  [/author|artist|^©ART$|^TPE\d$|^IART$|performer|composer|engineer|^IENG$|publisher/i, 'author'],
  [/owner|^TOWN$/i, 'owner'],
  [/copyright|^TCOP$|^©cpy$|^cprt$|^ICOP$/i, 'copyright'],
  [/serial|identifier|uuid|^UFID$|^PRIV/i, 'file_id'],
  [/title|^©nam$|^TIT\d$|^INAM$/i, 'title'],
  [/comment|^©cmt$|^COMM|^ICMT$|description/i, 'comment'],
]

const rawFacts = (name: string, value: unknown): readonly FileFact[] => {
  const said = wordsOf(value)
  if (/location|^.xyz$|gps|^loci$/i.test(name)) return placeFacts(said)
  if (/^(APIC|PIC|covr|METADATA_BLOCK_PICTURE)/i.test(name)) return []
  const meant = known.find(([sign]) => sign.test(name))?.[1]
  return meant === undefined ? fact('tag', said || '…', name) : fact(meant, said)
}

const wordsOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return (latin(value, 0, 2000).match(/[\x20-\x7e]{3,}/g) ?? []).join(' ')
  if (Array.isArray(value)) return value.map(wordsOf).join(', ')
  if (typeof value === 'object' && value !== null && 'data' in value) return wordsOf(value.data)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
