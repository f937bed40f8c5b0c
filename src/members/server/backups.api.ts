/** What the steward is told of backups. They are made by the server and by the operator's command, never from here. */
import { ok } from '#kernel/core/result.ts'
import { backupsAnswer } from '#members/core/backups.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import { membersPolicy } from '#members/server/policies.ts'
import { findBackupState } from '#platform/server/backup_runs.ts'
import type { Config } from '#platform/server/config.ts'
import { inTransaction } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'

type BackupsDeps = GateDeps & { readonly config: Pick<Config, 'backup'> }

export const backupsApi = (api: Api, deps: ApiDeps & BackupsDeps): void => {
  endpoint(
    api,
    deps,
  )({
    method: 'get',
    path: '/backups',
    summary: 'The last backups of this installation: when, how large, and what hindered one',
    access: membersPolicy.readBackups,
    parse: {},
    act: async () => ok(await inTransaction(deps.database, { role: 'gate' }, findBackupState)),
    refusals: {},
    answer: backupsAnswer,
    present: ({ lastGood, last, secretsAt }) => ({
      scheduled: deps.config.backup !== undefined,
      lastGood: lastGood && { at: lastGood.startedAt.toISOString(), bytes: lastGood.bytes },
      last: last && { at: last.startedAt.toISOString(), problem: last.problem },
      secretsAt: secretsAt?.toISOString() ?? null,
    }),
  })
}
