/**
 * The connections to PostgreSQL, and the one function that hands them out.
 *
 * [Note: One door] The pool's user may read nothing. `inTransaction` steps into the role of the request for the
 * length of one transaction, and names the account and desk that row-level security compares with.
 */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { Pool, types, type ClientConfig } from 'pg'

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
  readonly close: () => Promise<void>
}

/** Opens no connection before the first transaction. */
export const openDatabase = (
  address: DatabaseAddress,
  given: { readonly connections?: number } = {},
): Database => {
  const login = openPool(address.login, given.connections ?? 10)
  const owner = openPool(address.owner, 2)
  return {
    login,
    owner,
    close: async () => {
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
  doorOf(database, as)
    .transaction()
    .execute(async (transaction) => {
      await stepInto(as, transaction)
      return work(transaction)
    })

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
  return snapshot.execute(async (transaction) => {
    await stepInto(as, transaction)
    return work(transaction)
  })
}

const doorOf = (database: Database, as: Actor): Kysely<Tables> =>
  as.role === 'owner' ? database.owner : database.login

const roleOfActor = {
  desk: 'amparo_app',
  gate: 'amparo_gate',
  public: 'amparo_public',
  jobs: 'amparo_jobs',
} as const

/** `set_config(…, true)` is SET LOCAL with parameters: it ends with the transaction. */
const stepInto = async (as: Actor, transaction: Writer): Promise<void> => {
  const role = as.role === 'owner' ? 'none' : roleOfActor[as.role]
  const account = as.role === 'desk' ? as.account : ''
  const desk = as.role === 'desk' ? as.desk : ''
  await sql`select
    set_config('role', ${role}, true),
    set_config('search_path', 'amparo, pg_temp', true),
    set_config('amparo.account', ${account}, true),
    set_config('amparo.desk', ${desk}, true)`.execute(transaction)
}

/** True for what PostgreSQL throws when a row of the same key is there already, perhaps one that is not ours to see. */
export const isTaken = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === '23505'

const openPool = (config: ClientConfig, max: number): Kysely<Tables> => {
  const pool = new Pool({
    ...config,
    max,
    application_name: 'amparo',
    // A request that waits longer than this has no reader any more.
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: typeParser },
  })
  // A connection that breaks while idle is replaced; the next query tells if the server is gone.
  pool.on('error', () => undefined)
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
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
