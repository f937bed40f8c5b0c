/** Upgrading an installation that is not running: first a copy to go back to, then the migrations. */
import { constants, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'

import type { Config } from './config.ts'
import { loginPasswordFor, openSource, refuseHalfRestored } from './installation.ts'
import { migrate, migrationState, type Migration } from './migrate.ts'
import { giveTo } from './postgres.ts'
import { loadSecrets } from './secrets.ts'
import { secretsOf } from './secrets_id.ts'

export type UpgradeOutcome =
  | { readonly kind: 'nothing_to_do' }
  | { readonly kind: 'upgraded'; readonly applied: readonly string[]; readonly copy: string | null }

/** The copy is of the stopped database and so needs nothing to be put back but its place. */
export const upgrade = async (
  config: Config,
  given: { readonly ownCopyMade?: boolean; readonly migrations?: readonly Migration[] } = {},
): Promise<UpgradeOutcome> => {
  refuseHalfRestored(config.dataFolder)
  const kept = loadSecrets(config.dataFolder)
  const before = await openSource(config)
  const state = await migrationState(before.owner, given.migrations).finally(before.stop)
  if (state.kind === 'current') return { kind: 'nothing_to_do' }
  const copy = state.kind === 'empty' ? null : await keepCopy(config, state.number, given)
  const source = await openSource(config)
  try {
    const applied = await migrate(source.owner, {
      ...loginPasswordFor(source.owner, await secretsOf(source.owner, kept)),
      ...(given.migrations ? { migrations: given.migrations } : {}),
    })
    return { kind: 'upgraded', applied, copy }
  } finally {
    await source.stop()
  }
}

/** Puts the newest copy back; what was there is kept beside it, so that this, too, can be undone. */
export const goBack = async (
  config: Config,
): Promise<{ readonly restored: string; readonly kept: string }> => {
  refuseForeign(config)
  const newest = copiesOf(config).at(-1)
  if (!newest) {
    throw new Error(`There is no copy in ${config.dataFolder} to go back to: no upgrade was made here.`)
  }
  await refuseRunning(config)
  const current = join(config.dataFolder, 'postgres')
  const kept = freeName(config, 'after-upgrade', newest.number)
  renameSync(current, kept)
  renameSync(newest.path, current)
  return { restored: newest.path, kept }
}

const refuseForeign = (config: Config): void => {
  if (config.databaseUrl === null) return
  throw new Error(
    'This database is run elsewhere (DATABASE_URL), so Amparo has no copy of it. ' +
      'Put back the backup you made before the upgrade with the tools of that PostgreSQL.',
  )
}

const keepCopy = async (
  config: Config,
  number: number,
  given: { readonly ownCopyMade?: boolean },
): Promise<string | null> => {
  if (config.databaseUrl !== null) {
    if (given.ownCopyMade) return null
    throw new Error(
      'This database is run elsewhere (DATABASE_URL), and Amparo cannot copy it. ' +
        'Make a backup with the tools of that PostgreSQL, then run "amparo upgrade --own-backup-made".',
    )
  }
  const folder = join(config.dataFolder, 'postgres')
  const copy = freeName(config, 'before-upgrade', number)
  const draft = `${copy}.unfinished`
  rmSync(draft, { recursive: true, force: true })
  await cp(folder, draft, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  const owner = statSync(folder)
  if (process.getuid?.() === 0) giveTo(draft, { uid: owner.uid, gid: owner.gid })
  renameSync(draft, copy)
  return copy
}

/** A start and a stop: it is refused while another Amparo runs on the folder, and ends what a crash left. */
const refuseRunning = async (config: Config): Promise<void> => {
  const source = await openSource(config)
  await source.stop()
}

const copiesOf = (config: Config): readonly { readonly path: string; readonly number: number }[] =>
  readdirSync(config.dataFolder)
    .flatMap((name) => {
      const found = /^before-upgrade-(\d+)(?:\.(\d+))?$/.exec(name)
      return found ? [{ name, number: Number(found[1]), again: Number(found[2] ?? 0) }] : []
    })
    .toSorted((a, b) => a.number - b.number || a.again - b.again)
    .map(({ name, number }) => ({ path: join(config.dataFolder, name), number }))

const freeName = (config: Config, prefix: string, number: number): string => {
  const name = join(config.dataFolder, `${prefix}-${number}`)
  for (let again = 0; ; again++) {
    const path = again === 0 ? name : `${name}.${again}`
    if (!existsSync(path)) return path
  }
}
