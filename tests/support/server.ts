/** The real server on a fresh database: pages, API and headers as members meet them, on a free port. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { openRooms } from '../../src/cli/rooms.ts'
import { type BackupPlan, parseConfig } from '../../src/platform/server/config.ts'
import { startInstallation, type Installation } from '../../src/platform/server/installation.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { holdOnly } from './only_one.ts'

export const program = fileURLToPath(new URL('../../', import.meta.url))
export const buildFolder = join(program, 'build')

export type TestServer = Omit<Installation, 'setupLink'> & {
  readonly port: number
  readonly database: TestDatabase
  /** Of a fresh installation: it waits for its steward. */
  readonly setupLink: string
  readonly logged: readonly string[]
  /** Secrets, blobs and mail; the database is elsewhere. */
  readonly dataFolder: string
}

export const startTestServer = async (
  given: {
    readonly clock?: () => Date
    readonly demo?: true
    readonly backup?: BackupPlan
    readonly database?: TestDatabase
    /** A second server of this one's installation, known by another address where it is given. */
    readonly beside?: { readonly first: TestServer; readonly origin?: string }
    /** Of another release. */
    readonly build?: string
  } = {},
): Promise<TestServer> => {
  await ensureFreshBuild()
  const { first, origin } = given.beside ?? {}
  const database = first?.database ?? given.database ?? (await createTestDatabase())
  const dataFolder = first?.dataFolder ?? mkdtempSync(join(tmpdir(), 'amparo-test-'))
  const port = await freePort()
  const config = parseConfig(
    {
      PORT: String(port),
      AMPARO_DATA: dataFolder,
      DATABASE_URL: database.url,
      ...(origin !== undefined && { AMPARO_ORIGIN: origin }),
    },
    { cwd: program },
  )
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  const logged: string[] = []
  const installation = await startInstallation({
    config: {
      ...config.value,
      ...(given.demo && { demo: given.demo }),
      ...(given.backup && { backup: given.backup }),
    },
    openRooms,
    buildFolder: given.build ?? buildFolder,
    log: (line) => void logged.push(line),
    clock: given.clock ?? (() => new Date()),
    onLost: (words) => void logged.push(words),
  })
  // What a start does by itself would cross what a test writes.
  await installation.settled
  const stop = async (): Promise<void> => {
    await installation.stop()
    if (first) return
    await database.drop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  return {
    ...installation,
    setupLink: installation.setupLink ?? '',
    database,
    port,
    logged,
    dataFolder,
    stop,
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const trial = createServer()
    trial.once('error', reject)
    trial.listen(0, '127.0.0.1', () => {
      const { port } = trial.address() as AddressInfo
      trial.close(() => resolve(port))
    })
  })

/** A journey through yesterday's pages proves nothing: they are built anew when a source is newer. */
export const ensureFreshBuild = async (): Promise<void> => {
  const done = await holdOnly(join(program, 'node_modules', '.amparo-build.lock'))
  try {
    if (isFresh()) return
    const begun = new Date()
    const built = spawnSync(process.execPath, [join(program, 'node_modules/vite/bin/vite.js'), 'build'], {
      cwd: program,
      encoding: 'utf8',
      // Under vitest's own NODE_ENV the pages would be those of development.
      env: { ...process.env, NODE_ENV: 'production' },
    })
    if (built.status !== 0) throw new Error(`The pages could not be built:\n${built.stderr}`)
    // What was changed while it was built may not be in it.
    utimesSync(join(buildFolder, 'handler.js'), begun, begun)
  } finally {
    done()
  }
}

const isFresh = (): boolean => {
  const handler = join(buildFolder, 'handler.js')
  if (!existsSync(handler)) return false
  const builtAt = statSync(handler).mtimeMs
  const sources = globSync('src/**/*.{ts,svelte,css,json,html}', { cwd: program })
  return [...sources, 'vite.config.ts'].every(
    (path) => path.endsWith('.test.ts') || statSync(join(program, path)).mtimeMs < builtAt,
  )
}
