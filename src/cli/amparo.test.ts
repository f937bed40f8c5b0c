import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { buildFolder } from './command.ts'

const amparo = fileURLToPath(new URL('./amparo.ts', import.meta.url))

let folder: string
let environment: NodeJS.ProcessEnv
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'am-'))
  environment = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, AMPARO_DATA: join(folder, 'data') }
  // Root's PostgreSQL runs as another user, who must reach its socket.
  spawnSync('chmod', ['755', folder])
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [amparo, ...args], {
    env: { ...environment, ...more },
    cwd: folder,
    encoding: 'utf8',
  })

test('a setting that is wrong is refused in words, without a stack, and nothing is made', () => {
  const refused = run(['start'], { AMPARO_ORIGIN: 'http://desk.example.org' })
  expect(refused.status).toBe(1)
  expect(refused.stderr).toMatch(/^AMPARO_ORIGIN: is plain HTTP beyond this machine/)
  expect(refused.stderr).not.toContain('at ')
  expect(readdirSync(folder)).toEqual([])
})

test('going back where no upgrade was made is refused in words', () => {
  expect(run(['upgrade']).stdout).toContain('Applied: 0001_roles.sql')
  const refused = run(['upgrade', '--back'])
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('no upgrade was made here.')
})

test('an unknown command is answered with the known ones', () => {
  const refused = run(['stop'])
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('upgrade [options]')
})

const takePort = (): Promise<{ server: Server; port: number }> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () =>
      resolve({ server, port: (server.address() as AddressInfo).port }),
    )
  })

const untilSaid = (child: ChildProcess, words: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part: Buffer) => {
        said += part.toString()
        if (words.test(said)) resolve(said)
      })
    child.once('exit', () => reject(new Error(`It ended after saying: ${said}`)))
  })

const startDemo = (port: number): ChildProcess =>
  spawn(process.execPath, [amparo, 'demo'], {
    env: { ...environment, PORT: String(port) },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })

const expectGone = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  expect(await ended).toBe(0)
  await expect.poll(() => readdirSync(folder), { timeout: 5000 }).toEqual([])
}

test.skipIf(!existsSync(buildFolder))(
  'the demo takes the next free port, answers, and at SIGINT leaves neither process nor file',
  async () => {
    const { server, port } = await takePort()
    const child = startDemo(port)
    const said = await untilSaid(child, /Ctrl-C/)
    const address = /http:\/\/localhost:\d+/.exec(said)?.[0] ?? ''
    expect(address).not.toBe(`http://localhost:${port}`)
    expect((await fetch(`${address}/api/v1/health`)).status).toBe(200)
    await expectGone(child, 'SIGINT')
    server.close()
  },
  // It loads the whole example.
  120_000,
)

test.skipIf(!existsSync(buildFolder))(
  'the demo ends in the middle of its loading, too, without a word and without a rest',
  async () => {
    const { server, port } = await takePort()
    server.close()
    const child = startDemo(port)
    let words = ''
    child.stderr?.on('data', (part: Buffer) => (words += part.toString()))
    await untilSaid(child, /loads its example/)
    await setTimeout(2_000)
    await expectGone(child, 'SIGTERM')
    expect(words).toBe('')
  },
  60_000,
)
