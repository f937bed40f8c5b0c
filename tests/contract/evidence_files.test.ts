/** What the server does with the parts of a file: any order, any number of times, nothing acknowledged lost, nothing half-kept. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { openBlobs } from '../../src/platform/server/blobs.ts'
import { sha256Text } from '../../src/platform/server/hash.ts'
import { fileAnswer } from '../../src/cases/core/evidence_wire.ts'
import { putPart } from '../../src/cases/server/evidence.service.ts'
import { newId } from '../support/adversary.ts'
import { ORIGIN, PASSPHRASE, startTestDesk, type TestDesk, type Through, value } from '../support/app.ts'
import { addFile, bytesOf, fileOf, openedCase } from '../support/evidence.ts'
import { newFolder } from '../support/backups.ts'

const MiB = 1024 * 1024
let app: TestDesk
let where: { desk: string; case: string }
let now = new Date('2026-11-22T10:00:00Z')
let cookie = ''
beforeAll(async () => {
  app = await startTestDesk(() => now, { settings: { AMPARO_FILE_MOST: '8', AMPARO_FILES_OF_DESK: '40' } })
  where = await openedCase(app)
  await signIn()
})
afterAll(() => app.stop())

const keepCookie: Through = async (request, send) => {
  cookie = request.headers.get('cookie') ?? cookie
  return send(request)
}

/** The writer's own session, for requests that no client of ours would send. */
const signIn = async (): Promise<Workbench> => {
  const device = app.device({ through: keepCookie })
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  await device.sessions()
  return device
}

const ask = async (method: string, path: string, body?: unknown) => {
  const raw = body instanceof Uint8Array
  const sent = body === undefined ? null : raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body)
  const response = await app.api.fetch(
    new Request(`${ORIGIN}/api/v1/desks/${where.desk}/cases/${where.case}/files${path}`, {
      method,
      headers: {
        cookie,
        origin: ORIGIN,
        'content-type': raw ? 'application/octet-stream' : 'application/json',
      },
      ...(sent !== null && { body: sent }),
    }),
  )
  const text = await response.text()
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, type: String(json.type).split(':').at(-1), json }
}

const begin = async (size: number, id = newId()) => {
  const begun = await ask('POST', '', { id, entry: newId(), size })
  expect(begun.status).toBe(201)
  return id
}
const put = (id: string, number: number, bytes: Uint8Array<ArrayBuffer>, hash = sha256Text(bytes)) =>
  ask('PUT', `/${id}/parts/${number}?hash=${hash}`, bytes)
const stateOf = async (id: string) => fileAnswer.parse((await ask('GET', `/${id}`)).json)
const hashOf = (...parts: readonly Uint8Array[]): string => sha256Text(Buffer.concat(parts))

const [one, two, three] = [bytesOf(70_000, 'one'), bytesOf(80_000, 'two'), bytesOf(9, 'three')]
const whole = hashOf(one, two, three)
const size = one.length + two.length + three.length

test('parts come in any order, and again, and are one file', async () => {
  const id = await begin(size)
  for (const [number, bytes] of [
    [2, three],
    [0, one],
    [2, three],
    [1, two],
    [0, one],
  ] as const)
    expect((await put(id, number, bytes)).status).toBe(204)
  expect((await stateOf(id)).parts.map((part) => [part.number, part.size])).toEqual([
    [0, 70_000],
    [1, 80_000],
    [2, 9],
  ])
  for (let times = 0; times < 2; times++)
    expect(await ask('POST', `/${id}/finish`, { hash: whole })).toMatchObject({
      status: 200,
      json: { state: 'whole' },
    })
  expect((await put(id, 1, two)).status).toBe(204)
  expect(await put(id, 1, one)).toMatchObject({ status: 409, type: 'part_differs' })
  expect(await put(id, 3, one)).toMatchObject({ status: 422, type: 'beyond_the_file' })
})

