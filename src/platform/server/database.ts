/**
 * The connections to PostgreSQL, and the one function that hands them out.
 *
 * [Note: One door] The pool's user may read nothing. `inTransaction` steps into the role of the request for the
 * length of one transaction, and names the account and desk that row-level security compares with.
 */
import { Socket } from 'node:net'
import {
  type Compilable,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  sql,
  type Transaction,
  type TransactionSettings,
} from 'kysely'
import { Pool, type PoolConfig, types, type ClientConfig } from 'pg'

import { type DatabaseWatch, watchDatabase } from './database_watch.ts'

/** Every table by name; a room adds its own by declaration merging in its store. */
export interface Tables {
  readonly migration: {
    readonly number: number
    readonly name: string
    readonly hash: Buffer
    readonly applied_at: Date
  }
}

export type Writer = Transaction<Tables>

/** On whose behalf a transaction runs. */
export type Actor =
  | { readonly role: 'desk'; readonly account: string; readonly desk: string }
  | { readonly role: 'gate' }
  | { readonly role: 'public' }
  | { readonly role: 'jobs' }
  | { readonly role: 'owner' }

/** The owner migrates; the login serves requests. */
export type DatabaseAddress = { readonly owner: ClientConfig; readonly login: ClientConfig }

export type Database = {
  readonly login: Kysely<Tables>
  readonly owner: Kysely<Tables>
  readonly watch: DatabaseWatch
  readonly close: () => Promise<void>
}

/** Opens no connection before the first transaction. */
export const openDatabase = (
  address: DatabaseAddress,
  given: { readonly connections?: number } = {},
): Database => {
  const sockets = new Set<Socket>()
  // One stays: who must know whether a server is at work finds it.
  const login = openPool({ ...address.login, min: 1 }, given.connections ?? 10, sockets)
  const owner = openPool(address.owner, 2, sockets)
  const cut = (cause: Error): void => {
    for (const socket of sockets) socket.destroy(cause)
  }
  const watch = watchDatabase({ address: address.login, cut })
  return {
    login,
    owner,
    watch,
    close: async () => {
      watch.close()
      await Promise.all([login.destroy(), owner.destroy()])
    },
  }
}

/** See [Note: One door]. What `work` throws rolls everything back. */
export const inTransaction = <T>(
  database: Database,
  as: Actor,
  work: (transaction: Writer) => Promise<T>,
): Promise<T> =>
  database.watch.during(() =>
    doorOf(database, as)
      .transaction()
      .execute((transaction) => workAs(as, transaction, work)),
  )

/**
 * For reads of several statements that must agree with each other: all see the database as of the first one. (A tip
 * and a log read one after the other would differ when somebody appends in between, and a device calls that a lie.)
 */
export const inSnapshot = <T>(
  database: Database,
  as: Actor,
  work: (transaction: Writer) => Promise<T>,
): Promise<T> => {
  const snapshot = doorOf(database, as)
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
  return database.watch.during(() => snapshot.execute((transaction) => workAs(as, transaction, work)))
}

type RowsOf<Q extends readonly Compilable<unknown>[]> = {
  readonly [K in keyof Q]: Q[K] extends Compilable<infer Row> ? readonly Row[] : never
}

/**
 * Sends several statements at once, in their order: each sees what the one before it did or waited for, and all
 * cost one way to the database and back.
 */
export const together = async <const Q extends readonly Compilable<unknown>[]>(
  transaction: Writer,
  queries: Q,
): Promise<RowsOf<Q>> => {
  const results = await transaction
    .getExecutor()
    .provideConnection((connection) =>
      Promise.all(queries.map((query) => connection.executeQuery(query.compile()))),
    )
  // One result a query, in the order of the queries.
  return results.map(({ rows }) => rows) as unknown as RowsOf<Q>
}

const doorOf = (database: Database, as: Actor): Kysely<Tables> =>
  as.role === 'owner' ? database.owner : database.login

const roleOfActor = {
  desk: 'amparo_app',
  gate: 'amparo_gate',
  public: 'amparo_public',
  jobs: 'amparo_jobs',
} as const

