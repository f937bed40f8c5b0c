/** What pages and routes are given: opened once at start, handed in, never imported as a singleton. */
import type { Blobs } from './blobs.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import type { PageCache } from './page_cache.ts'
import type { ServerSecrets } from './secrets.ts'
import type { Turns } from './turns.ts'

/** A room adds its own services by declaration merging. */
export interface Services {
  readonly config: Config
  readonly database: Database
  readonly secrets: ServerSecrets
  readonly clock: () => Date
  readonly blobs: Blobs
  /** Writes a fault into the log by its kind and place; `template` is the pattern of the address. */
  readonly report?: (cause: unknown, template: string) => void
  /** Whether a fault is one that passes by itself, as of a database that is away. */
  readonly isUnavailable?: (cause: unknown) => boolean
  /** What public pages say of whose installation this is. */
  readonly organisation?: { readonly name: () => Promise<string | null> }
  readonly pages?: PageCache
  /** Of pages that answer a question: apart, since there are so many that they would drive out all others. */
  readonly answers?: PageCache
  readonly turns?: Turns
}
