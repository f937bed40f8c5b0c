/** An installation from its parts: database, rooms, API, pages, in the order they need each other. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { ClientConfig } from 'pg'

import { createApi, templateFinder } from './api.ts'
import { backUpIfDue } from './backup_plan.ts'
import { openBlobs } from './blobs.ts'
import { watchClock, type WatchedClock } from './clock.ts'
import type { Config } from './config.ts'
import { askNothing, inTransaction, openDatabase, type Database } from './database.ts'
import type { ApiDeps, RouteGroup } from './endpoint.ts'
import { pageEnvironment, startHttp, withLocalNames, type PageHandler } from './http.ts'
import type { LeanForm } from './lean_form.ts'
import { attemptKey, sweepAttempts, takeAttempt } from './limit.store.ts'
import { faultLine } from './log.ts'
import { startMailer } from './mail/mailer.ts'
import type { MailRooms } from './mail/sender.ts'
import { explainBehind, migrate, migrationState } from './migrate.ts'
import { restoringIn, startPostgres } from './postgres.ts'
import { loadSecrets, type ServerSecrets } from './secrets.ts'
import { secretsOf } from './secrets_id.ts'
import type { Services } from './services.ts'
import type { Sessions } from './session.ts'
import { shareReads } from './shared_read.ts'
import { isUnavailable } from './unavailable.ts'
import { countViolations, sweepViolations } from './violation.store.ts'
import { openViolations, pagesIn } from './violations.ts'

/** What every room builds upon. */
export type Ground = {
  readonly config: Config
  readonly database: Database
  readonly secrets: ServerSecrets
  readonly clock: () => Date
  /** Milliseconds since that time by a clock that nobody can set; where it is not given, by `clock`. */
  readonly elapsedSince?: (at: Date) => number
}

/** What the rooms add to the ground; given from outside, since the platform knows no room. */
export type Rooms = {
  readonly services: Services
  readonly sessions: Sessions
  readonly groups: readonly RouteGroup<Services>[]
  /** Forms of public pages that are taken before the pages. */
  readonly forms?: readonly LeanForm[]
  /** The token of the one-time set-up link, when the installation still waits for its steward. */
  readonly ensureSetupToken: () => Promise<string | undefined>
  /** What is sent by mail, and who is told of it. */
  readonly mail: MailRooms
  /** Ends what was allowed for a time: somebody has set the clock. */
  readonly onClockJump?: () => Promise<void>
  /**
   * Work without a person, done at the start and every hour, one after the other; by name, for the log of faults. What
   * the operator must know goes to `log`.
   */
  readonly hourly: Readonly<Record<string, (log: (line: string) => void) => Promise<unknown>>>
}
export type OpenRooms = (ground: Ground) => Promise<Rooms>

export type InstallationOptions = {
  readonly config: Config
  readonly openRooms: OpenRooms
  /** The folder `vite build` wrote. */
  readonly buildFolder: string
  readonly log: (line: string) => void
  readonly clock: () => Date
  /** Called each time our own database ended and nobody asked it to; it is started again by itself. */
  readonly onLost: (words: string) => void
}

