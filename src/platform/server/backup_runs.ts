/** When backups were made, and what became of them: written by the owner, shown to the steward. */
import { Client, type ClientConfig } from 'pg'
import { sql } from 'kysely'

import type { Writer } from './database.ts'

export type BackupProblem = 'no_space' | 'not_writable' | 'fault'
export type BackupRun = {
  readonly what: 'backup' | 'secrets'
  readonly startedAt: Date
  readonly endedAt: Date
} & ({ readonly bytes: number } | { readonly problem: BackupProblem })

/** Rows kept; older ones make room. */
const KEPT = 400

/** On a connection of its own: that of the backup may be what failed. */
export const recordRun = async (owner: ClientConfig, run: BackupRun): Promise<void> => {
  const client = new Client({ ...owner, application_name: 'amparo backup' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    // A backup before an upgrade to this release finds no table for it.
    const { rows } = await client.query<{ made: boolean }>(
      "select to_regclass('amparo.backup_run') is not null as made",
    )
    if (!rows[0]?.made) return
    await client.query(
      `insert into amparo.backup_run (what, started_at, ended_at, bytes, problem) values ($1, $2, $3, $4, $5)
       on conflict (what, started_at) do update set ended_at = $3, bytes = $4, problem = $5`,
      [
        run.what,
        run.startedAt,
        run.endedAt,
        'bytes' in run ? run.bytes : null,
        'problem' in run ? run.problem : null,
      ],
    )
    await client.query(
      'delete from amparo.backup_run where started_at < (select started_at from amparo.backup_run order by started_at desc offset $1 limit 1)',
      [KEPT],
    )
  } finally {
    await client.end()
  }
}

export type BackupState = {
  readonly lastGood: { readonly startedAt: Date; readonly bytes: number } | null
  readonly last: { readonly startedAt: Date; readonly problem: BackupProblem | null } | null
  readonly secretsAt: Date | null
}

type Found = {
  readonly what: BackupRun['what']
  readonly started_at: Date
  readonly bytes: number | null
  readonly problem: BackupProblem | null
}

export const findBackupState = async (db: Writer): Promise<BackupState> => {
  const { rows } = await sql<Found>`
    (select what, started_at, bytes, problem from amparo.backup_run where what = 'backup' order by started_at desc limit 1)
    union all
    (select what, started_at, bytes, problem from amparo.backup_run where what = 'backup' and bytes is not null
      order by started_at desc limit 1)
    union all
    (select what, started_at, bytes, problem from amparo.backup_run where what = 'secrets' and bytes is not null
      order by started_at desc limit 1)`.execute(db)
  const last = rows.find(({ what }) => what === 'backup')
  const good = rows.find(({ what, bytes }) => what === 'backup' && bytes !== null)
  const secrets = rows.find(({ what }) => what === 'secrets')
  return {
    last: last ? { startedAt: last.started_at, problem: last.problem } : null,
    lastGood: good ? { startedAt: good.started_at, bytes: good.bytes ?? 0 } : null,
    secretsAt: secrets?.started_at ?? null,
  }
}
