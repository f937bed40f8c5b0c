/** A disk that reports errors, a machine that allows few open files, and one with little memory. */
import { spawn, spawnSync } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

import { afterEach, expect, test } from 'vitest'

import {
  answers,
  ask,
  type FaultyServer,
  faultyServer,
  keepWriting,
  sizeOf,
  until,
  whatIsLost,
  writingDesk,
} from '../support/faulty_server.ts'

let server: FaultyServer
afterEach(() => server.end())

// A machine may have it and not allow it.
const hasStrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0
if (!hasStrace) console.info('strace cannot watch a program on this machine: errors of fsync are not tried')

const ERRORS = sizeOf({ usual: 3, release: 50 })

/**
 * The nth call of each of these processes that brings words to the disk fails, as on a disk that dies. PostgreSQL's
 * children alone: the postmaster, traced, could miss that one of them has ended.
 */
const failDisk = async (pids: readonly number[], nth: number): Promise<void> => {
  const failing = `inject=fsync,fdatasync:error=EIO:when=${nth}`
  const watched = pids.flatMap((pid) => ['-p', String(pid)])
  const quietly = ['-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync']
  const tracing = spawn('strace', [...quietly, '-e', failing, ...watched])
  const gone = new Promise((resolve) => tracing.once('exit', resolve))
  // It ends with those it watches: all of them end when one meets the error. The fiftieth call takes its time.
  await Promise.race([gone, wait(20_000 + nth * 1_000)])
  expect(tracing.exitCode ?? tracing.signalCode, `error ${nth} was met`).not.toBeNull()
}

test.skipIf(!hasStrace)(
  'the disk refuses to keep what was written: nothing is acknowledged that is not there, and it goes on by itself',
  { timeout: 60_000 + ERRORS * (25_000 + ERRORS * 500) },
  async () => {
    server = await faultyServer()
    await server.start()
    const desk = await writingDesk(server)
    const writing = keepWriting(desk)
    const backs: number[] = []
    for (let nth = 1; nth <= ERRORS; nth++) {
      await wait(300)
      await failDisk(server.postgres().slice(1), nth)
      backs.push(await until(() => answers(server.origin), 20_000))
    }
    await wait(300)
    await writing.stop()
    const found = await whatIsLost(server, desk, writing)
    console.info(`fsync EIO: back after ${Math.round(Math.max(...backs))} ms at most`, {
      ...found,
      refused: writing.refused(),
    })
    expect(found).toMatchObject({ lost: [], doubled: 0 })
    // It did meet the errors.
    expect(writing.refused()).toBeGreaterThan(0)
  },
)

/** Connections that say nothing. */
const idle = (port: number, many: number): readonly Socket[] =>
  Array.from({ length: many }, () => connect(port, '127.0.0.1').on('error', () => undefined))

const portOf = ({ origin }: FaultyServer): number => Number(new URL(origin).port)

test('with few open files a crowd of idle guests does not end the server, and it is well when they are gone', async () => {
  server = await faultyServer({ openFiles: 128 })
  await server.start()
  const guests = idle(portOf(server), 500)
  const gone = new Promise<never>((_, reject) =>
    server.child().once('exit', () => reject(new Error(`It ended: ${server.said()}`))),
  )
  await Promise.race([wait(1_500), gone])
  for (const guest of guests) guest.destroy()
  const back = await Promise.race([until(() => answers(server.origin), 15_000), gone])
  console.info(`128 open files: well again ${Math.round(back)} ms after the crowd left`)
  expect(server.said()).not.toMatch(/^fault/m)
}, 60_000)

test('with 128 MB of memory and a thousand idle guests it answers, and goes on answering', async () => {
  server = await faultyServer({ environment: { NODE_OPTIONS: '--max-old-space-size=128' } })
  await server.start()
  const desk = await writingDesk(server)
  const guests = idle(portOf(server), sizeOf({ usual: 1_000, release: 10_000 }))
  const writing = keepWriting(desk)
  await wait(3_000)
  // Whoever asks is let in before whoever says nothing.
  expect((await ask(server.origin)).status).toBe(401)
  await writing.stop()
  for (const guest of guests) guest.destroy()
  expect(await whatIsLost(server, desk, writing)).toMatchObject({ lost: [], doubled: 0 })
  expect(server.child().exitCode).toBeNull()
}, 90_000)