test('every wrong part is refused, and nothing of it stays', async () => {
  const id = await begin(size)
  expect(await put(id, 0, one, whole)).toMatchObject({ status: 422, type: 'part_damaged' })
  expect((await put(id, 0, one)).status).toBe(204)
  expect(await put(id, 0, two)).toMatchObject({ status: 409, type: 'part_differs' })
  expect(await put(id, 1, bytesOf(size))).toMatchObject({ status: 422, type: 'beyond_the_file' })
  expect(await put(id, 900, two)).toMatchObject({ status: 422, type: 'beyond_the_file' })
  expect(await put(id, 1, bytesOf(4 * MiB + 1))).toMatchObject({ status: 413, type: 'too_large' })
  expect(await put(id, 1, new Uint8Array(0))).toMatchObject({ status: 400 })
  expect(await put(newId(), 0, one)).toMatchObject({ status: 404 })
  expect(readdirSync(join(app.dataFolder, 'blobs', id))).toEqual(['000000'])
  expect(await ask('POST', `/${id}/finish`, { hash: whole })).toMatchObject({
    status: 409,
    type: 'parts_missing',
  })
  await put(id, 1, two)
  await put(id, 2, three)
  expect(await ask('POST', `/${id}/finish`, { hash: hashOf(one) })).toMatchObject({
    status: 422,
    type: 'file_differs',
  })
})

test('the same part sent many times at once is there once', async () => {
  const id = await begin(size)
  const sent = await Promise.all(Array.from({ length: 8 }, () => put(id, 0, one)))
  expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 204))
  expect(readdirSync(join(app.dataFolder, 'blobs', id))).toEqual(['000000'])
})

test('of different bytes sent under one number at once the first are kept, whole', async () => {
  const id = await begin(size)
  const others = Array.from({ length: 6 }, (_, at) => bytesOf(70_000, `race ${at}`))
  const sent = await Promise.all(others.map((bytes) => put(id, 0, bytes)))
  expect(sent.filter(({ status }) => status === 204)).toHaveLength(1)
  const winner = others[sent.findIndex(({ status }) => status === 204)]!
  const kept = await openBlobs(app.dataFolder).read(id, [{ number: 0, size: 70_000 }], {
    from: 0,
    to: 70_000,
  })
  expect(Buffer.from(kept).equals(winner)).toBe(true)
})

test('of two who finish at once both are answered', async () => {
  const id = await begin(size)
  for (const [number, bytes] of [one, two, three].entries()) await put(id, number, bytes)
  const finished = await Promise.all([1, 2, 3].map(() => ask('POST', `/${id}/finish`, { hash: whole })))
  expect(finished.map(({ status }) => status)).toEqual([200, 200, 200])
})

test('a file is not served before its entry stands', async () => {
  const id = await begin(size)
  for (const [number, bytes] of [one, two, three].entries()) await put(id, number, bytes)
  await ask('POST', `/${id}/finish`, { hash: whole })
  expect((await ask('GET', `/${id}/bytes?from=0&to=10`)).status).toBe(404)
})

test('ranges that are none are refused', async () => {
  const entry = await addFile(app.writer, where, fileOf(bytesOf(1000)))
  const view = value(await app.writer.openCase(where))
  const { file, size: stored } = view.entries.find(({ id }) => id === entry)!.coded as {
    file: string
    size: number
  }
  for (const range of ['from=5&to=5', 'from=9&to=4', `from=0&to=${stored + 1}`])
    expect(await ask('GET', `/${file}/bytes?${range}`)).toMatchObject({ status: 416 })
  for (const range of ['from=-1&to=5', 'from=a&to=5', 'from=1'])
    expect((await ask('GET', `/${file}/bytes?${range}`)).status).toBe(400)
  expect((await ask('GET', `/${file}/bytes?from=0&to=${stored}`)).status).toBe(200)
})

test('an entry of evidence must name a file that is here, whole, and its own', async () => {
  const other = await openedCase(app)
  const coded = { file: newId(), type: 'other', cipher: 'A'.repeat(43), size: 5 }
  const words = { name: 'a', mediaType: 'a/b', size: 1, hash: 'A'.repeat(43), identity: 'AGE' }
  const entries = [{ kind: 'evidence', coded, words }]
  const refused = { ok: false, error: { kind: 'refused_by_server', type: 'file_missing' } }
  expect(await app.writer.append({ ...other, entries })).toMatchObject(refused)
  const opened = { kind: 'opened', coded: { dark: false } }
  expect(await app.writer.createCase({ desk: app.desk, entries: [opened, ...entries] })).toMatchObject(
    refused,
  )
})

