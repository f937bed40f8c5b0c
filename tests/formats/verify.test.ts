/** The script that anybody can run on an unpacked export: it accepts a whole one and names what is wrong. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import type { Key } from '#vault/core/v1/webcrypto.ts'
import { rootKeys } from '#vault/client/v1/root.ts'
import { bundleOf, rootDesk } from '../support/rooted_world.ts'
import {
  add,
  append,
  cardOf,
  type CaseWorld,
  makeCase,
  makeWriter,
  rightOf,
  tipOf,
} from '../support/vault_world.ts'

const script = join(import.meta.dirname, '../../docs/formats/verify.mjs')
let world: CaseWorld
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-export-'))
  world = await makeCase('export')
  const roster = rightOf(world, world.lead)
  const coded = { account: world.reader.account, role: 'writer' }
  const { hash } = await append(world.desk, world.lead, { kind: 'role_changed', coded, roster }, world.chance)
  await add(world, world.reader, { kind: 'note', coded: {}, roster: hash })
})
afterEach(() => rmSync(folder, { recursive: true }))

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')
const put = (path: string, bytes: Uint8Array): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), bytes)
}
/** Writes the folder as export-v1.md says. */
const writeExport = (): void => {
  const files: { path: string; sha256: string }[] = []
  const logs = [world.desk, world.case].map(({ id, entries }) => {
    for (const [seq, entry] of entries.entries())
      for (const part of ['statement', 'signature', 'coded', 'sealed', 'open'] as const) {
        const bytes: EntryBytes[typeof part] = entry[part]
        if (!bytes) continue
        const path = `logs/${id}/${seq}.${part}`
        put(path, bytes)
        files.push({ path, sha256: sha256(bytes) })
      }
    return { log: id, entries: entries.length, tip: tipOf(entries)?.hash ?? null }
  })
  const manifest = { v: 1, desk: world.desk.id, at: '2026-11-22T10:15:00Z', logs, files }
  put('manifest.json', canonicalBytes(manifest))
}
const run = (): string => {
  try {
    return execFileSync(process.execPath, [script, folder], { encoding: 'utf8' }).trim()
  } catch (error) {
    return (error as { stdout: string }).stdout.trim()
  }
}

test('a whole export holds, also where a part was erased', () => {
  world.case.entries[1] = { ...world.case.entries[1]!, sealed: null }
  writeExport()
  expect(run()).toBe('2 logs: hashes, links and signatures hold')
})

test('a changed file, a missing one and one too many are named', () => {
  writeExport()
  const path = `logs/${world.case.id}/1.sealed`
  put(path, Uint8Array.of(1))
  expect(run()).toContain(`${path}: missing or changed`)
  expect(run()).toContain(`${path}: not of its statement`)
  rmSync(join(folder, path))
  expect(run()).toBe(`${path}: missing or changed`)
  put('extra.txt', Uint8Array.of(1))
  expect(run()).toContain('extra.txt: not in the manifest')
})

test('a missing entry, another order and another tip are named, though the manifest agrees', () => {
  world.case.entries.splice(1, 1)
  writeExport()
  expect(run()).toContain(`logs/${world.case.id}/1: broken link`)
})

test('a truncated log is named where the manifest tells its tip', () => {
  writeExport()
  rmSync(join(folder, `logs/${world.case.id}/3.statement`))
  expect(run()).toContain(`logs/${world.case.id}/3.statement: missing or changed`)
  expect(run()).toContain(`${world.case.id}: does not end at the tip of the manifest`)
})

test('a forged author is named, though the manifest agrees', async () => {
  await add(world, { ...world.lead, signing: world.reader.signing }, { kind: 'note', coded: {} })
  writeExport()
  expect(run()).toBe(`logs/${world.case.id}/4: wrong signature`)
})

test("an entry under somebody else's right is named, though the manifest agrees", async () => {
  await add(world, world.writer, { kind: 'note', coded: {}, roster: rightOf(world, world.lead) })
  writeExport()
  expect(run()).toBe(`logs/${world.case.id}/4: wrong signature`)
})

/** The desk trusts a root, which lets the writer in under other keys and certifies the second lead. */
const underRoot = async (certifier?: Key) => {
  const { desk, second, writer, chance } = world
  const keys = await rootKeys(new Uint8Array(32).fill(3))
  const from = await rootDesk(world, keys)
  const again = await makeWriter('vera', chance, 'age1other'.padEnd(40, 'q'))
  const card = { ...cardOf(again), account: writer.account }
  const byRoot = { ...writer, signing: keys.signing }
  const letIn = { kind: 'recovered', coded: { card, ...bundleOf('recovered') }, roster: from }
  const { hash } = await append(desk, byRoot, letIn, chance)
  const said = { card: cardOf(second), until: '2027-11-22T10:15:00Z' }
  const certifies = { ...second, signing: certifier ?? keys.signing }
  const certificate = await append(desk, certifies, { kind: 'certified', coded: said, roster: from }, chance)
  await add(world, { ...again, account: writer.account }, { kind: 'note', coded: {}, roster: hash })
  return certificate.hash
}

test('what the root signed holds: a member under other keys, a certificate', async () => {
  await underRoot()
  writeExport()
  expect(run()).toBe('2 logs: hashes, links and signatures hold')
})

test('a certificate that a lead signed is named, though the manifest agrees', async () => {
  await underRoot(world.second.signing)
  writeExport()
  expect(run()).toBe(`logs/${world.desk.id}/${world.desk.entries.length - 1}: wrong signature`)
})

test('a certificate gives no right to write under', async () => {
  const roster = await underRoot()
  await add(world, world.second, { kind: 'note', coded: {}, roster })
  writeExport()
  expect(run()).toBe(`logs/${world.case.id}/5: wrong signature`)
})
