/** What a desk's members are told of an ask's supporters, what is handed to their device sealed, and what it sends on. */
import { askBody } from '#campaigns/core/ask.ts'
import { canonicalAddress } from '#campaigns/core/address.ts'
import {
  type FollowLetter,
  type FollowWords,
  LETTERS_PER_BATCH,
  ROWS_PER_PAGE,
  type Supporters,
  wordsIn,
} from '#campaigns/core/supporters_wire.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { TooManyExports } from '#members/core/access_limits.ts'
import { noteAccess, noteSupporterList } from '#members/server/access.service.ts'
import { type Database, inSnapshot, inTransaction } from '#platform/server/database.ts'
import { queueMail } from '#platform/server/mail/mail.ts'
import { targetName } from '#platform/server/mail/mail_seal.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import {
  claimLetters,
  countByCountry,
  countByReceiver,
  countHeld,
  endFollowUp,
  findAskBody,
  findFollowUp,
  findFollowUps,
  findRequests,
  findSealed,
  findWaiting,
  forgetDue,
  insertFollowUp,
  markAnswered,
  type SealedRowOf,
} from './supporters.store.ts'

export type SupportersDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'>
}
export type SupportersBy = { readonly account: string; readonly desk: string; readonly ask: string }

/** Of another desk, or no ask: one answer. */
export type NotFound = { readonly kind: 'not_found' }

const actorOf = ({ account, desk }: SupportersBy) => ({ role: 'desk' as const, account, desk })
const dayOf = (now: Date): string => now.toISOString().slice(0, 10)

export const readSupporters = (
  { database }: Pick<SupportersDeps, 'database'>,
  by: SupportersBy,
): Promise<Result<Supporters, NotFound>> =>
  inSnapshot(database, actorOf(by), async (db) => {
    const body = askBody.safeParse(await findAskBody(db, by))
    if (!body.success) return err({ kind: 'not_found' as const })
    const { lang, title, receivers } = body.data
    const { held, follow, first, last } = await countHeld(db, by)
    const sealed = await countByReceiver(db, by)
    return ok({
      ask: {
        id: by.ask,
        title: title[lang] ?? '',
        receivers: receivers.map(({ id, name, recipient }) => ({
          id,
          name,
          recipient,
          sealed: sealed.get(id) ?? 0,
        })),
      },
      held,
      follow,
      countries: [...(await countByCountry(db, by))],
      forget: first === null || last === null ? null : { first, last },
      requests: (await findRequests(db, by)).map((row) => ({
        action: row.action,
        askedOn: row.asked_on,
        answeredOn: row.answered_on,
      })),
      followUps: (await findFollowUps(db, by)).map((row) => ({
        id: row.id,
        madeAt: row.made_at.toISOString(),
        words: row.words,
        sent: row.sent,
        waiting: row.waiting,
        ended: row.ended_at !== null,
      })),
    })
  })

export type SealedPage = { readonly rows: readonly SealedRowOf[]; readonly more: boolean }

/** Noted before it is handed out, once an hour for an ask. */
export const readSealed = async (
  deps: SupportersDeps,
  by: SupportersBy,
  page: { readonly receiver: string; readonly after: string | null },
): Promise<Result<SealedPage, NotFound>> => {
  const rows = await inSnapshot(deps.database, actorOf(by), async (db) =>
    (await findAskBody(db, by)) === null ? null : findSealed(db, by, { ...page, most: ROWS_PER_PAGE + 1 }),
  )
  if (rows === null) return err({ kind: 'not_found' })
  if (rows.length > 0) await noteAccess(deps, by, { act: 'supporters', subject: by.ask })
  return ok({ rows: rows.slice(0, ROWS_PER_PAGE), more: rows.length > ROWS_PER_PAGE })
}

/** Before a device makes a list that is taken away. */
export const noteList = async (
  deps: SupportersDeps,
  by: SupportersBy,
): Promise<Result<void, NotFound | TooManyExports>> =>
  (await isOfDesk(deps, by)) ? noteSupporterList(deps, by, by.ask) : err({ kind: 'not_found' })

const isOfDesk = async ({ database }: Pick<SupportersDeps, 'database'>, by: SupportersBy): Promise<boolean> =>
  inSnapshot(database, actorOf(by), async (db) => (await findAskBody(db, by)) !== null)

type Letter = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly language: string
}

