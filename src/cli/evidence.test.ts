/** Files from a terminal: the real command, a real file, and memory that stays flat. */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { openedCase } from '../../tests/support/evidence.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'
import { inherited } from '../../tests/support/inherited.ts'

let app: TestDesk
let http: OverHttp
let folder: string
let where: { desk: string; case: string }
beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app)
  folder = mkdtempSync(join(tmpdir(), 'amparo-evidence-'))
  where = await openedCase(app)
})
afterAll(async () => {
  await http.stop()
  await app.stop()
  rmSync(folder, { recursive: true })
})

const argsAs = (name: string, args: readonly string[]) => [
  'evidence',
  ...args,
  '--server',
  http.address,
  '--desk',
  'North',
  '--case',
  where.case,
  '--name',
  name,
]
const amparo = (name: string, ...args: readonly string[]) =>
  startAmparo(argsAs(name, args), { AMPARO_PASSPHRASE: PASSPHRASE }).ended

test('a file is added, listed and got, plain or as the age program opens it', async () => {
  const photo = join(folder, 'door.jpg')
  writeFileSync(photo, 'not quite a picture')
  const added = await amparo('vera', 'add', photo, '--title', 'The door', '--from', 'A cousin')
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining('door.jpg was added as entry') })
  const listed = await amparo('rosa', 'list')
  const [line = ''] = listed.out.split('\n')
  const [entry = '', ...rest] = line.split('\t')
  expect(rest).toEqual(['image', '19', 'door.jpg'])
  const out = join(folder, 'got.jpg')
  expect(await amparo('ben', 'get', entry, '--out', out)).toMatchObject({ code: 0 })
  expect(readFileSync(out, 'utf8')).toBe('not quite a picture')
  expect(await amparo('ben', 'get', entry, '--out', out)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is there already'),
  })
  const sealed = await amparo('vera', 'get', entry, '--age', '--out', join(folder, 'got.age'))
  const [identity = ''] = /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(sealed.out) ?? []
  writeFileSync(join(folder, 'key.txt'), identity)
  const opened = execFileSync('age', ['--decrypt', '-i', 'key.txt', 'got.age'], { cwd: folder })
  expect(opened.toString()).toBe('not quite a picture')
  const { entries } = value(await app.reader.openCase(where))
  expect(entries.filter(({ kind }) => kind === 'custody')).toHaveLength(2)
})

test('a reader neither adds nor gets, and what is not there is said to be so', async () => {
  const photo = join(folder, 'door.jpg')
  expect((await amparo('rosa', 'add', photo)).err).toContain('may read this desk, not write to it')
  expect((await amparo('vera', 'add', join(folder, 'none'))).err).toContain('There is no file')
  expect((await amparo('vera', 'add', photo, '--type', 'song')).err).toContain('is no type')
  expect((await amparo('vera', 'get', 'A'.repeat(22))).err).toContain('There is no such file in this case')
})

const MEBIBYTE = 1024 * 1024

/** Bytes that are no zeros, written piece by piece; answers their hash. */
const writeLarge = (path: string, mebibytes: number): string => {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(MEBIBYTE, 'evidence ')
  const file = openSync(path, 'w')
  for (let at = 0; at < mebibytes; at++) {
    piece.writeUInt32BE(at)
    hash.update(piece)
    writeSync(file, piece)
  }
  closeSync(file)
  return hash.digest('hex')
}

const script = fileURLToPath(new URL('amparo.ts', import.meta.url))

/** The command and the most memory it had, in MiB. */
const withPeak = (
  name: string,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly peak: number }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...argsAs(name, args)], {
      env: { ...inherited(), AMPARO_PASSPHRASE: PASSPHRASE },
      stdio: 'ignore',
    })
    let peak = 0
    const look = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
      } catch {
        // It has ended.
      }
    }, 50)
    child.once('close', (code) => {
      clearInterval(look)
      resolve({ code, peak })
    })
  })

test(
  'memory does not grow with the file',
  { timeout: 300_000, skip: process.platform !== 'linux' },
  async () => {
    const sizes = [1, 200] as const
    const peaks: number[] = []
    for (const size of sizes) {
      const path = join(folder, `film-${size}.mp4`)
      const hash = writeLarge(path, size)
      const added = await withPeak('vera', 'add', path)
      expect(added.code).toBe(0)
      const { entries } = value(await app.writer.openCase(where))
      const out = join(folder, `back-${size}.mp4`)
      const got = await withPeak('vera', 'get', entries.at(-1)!.id, '--out', out)
      expect(got.code).toBe(0)
      expect(statSync(out).size).toBe(size * MEBIBYTE)
      expect(createHash('sha256').update(readFileSync(out)).digest('hex')).toBe(hash)
      peaks.push(Math.max(added.peak, got.peak))
    }
    expect(peaks[1]! - peaks[0]!, `MiB: ${peaks.map(Math.round).join(', ')}`).toBeLessThan(150)
  },
)
