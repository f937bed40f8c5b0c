/** What pages and routes are given: opened once at start, handed in, never imported as a singleton. */
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import type { PageCache } from './page_cache.ts'
import type { ServerSecrets } from './secrets.ts'

/** A room adds its own services by declaration merging. */
export interface Services {
  readonly config: Config
  readonly database: Database
  readonly secrets: ServerSecrets
  readonly clock: () => Date
  /** Writes a fault into the log by its kind and place; `template` is the pattern of the address. */
  readonly report?: (cause: unknown, template: string) => void
  /** What public pages say of whose installation this is. */
  readonly organisation?: { readonly name: () => Promise<string | null> }
  readonly pages?: PageCache
}
