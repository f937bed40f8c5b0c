/** What the steward is told of mail: how much waits and what hinders it, in numbers. */
import { readdir } from 'node:fs/promises'

import { ok } from '#kernel/core/result.ts'
import { mailAnswer, type MailReport } from '#members/core/mail.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import { membersPolicy } from '#members/server/policies.ts'
import type { Config } from '#platform/server/config.ts'
import { inTransaction } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { findMailState } from '#platform/server/mail/mail.store.ts'
import { outboxIn } from '#platform/server/mail/transport.ts'

type MailDeps = GateDeps & { readonly config: Pick<Config, 'mail' | 'dataFolder'> }

export const mailApi = (api: Api, deps: ApiDeps & MailDeps): void => {
  endpoint(
    api,
    deps,
  )({
    method: 'get',
    path: '/mail',
    summary: 'What waits to be sent by mail, in numbers, and what keeps it from going out',
    access: membersPolicy.readMail,
    parse: {},
    act: async () => {
      const now = deps.clock()
      const state = await inTransaction(deps.database, { role: 'gate' }, (db) => findMailState(db, now))
      return ok({ ...state, outbox: await countOutbox(deps.config.dataFolder) })
    },
    refusals: {},
    answer: mailAnswer,
    present: ({ outbox, waiting, held, oldestDue, problem, since, lastSentAt, counts }): MailReport => ({
      way: deps.config.mail.smtp === null ? 'outbox' : 'smtp',
      outbox,
      waiting,
      held,
      oldestDue: oldestDue?.toISOString() ?? null,
      // The check of the table allows these alone.
      problem: problem as MailReport['problem'],
      since: since?.toISOString() ?? null,
      lastSentAt: lastSentAt?.toISOString() ?? null,
      week: { sent: 0, refused: 0, given_up: 0, erased: 0, returned: 0, stopped: 0, ...counts },
    }),
  })
}

const countOutbox = async (dataFolder: string): Promise<number> => {
  const names = await readdir(outboxIn(dataFolder)).catch(() => [])
  return names.filter((name) => name.endsWith('.eml')).length
}
