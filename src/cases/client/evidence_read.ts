/**
 * Reading files of evidence: every piece is opened and checked before anybody sees it, from any place on. What the
 * server answers in place of a file is refused like a log that was tampered with.
 */
import { againWhenCut } from '#cases/client/again.ts'
import type { EvidenceRefusal, SavedEvidence } from '#cases/client/evidence_views.ts'
import type { EvidenceOf, OfCase } from '#cases/client/evidence_upload.ts'
import { fromServer } from '#cases/client/registry.ts'
import type { CaseEntry } from '#cases/core/entry.ts'
import {
  type EvidenceCoded,
  evidenceCoded,
  type EvidenceWords,
  evidenceWords,
} from '#cases/core/kinds/evidence.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import {
  beginHash,
  CHUNK,
  chunkPlace,
  chunksOf,
  type EvidenceKey,
  type Hashing,
  headerSize,
  openChunks,
  openEvidenceKey,
} from '#vault/client/v1/evidence.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Answer<T> = Promise<Result<T, EvidenceRefusal>>
export type OfEvidence = OfCase & { readonly entry: string }

type Found = {
  readonly seq: number
  readonly coded: EvidenceCoded
  readonly words: OpenWords
  readonly key: EvidenceKey
}
/** With what opens the file. */
type OpenWords = EvidenceWords & { readonly identity: string }

const differs = (seq: number): EvidenceRefusal => ({ kind: 'tampered', what: 'file_differs', seq })

const find = async (of: EvidenceOf, given: OfEvidence): Answer<Found> => {
  const known = of.opened.get(given.case)?.entries.find(({ id }) => id === given.entry)
  if (!known) {
    const view = await of.view(given)
    if (!view.ok) return view
  }
  const entry = of.opened.get(given.case)?.entries.find(({ id }) => id === given.entry)
  const said = entry && evidenceIn(entry)
  if (!entry || !said) return err({ kind: 'no_such_evidence' })
  const key = await keyOf(of, given, { ...said, seq: entry.seq })
  return key.ok ? ok({ ...said, seq: entry.seq, key: key.value }) : key
}

/** What an entry says of its file; in a dark case all of it is sealed. */
export const evidenceIn = (
  entry: CaseEntry,
): { readonly coded: EvidenceCoded; readonly words: OpenWords } | null => {
  const inside = entry.kind === 'dark' ? (entry.words as Partial<CaseEntry> | null | undefined) : entry
  if (inside?.kind !== 'evidence') return null
  const coded = evidenceCoded.safeParse(inside.coded)
  const words = evidenceWords.safeParse(inside.words)
  if (!coded.success || !words.success) return null
  const { identity } = words.data
  return identity === undefined ? null : { coded: coded.data, words: { ...words.data, identity } }
}

const MOST_KEYS = 100

const keyOf = async (
  of: EvidenceOf,
  given: OfEvidence,
  said: Omit<Found, 'key'>,
): Promise<Result<EvidenceKey, EvidenceRefusal>> => {
  const known = of.keys.get(given.entry)
  if (known) return ok(known)
  const length = headerSize(said.words.size, said.coded.size)
  if (length === null) return err(differs(said.seq))
  const header = await fetchBytes(of, given, { ...said, from: 0, to: length })
  if (!header.ok) return header
  const key = await openEvidenceKey(said.words.identity, header.value)
  if (!key) return err(differs(said.seq))
  if (of.keys.size >= MOST_KEYS) of.keys.clear()
  of.keys.set(given.entry, key)
  return ok(key)
}

type Range = { readonly from: number; readonly to: number }

const fetchBytes = async (
  of: EvidenceOf,
  given: OfEvidence,
  { coded, seq, from, to }: Pick<Found, 'coded' | 'seq'> & Range,
): Answer<Bytes> => {
  const { desk, case: log } = given
  const path = `/desks/${desk}/cases/${log}/files/${coded.file}/bytes?from=${from}&to=${to}`
  const got = await of.bytes.get(path)
  if (got.ok) return got.value.length === to - from ? got : err(differs(seq))
  if (got.error.kind !== 'refused' || got.error.status !== 404) return err(fromServer(got.error))
  // Either it was erased meanwhile, of which the log tells, or the server keeps it back.
  const view = await of.view(given)
  if (!view.ok) return view
  const entry = of.opened.get(given.case)?.entries.find(({ id }) => id === given.entry)
  return err(
    entry && evidenceIn(entry) ? { kind: 'tampered', what: 'withheld', seq } : { kind: 'no_such_evidence' },
  )
}

/** Chunks that are asked for at once: less than the server gives. */
const CHUNKS_AT_ONCE = 48

/** Some chunks as they are on the server, and opened. */
const fetchChunks = async (
  of: EvidenceOf,
  given: OfEvidence,
  { found, first, count }: { readonly found: Found; readonly first: number; readonly count: number },
): Answer<{ readonly sealed: Bytes; readonly plain: Bytes }> => {
  const header = found.key.header.length
  const from = chunkPlace(first, header)
  const to = Math.min(found.coded.size, chunkPlace(first + count, header))
  const sealed = await fetchBytes(of, given, { ...found, from, to })
  if (!sealed.ok) return sealed
  const plain = openChunks(found.key, found.words.size, { first, count, sealed: sealed.value })
  return plain ? ok({ sealed: sealed.value, plain }) : err(differs(found.seq))
}

