/**
 * Coming to an event, and hosting a group that writes letters. Who it is lies sealed to the desk like every supporter;
 * here stand seats and numbers of letters, and the hash of the link to a host's page.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { pathInLanguage } from '#languages/address.ts'
import { direction, translator, type Translate } from '#languages/translate.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { queueMail } from '#platform/server/mail/mail.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { newShortToken, tokenHash } from '#vault/server/held.service.ts'

import { forgetOnOf, type HeldSupporter } from '../core/supporter.ts'
import {
  hostOf,
  mayStillCome,
  parseHost,
  parseRsvp,
  parseSession,
  type PartRefusal,
  peopleOf,
  type RefusedPart,
  type Seats,
} from '../core/taking_part.ts'
import type { ReadForm } from '../core/signing.ts'
import type { Actions, ConfirmedAction, ConfirmHook } from './actions.ts'
import type { OpenAsk } from './campaigns.service.ts'
import {
  countTally,
  decideHost,
  endHostLinks,
  findGroups,
  findHost,
  findSeats,
  findTaken,
  type GroupRow,
  type HostRow,
  insertHost,
  type SeatsRow,
  takeSeats,
} from './taking_part.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly takingPart?: TakingPart
  }
}

type HookDeps = {
  readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'>
  readonly clock: () => Date
  /** Of the public pages. */
  readonly origin: string
}

/** Takes the seats, and sends what a calendar opens. */
const seat =
  (deps: HookDeps): ConfirmHook =>
  async (db, action) => {
    const { ask, id, held } = action
    const people = peopleOf(held)
    if (people === null || ask.body.event === null) return undefined
    if (!(await takeSeats(db, { action: id, places: ask.body.event.places, people }))) return { kind: 'full' }
    await mailTo(deps, db, action, {
      purpose: 'rsvp',
      write: (t, page) => ({
        subject: t('taking_part.mail.comes', { title: titleOf(ask, held.language) }),
        lines: [
          t('taking_part.mail.comesWords', { n: people }),
          page(''),
          t('taking_part.mail.calendar'),
          page('/event.ics'),
          t('taking_part.mail.cannot'),
        ],
      }),
    })
    return undefined
  }

/** Opens the host's page. */
const host =
  (deps: HookDeps): ConfirmHook =>
  async (db, action) => {
    const { ask, id, held, on } = action
    const group = hostOf(held)
    if (group === null) return
    const token = newShortToken()
    const endsOn = forgetOnOf(ask.body.to.day)
    const of = { action: id, ask: ask.id, desk: ask.desk, on, endsOn }
    await insertHost(db, { id: newShortToken(), ...of, ...group, link: tokenHash(token) })
    await mailTo(deps, db, action, {
      purpose: 'host',
      write: (t, page) => ({
        subject: t('taking_part.mail.hosts', { title: titleOf(ask, held.language) }),
        lines: [
          t('taking_part.mail.hostsWords'),
          page(`/host?k=${token}`),
          t('taking_part.mail.keep', { n: SHEET_DAYS }),
        ],
      }),
    })
  }

/** Days after the close of an ask; see `forgetOnOf`. */
const SHEET_DAYS = 90

/** By kind of action. */
export const partHooks = (deps: HookDeps): { readonly rsvp: ConfirmHook; readonly host: ConfirmHook } => ({
  rsvp: seat(deps),
  host: host(deps),
})

type Written = {
  readonly purpose: string
  readonly write: (
    t: Translate,
    page: (rest: string) => string,
  ) => { readonly subject: string; readonly lines: readonly string[] }
}

const mailTo = async (
  { secrets, clock, origin }: HookDeps,
  db: Writer,
  { id, ask, held }: ConfirmedAction,
  { purpose, write }: Written,
): Promise<void> => {
  const t = translator(held.language)
  const { campaign, slug } = ask.body
  const page = (rest: string): string =>
    `${origin}${pathInLanguage(`/campaigns/${campaign}/${slug}${rest}`, held.language)}`
  const { subject, lines } = write(t, page)
  // An address on a line of its own is never broken, and stays left to right.
  const mark = direction(held.language) === 'rtl' ? '\u200F' : ''
  const text = lines.map((line) => (line.startsWith('http') ? line : mark + line)).join('\n\n')
  await queueMail(
    db,
    {
      purpose,
      ask: ask.id,
      about: id,
      target: null,
      dueAt: clock(),
      to: held.mail,
      fromName: ask.deskName,
      subject,
      text: `${text}\n`,
      language: held.language,
    },
    secrets,
  )
}

const titleOf = ({ body }: OpenAsk, language: string): string =>
  body.title[language] ?? body.title[body.lang] ?? ''

export type PartOutcome =
  /** New, double or refused: one answer. */
  | { readonly kind: 'thanks' }
  | { readonly kind: 'refused'; readonly form: RefusedPart }
  | { readonly kind: 'crowded'; readonly seconds: number }
  /** Everybody reads how many places are left. */
  | { readonly kind: 'full' }
  | { readonly kind: 'nowhere' }

