import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  unlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { findBinaries, packagedBinaries } from './postgres.binaries.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true }))

const asRoot = process.getuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534 }

/** As npm leaves them when it skips install scripts: without the links between libraries. */
const unlinkedCopy = (to: string): string => {
  const native = join(to, 'native')
  cpSync(String(packagedBinaries()), native, { recursive: true, verbatimSymlinks: true })
  const lib = join(native, 'lib')
  for (const name of readdirSync(lib))
    if (lstatSync(join(lib, name)).isSymbolicLink()) unlinkSync(join(lib, name))
  return native
}

test('links that npm left out are made, and the programs run where they are', () => {
  const native = unlinkedCopy(folder)
  expect(findBinaries({ native, runAs: asRoot ? nobody : null, copyTo: join(folder, 'copy') })).toBe(native)
  expect(existsSync(join(folder, 'copy'))).toBe(false)
})

test.skipIf(!asRoot)('under a closed folder they are copied to where their user can run them', () => {
  const closed = join(folder, 'root')
  mkdirSync(closed, { mode: 0o700 })
  const copyTo = join(folder, 'run')
  mkdirSync(copyTo)
  const found = findBinaries({ native: unlinkedCopy(closed), runAs: nobody, copyTo })
  expect(found).toBe(join(copyTo, 'native'))
  expect(findBinaries({ native: found, runAs: nobody, copyTo: closed })).toBe(found)
})

test('programs that run nowhere are refused in words', () => {
  const native = unlinkedCopy(folder)
  chmodSync(join(native, 'bin', 'postgres'), 0o644)
  const copyTo = join(folder, 'run')
  mkdirSync(copyTo)
  expect(() => findBinaries({ native, runAs: asRoot ? nobody : null, copyTo })).toThrow(
    'set TMPDIR to another one',
  )
})
