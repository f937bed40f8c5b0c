import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTar, tarEnd, type TarFile, tarOf } from './tar.ts'

const at = new Date('2024-11-22T10:15:00Z')
const archiveOf = (files: readonly TarFile[]): Uint8Array =>
  Buffer.concat([...files.map((file) => tarOf(file, at)), tarEnd()])

const aFile = fc.record({
  path: fc.stringMatching(/^[a-z]{1,20}\/[A-Za-z0-9_-]{22}\/[0-9]{1,4}\.[a-z]{1,9}$/),
  bytes: fc.uint8Array({ maxLength: 2000 }),
})

test('what is put into an archive comes out of it', () => {
  fc.assert(
    fc.property(fc.array(aFile, { maxLength: 8 }), (files) => {
      expect(readTar(archiveOf(files))).toEqual(
        files.map(({ path, bytes }) => ({ path, bytes: new Uint8Array(bytes) })),
      )
    }),
  )
})

test('the standard tar unpacks it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amparo-tar-'))
  const bytes = new TextEncoder().encode('ሰላም '.repeat(300))
  writeFileSync(join(folder, 'a.tar'), archiveOf([{ path: 'logs/one/0.coded', bytes }]))
  execFileSync('tar', ['-xf', 'a.tar'], { cwd: folder })
  expect(new Uint8Array(readFileSync(join(folder, 'logs/one/0.coded')))).toEqual(bytes)
  rmSync(folder, { recursive: true })
})

test('an archive that is cut, changed in its heads, or none at all is refused', () => {
  const whole = archiveOf([{ path: 'a', bytes: Uint8Array.of(1) }])
  expect(readTar(whole.subarray(0, 700))).toBe(null)
  expect(readTar(whole.map((byte, place) => (place === 3 ? byte ^ 1 : byte)))).toBe(null)
  expect(readTar(new TextEncoder().encode('nothing'.repeat(200)))).toBe(null)
})

test('a name that does not fit is refused', () => {
  expect(() => tarOf({ path: 'a'.repeat(101), bytes: Uint8Array.of() }, at)).toThrow('too long')
})
