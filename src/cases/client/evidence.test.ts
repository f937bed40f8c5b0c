/** Evidence from a member's device to the server and back, on a real database, with everything that goes wrong between. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Workbench } from '#platform/client/workbench.ts'
import { sha256 } from '#vault/client/v1/evidence.ts'
import { toBase64url } from '#vault/core/bytes.ts'

import {
  memoryDrafts,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  type Through,
  value,
} from '../../../tests/support/app.ts'
import { addFile, bytesOf, fileOf, openedCase, readAll } from '../../../tests/support/evidence.ts'
import { plainName } from './evidence_read.ts'

let app: TestDesk
let where: { desk: string; case: string }
beforeAll(async () => {
  app = await startTestDesk()
  where = await openedCase(app)
})
afterAll(() => app.stop())

const deviceOf = async (name: string, through?: Through, drafts = memoryDrafts()) => {
  const device = app.device({ ...(through && { through }), drafts })
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  return device
}

const isPart = (request: Request): boolean => /\/parts\/\d+\?/.test(request.url)
const isBytes = (request: Request): boolean => /\/bytes\?/.test(request.url)

const MiB = 1024 * 1024
const borders = [0, 1, 65_535, 65_536, 65_537, MiB - 1, MiB, MiB + 1, 3 * MiB - 7]

test.each(borders)('a file of %i bytes comes back the same', async (size) => {
  const bytes = bytesOf(size)
  const entry = await addFile(app.writer, where, fileOf(bytes))
  const back = await readAll(value(await app.reader.readEvidence({ ...where, entry })))
  expect(back.equals(bytes)).toBe(true)
})

test('files of any size come back the same, whole and from any place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 5 * MiB }),
      fc.nat({ max: 5 * MiB }),
      fc.nat({ max: 5 * MiB }),
      async (size, one, other) => {
        const bytes = bytesOf(size, `any ${size}`)
        const entry = await addFile(app.writer, where, fileOf(bytes))
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        const part = value(await app.writer.readEvidencePart({ ...where, entry, from, to }))
        expect(Buffer.from(part).equals(bytes.subarray(from, to))).toBe(true)
        const whole = await readAll(value(await app.reader.readEvidence({ ...where, entry })))
        expect(whole.equals(bytes)).toBe(true)
      },
    ),
    { numRuns: 6 },
  )
}, 60_000)

test('the entry holds both hashes and sizes, and what opens the file does not reach the page', async () => {
  const bytes = bytesOf(70_000)
  const view = value(
    await app.writer.addEvidence({
      ...where,
      file: fileOf(bytes, 'Cell 3.jpg', 'image/jpeg'),
      type: 'image',
      words: { title: 'The door', receivedFrom: 'A cousin', received: '2026-11' },
    }),
  )
  const entry = view.entries.at(-1)!
  expect(entry).toMatchObject({
    kind: 'evidence',
    coded: { type: 'image', size: 70_000 + 184 + 32 },
    words: { title: 'The door', name: 'Cell 3.jpg', mediaType: 'image/jpeg', size: 70_000 },
  })
  expect((entry.words as { hash: string }).hash).toBe(toBase64url(await sha256(bytes)))
  expect(JSON.stringify(view)).not.toContain('AGE-SECRET-KEY')
  const saved = value(await app.writer.saveEvidence({ ...where, entry: entry.id, to: 'age' }))
  const cipher = await readAll(saved.stream)
  expect((entry.coded as { cipher: string }).cipher).toBe(toBase64url(await sha256(Uint8Array.from(cipher))))
  expect(saved).toMatchObject({ name: 'Cell 3.jpg.age', size: cipher.length })
})

test('a file that is saved outside leaves an entry of custody, and readers save none', async () => {
  const entry = await addFile(app.writer, where, fileOf(bytesOf(10)))
  const saved = value(await app.second.saveEvidence({ ...where, entry, to: 'plain', why: 'For the hearing' }))
  expect((await readAll(saved.stream)).equals(bytesOf(10))).toBe(true)
  const { entries } = value(await app.writer.openCase(where))
  expect(entries.at(-1)).toMatchObject({
    kind: 'custody',
    coded: { of: entry, act: 'exported' },
    words: { note: 'For the hearing' },
    authorName: 'ben',
  })
  expect(await app.reader.saveEvidence({ ...where, entry, to: 'plain' })).toMatchObject({
    ok: false,
    error: { kind: 'decided', why: { kind: 'role_too_low' } },
  })
})

test('a reader sends no file, and hears it before a byte is read', async () => {
  const file = {
    ...fileOf(bytesOf(5)),
    name: 'a',
    size: 5,
    lastModified: 0,
    type: '',
    slice: () => expect.unreachable(),
  }
  expect(await app.reader.addEvidence({ ...where, file, type: 'other', words: {} })).toMatchObject({
    ok: false,
    error: { kind: 'decided', why: { kind: 'role_too_low' } },
  })
})

test('a dark case keeps files too, and its coded parts say nothing of them', async () => {
  const dark = await openedCase(app, true)
  const bytes = bytesOf(100_000, 'dark')
  const entry = await addFile(app.writer, dark, fileOf(bytes))
  const view = value(await app.reader.openCase(dark))
  expect(view.entries.at(-1)).toMatchObject({ kind: 'dark', coded: null, words: { kind: 'evidence' } })
  expect(JSON.stringify(view)).not.toContain('AGE-SECRET-KEY')
  const back = await readAll(value(await app.reader.readEvidence({ ...dark, entry })))
  expect(back.equals(bytes)).toBe(true)
})

/** Lets so many parts through, then nothing of the file, until it is mended. */
const cutter = (parts: number) => {
  let left = parts
  const sent: string[] = []
  const through: Through = async (request, send) => {
    const file = /\/files/.test(request.url)
    if (file && left <= 0) throw new TypeError('cut')
    if (isPart(request)) {
      left -= 1
      sent.push(/parts\/(\d+)/.exec(request.url)![1]!)
    }
    return send(request)
  }
  return { through, sent, mend: () => void (left = Infinity) }
}