export const readEvidencePart = async (of: EvidenceOf, given: OfEvidence & Range): Answer<Bytes> => {
  const found = await find(of, given)
  if (!found.ok) return found
  const from = Math.max(0, Math.floor(given.from))
  const to = Math.min(found.value.words.size, Math.ceil(given.to))
  if (!(from < to)) return ok(new Uint8Array(0))
  const bytes = new Uint8Array(to - from)
  const end = Math.ceil(to / CHUNK)
  for (let first = Math.floor(from / CHUNK); first < end; first += CHUNKS_AT_ONCE) {
    const count = Math.min(CHUNKS_AT_ONCE, end - first)
    const chunks = await fetchChunks(of, given, { found: found.value, first, count })
    if (!chunks.ok) return chunks
    const begin = first * CHUNK
    const part = chunks.value.plain.subarray(Math.max(0, from - begin), to - begin)
    bytes.set(part, Math.max(0, begin - from))
  }
  return ok(bytes)
}

export const readEvidence = async (of: EvidenceOf, given: OfEvidence): Answer<ReadableStream<Bytes>> => {
  const found = await find(of, given)
  return found.ok ? ok(await streamOf(of, given, { found: found.value, give: 'plain' })) : found
}

/** The age file as it is kept, checked like the rest; nothing is written in the case. */
export const readAgeFile = async (of: EvidenceOf, given: OfEvidence): Answer<ReadableStream<Bytes>> => {
  const found = await find(of, given)
  return found.ok ? ok(await streamOf(of, given, { found: found.value, give: 'age' })) : found
}

type Wanted = { readonly found: Found; readonly give: 'plain' | 'age' }

/** A refusal in the middle of a stream. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused'
  readonly refusal: EvidenceRefusal
  constructor(refusal: EvidenceRefusal) {
    super('what' in refusal ? `${refusal.kind} ${refusal.what}` : refusal.kind)
    this.refusal = refusal
  }
}

/** Milliseconds: who saves a gigabyte waits longer for its next piece than for a picture. */
const AGAIN = [200, 1000, 4000]

/** The next piece travels while this one is taken; both hashes of the entry are checked before the end is told. */
const streamOf = async (
  of: EvidenceOf,
  given: OfEvidence,
  { found, give }: Wanted,
): Promise<ReadableStream<Bytes>> => {
  const { words, key, coded } = found
  const count = chunksOf(words.size)
  const fetchAt = (first: number) =>
    againWhenCut(AGAIN, () =>
      fetchChunks(of, given, { found, first, count: Math.min(CHUNKS_AT_ONCE, count - first) }),
    )
  const hashes: { readonly plain: Hashing; readonly cipher: Hashing } = {
    plain: await beginHash(),
    cipher: await beginHash(),
  }
  hashes.cipher.add(key.header)
  const isWhole = (): boolean =>
    toBase64url(hashes.plain.end()) === words.hash && toBase64url(hashes.cipher.end()) === coded.cipher
  let first = 0
  let next: ReturnType<typeof fetchAt> | null = null
  return new ReadableStream<Bytes>(
    {
      start: (stream) => {
        if (give === 'age') stream.enqueue(key.header.slice())
      },
      pull: async (stream) => {
        const piece = await (next ?? fetchAt(first))
        if (!piece.ok) return stream.error(new StreamRefused(piece.error))
        const { plain, sealed } = piece.value
        first += CHUNKS_AT_ONCE
        next = first < count ? fetchAt(first) : null
        hashes.plain.add(plain)
        hashes.cipher.add(sealed)
        of.progress(Math.min(words.size, first * CHUNK), words.size, 'download')
        if (next === null && !isWhole()) return stream.error(new StreamRefused(differs(found.seq)))
        const bytes = give === 'plain' ? plain : sealed
        if (bytes.length > 0) stream.enqueue(bytes)
        if (next === null) stream.close()
      },
    },
    { highWaterMark: 0 },
  )
}

export const saveEvidence = async (
  of: EvidenceOf,
  given: OfEvidence & { readonly to: 'plain' | 'age'; readonly why?: string },
): Answer<SavedEvidence> => {
  const found = await find(of, given)
  if (!found.ok) return found
  const { words, coded } = found.value
  const said = given.why ? { note: given.why } : {}
  const custody = { kind: 'custody', coded: { of: given.entry, act: 'exported' }, words: said }
  const noted = await of.append({ desk: given.desk, case: given.case, entries: [custody] })
  if (!noted.ok) return noted
  const stream = await streamOf(of, given, { found: found.value, give: given.to })
  const name = plainName(words.name)
  if (given.to === 'plain')
    return ok({ name, mediaType: words.mediaType, size: words.size, stream, identity: null })
  return ok({
    name: `${name}.age`,
    mediaType: 'application/octet-stream',
    size: coded.size,
    stream,
    identity: words.identity,
  })
}

/**
 * A name that leads nowhere and looks like what it is: no folders, nothing hidden, and no marks that turn the reading
 * order around, by which a program passes for a picture.
 */
export const plainName = (name: string): string => {
  const bare = name.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029/\\:*?"<>|]/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '')
  return bare.slice(0, 200) || 'file'
}