/** On behalf of another from here on, in the same transaction: what is done for several desks is done for all or none. */
export const stepOn = (transaction: Writer, as: Exclude<Actor, { readonly role: 'owner' }>): Promise<void> =>
  stepInto(as, transaction)

/** The first statement of the work follows the step at once; where the step fails, nothing after it runs. */
const workAs = async <T>(
  as: Actor,
  transaction: Writer,
  work: (transaction: Writer) => Promise<T>,
): Promise<T> => {
  const stepped = stepInto(as, transaction)
  const [done] = await Promise.all([work(transaction), stepped])
  return done
}

/** `set_config(…, true)` is SET LOCAL with parameters: it ends with the transaction. */
const stepInto = async (as: Actor, transaction: Writer): Promise<void> => {
  const role = as.role === 'owner' ? 'none' : roleOfActor[as.role]
  const account = as.role === 'desk' ? as.account : ''
  const desk = as.role === 'desk' ? as.desk : ''
  const step = sql`select
    set_config('role', ${role}, true),
    set_config('search_path', 'amparo, pg_temp', true),
    set_config('amparo.account', ${account}, true),
    set_config('amparo.desk', ${desk}, true)`.compile(transaction)
  // The connection is given back as soon as the step is sent: what comes next on it runs after it all the same.
  const sent = await transaction
    .getExecutor()
    .provideConnection(async (connection) => ({ step: connection.executeQuery(step) }))
  await sent.step
}

/** Only that it answers. */
export const askNothing = async (transaction: Writer): Promise<void> => {
  await sql`select`.execute(transaction)
}

/** True for what PostgreSQL throws when a row of the same key is there already, perhaps one that is not ours to see. */
export const isTaken = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === '23505'

const openPool = (config: PoolConfig, max: number, sockets: Set<Socket>): Kysely<Tables> => {
  const pool = new Pool({
    ...config,
    max,
    application_name: 'amparo',
    // A request that waits longer than this has no reader any more.
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: typeParser },
    // Statements are sent without waiting for the answer to the one before.
    pipeline: true,
    stream: () => openSocket(sockets),
  })
  // A connection that breaks while idle is replaced; the next query tells if the server is gone.
  pool.on('error', () => undefined)
  // One that breaks between two statements of a transaction: the next statement tells.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return new Kysely<Tables>({ dialect: new EagerDialect(pool) })
}

/** What is sent without waiting for anything between leaves in one write, and wakes the database once. */
const openSocket = (sockets: Set<Socket>): Socket => {
  const socket = new Socket()
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean
  let gathering = false
  socket.write = (...given: unknown[]) => {
    if (!gathering) {
      gathering = true
      socket.cork()
      // After all promises that are ready now.
      process.nextTick(() => {
        gathering = false
        socket.uncork()
      })
    }
    return write(...given)
  }
  return socket
}

/** Inherits, because only so can one step of Kysely's own driver be another. */
class EagerDialect extends PostgresDialect {
  readonly #pool: PostgresPool
  constructor(pool: PostgresPool) {
    super({ pool })
    this.#pool = pool
  }
  override createDriver(): PostgresDriver {
    return new EagerDriver({ pool: this.#pool })
  }
}

/**
 * BEGIN goes out together with what follows it. It fails only where the connection breaks, and all that follows
 * with it; outside a transaction the login could read nothing.
 */
class EagerDriver extends PostgresDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    super.beginTransaction(connection, settings).catch(() => undefined)
  }
}

/** Counts as numbers, and days as the text they are: a Date would put them in this server's time zone. */
const typeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === types.builtins.INT8) return parseCount
  if (format !== 'binary' && oid === types.builtins.DATE) return (text: string) => text
  return types.getTypeParser(oid, format as 'text')
}

const parseCount = (text: string): number => {
  const count = Number(text)
  if (!Number.isSafeInteger(count)) throw new RangeError('A count in the database is larger than 2^53.')
  return count
}
