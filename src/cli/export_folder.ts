/** What lies in an export (docs/formats/export-v1.md): written here, read back here. */
import { z } from 'zod'

import type { OpenCase } from '#cases/client/case_log.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { OpenDesk } from '#members/client/unlocked.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { canonicalBytes, parseCanonical } from '#vault/core/v1/canonical.ts'
import { type EntryBytes, partNames, type ReadEntry } from '#vault/core/v1/entry.ts'
import { hashOf, hashSchema, idSchema, instantSchema } from '#vault/core/v1/statement.ts'
import type { HeadBytes } from '#vault/core/wire.ts'

export type Files = ReadonlyMap<string, Uint8Array>

const manifestSchema = z.strictObject({
  v: z.literal(1),
  desk: idSchema,
  at: instantSchema,
  logs: z
    .array(z.strictObject({ log: idSchema, entries: z.int().min(1), tip: hashSchema }))
    .min(1)
    .refine((logs) => new Set(logs.map(({ log }) => log)).size === logs.length),
  files: z.array(z.strictObject({ path: z.string(), sha256: hashSchema })),
})
export type Manifest = Readonly<z.infer<typeof manifestSchema>>

export const MANIFEST = 'manifest.json'

export type ExportedCase = {
  readonly open: Pick<OpenCase, 'case' | 'log' | 'entries'>
  readonly grant: { readonly epoch: number; readonly deskEpoch: number; readonly sealed: Uint8Array } | null
  readonly head: HeadBytes | null
}

export type Exporting = {
  readonly desk: Pick<OpenDesk, 'desk' | 'log'>
  /** Whose key opened it: with a printed kit nobody signs that it was exported. */
  readonly by: 'member' | 'kit'
  /** The desk's newest bundle, for its members and its printed kits. */
  readonly bundle: Uint8Array | null
  readonly cases: readonly ExportedCase[]
  readonly at: string
}

/** The files in the order of the archive: the manifest, then the rest in order of paths. */
export const filesOfExport = (given: Exporting): { readonly files: Files; readonly manifest: Uint8Array } => {
  const { desk, by, bundle, cases, at } = given
  const files = new Map<string, Uint8Array>([['README.txt', utf8(`${readme}${closing[by]}`)]])
  addLog(files, desk.desk.id, desk.log)
  if (bundle) files.set(`bundles/${desk.desk.epoch}.${desk.desk.bundle}.age`, bundle)
  const nameOf = (account: string): string => desk.desk.members.get(account)?.name ?? account
  for (const { open, grant, head } of cases) {
    addLog(files, open.case, open.log)
    files.set(`cases/${open.case}.json`, utf8(`${JSON.stringify(readable(open, nameOf), null, 2)}\n`))
    if (grant) files.set(`grants/${open.case}.${grant.epoch}.${grant.deskEpoch}`, grant.sealed)
    if (head)
      for (const part of ['statement', 'signature', 'sealed'] as const)
        files.set(`heads/${open.case}.${part}`, head[part])
  }
  const logs = [
    { log: desk.desk.id, entries: desk.log },
    ...cases.map(({ open }) => ({ log: open.case, entries: open.log })),
  ]
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const manifest = canonicalBytes({
    v: 1,
    desk: desk.desk.id,
    at,
    logs: logs.map(({ log, entries }) => ({ log, entries: entries.length, tip: entries.at(-1)?.hash ?? '' })),
    files: sorted.map(([path, bytes]) => ({ path, sha256: hashOf(bytes) })),
  } satisfies Manifest)
  return { files: new Map([[MANIFEST, manifest], ...sorted]), manifest }
}

const addLog = (files: Map<string, Uint8Array>, log: string, entries: readonly ReadEntry[]): void => {
  for (const { bytes, statement } of entries) {
    const file = `logs/${log}/${statement.seq}`
    files.set(`${file}.statement`, bytes.statement)
    files.set(`${file}.signature`, bytes.signature)
    for (const part of partNames) {
      const content = bytes[part]
      if (content) files.set(`${file}.${part}`, content)
    }
  }
}

/** For people and programs without any of our keys. */
const readable = ({ case: id, entries, log }: ExportedCase['open'], nameOf: (account: string) => string) => ({
  case: id,
  entries: entries.map((entry, place) => ({
    ...entry,
    authorName: nameOf(entry.author),
    erased: log[place]?.missing ?? [],
  })),
})

const readme = `An export of Amparo, version 1.

cases/     each case as readable JSON: its entries with coded and opened words
logs/      the same entries as they were signed: statement, signature, parts
bundles/   the desk's secret, sealed to its members and printed kits
grants/    the key of each case, sealed under the desk's secret
heads/     the sealed summary of each case

To check it, with Amparo:      amparo verify FOLDER
or with Node alone:            node verify.mjs FOLDER
(verify.mjs is in docs/formats of Amparo; the format is described in export-v1.md.)

Whoever reads this holds the words of people in danger. Keep it as you would keep them.

The signatures cover the files under logs/. The words under cases/ are what the key of
whoever exported has opened.
`

const closing = {
  member: `The desk's log holds the hash of manifest.json in an entry "exported", which that member signed.\n`,
  kit: `It was opened with a printed kit: nobody signed for it, and the desk's log does not mention it.\n`,
}

export type FolderRefusal = { readonly kind: 'no_manifest' } | { readonly kind: 'bad_manifest' }

export const manifestOf = (files: Files): Result<Manifest, FolderRefusal> => {
  const bytes = files.get(MANIFEST)
  if (!bytes) return err({ kind: 'no_manifest' })
  const value = parseCanonical(bytes, bytes.length)
  const parsed = value.ok ? manifestSchema.safeParse(value.value) : null
  return parsed?.success ? ok(parsed.data) : err({ kind: 'bad_manifest' })
}

/** The entries of a log as the folder holds them, up to the first that is missing. */
export const entriesOf = (files: Files, log: string): readonly EntryBytes[] => {
  const entries: EntryBytes[] = []
  for (let seq = 0; ; seq++) {
    const part = (name: string): Uint8Array | null => files.get(`logs/${log}/${seq}.${name}`) ?? null
    const [statement, signature] = [part('statement'), part('signature')]
    if (!statement || !signature) return entries
    entries.push({ statement, signature, coded: part('coded'), sealed: part('sealed'), open: part('open') })
  }
}
