/** No more letters of one kind: what a link of a letter, or the program that showed it, asks for (RFC 8058). */
import { type Database, inTransaction } from '../database.ts'
import type { ServerSecrets } from '../secrets.ts'
import { readUnsubscribeKey } from './compose.ts'
import type { MailPurpose } from './mail.ts'
import { stopMark } from './mail_seal.ts'
import { countMail, stopMail } from './mail.store.ts'

declare module '../services.ts' {
  interface Services {
    readonly unsubscribe?: Unsubscribe
  }
}

export type Unsubscribe = {
  /** Whether this server made the key. Changes nothing: scanners of mail open every link. */
  readonly knows: (key: string) => boolean
  /** As often as it is asked; false where this server did not make the key. */
  readonly stop: (key: string) => Promise<boolean>
}

export const openUnsubscribe = (deps: {
  readonly database: Database
  readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'>
  readonly clock: () => Date
  readonly purposes: readonly MailPurpose[]
}): Unsubscribe => ({
  knows: (key) => readUnsubscribeKey(deps.secrets, key) !== null,
  stop: async (key) => {
    const said = readUnsubscribeKey(deps.secrets, key)
    if (said === null) return false
    const told = deps.purposes.find(({ purpose }) => purpose === said.purpose)?.unsubscribed
    await inTransaction(deps.database, { role: 'jobs' }, async (db) => {
      const now = deps.clock()
      if (!(await stopMail(db, { mark: stopMark(deps.secrets, said.purpose, said.id), now }))) return
      await countMail(db, { outcome: 'stopped', n: 1, now })
      if (told) await told(db, { id: said.id })
    })
    return true
  },
})
