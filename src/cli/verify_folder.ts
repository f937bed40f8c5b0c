/** Everything that can be wrong with an export, found with its bytes alone and the code the desk itself uses. */
import { verifyCase } from '#cases/core/verify_case.ts'
import { journalOf, verifyJournal } from '#members/core/journal.ts'
import { verifyDesk } from '#members/core/verify_desk.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { SALT_BYTES } from '#vault/core/v1/parts.ts'
import { hashOf } from '#vault/core/v1/statement.ts'

import { entriesOf, type Files, JOURNAL, MANIFEST, type Manifest, manifestOf } from './export_folder.ts'

export type Verified = {
  readonly findings: readonly string[]
  readonly logs: number
  readonly entries: number
  /** Link of the desk's first entry: to compare with a member of the desk. */
  readonly founded: string | null
}

export const verifyFolder = async (files: Files): Promise<Verified> => {
  const read = manifestOf(files)
  if (!read.ok) {
    const words =
      read.error.kind === 'no_manifest' ? 'is missing' : 'cannot be read as a manifest of version 1'
    return { findings: [`${MANIFEST}: ${words}`], logs: 0, entries: 0, founded: null }
  }
  const manifest = read.value
  const findings = [...checkFiles(files, manifest), ...checkWords(files, manifest)]
  const tipOf = (log: string) => {
    const stated = manifest.logs.find((one) => one.log === log)
    return stated ? { seq: stated.entries - 1, hash: stated.tip } : null
  }
  const entries = entriesOf(files, manifest.desk)
  const known = tipOf(manifest.desk)
  if (!known) findings.push(`${MANIFEST}: the desk's own log is not listed`)
  const desk = await verifyDesk(entries, manifest.desk, known)
  if (!desk.ok) findings.push(`the desk's log: ${tell(desk.error)}; no case can be checked without it`)
  let total = entries.length
  for (const { log, entries: stated } of manifest.logs) {
    const own = entriesOf(files, log)
    if (own.length !== stated)
      findings.push(`logs/${log}: ${own.length} entries, the manifest states ${stated}`)
    if (log === manifest.desk || !desk.ok) continue
    total += own.length
    const verified =
      log === journalOf(manifest.desk)
        ? await verifyJournal(own, { desk: desk.value.desk, known: tipOf(log) })
        : await verifyCase(own, { id: log, desk: desk.value.desk, known: tipOf(log) })
    if (!verified.ok) findings.push(`logs/${log}: ${tell(verified.error)}`)
  }
  const founded = desk.ok ? (desk.value.log[0]?.hash ?? null) : null
  return { findings, logs: manifest.logs.length, entries: total, founded }
}

const checkFiles = (files: Files, manifest: Manifest): string[] => {
  const stated = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]))
  return [
    ...[...stated].flatMap(([path, hash]) => {
      const bytes = files.get(path)
      if (!bytes) return [`${path}: is missing`]
      return hashOf(bytes) === hash ? [] : [`${path}: was changed`]
    }),
    ...[...files.keys()].flatMap((path) =>
      path === MANIFEST || stated.has(path) ? [] : [`${path}: is not in the manifest`],
    ),
  ]
}

/** What is readable must not say more than what was signed: ids, kinds and coded parts are the same. */
const checkWords = (files: Files, manifest: Manifest): string[] =>
  manifest.logs.flatMap(({ log }) => {
    const file = log === journalOf(manifest.desk) ? JOURNAL : `cases/${log}.json`
    const bytes = files.get(file)
    if (!bytes) return log === manifest.desk ? [] : [`${file}: is missing`]
    return saysTheSame(bytes, files, log) ? [] : [`${file}: does not say what its log says`]
  })

const saysTheSame = (bytes: Uint8Array, files: Files, log: string): boolean => {
  try {
    const { entries } = JSON.parse(new TextDecoder().decode(bytes)) as { entries: Record<string, unknown>[] }
    const signed = entriesOf(files, log)
    return (
      entries.length === signed.length &&
      signed.every(({ statement, coded, open }, seq) => {
        const said = entries[seq] ?? {}
        const { id, kind, author, at } = JSON.parse(new TextDecoder().decode(statement)) as Record<
          string,
          unknown
        >
        const same = said.id === id && said.kind === kind && said.author === author && said.at === at
        return same && isOf(coded, said.coded) && isOf(open, said.open)
      })
    )
  } catch {
    return false
  }
}

/** A clear part, after its salt, is the value that is shown; where it was erased nothing is. */
const isOf = (part: Uint8Array | null, shown: unknown): boolean =>
  part === null
    ? shown === null || shown === undefined
    : Buffer.compare(part.subarray(SALT_BYTES), canonicalBytes(shown)) === 0

/** A refusal of the protocol in words that lead to the entry. */
export const tell = (refusal: { readonly kind: string }): string => {
  const { kind, ...fields } = refusal as { readonly kind: string } & Record<string, unknown>
  const where = typeof fields.seq === 'number' ? `entry ${fields.seq}: ` : ''
  const words = kind.replaceAll('_', ' ')
  const part = typeof fields.part === 'string' ? ` (${fields.part})` : ''
  const { why } = fields
  const because =
    typeof why === 'object' && why !== null && 'kind' in why ? `, ${tell(why as typeof refusal)}` : ''
  return `${where}${words}${part}${because}`
}
