/** Frozen values, made by another program (HMAC of Python's standard library): whoever changes them locks everybody out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { secret } from '#kernel/core/secret.ts'

import { coverHash, renewedKey } from './covers.ts'
import { loadSecrets, secretsId, secretsNamed } from './secrets.ts'

const of = (byte: number): Buffer => Buffer.alloc(32, byte)
const covers = [secret(of(3)), secret(of(4))]

test('covers and renewed keys are those of every release', () => {
  expect(coverHash([], of(5))).toEqual(of(5))
  expect(coverHash(covers.slice(0, 1), of(5)).toString('hex')).toBe(
    'c6db837cc45bd36297afb04ffb6612f226435c843bb4b95a2fa24e423d97bce3',
  )
  expect(coverHash(covers, of(5)).toString('hex')).toBe(
    '6b06f013ad1366e2afc65382c395f2d459d6a8bbe97daad359ec7a9da1e53c80',
  )
  expect(coverHash(covers, of(5).subarray(0, 16)).toString('hex')).toBe('f40ab2f877007e05f683b86fa82a40c7')
  expect(renewedKey(secret(of(1)), []).reveal()).toEqual(of(1))
  expect(
    renewedKey(secret(of(1)), covers)
      .reveal()
      .toString('hex'),
  ).toBe('0292f7157c6e0d44cb86bfea914d2d440da538e1ed6190fcbf36475628669602')
})

test('one cover after the other is both at once', () => {
  const [first = [], second = []] = [covers.slice(0, 1), covers.slice(1)]
  expect(coverHash(second, coverHash(first, of(5)))).toEqual(coverHash(covers, of(5)))
})

test('a renewed file gives the ids and passwords of every release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  const [pepper, vaultWrap, ...rest] = [1, 2, 3, 4].map((byte) => of(byte).toString('base64url'))
  const file = { v: 2, pepper, vaultWrap, covers: rest }
  writeFileSync(join(folder, 'secrets.json'), JSON.stringify(file), { mode: 0o600 })
  const all = loadSecrets(folder)
  const ids = [
    'fsDpPwLP4xsbv_ymHm2VJXg4LGZr37ozd82eOKjsUu8',
    '21EPUaa2QmL7rKLh8DE3ifEzVVkBFAp3IvYITe0zH-g',
    'OrzDPuMJ7X_qGz-2V8sazn6fHIFfKemklXnONH-oM48',
  ]
  expect(ids.map((id) => secretsNamed(all, id)?.covers.length)).toEqual([0, 1, 2])
  expect(secretsId(all)).toBe(ids[2])
  expect(all.loginPassword.reveal()).toBe('GEU5sSjcWlyBT6mfhkc7htjgPc7y_bIaLMl3SvnlhZw')
  expect(secretsNamed(all, null)?.loginPassword.reveal()).toBe('-u7OBebUJpdJ2o5aoi3mL4_tPKWUr8V-8m_hz6nhBj0')
  rmSync(folder, { recursive: true })
})
