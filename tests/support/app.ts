/** The API on a fresh database without a network, and members' devices that talk to it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openRooms } from '../../src/cli/rooms.ts'
import { type Alone, aloneInProcess } from '../../src/members/client/kept.ts'
import type { KeptMark, KeptStore } from '../../src/members/client/kept_box.ts'
import type { DraftStore } from '../../src/members/client/unlocked.ts'
import { fetchWithJar } from '../../src/platform/client/api.ts'
import { createWorkbench } from '../../src/platform/client/create_workbench.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { createApi } from '../../src/platform/server/api.ts'
import { parseConfig } from '../../src/platform/server/config.ts'
import { askNothing, inTransaction } from '../../src/platform/server/database.ts'
import type { Api, ApiDeps } from '../../src/platform/server/endpoint.ts'
import type { Ground, Rooms } from '../../src/platform/server/installation.ts'
import { attemptKey, takeAttempt } from '../../src/platform/server/limit.store.ts'
import { type Round, sendRound } from '../../src/platform/server/mail/sender.ts'
import { openTransport } from '../../src/platform/server/mail/transport.ts'
import type { ServerSecrets } from '../../src/platform/server/secrets.ts'
import { secret } from '../../src/kernel/core/secret.ts'
import type { Result } from '../../src/kernel/core/result.ts'
import { givingAgain } from './again.ts'
import { deviceChance, installationChances } from './chance.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export const ORIGIN = 'http://localhost:3000'

export const testSecrets: ServerSecrets = {
  pepper: secret(Buffer.alloc(32, 1)),
  vaultWrap: secret(Buffer.alloc(32, 2)),
  covers: [],
  loginPassword: secret('unused'),
}

export type TestApp = {
  readonly database: TestDatabase
  readonly dataFolder: string
  readonly hourly: Rooms['hourly']
  readonly api: Api
  readonly setupToken: string
  readonly faults: string[]
  /** Sends what is due into `outbox` of the data folder, or to the mail server of the settings. */
  readonly sendMail: () => Promise<Round>
  /** A device: its own session, its own drafts. `through` stands for what is between it and the server. */
  readonly device: (given?: {
    readonly through?: Through
    readonly drafts?: DraftStore
    readonly kept?: TestKept
  }) => Workbench
  readonly stop: () => Promise<void>
}

