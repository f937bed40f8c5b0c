/** Files of evidence beside exports, checked by `amparo verify` and by the script that needs nothing but Node. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, startTestDesk, type TestDesk } from '../../tests/support/app.ts'
import { addFile, bytesOf, fileOf, openedCase } from '../../tests/support/evidence.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'

const script = fileURLToPath(new URL('../../docs/formats/verify.mjs', import.meta.url))

let app: TestDesk
let http: OverHttp
let folder: string
beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app)
  folder = mkdtempSync(join(tmpdir(), 'amparo-export-'))
  execFileSync('age-keygen', ['-o', join(folder, 'key.txt')], { stdio: 'ignore' })
})
afterAll(async () => {
  await http.stop()
  await app.stop()
  rmSync(folder, { recursive: true })
})

const amparo = (...args: readonly string[]) => startAmparo(args, { AMPARO_PASSPHRASE: PASSPHRASE }).ended

const exportCase = (id: string, out: string) => {
  const recipient = execFileSync('age-keygen', ['-y', join(folder, 'key.txt')], { encoding: 'utf8' }).trim()
  const from = ['--desk', 'North', '--server', http.address, '--name', 'ben', '--case', id]
  return amparo('export', ...from, '--to', recipient, '--out', out)
}

const unpack = (file: string): string => {
  const to = `${file}.unpacked`
  mkdirSync(to)
  execFileSync('sh', ['-c', `age --decrypt -i key.txt ${file} | tar -x -C ${to}`], { cwd: folder })
  return to
}

const byScript = (...args: readonly string[]) =>
  spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

test.each([false, true])(
  'files lie beside an export and are what its entries say (dark: %s)',
  async (dark) => {
    const where = await openedCase(app, dark)
    const bytes = bytesOf(1_200_000, `export ${dark}`)
    await addFile(app.writer, where, fileOf(bytes))
    const out = join(folder, `e-${dark}.age`)
    const ran = await exportCase(where.case, out)
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('with 1 files in the folder') })
    const files = `${out}-files`
    const [name = ''] = readdirSync(files)
    const unpacked = unpack(out)
    const { entries } = JSON.parse(readFileSync(join(unpacked, 'cases', `${where.case}.json`), 'utf8')) as {
      entries: { kind: string; words: { identity?: string; words?: { identity: string } } }[]
    }
    const said = entries.at(-1)!.words
    writeFileSync(join(folder, 'one.txt'), said.words?.identity ?? said.identity ?? '')
    const opened = execFileSync('age', ['--decrypt', '-i', 'one.txt', join(files, name)], {
      cwd: folder,
      maxBuffer: 2 ** 24,
    })
    expect(opened.equals(bytes)).toBe(true)

    const verify = () => amparo('verify', out, '--identity', join(folder, 'key.txt'), '--files', files)
    expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('as its entry says') })
    expect(byScript(unpacked, files)).toMatchObject({ status: 0 })
    expect(byScript(unpacked)).toMatchObject({ status: 0 })
    const age = readFileSync(join(files, name))
    age[600_000]! ^= 1
    writeFileSync(join(files, name), age)
    writeFileSync(join(files, 'stray.age'), '')
    const found = await verify()
    expect(found.code).toBe(1)
    expect(found.err).toContain('is missing or not the file of entry')
    expect(found.err).toContain('stray.age: no entry names it')
    expect(byScript(unpacked, files)).toMatchObject({ status: 1, stdout: expect.stringContaining(name) })
  },
)

test('a case without files has no folder beside its export', async () => {
  const where = await openedCase(app)
  const out = join(folder, 'plain.age')
  expect(await exportCase(where.case, out)).toMatchObject({ code: 0 })
  expect(existsSync(`${out}-files`)).toBe(false)
})

test('an export whose file is lost on the server is not made, and nothing of it stays', async () => {
  const where = await openedCase(app)
  await addFile(app.writer, where, fileOf(bytesOf(5000, 'lost')))
  const before = readdirSync(folder)
  for (const id of readdirSync(join(app.dataFolder, 'blobs')))
    rmSync(join(app.dataFolder, 'blobs', id), { recursive: true })
  const ran = await exportCase(where.case, join(folder, 'lost.age'))
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('nothing was exported')
  expect(readdirSync(folder)).toEqual(before)
})
