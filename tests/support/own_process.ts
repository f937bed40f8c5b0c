/** The real server as a process of its own, so that its memory and its end are its own too. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { createTestDatabase, type TestDatabase } from './database.ts'
import { inherited } from './inherited.ts'
import { ensureFreshBuild, freePort } from './server.ts'

export type OwnProcess = {
  readonly origin: string
  readonly port: number
  readonly setupLink: string
  readonly database: TestDatabase
  /** Everything it has written, as lines. */
  readonly logged: () => readonly string[]
  /** Null while it runs. */
  readonly ended: () => number | 'signal' | null
  /** Bytes of memory in use, or undefined where the machine does not tell. */
  readonly memory: () => number | undefined
  readonly stop: () => Promise<void>
}

const amparo = fileURLToPath(new URL('../../src/cli/amparo.ts', import.meta.url))

/** On a fresh database of the run's PostgreSQL. */
export const startOwnProcess = async (environment: NodeJS.ProcessEnv = {}): Promise<OwnProcess> => {
  await ensureFreshBuild()
  const database = await createTestDatabase()
  const dataFolder = mkdtempSync(join(tmpdir(), 'amparo-test-'))
  const port = await freePort()
  const child = spawn(process.execPath, [amparo, 'start'], {
    env: {
      ...inherited(),
      PORT: String(port),
      AMPARO_DATA: dataFolder,
      ...environment,
      DATABASE_URL: database.url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let ended: number | 'signal' | null = null
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  const gone = new Promise<void>((resolve) =>
    child.once('close', (code) => {
      ended = code ?? 'signal'
      resolve()
    }),
  )
  const setupLink = await linkIn(() => said, gone)
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await gone
    await database.drop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  return {
    origin: `http://localhost:${port}`,
    port,
    setupLink,
    database,
    logged: () => said.split('\n'),
    ended: () => ended,
    memory: () => residentBytes(child.pid ?? 0),
    stop,
  }
}

/** The link is the last that a start says. */
const linkIn = async (said: () => string, gone: Promise<void>): Promise<string> => {
  let over = false
  void gone.then(() => (over = true))
  for (;;) {
    const link = /^http\S+#\S+$/m.exec(said())?.[0]
    if (link) return link
    if (over) throw new Error(`The server ended at its start:\n${said()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const residentBytes = (pid: number): number | undefined => {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return undefined
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}