describe('an upload that is cut', () => {
  test.each([0, 1, 2, 4, 5])(
    'after %i parts goes on with the rest, on a device that started anew',
    async (parts) => {
      const bytes = bytesOf(5 * MiB + 100, `cut ${parts}`)
      const drafts = memoryDrafts()
      const { through, sent, mend } = cutter(parts)
      const before = await deviceOf('vera', through, drafts)
      const cut = await before.addEvidence({
        ...where,
        file: fileOf(bytes),
        type: 'video',
        words: { note: 'Cut' },
      })
      expect(cut).toEqual({ ok: false, error: { kind: 'unreachable' } })
      // While the server is away: as much as this device saw arrive, and nothing where it has not seen it.
      const there = parts === 0 ? null : parts * MiB
      expect(await before.waitingUploads(where)).toMatchObject([{ done: there, away: true }])
      const after = await deviceOf('vera', through, drafts)
      expect(await after.waitingUploads(where)).toMatchObject([{ done: null, away: true }])
      mend()
      const first = [...sent]
      const [waiting] = await after.waitingUploads(where)
      expect(waiting).toMatchObject({ name: 'film.mp4', size: bytes.length, away: false })
      expect(waiting!.done).toBe(Math.min(parts * MiB, bytes.length))
      const view = value(await after.resumeEvidence({ ...where, id: waiting!.id, file: fileOf(bytes) }))
      const entry = view.entries.at(-1)!
      expect(entry.words).toMatchObject({ note: 'Cut' })
      expect(sent.slice(first.length).toSorted()).toEqual(
        ['0', '1', '2', '3', '4', '5'].filter((part) => !first.includes(part)),
      )
      const back = await readAll(value(await app.reader.readEvidence({ ...where, entry: entry.id })))
      expect(back.equals(bytes)).toBe(true)
      expect(await after.waitingUploads(where)).toEqual([])
    },
  )

  test('does not go on with another file, not even one that looks the same', async () => {
    const bytes = bytesOf(2 * MiB)
    const drafts = memoryDrafts()
    const { through, mend } = cutter(1)
    const device = await deviceOf('vera', through, drafts)
    await device.addEvidence({ ...where, file: fileOf(bytes), type: 'video', words: {} })
    mend()
    const [waiting] = await device.waitingUploads(where)
    const given = { ...where, id: waiting!.id }
    const otherName = fileOf(bytes, 'other.mp4')
    const changed = bytes.slice()
    changed[MiB + 5]! ^= 1
    const refused = { ok: false, error: { kind: 'other_file' } }
    expect(await device.resumeEvidence({ ...given, file: otherName })).toEqual(refused)
    expect(await device.resumeEvidence({ ...given, file: fileOf(bytes.slice(1)) })).toEqual(refused)
    expect(await device.resumeEvidence({ ...given, file: fileOf(changed) })).toEqual(refused)
    value(await device.resumeEvidence({ ...given, file: fileOf(bytes) }))
  })

  test('whose last answer was lost is not there twice', async () => {
    let lose = true
    const drafts = memoryDrafts()
    const device = await deviceOf(
      'vera',
      async (request, send) => {
        const answer = await send(request)
        if (lose && request.method === 'POST' && request.url.endsWith('/entries')) throw new TypeError('lost')
        return answer
      },
      drafts,
    )
    const file = fileOf(bytesOf(100, 'lost'))
    await device.addEvidence({ ...where, file, type: 'other', words: { note: 'Lost answer' } })
    lose = false
    const again = await deviceOf('vera', undefined, drafts)
    for (const { id } of await again.waitingUploads(where))
      value(await again.resumeEvidence({ ...where, id, file }))
    const { entries } = value(await again.openCase(where))
    const there = entries.filter(({ words }) => (words as { note?: string } | null)?.note === 'Lost answer')
    expect(there).toHaveLength(1)
  })

  test('can be given up: nothing of it stays', async () => {
    const { through, mend } = cutter(2)
    const device = await deviceOf('vera', through)
    await device.addEvidence({ ...where, file: fileOf(bytesOf(4 * MiB)), type: 'video', words: {} })
    mend()
    const [waiting] = await device.waitingUploads(where)
    expect(readdirSync(join(app.dataFolder, 'blobs'))).toContain(waiting!.id)
    await device.dropUpload({ ...where, id: waiting!.id })
    expect(await device.waitingUploads(where)).toEqual([])
    expect(readdirSync(join(app.dataFolder, 'blobs'))).not.toContain(waiting!.id)
  })

  test('that is paused stops where it is, and goes on to the same file', async () => {
    const bytes = bytesOf(6 * MiB, 'paused')
    const file = fileOf(bytes)
    let pausing = true
    const device: Workbench = await deviceOf('vera', async (request, send) => {
      if (pausing && isPart(request)) void device.pauseUploads(where)
      return send(request)
    })
    const stopped = await device.addEvidence({ ...where, file, type: 'video', words: { note: 'In halves' } })
    expect(stopped).toEqual({ ok: false, error: { kind: 'upload_paused' } })
    pausing = false
    const [waiting] = await device.waitingUploads(where)
    expect(waiting).toMatchObject({ size: 6 * MiB })
    expect(waiting!.done).toBeGreaterThan(0)
    expect(waiting!.done).toBeLessThan(6 * MiB)
    const view = value(await device.resumeEvidence({ ...where, id: waiting!.id, file }))
    expect(view.entries.at(-1)).toMatchObject({ kind: 'evidence', words: { note: 'In halves' } })
    expect(await device.waitingUploads(where)).toEqual([])
  })

  test('that is given up while it is under way stops', async () => {
    const first = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    let id = ''
    const device = await deviceOf('vera', async (request, send) => {
      if (isPart(request)) {
        id = /files\/([^/]+)/.exec(request.url)![1]!
        first.resolve()
        await held.promise
      }
      return send(request)
    })
    const adding = device.addEvidence({ ...where, file: fileOf(bytesOf(9 * MiB)), type: 'video', words: {} })
    await first.promise
    await device.dropUpload({ ...where, id })
    held.resolve()
    expect(await adding).toEqual({ ok: false, error: { kind: 'upload_dropped' } })
  })
})