type PartRequest = { readonly ask: OpenAsk; readonly language: string; readonly read: ReadForm }

/** A host's page. */
export type HostView = HostRow & { readonly open: OpenAsk }

export type TakingPart = {
  readonly come: (request: PartRequest) => Promise<PartOutcome>
  readonly register: (request: PartRequest) => Promise<PartOutcome>
  /** Null of an ask that is no event, or that everybody may come to. */
  readonly seatsOf: (ask: OpenAsk) => Promise<Seats | null>
  /** By the link of the mail; null for one that opens nothing, here or at another ask. */
  readonly host: (ask: OpenAsk, k: string) => Promise<HostView | null>
  readonly count: (ask: OpenAsk, k: string, read: ReadForm) => Promise<Result<void, PartRefusal>>
}

type Deps = {
  readonly database: Database
  readonly clock: () => Date
  readonly actions: Pick<Actions, 'takeAction'>
}

export const openTakingPart = ({ database, clock, actions }: Deps): TakingPart => {
  const take = async (
    kind: 'rsvp' | 'host',
    { ask, language }: PartRequest,
    parsed: Result<HeldSupporter, RefusedPart>,
  ): Promise<PartOutcome> => {
    if (!parsed.ok) return { kind: 'refused', form: parsed.error }
    const taken = await actions.takeAction({ ask, kind, held: parsed.value, language })
    return taken.ok ? { kind: 'thanks' } : { kind: 'crowded', seconds: taken.error.seconds }
  }
  const seatsOf = async ({ id, body }: OpenAsk): Promise<Seats | null> => {
    const places = body.event?.rsvp ? body.event.places : null
    if (places === null) return null
    const taken = await inTransaction(database, { role: 'public' }, (db) => findTaken(db, id))
    return { places, left: Math.max(0, places - (taken ?? 0)) }
  }
  const findOwn = async (ask: OpenAsk, k: string): Promise<HostView | null> => {
    if (!/^[A-Za-z0-9_-]{22}$/.test(k)) return null
    const row = await inTransaction(database, { role: 'gate' }, (db) => findHost(db, tokenHash(k)))
    return row?.ask === ask.id ? { ...row, open: ask } : null
  }
  const of = ({ ask, language }: PartRequest) => ({
    body: ask.body,
    language,
    on: clock().toISOString().slice(0, 10),
  })
  return {
    come: async (request) => {
      const { ask, read } = request
      if (ask.state !== 'open' || !mayStillCome(ask.body, clock())) return { kind: 'nowhere' }
      const parsed = parseRsvp(read, of(request))
      const seats = await seatsOf(ask)
      if (parsed.ok && seats && seats.left < (peopleOf(parsed.value) ?? 1)) return { kind: 'full' }
      return take('rsvp', request, parsed)
    },
    register: async (request) => {
      const { ask, read } = request
      if (ask.state !== 'open' || ask.body.form !== 'classroom') return { kind: 'nowhere' }
      return take('host', request, parseHost(read, of(request)))
    },
    seatsOf,
    host: findOwn,
    count: async (ask, k, read) => {
      if ((await findOwn(ask, k)) === null) return err('ended')
      const now = clock()
      const session = parseSession(read, { from: ask.body.from.day, today: latestDay(now) })
      if (!session.ok) return session
      const done = await inTransaction(database, { role: 'gate' }, (db) =>
        countTally(db, tokenHash(k), { ...session.value, now }),
      )
      return done === 'counted' ? ok(undefined) : err(done)
    },
  }
}

/** Of the place where the day is latest: nobody who wrote this morning is told that it is tomorrow. */
const latestDay = (now: Date): string => new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)

/** Daily: what was said when the host was given the link. */
export const endHostPages = ({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<void> =>
  inTransaction(database, { role: 'jobs' }, (db) => endHostLinks(db, clock().toISOString().slice(0, 10)))

type By = { readonly account: string; readonly desk: string }

export const readTakingPart = (
  { database }: Pick<Deps, 'database'>,
  { account, desk }: By,
): Promise<Result<{ readonly groups: readonly GroupRow[]; readonly events: readonly SeatsRow[] }, never>> =>
  inTransaction(database, { role: 'desk', account, desk }, async (db) =>
    ok({ groups: await findGroups(db), events: await findSeats(db) }),
  )

export const decideGroup = async (
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { account, desk }: By,
  given: { readonly host: string; readonly act: 'allow' | 'refuse'; readonly letters: number },
): Promise<Result<undefined, { readonly kind: 'not_found' | 'changed' }>> => {
  const done = await inTransaction(database, { role: 'desk', account, desk }, (db) =>
    decideHost(db, { ...given, now: clock() }),
  )
  return done === 'decided' ? ok(undefined) : err({ kind: done })
}
