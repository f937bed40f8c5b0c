import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { loadSecrets } from './secrets.ts'

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