export type Installation = {
  readonly origin: string
  readonly services: Services
  readonly setupLink: string | undefined
  /** Settles when the work that every start begins with is done; requests are answered before. */
  readonly settled: Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts everything; what was started is stopped again when a later part fails. */
export const startInstallation = async (options: InstallationOptions): Promise<Installation> => {
  const { config } = options
  refuseHalfRestored(config.dataFolder)
  const kept = loadSecrets(config.dataFolder)
  const source = await openSource(config, options.onLost)
  const stops: (() => Promise<void>)[] = [source.stop]
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one()
  }
  try {
    const { owner } = source
    const secrets = await bringUpToDate(owner, kept)
    const database = openDatabase({ owner, login: source.login(secrets) })
    stops.push(database.close)
    await inTransaction(database, { role: 'gate' }, askNothing)
    // From here on a renewal is refused; one that came between is seen now.
    await secretsOf(owner, secrets)
    const jumps = { end: async (): Promise<void> => undefined }
    const watched = watchClock({
      clock: options.clock,
      monotonic: () => performance.now(),
      log: options.log,
      onJump: () => jumps.end(),
    })
    const { now: clock, elapsedSince } = watched
    const ground = { config, database, secrets, clock, elapsedSince }
    const rooms = await options.openRooms(ground)
    const mailer = startMailer({
      ...ground,
      ...rooms.mail,
      dataFolder: config.dataFolder,
      log: options.log,
    })
    stops.push(mailer.stop)
    jumps.end = async () => {
      await rooms.onClockJump?.()
      await mailer.onClockJump()
    }
    stops.push(lookAtClock(watched))
    const works = {
      sweep: () => sweep(ground),
      ...rooms.hourly,
      mail: mailer.sweep,
      // Last: it takes longest.
      backup: (log: (line: string) => void) =>
        backUpIfDue({ ...ground, owner, secrets, blobs: openBlobs(config.dataFolder) }, log),
    }
    const hourly = doHourly(works, options)
    stops.push(hourly.stop)
    const http = await serve(options, ground, { ...rooms, sessions: sinceJump(watched, rooms.sessions) })
    stops.push(http.stop)
    const token = await rooms.ensureSetupToken()
    const setupLink = token === undefined ? undefined : `${config.origin}/desk/setup#${token}`
    return { origin: config.origin, services: rooms.services, setupLink, settled: hourly.first, stop }
  } catch (cause) {
    await stop()
    throw cause
  }
}

/** Also while nobody asks: whoever signs in a minute after a jump is not signed out again for it. */
const lookAtClock = (clock: WatchedClock): (() => Promise<void>) => {
  const timer = setInterval(() => clock.settled().catch(() => undefined), 10_000)
  return async () => clearInterval(timer)
}

/** Before a session is believed, those that a set clock would lengthen are ended: see [Note: A clock that jumps]. */
const sinceJump = (clock: WatchedClock, sessions: Sessions): Sessions => ({
  find: async (tokenHash, desk) => {
    await clock.settled()
    return sessions.find(tokenHash, desk)
  },
})

export type Source = {
  readonly owner: ClientConfig
  readonly login: (secrets: ServerSecrets) => ClientConfig
  readonly stop: () => Promise<void>
}

/** Our own PostgreSQL in the data folder, or the one the operator names. */
export const openSource = async (config: Config, onLost?: (words: string) => void): Promise<Source> => {
  if (config.databaseUrl !== null) {
    const url = config.databaseUrl.reveal()
    return {
      owner: { connectionString: url },
      login: (secrets) => loginAt(url, secrets),
      stop: async () => undefined,
    }
  }
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  const server = await startPostgres({
    folder: join(config.dataFolder, 'postgres'),
    ...(onLost && { onLost }),
  })
  return {
    owner: server.connection('amparo_owner'),
    login: () => server.connection('amparo_login'),
    stop: server.stop,
  }
}

/** Before anything is made in the folder, secrets too: a second restore would find those of another server. */
export const refuseHalfRestored = (dataFolder: string): void => {
  const half = restoringIn(dataFolder)
  if (!existsSync(half)) return
  throw new Error(
    `A restore into ${dataFolder} is under way or was interrupted. Run "amparo restore" again with the same file; or, ` +
      `to go without it, delete ${half} (what was put aside has "before-restore" in its name).`,
  )
}

const loginAt = (url: string, secrets: ServerSecrets): ClientConfig => {
  const login = new URL(url)
  login.username = 'amparo_login'
  login.password = secrets.loginPassword.reveal()
  return { connectionString: login.href }
}

/** The password is needed only where a password is asked; peer authentication asks for none. */
export const loginPasswordFor = (
  owner: ClientConfig,
  secrets: ServerSecrets,
): { readonly loginPassword?: string } =>
  owner.connectionString === undefined ? {} : { loginPassword: secrets.loginPassword.reveal() }