test('a file that cannot be read any more is said to be so', async () => {
  const bytes = bytesOf(3 * MiB)
  let reads = 0
  const file = {
    name: 'stick.mp4',
    size: bytes.length,
    lastModified: 0,
    type: '',
    slice: (from: number, to: number) => ({
      arrayBuffer: async () => {
        if ((reads += 1) > 4) throw new DOMException('gone', 'NotReadableError')
        return bytes.slice(from, to).buffer
      },
    }),
  }
  expect(await app.writer.addEvidence({ ...where, file, type: 'other', words: {} })).toEqual({
    ok: false,
    error: { kind: 'file_unreadable' },
  })
})

const fileIn = (view: { entries: readonly { id: string; coded: unknown }[] }, id: string) =>
  (view.entries.find((one) => one.id === id)!.coded as { file: string }).file

describe('a server that lies about a file', () => {
  const size = 4 * MiB + 65_537
  const bytes = bytesOf(size, 'lies')
  let entry: string
  let other: string
  beforeAll(async () => {
    entry = await addFile(app.writer, where, fileOf(bytes))
    other = await addFile(app.writer, where, fileOf(bytesOf(size, 'other')))
  })

  const lies: Readonly<Record<string, (answer: Buffer<ArrayBuffer>, at: number) => Uint8Array<ArrayBuffer>>> =
    {
      'cuts the last byte': (answer) => answer.subarray(0, -1),
      'adds a byte': (answer) => Buffer.concat([answer, Buffer.alloc(1)]),
      'flips a bit': (answer, at) => {
        const lie = Buffer.from(answer)
        lie[(at * 31_337) % lie.length]! ^= 4
        return lie
      },
      'swaps two chunks': (answer) => {
        if (answer.length < 2 * 65_552) return answer.subarray(1)
        const [one, two] = [answer.subarray(0, 65_552), answer.subarray(65_552, 2 * 65_552)]
        return Buffer.concat([two, one, answer.subarray(2 * 65_552)])
      },
      'answers nothing': () => Buffer.alloc(0),
      'answers zeros': (answer) => Buffer.alloc(answer.length),
    }

  test.each(Object.entries(lies))('%s: refused, at every piece', async (_, lie) => {
    for (const place of [0, 1, 2]) {
      let asked = 0
      const device = await deviceOf('rosa', async (request, send) => {
        const answer = await send(request)
        if (!isBytes(request) || asked++ !== place) return answer
        return new Response(lie(Buffer.from(await answer.arrayBuffer()), place + 1))
      })
      const whole = await device.readEvidence({ ...where, entry })
      // The header is read first; a lie about it is refused before there is a stream.
      if (place === 0) {
        expect(whole).toMatchObject({ ok: false, error: { kind: 'tampered', what: 'file_differs' } })
        continue
      }
      await expect(readAll(value(whole))).rejects.toThrow('tampered file_differs')
    }
  })

  test('answers another file of the same size: refused', async () => {
    const view = value(await app.reader.openCase(where))
    const [right, wrong] = [fileIn(view, entry), fileIn(view, other)]
    const device = await deviceOf('rosa', (request, send) =>
      send(isBytes(request) ? new Request(request.url.replace(right, wrong), request) : request),
    )
    expect(await device.readEvidencePart({ ...where, entry, from: 0, to: 10 })).toMatchObject({
      ok: false,
      error: { kind: 'tampered', what: 'file_differs' },
    })
  })

  test('says that it is not there: withheld, for the entry stands', async () => {
    const device = await deviceOf('rosa', (request, send) =>
      isBytes(request)
        ? Promise.resolve(Response.json({ type: 'urn:amparo:problem:not_found' }, { status: 404 }))
        : send(request),
    )
    expect(await device.readEvidence({ ...where, entry })).toMatchObject({
      ok: false,
      error: { kind: 'tampered', what: 'withheld' },
    })
  })

  test('says that parts are there which are others: refused', async () => {
    const device = await deviceOf('vera', async (request, send) => {
      const answer = await send(request)
      if (request.method !== 'POST' || !request.url.endsWith('/files')) return answer
      const begun = (await answer.json()) as { parts: unknown[] }
      begun.parts = [{ number: 0, size: 5, hash: 'A'.repeat(43) }]
      return Response.json(begun, { status: 201 })
    })
    const added = await device.addEvidence({ ...where, file: fileOf(bytesOf(99)), type: 'other', words: {} })
    expect(added).toMatchObject({ ok: false, error: { kind: 'tampered', what: 'file_differs' } })
  })
})

