import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eachInTar, readTar, tarEnd, type TarFile, tarOf } from './tar.ts'

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

test('a head of which any byte was changed to any other is refused, and never a fault', () => {
  const whole = archiveOf([{ path: 'é', bytes: Uint8Array.of(1) }])
  fc.assert(
    fc.property(fc.nat(511), fc.integer({ min: 1, max: 255 }), (place, by) => {
      const changed = readTar(whole.map((byte, here) => (here === place ? byte ^ by : byte)))
      // Behind the digits of its sum stands what nothing reads.
      if (place < 148 || place >= 156) expect(changed).toBe(null)
    }),
  )
})

test('a name of bytes that are no letters is refused, though the sum of its head holds', async () => {
  const whole = archiveOf([{ path: 'é', bytes: Uint8Array.of(1) }])
  whole.subarray(0, 2).reverse()
  expect(readTar(whole)).toBe(null)
  const folder = mkdtempSync(join(tmpdir(), 'amparo-tar-'))
  writeFileSync(join(folder, 'a.tar'), whole)
  const file = await open(join(folder, 'a.tar'))
  await expect(eachInTar(file).next()).rejects.toThrow('damaged after its beginning')
  await file.close()
  rmSync(folder, { recursive: true })
})

test('a name that does not fit is refused', () => {
  expect(() => tarOf({ path: 'a'.repeat(101), bytes: Uint8Array.of() }, at)).toThrow('too long')
})