/** Answers which of the secrets the database is under. */
const bringUpToDate = async (owner: ClientConfig, kept: ServerSecrets): Promise<ServerSecrets> => {
  const state = await migrationState(owner)
  if (state.kind === 'behind') throw new Error(explainBehind(state))
  const secrets = await secretsOf(owner, kept)
  await migrate(owner, loginPasswordFor(owner, secrets))
  return secrets
}

const serve = async (
  options: InstallationOptions,
  ground: Ground,
  rooms: Rooms,
): ReturnType<typeof startHttp> => {
  const { config, log } = options
  const { clock } = ground
  const origins = withLocalNames([config.origin])
  const deps: ApiDeps & Services = {
    ...rooms.services,
    origins,
    sessions: rooms.sessions,
    limit: ({ purpose, subject, free }) =>
      inTransaction(ground.database, { role: 'gate' }, (transaction) =>
        takeAttempt(transaction, attemptKey(ground.secrets, { purpose, subject }), {
          now: clock(),
          ...(free === undefined ? {} : { free }),
        }),
      ),
    // Of a database that is away every request would tell the same.
    report: (cause, template) =>
      log(isUnavailable(cause) ? `unavailable ${template}` : faultLine(cause, template)),
    askDatabase: shareReads(() => inTransaction(ground.database, { role: 'gate' }, askNothing)),
  }
  const api = createApi(deps, rooms.groups)
  const violations = openViolations({
    origins: [...origins, config.publicOrigin],
    pages: pagesIn(join(options.buildFolder, '..', 'src', 'routes')),
    elapsed: () => performance.now(),
    count: (counted) =>
      inTransaction(ground.database, { role: 'jobs' }, (db) =>
        countViolations(db, { now: clock(), counted }),
      ),
    clock,
    log,
  })
  return startHttp({
    bind: config.bind,
    port: config.port,
    origins,
    ...(config.publicOrigin === config.origin ? {} : { publicOrigin: config.publicOrigin }),
    api,
    templateOf: templateFinder(api),
    pages: await loadPages(options.buildFolder),
    ...(rooms.forms && { forms: rooms.forms }),
    violations,
    services: { ...rooms.services, report: deps.report, isUnavailable },
    log,
    clock,
  })
}

/** SvelteKit reads its settings when it is first imported. */
const loadPages = async (buildFolder: string): Promise<PageHandler> => {
  const file = join(buildFolder, 'handler.js')
  if (!existsSync(file)) throw new Error(`The pages are not built: ${file} is missing. Run "npm run build".`)
  Object.assign(process.env, pageEnvironment)
  const built = (await import(pathToFileURL(file).href)) as { readonly handler: PageHandler }
  return built.handler
}

/** Milliseconds. */
const HOUR = 60 * 60 * 1000

type Hourly = {
  readonly first: Promise<void>
  /** What is under way is finished. */
  readonly stop: () => Promise<void>
}

/** A work that fails is told and tried again in an hour. */
const doHourly = (works: Rooms['hourly'], { log }: InstallationOptions): Hourly => {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const doAll = async (): Promise<void> => {
    for (const [name, work] of Object.entries(works)) {
      if (stopped) return
      try {
        await work(log)
      } catch (cause) {
        log(faultLine(cause, name))
      }
    }
  }
  const begin = (): void => {
    running = running.then(doAll)
  }
  begin()
  const first = running
  const timer = setInterval(begin, HOUR)
  const stop = async (): Promise<void> => {
    stopped = true
    clearInterval(timer)
    await running
  }
  return { first, stop }
}

const sweep = ({ database, clock }: Ground): Promise<void> =>
  inTransaction(database, { role: 'jobs' }, async (transaction) => {
    await sweepAttempts(transaction, { now: clock() })
    await sweepViolations(transaction, clock())
  })