/** A server between device and server that may lie. */
export type Through = (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>

export const memoryDrafts = (): DraftStore => {
  const kept = new Map<string, Uint8Array>()
  return {
    get: async (key) => kept.get(key) ?? null,
    set: async (key, bytes) => void kept.set(key, bytes),
    delete: async (key) => void kept.delete(key),
    names: async () => [...kept.keys()],
    clear: async () => kept.clear(),
  }
}

export type TestKept = { readonly store: KeptStore; readonly alone: Alone; readonly limit?: number }

/** What a device keeps when its member chooses it; shared by workbenches that stand for tabs, or for a restart. */
export const memoryKept = (limit?: number): TestKept => {
  const bytes = new Map<string, Uint8Array>()
  const marks = new Map<string, KeptMark>()
  const store: KeptStore = {
    get: async (key) => bytes.get(key) ?? null,
    set: async (mark, sealed) => {
      bytes.set(mark.key, sealed)
      marks.set(mark.key, mark)
    },
    remark: async (mark) => {
      if (marks.has(mark.key)) marks.set(mark.key, mark)
    },
    delete: async (keys) => {
      for (const key of keys) for (const map of [bytes, marks]) map.delete(key)
    },
    marks: async () => [...marks.values()],
  }
  return { store, alone: aloneInProcess(), ...(limit !== undefined && { limit }) }
}

/** On a fresh database, or on one that a test brings. */
export const startTestApp = async (
  clock: () => Date = () => new Date(),
  brought: {
    readonly database?: TestDatabase
    readonly secrets?: ServerSecrets
    readonly settings?: Readonly<Record<string, string>>
  } = {},
): Promise<TestApp> => {
  const database = brought.database ?? (await createTestDatabase())
  // What is brought may hold members already.
  const chances = brought.database ? { device: deviceChance, end: () => {} } : installationChances()
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'amparo-app-'))
  const ground: Ground = {
    config: value(
      parseConfig({ AMPARO_ORIGIN: ORIGIN, AMPARO_DATA: dataFolder, ...brought.settings }, { cwd: '/tmp' }),
    ),
    database,
    secrets: brought.secrets ?? testSecrets,
    clock,
  }
  const rooms = await openRooms(ground)
  const faults: string[] = []
  const deps: ApiDeps & typeof rooms.services = {
    ...rooms.services,
    origins: [ORIGIN],
    sessions: rooms.sessions,
    limit: ({ purpose, subject, free }) =>
      inTransaction(database, { role: 'gate' }, (db) =>
        takeAttempt(db, attemptKey(ground.secrets, { purpose, subject }), {
          now: clock(),
          ...(free === undefined ? {} : { free }),
        }),
      ),
    report: (cause, template) => faults.push(`${template}: ${String(cause)}`),
    askDatabase: () => inTransaction(database, { role: 'gate' }, askNothing),
  }
  const api = createApi(deps, rooms.groups)
  const send = async (request: Request): Promise<Response> => api.fetch(request)
  const device: TestApp['device'] = ({ through, drafts = memoryDrafts(), kept } = {}) =>
    createWorkbench({
      fetch: fetchWithJar(ORIGIN, (input, init) => {
        const request = new Request(input, init)
        return through ? through(request, send) : send(request)
      }),
      base: ORIGIN,
      chance: chances.device(),
      clock,
      drafts,
      ...(kept && { kept }),
    })
  const setupToken = (await rooms.ensureSetupToken()) ?? ''
  const transport = openTransport(ground.config)
  const sendMail = (): Promise<Round> => sendRound({ ...ground, ...rooms.mail, transport })
  const stop = async (): Promise<void> => {
    transport.close()
    chances.end()
    await database.drop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  return { database, dataFolder, hourly: rooms.hourly, api, setupToken, faults, sendMail, device, stop }
}

/** For steps a test takes for granted. */
export const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

export const PASSPHRASE = 'grapple untidy mosaic perch walnut celery'

export type TestDesk = TestApp & {
  readonly desk: string
  readonly steward: Workbench
  /** A second lead and a writer and a reader of the desk. */
  readonly second: Workbench
  readonly writer: Workbench
  readonly reader: Workbench
  readonly join: (name: string, role: 'reader' | 'writer' | 'lead') => Promise<Workbench>
}

/** An organisation with one desk and four members. */
export const startTestDesk = async (
  clock?: () => Date,
  brought?: Parameters<typeof startTestApp>[1],
): Promise<TestDesk> => {
  const app = await startTestApp(clock, brought)
  const steward = givingAgain(app.device(), PASSPHRASE)
  const names = { organisation: 'Watch', name: 'ana', passphrase: PASSPHRASE }
  value(await steward.setUp({ token: app.setupToken, ...names }))
  const { id: desk } = value(await steward.foundDesk({ name: 'North' }))
  const join: TestDesk['join'] = async (name, role) => {
    const { link } = value(await steward.invite({ desk, role, days: 7 }))
    const device = app.device()
    const joined = { secret: link.split('#')[1] ?? '', name, passphrase: PASSPHRASE }
    value(await device.acceptInvitation(joined))
    const [accepted] = value(await steward.invitations({ desk })).filter((one) => one.state === 'accepted')
    value(await steward.admit({ desk, invitation: accepted?.invitation ?? '' }))
    await device.me()
    return device
  }
  const second = givingAgain(await join('ben', 'lead'), PASSPHRASE)
  const writer = await join('vera', 'writer')
  const reader = await join('rosa', 'reader')
  return { ...app, desk, steward, second, writer, reader, join }
}
