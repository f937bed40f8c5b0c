/** The disk fills up between the question whether there is room and the write: a part is refused whole, and goes in later. */
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { sha256Text } from '../../src/platform/server/hash.ts'
import { openBlobs } from '../../src/platform/server/blobs.ts'
import { beginFile, fileState, finishFile, putPart } from '../../src/cases/server/evidence.service.ts'
import { newId } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { bytesOf, openedCase } from '../support/evidence.ts'
import { type Mounts, openMounts, whyNoMounts } from '../support/mounts.ts'

const noMemory = whyNoMounts('memory')
if (noMemory) console.info(`skipped, a full disk under an upload: ${noMemory}`)

const MiB = 1024 * 1024
let app: TestDesk
let mounts: Mounts
beforeAll(async () => {
  app = await startTestDesk()
  mounts = openMounts()
})
afterAll(async () => {
  await app.stop()
  mounts.end()
})

test.skipIf(noMemory !== null)(
  'a part that the disk has no room for is refused and leaves nothing; with room again it is taken, and the file is whole',
  { timeout: 120_000 },
  async () => {
    const disk = mounts.memory(8)
    const of = join(disk, 'blobs')
    mkdirSync(of)
    symlinkSync(of, join(app.dataFolder, 'blobs'))
    const filler = join(disk, 'filler')
    writeFileSync(filler, Buffer.alloc(3 * MiB))
    // As it looked when it was asked: what is written meanwhile by others nobody can know.
    const blobs = { ...openBlobs(app.dataFolder), free: async () => 1024 ** 4 }
    const config = { files: { mostOfFile: 64 * MiB, mostOfDesk: 64 * MiB } }
    const deps = { database: app.database, clock: () => new Date(), config, blobs }
    const { desk, case: log } = await openedCase(app)
    const { account } = (await app.writer.me())!
    const file = { account, desk, log, id: newId() }
    const parts = Array.from({ length: 7 }, (_, at) => bytesOf(MiB - 4096, `part ${at}`))
    value(await beginFile(deps, { ...file, entry: newId(), size: parts.length * (MiB - 4096) }))
    const put = (number: number) =>
      putPart(deps, { ...file, number, hash: sha256Text(parts[number]!), bytes: parts[number]! })

    const taken: number[] = []
    for (const number of parts.keys()) {
      const answer = await put(number)
      if (answer.ok) taken.push(number)
      else expect(answer).toMatchObject({ error: { kind: 'no_room' } })
    }
    expect(taken.length, 'some found room').toBeGreaterThan(1)
    expect(taken.length, 'and some did not').toBeLessThan(parts.length)
    const standing = value(await fileState(deps, file))
    expect(standing.parts.map(({ number }) => number)).toEqual(taken)
    expect(readdirSync(join(of, file.id)).length, 'nothing half-written lies there').toBe(taken.length)
    const whole = { ...file, hash: sha256Text(Buffer.concat(parts)) }
    expect(await finishFile(deps, whole)).toMatchObject({ error: { kind: 'parts_missing' } })

    rmSync(filler)
    for (const number of parts.keys()) expect(await put(number), `part ${number}`).toMatchObject({ ok: true })
    expect(await finishFile(deps, whole)).toMatchObject({ ok: true })
    expect(app.faults).toEqual([])
  },
)
