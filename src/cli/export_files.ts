/** Files of evidence beside an export: age files as they are kept, each checked against its entry; none held in memory. */
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { evidenceIn, readAgeFile } from '#cases/client/evidence_read.ts'
import type { EvidenceOf } from '#cases/client/evidence_upload.ts'
import type { CaseEntry } from '#cases/core/entry.ts'
import type { Files } from './export_folder.ts'

import { tell } from './verify_folder.ts'

/** `amparo-export-2026-11-22.age` has them in `amparo-export-2026-11-22.age-files`. */
export const filesBeside = (out: string): string => `${out}-files`

export type NamedFile = {
  readonly case: string
  readonly entry: string
  readonly file: string
  readonly cipher: string
  readonly size: number
}

/** The files that still stand in some cases. */
export const filesNamed = (
  cases: readonly { readonly open: { readonly case: string; readonly entries: readonly CaseEntry[] } }[],
): readonly NamedFile[] =>
  cases.flatMap(({ open: { case: log, entries } }) =>
    entries.flatMap((entry) => {
      const found = evidenceIn(entry)
      return found ? [{ case: log, entry: entry.id, ...found.coded }] : []
    }),
  )

export type Giving = {
  readonly give: (file: NamedFile) => Promise<AsyncIterable<Uint8Array>>
  /** Told of a file that cannot be had, and the rest goes on; without it all of them are thrown away again. */
  readonly onLost?: (words: string) => void
}

/** What `give` answers, written and checked. */
export const writeFiles = async (
  folder: string,
  files: readonly NamedFile[],
  { give, onLost }: Giving,
): Promise<void> => {
  if (files.length === 0) return
  if (existsSync(folder)) throw new Error(`${folder} is there already. Name another file with --out.`)
  mkdirSync(folder, { mode: 0o700 })
  try {
    for (const file of files) {
      try {
        await writeFile(folder, file, give)
      } catch (cause) {
        if (!onLost) throw cause
        rmSync(placeOf(folder, file), { force: true })
        onLost(`The file of entry ${file.entry} in case ${file.case} is not there, or not as it was.`)
      }
    }
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw cause
  }
}

const placeOf = (folder: string, { file }: NamedFile): string => join(folder, `${file}.age`)

const writeFile = async (folder: string, file: NamedFile, give: Giving['give']): Promise<void> => {
  const hash = createHash('sha256')
  const bytes = await give(file)
  const hashed = async function* () {
    for await (const piece of bytes) {
      hash.update(piece)
      yield piece
    }
  }
  const out = createWriteStream(placeOf(folder, file), { flags: 'wx', mode: 0o600 })
  await pipeline(Readable.from(hashed()), out)
  if (hash.digest('base64url') === file.cipher) return
  throw new Error(`The file of entry ${file.entry} in case ${file.case} is not what the case says.`)
}

/** As a member's device reads them. */
export const fromServer =
  (of: EvidenceOf, desk: string) =>
  async ({ case: log, entry }: NamedFile): Promise<AsyncIterable<Uint8Array>> => {
    const read = await readAgeFile(of, { desk, case: log, entry })
    if (!read.ok)
      throw new Error(`The file of entry ${entry} in case ${log}: ${tell(read.error)}; nothing was exported.`)
    return read.value
  }

/** What is wrong with the files beside an export, held against the entries in it. */
export const checkFilesBeside = async (folder: string, exported: Files): Promise<readonly string[]> => {
  const named = filesNamed(
    [...exported].flatMap(([path, bytes]) =>
      /^cases\/[^/]+\.json$/.test(path) ? [{ open: caseIn(bytes) }] : [],
    ),
  )
  const findings: string[] = []
  for (const { file, cipher, entry } of named)
    if ((await hashOf(join(folder, `${file}.age`))) !== cipher)
      findings.push(`${file}.age: is missing or not the file of entry ${entry}`)
  const known = new Set(named.map(({ file }) => `${file}.age`))
  for (const name of readdirSync(folder)) if (!known.has(name)) findings.push(`${name}: no entry names it`)
  return findings
}

const caseIn = (bytes: Uint8Array): { readonly case: string; readonly entries: readonly CaseEntry[] } => {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as { case: string; entries: CaseEntry[] }
  } catch {
    return { case: '', entries: [] }
  }
}

const hashOf = async (path: string): Promise<string | null> => {
  if (!existsSync(path)) return null
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  for await (const bytes of file.createReadStream()) hash.update(bytes as Uint8Array)
  return hash.digest('base64url')
}
