/** What lies in an export (docs/formats/export-v1.md): written here, read back here. */
import { z } from 'zod'

import type { OpenCase } from '#cases/client/case_log.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { journalOf } from '#members/core/journal.ts'
import type { OpenJournal } from '#members/client/journal.ts'
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
export const JOURNAL = 'journal.json'

export type ExportedCase = {
  readonly open: Pick<OpenCase, 'case' | 'log' | 'entries'>
  readonly grant: { readonly epoch: number; readonly deskEpoch: number; readonly sealed: Uint8Array } | null
  readonly head: HeadBytes | null
}

/** The desk's journal with its key as granted. */
export type ExportedJournal = {
  readonly open: Pick<OpenJournal, 'log' | 'entries'>
  readonly grant: ExportedCase['grant']
}

export type Exporting = {
  readonly desk: Pick<OpenDesk, 'desk' | 'log'>
  /** Whose key opened it: with a printed kit nobody signs that it was exported. */
  readonly by: 'member' | 'kit' | 'shares'
  /** The desk's newest bundle, for its members and its printed kits. */
  readonly bundle: Uint8Array | null
  readonly cases: readonly ExportedCase[]
  /** Of the whole desk alone. */
  readonly journal: ExportedJournal | null
  readonly at: string
}

/** The files in the order of the archive: the manifest, then the rest in order of paths. */
export const filesOfExport = (given: Exporting): { readonly files: Files; readonly manifest: Uint8Array } => {
  const { desk, by, bundle, cases, journal, at } = given
  const files = new Map<string, Uint8Array>([['README.txt', utf8(`${readme}${closing[by]}`)]])
  addLog(files, desk.desk.id, desk.log)
  if (bundle) files.set(`bundles/${desk.desk.epoch}.${desk.desk.bundle}.age`, bundle)
  const nameOf = (account: string): string => desk.desk.members.get(account)?.name ?? account
  for (const { open, grant, head } of cases) {
    addLog(files, open.case, open.log)
    const words = { case: open.case, entries: readable(open, nameOf) }
    files.set(`cases/${open.case}.json`, jsonFile(words))
    if (grant) files.set(grantFile(open.case, grant), grant.sealed)
    if (head)
      for (const part of ['statement', 'signature', 'sealed'] as const)
        files.set(`heads/${open.case}.${part}`, head[part])
  }
  const logs = [
    { log: desk.desk.id, entries: desk.log },
    ...cases.map(({ open }) => ({ log: open.case, entries: open.log })),
  ]
  if (journal) {
    const log = journalOf(desk.desk.id)
    addLog(files, log, journal.open.log)
    files.set(JOURNAL, jsonFile({ journal: log, entries: readable(journal.open, nameOf) }))
    if (journal.grant) files.set(grantFile(log, journal.grant), journal.grant.sealed)
    logs.push({ log, entries: journal.open.log })
  }
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

const jsonFile = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, 2)}\n`)

const grantFile = (log: string, grant: NonNullable<ExportedCase['grant']>): string =>
  `grants/${log}.${grant.epoch}.${grant.deskEpoch}`

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
const readable = (
  {
    entries,
    log,
  }: { readonly entries: readonly { readonly author: string }[]; readonly log: readonly ReadEntry[] },
  nameOf: (account: string) => string,
) =>
  entries.map((entry, place) => ({
    ...entry,
    authorName: nameOf(entry.author),
    erased: log[place]?.missing ?? [],
  }))

const readme = `An export of Amparo, version 1.

cases/     each case as readable JSON: its entries with coded and opened words
journal.json  the desk's journal in the same form, where the whole desk is exported
logs/      the same entries as they were signed: statement, signature, parts
bundles/   the desk's secret, sealed to its members and printed kits
grants/    the key of each case and of the journal, sealed under the desk's secret
heads/     the sealed summary of each case

To check it, with Amparo:      amparo verify FOLDER
or with Node alone:            node verify.mjs FOLDER
(verify.mjs is in docs/formats of Amparo; the format is described in export-v1.md.)

Whoever reads this holds the words of people in danger. Keep it as you would keep them.

The signatures cover the files under logs/. The words in the readable JSON are what the key of
whoever exported has opened.
`

const closing = {
  member: `The desk's log holds the hash of manifest.json in an entry "exported", which that member signed.\n`,
  kit: `It was opened with a printed kit: nobody signed for it, and the desk's log does not mention it.\n`,
  shares: `It was opened with sheets of the organisation: nobody signed for it, and the desk's log does not mention it.\n`,
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