/** The letter goes and the request is answered, or neither. */
export const answerRequest = (
  { database, clock, secrets }: SupportersDeps,
  by: SupportersBy,
  { action, ...letter }: Letter & { readonly action: string },
): Promise<Result<void, NotFound>> =>
  inTransaction(database, actorOf(by), async (db) => {
    const now = clock()
    if (!(await markAnswered(db, by, { action, today: dayOf(now) })))
      return err({ kind: 'not_found' as const })
    // Of no ask: whoever asked is answered, whatever became of the ask.
    await queueMail(db, { purpose: 'held', ask: null, target: null, dueAt: now, ...letter }, secrets)
    return ok(undefined)
  })

export type FollowUpRefusal = NotFound | { readonly kind: 'follow_up_ended' }

export const beginFollowUp = (
  { database, clock }: SupportersDeps,
  by: SupportersBy,
  given: { readonly id: string; readonly words: FollowWords },
): Promise<Result<void, NotFound>> =>
  inTransaction(database, actorOf(by), async (db) => {
    if ((await findAskBody(db, by)) === null) return err({ kind: 'not_found' as const })
    const { desk, ask, account } = by
    await insertFollowUp(db, { desk, ask, by: account, now: clock(), ...given })
    // The id may be that of another desk's, whose row nobody here sees.
    return (await findFollowUp(db, by, given.id)) ? ok(undefined) : err({ kind: 'not_found' as const })
  })

/** Whom it has not gone to: a device that was cut goes on here. */
export const readWaiting = (
  { database }: Pick<SupportersDeps, 'database'>,
  by: SupportersBy,
  of: { readonly followUp: string; readonly after: string | null },
): Promise<Result<{ readonly actions: readonly string[]; readonly more: boolean }, NotFound>> =>
  inSnapshot(database, actorOf(by), async (db) => {
    if (!(await findFollowUp(db, by, of.followUp))) return err({ kind: 'not_found' as const })
    const found = await findWaiting(db, by, { ...of, most: LETTERS_PER_BATCH + 1 })
    return ok({ actions: found.slice(0, LETTERS_PER_BATCH), more: found.length > LETTERS_PER_BATCH })
  })

/**
 * Addresses from the device, into the queue and nowhere else. Each supporter once: of two devices that send at once, the
 * second finds the first one's rows. Whoever has unsubscribed at this address is known by its mark alone.
 */
export const sendBatch = (
  { database, clock, secrets }: SupportersDeps,
  by: SupportersBy,
  of: { readonly followUp: string; readonly letters: readonly FollowLetter[] },
): Promise<Result<{ readonly queued: number }, FollowUpRefusal>> =>
  inTransaction(database, actorOf(by), async (db) => {
    const found = await findFollowUp(db, by, of.followUp)
    if (!found) return err({ kind: 'not_found' as const })
    if (found.ended_at !== null) return err({ kind: 'follow_up_ended' as const })
    const letters = new Map(of.letters.map((one) => [one.action, one]))
    const claimed = await claimLetters(db, by, { followUp: of.followUp, actions: [...letters.keys()] })
    for (const action of claimed) {
      const { to, language } = letters.get(action)!
      const words = wordsIn(found.words, language)
      await queueMail(
        db,
        {
          purpose: 'followup',
          ask: by.ask,
          target: null,
          dueAt: clock(),
          to,
          ...words,
          unsubscribe: followMark(secrets, by.desk, to),
        },
        secrets,
      )
    }
    return ok({ queued: claimed.size })
  })

/** The same for every ask of a desk and every spelling of one box: 132 bits, in which nobody reads the address. */
const followMark = (secrets: Pick<ServerSecrets, 'pepper' | 'covers'>, desk: string, to: string): string =>
  targetName(secrets, `follow-up ${desk} ${canonicalAddress(to)}`)
    .toString('base64url')
    .slice(0, 22)

export const stopFollowUp = (
  { database, clock }: SupportersDeps,
  by: SupportersBy,
  followUp: string,
): Promise<Result<void, NotFound>> =>
  inTransaction(database, actorOf(by), async (db) => {
    if (!(await findFollowUp(db, by, followUp))) return err({ kind: 'not_found' as const })
    await endFollowUp(db, by, { id: followUp, now: clock() })
    return ok(undefined)
  })

/** Once an hour: who was promised to be forgotten today is. */
export const forgetSupporters = ({
  database,
  clock,
}: Pick<SupportersDeps, 'database' | 'clock'>): Promise<number> =>
  inTransaction(database, { role: 'jobs' }, (db) => forgetDue(db, dayOf(clock())))
