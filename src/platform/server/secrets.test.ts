import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { addCover, firstId, loadSecrets, secretsId, secretsNamed } from './secrets.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = (): string => join(folder, 'secrets.json')

test('the secrets are made once, for the owner alone, and read the same again', () => {
  const first = loadSecrets(folder)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['secrets.json'])
  const second = loadSecrets(folder)
  expect(second.pepper.reveal()).toEqual(first.pepper.reveal())
  expect(second.loginPassword.reveal()).toBe(first.loginPassword.reveal())
  expect(first.pepper.reveal()).toHaveLength(32)
  expect(first.pepper.reveal()).not.toEqual(first.vaultWrap.reveal())
})

test('the secrets do not print', () => {
  const secrets = loadSecrets(folder)
  const kept = JSON.parse(readFileSync(file(), 'utf8')) as { pepper: string }
  expect(inspect(secrets, { depth: 9 }) + JSON.stringify(secrets)).not.toContain(kept.pepper)
})

test('a file that others may read is refused, with the command that closes it', () => {
  loadSecrets(folder)
  chmodSync(file(), 0o644)
  expect(() => loadSecrets(folder)).toThrow(`chmod 600 ${file()}`)
})

test('a damaged file is refused and not replaced, and not quoted', () => {
  const damaged = '{"v":1,"pepper":"canary'
  writeFileSync(file(), damaged, { mode: 0o600 })
  expect(() => loadSecrets(folder)).toThrow('are damaged. Put the file back from your copy')
  expect(() => loadSecrets(folder)).not.toThrow('canary')
  expect(readFileSync(file(), 'utf8')).toBe(damaged)
})

test('a renewal adds a cover and takes nothing away; of the file what a database is under is found by its id', () => {
  const first = loadSecrets(folder)
  const one = addCover(folder)
  const two = addCover(folder)
  expect(readdirSync(folder)).toEqual(['secrets.json'])
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(secretsId(loadSecrets(folder))).toBe(secretsId(two))
  expect(two.pepper.reveal()).toEqual(first.pepper.reveal())
  expect([first, one, two].map(({ covers }) => covers.length)).toEqual([0, 1, 2])
  expect(new Set([first, one, two].map(secretsId)).size).toBe(3)
  expect(new Set([first, one, two].map(({ loginPassword }) => loginPassword.reveal())).size).toBe(3)
  expect(new Set([first, one, two].map(firstId))).toEqual(new Set([secretsId(first)]))
  expect(secretsNamed(two, null)?.covers).toEqual([])
  for (const some of [first, one, two]) {
    const found = secretsNamed(two, secretsId(some))!
    expect(secretsId(found)).toBe(secretsId(some))
    expect(found.loginPassword.reveal()).toBe(some.loginPassword.reveal())
  }
  expect(secretsNamed(one, secretsId(two)), 'an older copy does not fit').toBeNull()
  const kept = JSON.parse(readFileSync(file(), 'utf8')) as { covers: readonly string[] }
  expect(inspect(two, { depth: 9 }) + JSON.stringify(two)).not.toContain(kept.covers[1])
})
