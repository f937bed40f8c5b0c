/** All of an installation into a file while it runs, and from the file into an empty folder. */
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeBackup } from '../src/platform/server/backup.ts'
import { checkBackup } from '../src/platform/server/backup_file.ts'
import { findRunning } from '../src/platform/server/postgres.ts'
import { restoreBackup } from '../src/platform/server/restore.ts'
import { ensureCases } from './fill.ts'
import { type BenchWorld, ms, type Row, timed } from './world.ts'

const CASES = 10_000
const SECONDS_TO_BACK_UP = 10
const SECONDS_TO_RESTORE = 60

export const benchBackup = async (world: BenchWorld): Promise<readonly Row[]> => {
  await ensureCases(world, CASES)
  const { config, secrets, clock, blobs } = world.services
  const owner = findRunning(join(config.dataFolder, 'postgres'))!('amparo_owner')
  const folder = mkdtempSync(join(tmpdir(), 'amparo-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const made = await timed(() => makeBackup({ owner, secrets, clock, blobs }, folder))
  if (made.value.kind !== 'made') throw new Error(made.value.kind)
  const { path, bytes, rows } = made.value
  const alone = await timed(async () => writeAndHash(readFileSync(path), join(folder, 'alone')))
  const backup = await checkBackup(path)
  const into = { ...config, dataFolder: join(folder, 'restored') }
  const restored = await timed(() => restoreBackup(into, backup, { secrets: null, replace: false, clock }))
  const load = `${CASES} cases, ${rows} rows, ${Math.round(bytes / 1e6)} MB`
  const limit = `${ms(alone.ms)}: the same bytes written, hashed and brought to the disk`
  return [
    {
      path: 'backup',
      load: `${load}, read back`,
      target: `≤ ${SECONDS_TO_BACK_UP} s`,
      measured: ms(made.ms),
      limit,
      met: made.ms <= SECONDS_TO_BACK_UP * 1000,
    },
    {
      path: 'restore',
      load: `${load}, into an empty folder`,
      target: `≤ ${SECONDS_TO_RESTORE} s`,
      measured: ms(restored.ms),
      limit,
      met: restored.ms <= SECONDS_TO_RESTORE * 1000,
    },
  ]
}

const writeAndHash = (bytes: Uint8Array, path: string): string => {
  const file = openSync(path, 'w')
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, Math.min(1 << 20, bytes.length - at))
  fsyncSync(file)
  closeSync(file)
  return createHash('sha256').update(bytes).digest('hex')
}
