/** The real server as a process of its own, with its own PostgreSQL, for those who do it harm. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { fetchWithJar } from '../../src/platform/client/api.ts'
import { createWorkbench } from '../../src/platform/client/create_workbench.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { memoryDrafts, PASSPHRASE, value } from './app.ts'
import { deviceChance } from './chance.ts'
import { inherited } from './inherited.ts'

const amparo = fileURLToPath(new URL('../../src/cli/amparo.ts', import.meta.url))

/** AMPARO_FAULTS=release: the sizes that a release must stand; else small ones. */
export const sizeOf = (of: { readonly usual: number; readonly release: number }): number =>
  process.env.AMPARO_FAULTS === 'release' ? of.release : of.usual

/** Numbers by chance that can be had again: AMPARO_SEED. */
export const seeded = (what: string): (() => number) => {
  const seed = Number(process.env.AMPARO_SEED ?? Date.now() % 1_000_000)
  console.info(`${what}: AMPARO_SEED=${seed}`)
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export type FaultyServer = {
  readonly origin: string
  readonly dataFolder: string
  /** All it ever said, over all its lives. */
  readonly said: () => string
  /** Starts it, and answers after how many milliseconds it took requests. */
  readonly start: () => Promise<number>
  readonly child: () => ChildProcess
  readonly killServer: () => Promise<void>
  /** The postmaster first. */
  readonly postgres: () => readonly number[]
  readonly device: () => Workbench
  readonly end: () => Promise<void>
}

export const faultyServer = async (
  given: {
    readonly dataFolder?: string
    readonly environment?: NodeJS.ProcessEnv
    /** As many as the system allows it to have open. */
    readonly openFiles?: number
  } = {},
): Promise<FaultyServer> => {
  // PostgreSQL's socket wants a short way.
  const parent = mkdtempSync('/tmp/am-f-')
  const dataFolder = given.dataFolder ?? join(parent, 'data')
  const port = await freePort()
  const origin = `http://localhost:${port}`
  let words = ''
  let child: ChildProcess | undefined
  const own = (): ChildProcess => {
    if (!child) throw new Error('not started')
    return child
  }
  const start = async (): Promise<number> => {
    const begun = performance.now()
    const command = [globalThis.process.execPath, amparo, 'start']
    const limited = ['-c', `ulimit -n ${given.openFiles} && exec "$@"`, 'sh', ...command]
    const [program = '', ...args] = given.openFiles === undefined ? command : ['sh', ...limited]
    const process = spawn(program, args, {
      env: {
        ...inherited(),
        HOME: parent,
        PORT: String(port),
        AMPARO_DATA: dataFolder,
        ...given.environment,
      },
      cwd: parent,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = process
    await new Promise<void>((resolve, reject) => {
      const hear = (part: Buffer): void => {
        words += part.toString()
        if (part.toString().includes('Amparo is ready')) resolve()
      }
      process.stdout?.on('data', hear)
      process.stderr?.on('data', hear)
      process.once('exit', () => {
        // Of one that was refused on another's folder nothing stays.
        if (given.dataFolder !== undefined && !words.includes('Amparo is ready'))
          rmSync(parent, { recursive: true, force: true })
        reject(new Error(`It ended after saying: ${words}`))
      })
    })
    return performance.now() - begun
  }
  const killServer = async (): Promise<void> => {
    if (own().exitCode !== null || own().signalCode !== null) return
    const gone = new Promise((resolve) => own().once('exit', resolve))
    own().kill('SIGKILL')
    await gone
  }
  const postgres = (): readonly number[] => processesOn(join(dataFolder, 'postgres'))
  return {
    origin,
    dataFolder,
    said: () => words,
    start,
    child: own,
    killServer,
    postgres,
    device: () =>
      createWorkbench({
        fetch: fetchWithJar(origin),
        base: origin,
        chance: deviceChance(),
        clock: () => new Date(),
        drafts: memoryDrafts(),
      }),
    end: async () => {
      if (child) await killServer()
      await until(() => postgres().length === 0)
      rmSync(parent, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL's processes that work in this folder, the postmaster first. */
export const processesOn = (folder: string): readonly number[] => {
  let real: string
  try {
    real = realpathSync(folder)
  } catch {
    return []
  }
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && serves(pid, real))
    .toSorted((a, b) => a - b)
}

const serves = (pid: number, folder: string): boolean => {
  try {
    return (
      readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' &&
      readlinkSync(`/proc/${pid}/cwd`) === folder
    )
  } catch {
    return false
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const trial = createServer().listen(0, '127.0.0.1', () => {
      const { port } = trial.address() as AddressInfo
      trial.close(() => resolve(port))
    })
  })

export const until = async (claim: () => boolean | Promise<boolean>, within = 20_000): Promise<number> => {
  const begun = performance.now()
  while (!(await claim())) {
    if (performance.now() - begun > within) throw new Error(`It did not come true within ${within} ms.`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return performance.now() - begun
}

/**
 * A request that asks the database: whose session is this? Nobody's, says a server that is well, with 401. Over a
 * connection of its own: one that was kept may be closed by the server in the moment of the question.
 */
export const ask = (origin: string): Promise<Response> =>
  fetch(`${origin}/api/v1/me`, {
    headers: { authorization: `Bearer ${'A'.repeat(43)}`, connection: 'close' },
  })

export const answers = async (origin: string): Promise<boolean> =>
  (await ask(origin).catch(() => null))?.status === 401

export const WRITERS = 8

export type Writing = {
  /** Texts whose writing was answered well, by case. */
  readonly acknowledged: ReadonlyMap<string, ReadonlySet<string>>
  readonly refused: () => number
  readonly stop: () => Promise<void>
}

export type WritingDesk = {
  readonly desk: string
  readonly cases: readonly string[]
  readonly devices: readonly Workbench[]
}

/** A desk that may write, some cases, and as many devices of its lead. */
export const writingDesk = async (server: FaultyServer, startedLast = server): Promise<WritingDesk> => {
  const ana = server.device()
  await until(() => /setup#\S+\n/.test(startedLast.said()))
  const token = /setup#(\S+)/.exec(startedLast.said())?.[1] ?? ''
  value(await ana.setUp({ token, organisation: 'Watch', name: 'ana', passphrase: PASSPHRASE }))
  const { id: desk } = value(await ana.foundDesk({ name: 'North' }))
  const { link } = value(await ana.invite({ desk, role: 'lead', days: 7 }))
  const ben = server.device()
  const secret = link.split('#')[1] ?? ''
  value(await ben.acceptInvitation({ secret, name: 'ben', passphrase: PASSPHRASE }))
  const accepted = value(await ana.invitations({ desk })).find((one) => one.state === 'accepted')
  value(await ana.admit({ desk, invitation: accepted?.invitation ?? '' }))
  await ben.me()
  return withNewCases({ desk, cases: [], devices: [ana, ben] })
}

/** The same desk and devices with four cases that are empty: what is written before need not be read again. */
export const withNewCases = async (of: WritingDesk): Promise<WritingDesk> => {
  const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  const cases: string[] = []
  for (let i = 0; i < 4; i++)
    cases.push(value(await of.devices[0]!.createCase({ desk: of.desk, entries: [opened] })).case)
  return { ...of, cases }
}

/** Eight writers, two a case, one of each member; whoever is refused goes on with the next text. */
export const keepWriting = ({ desk, cases, devices }: WritingDesk, padding = 0): Writing => {
  const acknowledged = new Map(cases.map((one) => [one, new Set<string>()]))
  let refused = 0
  const going = { on: true }
  const write = async (place: number): Promise<void> => {
    const device = devices[place % devices.length]!
    const id = cases[Math.floor(place / 2) % cases.length]!
    for (let i = 0; going.on; i++) {
      const text = `${place}:${i}:${Math.round(performance.now())} ${'.'.repeat(padding)}`.trim()
      const note = { kind: 'note', coded: { toCode: false }, words: { text } }
      const appended = await device.append({ desk, case: id, entries: [note] })
      if (appended.ok) acknowledged.get(id)!.add(text)
      else if (appended.error.kind === 'unreachable') {
        refused += 1
        await new Promise((resolve) => setTimeout(resolve, 100))
      } else throw new Error(`A writer was told ${JSON.stringify(appended.error)}`)
    }
  }
  const all = Promise.all(Array.from({ length: WRITERS }, (_, place) => write(place)))
  all.catch(() => undefined)
  return {
    acknowledged,
    refused: () => refused,
    stop: async () => {
      going.on = false
      await all
    },
  }
}

export type Lost = { readonly lost: readonly string[]; readonly doubled: number; readonly entries: number }

/** Reads every case on a device that has seen nothing yet; each chain is verified as it is opened. */
export const whatIsLost = async (
  server: FaultyServer,
  { desk, cases }: WritingDesk,
  { acknowledged }: Pick<Writing, 'acknowledged'>,
): Promise<Lost> => {
  const fresh = server.device()
  value(await fresh.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  const lost: string[] = []
  let doubled = 0
  let entries = 0
  for (const id of cases) {
    const view = value(await fresh.openCase({ desk, case: id }))
    const texts = view.entries
      .map(({ words }) => (words as { text?: string } | null)?.text ?? '')
      .filter(Boolean)
    const there = new Set(texts)
    doubled += texts.length - there.size
    entries += view.entries.length
    // No hole: as many entries as the last one's place says.
    if (view.entries.length !== view.tip + 1) lost.push(`a place of ${id}`)
    for (const text of acknowledged.get(id) ?? []) if (!there.has(text)) lost.push(text)
  }
  return { lost, doubled, entries }
}