test('what is too large, too much for the desk, or for the disk is refused before a byte is sent', async () => {
  expect(await ask('POST', '', { id: newId(), entry: newId(), size: 8 * MiB + 1 })).toMatchObject({
    status: 413,
    type: 'file_too_large',
    json: { most: 8 * MiB },
  })
  const full = []
  for (let at = 0; at < 6; at++)
    full.push(await ask('POST', '', { id: newId(), entry: newId(), size: 7 * MiB }))
  expect(full.map(({ status }) => status)).toContain(201)
  expect(full.at(-1)).toMatchObject({ status: 507, type: 'desk_full' })
  // What nobody finishes is thrown away after some days, and there is room again.
  now = new Date('2026-12-01T10:00:00Z')
  await app.hourly.files!(() => undefined)
  await signIn()
  await begin(7 * MiB)
})

test('files that were begun side by side leave the disk its last gibibyte: a part without room is refused', async () => {
  const id = await begin(one.length)
  const { account } = (await (await signIn()).me())!
  const blobs = openBlobs(app.dataFolder)
  const config = { files: { mostOfFile: 8 * MiB, mostOfDesk: 40 * MiB } }
  const deps = { database: app.database, clock: () => now, config, blobs }
  const part = {
    account,
    desk: where.desk,
    log: where.case,
    id,
    number: 0,
    hash: sha256Text(one),
    bytes: one,
  }
  const free = async () => 1024 * MiB + one.length - 1
  expect(await putPart({ ...deps, blobs: { ...blobs, free } }, part)).toMatchObject({
    error: { kind: 'no_room' },
  })
  expect((await stateOf(id)).parts).toEqual([])
  expect((await put(id, 0, one)).status).toBe(204)
})

test('the sweep keeps files of entries, and throws away what was given up long ago', async () => {
  const entry = await addFile(await signIn(), where, fileOf(bytesOf(1000, 'kept')))
  const id = await begin(size)
  await put(id, 0, one)
  now = new Date('2026-12-05T10:00:00Z')
  await app.hourly.files!(() => undefined)
  expect(existsSync(join(app.dataFolder, 'blobs', id))).toBe(true)
  now = new Date('2026-12-20T10:00:00Z')
  await app.hourly.files!(() => undefined)
  expect(existsSync(join(app.dataFolder, 'blobs', id))).toBe(false)
  const device = await signIn()
  expect((await ask('GET', `/${id}`)).status).toBe(404)
  const view = value(await device.openCase(where))
  const { file } = view.entries.find((found) => found.id === entry)!.coded as { file: string }
  expect(existsSync(join(app.dataFolder, 'blobs', file, '000000'))).toBe(true)
})

const child = `
import { openBlobs } from '${new URL('../../src/platform/server/blobs.ts', import.meta.url).href}'
const blobs = openBlobs(process.argv[1])
for (let number = 0; ; number++) {
  const part = await blobs.write('A'.repeat(22), number, Buffer.alloc(1048832, number % 256))
  await part.place()
  process.stdout.write(number + '\\n')
}`

test('a server that is killed while it writes has lost no part that it acknowledged', async () => {
  const folder = newFolder()
  for (let round = 0; round < 4; round++) {
    const writing = spawn(process.execPath, ['--input-type=module', '-e', child, folder])
    let said = ''
    writing.stdout.on('data', (text: Buffer) => (said += text.toString()))
    await new Promise<void>((resolve) => {
      writing.stdout.once('data', () => setTimeout(() => writing.kill('SIGKILL'), 37 * (round + 1)))
      writing.once('close', () => resolve())
    })
    const numbers = said.split('\n').slice(0, -1).map(Number)
    expect(numbers.length).toBeGreaterThan(0)
    const blobs = openBlobs(folder)
    for (const number of numbers) {
      const part = { number, size: 1_048_832 }
      const bytes = await blobs.read('A'.repeat(22), [part], { from: 0, to: part.size })
      expect(bytes.every((byte) => byte === number % 256)).toBe(true)
    }
  }
})

test('an id that leads elsewhere is none', async () => {
  const blobs = openBlobs(newFolder())
  writeFileSync(join(blobs.folder, '..', 'secrets.json'), '{}')
  for (const id of ['../secrets.json', '..', '', 'A'.repeat(21), `${'A'.repeat(20)}/.`])
    await expect(blobs.remove(id), id).rejects.toThrow('not the id of a file')
})

test('nothing failed on the server', () => expect(app.faults).toEqual([]))
