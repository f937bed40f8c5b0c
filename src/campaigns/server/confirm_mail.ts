/**
 * Mails that ask an address whether it acted: made from the rows that wait, so that a flood of them is no second table. They
 * hold nothing that a stranger typed, since whoever types an address may write to it through us otherwise.
 */
import { pathInLanguage } from '#languages/address.ts'
import { direction, translator } from '#languages/translate.ts'
import type { Database } from '#platform/server/database.ts'
import { inTransaction } from '#platform/server/database.ts'
import type { MailPurpose } from '#platform/server/mail/mail.ts'
import type { DueMail, MailSource } from '#platform/server/mail/mail_source.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { openHeldKeys, ownToken } from '#vault/server/held.service.ts'

import { writeCode } from '../core/confirming.ts'
import { unpackHeld } from './actions.service.ts'
import { countDueMail, eraseBounced, settleMail, takeDueMail } from './actions.store.ts'
import type { Campaigns, OpenAsk } from './campaigns.service.ts'

export type ConfirmMailDeps = {
  readonly database: Database
  readonly secrets: ServerSecrets
  readonly clock: () => Date
  readonly campaigns: Pick<Campaigns, 'evenSecret'>
  /** Of the public pages. */
  readonly origin: string
}

const PURPOSE = 'confirm'

export const confirmMails = (deps: ConfirmMailDeps): MailSource => {
  const { database, clock } = deps
  const keys = openHeldKeys(deps.secrets)
  const never = (ids: readonly string[]): Promise<void> =>
    asJobs(database, (db) => settleMail(db, { sent: [], later: [], never: ids, at: clock() }))
  return {
    name: PURPOSE,
    take: async ({ most, now }) => {
      const rows = await asJobs(database, (db) => takeDueMail(db, { most, now }))
      if (rows.length === 0) return []
      const asks = new Map((await deps.campaigns.evenSecret(now)).map((ask) => [ask.id, ask]))
      const dead: string[] = []
      const due = rows.flatMap(({ id, ask: of, held, language }): readonly DueMail[] => {
        const ask = asks.get(of)
        const packed = unpackHeld(held === null ? null : keys.open(id, held))
        if (ask === undefined || packed === null) {
          dead.push(id)
          return []
        }
        const { token, code } = packed
        const words = confirmWords({
          ask,
          language,
          origin: deps.origin,
          key: `${id}${token}`,
          code,
          own: ownToken(token),
        })
        return [
          { id, purpose: PURPOSE, ask: of, to: packed.held.mail, language, fromName: ask.deskName, ...words },
        ]
      })
      if (dead.length > 0) await never(dead)
      return due
    },
    settle: async (results) => {
      const of = (outcome: string): readonly string[] =>
        results.filter((one) => one.outcome === outcome).map(({ id }) => id)
      const at = new Date(clock().getTime() + RETRY)
      await asJobs(database, (db) =>
        settleMail(db, { sent: of('sent'), never: of('refused'), later: of('later'), at }),
      )
    },
    waiting: () => asJobs(database, countDueMail),
  }
}

/** Milliseconds. */
const RETRY = 2 * 60_000

const asJobs = <T>(database: Database, work: Parameters<typeof inTransaction<T>>[2]): Promise<T> =>
  inTransaction(database, { role: 'jobs' }, work)

/** An address that does not exist waits for nobody. */
export const confirmPurpose: MailPurpose = {
  purpose: PURPOSE,
  returned: (db, { about, hard }) => (hard ? eraseBounced(db, about) : Promise.resolve()),
}

type WordsOf = {
  readonly ask: OpenAsk
  readonly language: string
  readonly origin: string
  readonly key: string
  readonly code: string
  readonly own: string
}

export const confirmWords = (of: WordsOf): { readonly subject: string; readonly text: string } => {
  const t = translator(of.language)
  const { body, deskName } = of.ask
  const title = body.title[of.language] ?? body.title[body.lang] ?? ''
  const page = (path: string): string => `${of.origin}${pathInLanguage(path, of.language)}`
  // An address on a line of its own is never broken, and stays left to right.
  const lines = [
    t('signing.mail.asks', { desk: deskName }),
    title,
    page(`/campaigns/${body.campaign}/${body.slug}`),
    t('signing.mail.press'),
    page(`/campaigns/confirm?k=${of.key}`),
    t('signing.mail.code', { code: writeCode(of.code) }),
    page('/campaigns/confirm'),
    t('signing.mail.until'),
    t('signing.mail.other'),
    t('signing.mail.own'),
    page(`/campaigns/yours?k=${of.own}`),
    t('signing.mail.keep'),
  ]
  const mark = direction(of.language) === 'rtl' ? '\u200F' : ''
  const text = lines.map((line) => (line.startsWith('http') ? line : mark + line)).join('\n\n')
  return { subject: t('signing.mail.subject', { title }), text: `${text}\n` }
}