test('an erasure that is released takes the bytes at once, and a device is told so, not alarmed', async () => {
  const entry = await addFile(app.writer, where, fileOf(bytesOf(3000, 'erased')))
  const { entries } = value(await app.reader.openCase(where))
  const { file } = entries.find(({ id }) => id === entry)!.coded as { file: string }
  const erasure = {
    kind: 'erasure',
    coded: { erases: entry, parts: ['sealed'], reason: 'consent_withdrawn' },
  }
  const asked = value(await app.writer.append({ ...where, entries: [erasure] })).entries.at(-1)!
  expect(readdirSync(join(app.dataFolder, 'blobs'))).toContain(file)
  value(await app.second.append({ ...where, entries: [{ kind: 'release', coded: { of: asked.id } }] }))
  expect(readdirSync(join(app.dataFolder, 'blobs'))).not.toContain(file)
  expect(await app.reader.readEvidence({ ...where, entry })).toEqual({
    ok: false,
    error: { kind: 'no_such_evidence' },
  })
})

test('no word of a file, no name and no byte of it is on the disk of the server', async () => {
  const canary = 'CANARY-OF-THE-KESTREL'
  const bytes = Uint8Array.from(Buffer.from(canary.repeat(10_000)))
  await addFile(app.writer, where, fileOf(bytes, `${canary}.mp4`))
  const folder = join(app.dataFolder, 'blobs')
  let read = 0
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    expect(name.name).not.toContain('CANARY')
    if (!name.isFile()) continue
    read += 1
    expect(readFileSync(join(name.parentPath, name.name)).includes(canary)).toBe(false)
  }
  expect(read).toBeGreaterThan(3)
})

test('a name leads nowhere and hides nothing', () => {
  expect(plainName('../../etc/passwd')).toBe('_.._etc_passwd')
  expect(plainName('photo\u202Egpj.exe')).toBe('photo_gpj.exe')
  expect(plainName('.bashrc')).toBe('bashrc')
  expect(plainName('...')).toBe('file')
  expect(plainName('صورة 3.jpg')).toBe('صورة 3.jpg')
})

test('nothing failed on the server', () => expect(app.faults).toEqual([]))
