/** A petition that is signed through the real services on a fresh database; its mail is read where the sender takes it. */
import { generateX25519Identity, identityToRecipient } from 'age-encryption'

import type { AskBody } from '../../src/campaigns/core/ask.ts'
import type { ConfirmHooks } from '../../src/campaigns/server/actions.ts'
import { openActions } from '../../src/campaigns/server/actions.service.ts'
import { openCampaigns } from '../../src/campaigns/server/campaigns.service.ts'
import { confirmMails } from '../../src/campaigns/server/confirm_mail.ts'
import { closeAsks } from '../../src/campaigns/server/closing.service.ts'
import { openSigning, type SignOutcome } from '../../src/campaigns/server/signing.service.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import type { DueMail } from '../../src/platform/server/mail/mail_source.ts'
import { testSecrets } from './app.ts'
import { askOf, openCampaign } from './campaigns.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { asSuperuser } from './open_rows.ts'

export const ORIGIN = 'https://acting.example'

export type Acting = Awaited<ReturnType<typeof startActing>>

export const startActing = async (
  given: {
    readonly database?: TestDatabase
    readonly ask?: Partial<AskBody>
    readonly hooks?: ConfirmHooks
    readonly now?: Date
  } = {},
) => {
  const database = given.database ?? (await createTestDatabase())
  let now = given.now ?? new Date('2026-11-22T12:00:00Z')
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const receivers = askOf().receivers.map((one) => ({ ...one, recipient }))
  const asks = [{ receivers, ...given.ask }]
  const [ask = ''] = (await openCampaign(database, { asks })).asks
  const clock = (): Date => now
  const campaigns = openCampaigns(database)
  const deps = { database, secrets: testSecrets, clock, campaigns }
  const actions = openActions({ ...deps, hooks: given.hooks ?? {} })
  const signing = openSigning({ ...deps, actions })
  const mails = confirmMails({ ...deps, origin: ORIGIN })
  const sign = (fields: Readonly<Record<string, string | readonly string[]>> = {}): Promise<SignOutcome> => {
    const all: typeof fields = { name: 'Ana Lopez', mail: 'ana@example.org', ...fields }
    const read = (name: string): readonly string[] => [all[name] ?? []].flat()
    return signing.sign({ campaign: 'lanterns', ask: 'free-them', language: 'en', read })
  }
  /** Takes what is due and settles it as sent. */
  const sent = async (): Promise<readonly DueMail[]> => {
    const due = await mails.take({ most: 1000, now })
    await mails.settle(due.map(({ id }) => ({ id, outcome: 'sent' as const })))
    return due
  }
  /** Of all mail that is due, a few at a time. */
  const confirmAll = async (): Promise<number> => {
    let confirmed = 0
    for (let due = await sent(); due.length > 0; due = await sent())
      for (let at = 0; at < due.length; at += 50) {
        const some = due.slice(at, at + 50).map((one) => ({ kind: 'link', k: keyIn(one) }) as const)
        const done = await Promise.all(some.map((key) => actions.confirmAction(key)))
        confirmed += done.filter(({ ok }) => ok).length
      }
    return confirmed
  }
  return {
    database,
    ask,
    identity,
    campaigns,
    actions,
    signing,
    mails,
    sign,
    sent,
    confirmAll,
    close: () => closeAsks(deps),
    /** Milliseconds. */
    pass: (time: number): void => {
      now = new Date(now.getTime() + time)
    },
    now: clock,
    confirmed: async (): Promise<number> => {
      // Whatever was counted within the last seconds is counted again.
      await closeAsks(deps)
      const counts = await inTransaction(database, { role: 'public' }, (db) =>
        db.selectFrom('action_count').select(['what', 'number']).where('ask', '=', ask).execute(),
      )
      return counts.find(({ what }) => what === 'confirmed')?.number ?? 0
    },
    rows: <T extends object>(query: string): Promise<readonly T[]> =>
      asSuperuser(database, async (client) => (await client.query<T>(query)).rows),
  }
}

export const keyIn = ({ text }: Pick<DueMail, 'text'>): string =>
  /confirm\?k=([\w-]{44})/.exec(text)?.[1] ?? ''
export const codeIn = ({ text }: Pick<DueMail, 'text'>): string =>
  /\b([0-9A-Z]{5}-[0-9A-Z]{5})\b/.exec(text)?.[1] ?? ''
export const ownIn = ({ text }: Pick<DueMail, 'text'>): string => /yours\?k=([\w-]{22})/.exec(text)?.[1] ?? ''
