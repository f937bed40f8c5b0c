/**
 * A supporter's own page, by the token in their mail: what they agreed to, in the words that stood there; erase, replace,
 * ask to see, hear no more. The server tells what it knows; what was given it cannot open itself.
 */
import { askBody, type Receiver } from '#campaigns/core/ask.ts'
import { receiversFor } from '#campaigns/core/supporter.ts'
import { latestDay, namedTargets } from '#campaigns/core/message.ts'
import { parseReplacement, type RefusedReplacement } from '#campaigns/core/replacing.ts'
import type { ReadForm } from '#campaigns/core/signing.ts'
import type { NamedTarget } from '#campaigns/core/target.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { translator } from '#languages/translate.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { tokenHash } from '#vault/server/held.service.ts'
import {
  askToSee,
  eraseOwn,
  findOwn,
  findOwnPart,
  type OwnPart,
  type OwnRow,
  replaceOwn,
  unfollowOwn,
} from './own_page.store.ts'
import { sealSupporter } from './seal_supporter.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly ownPages?: OwnPages
  }
}

type InLanguages = Readonly<Record<string, string>>

export type OwnReceiver = {
  readonly id: string
  readonly name: string
  /** Null of an ask that was stopped: it might tell whom it was about. */
  readonly purpose: InLanguages | null
  readonly fields: Receiver['fields']
  readonly runs: boolean
}

export type OwnPage = {
  readonly on: string
  readonly forgetOn: string
  readonly follow: boolean
  readonly askedOn: string | null
  readonly answeredOn: string | null
  /** Who holds something. */
  readonly receivers: readonly OwnReceiver[]
  /** Who else could be given it, for whoever types anew; none of an ask that was stopped. */
  readonly others: readonly OwnReceiver[]
  /** As it stood on the day of agreeing; null: stopped, and nothing is told of it any more. */
  readonly ask: {
    readonly lang: string
    readonly title: InLanguages
    readonly request: InLanguages
    readonly letter: InLanguages | null
    /** Of whom somebody may have told. */
    readonly targets: readonly Pick<NamedTarget, 'id' | 'name' | 'office'>[]
  } | null
  /** 'signature', 'rsvp', 'meeting' …: what its form asks. */
  readonly kind: string
  /** Said with it, and kept when the rest is typed anew: for how many people somebody comes. */
  readonly people: number | null
}

export type OwnPages = {
  /** Null for a link that opens nothing: unknown, erased, forgotten; one answer. */
  readonly find: (k: string) => Promise<OwnPage | null>
  readonly erase: (k: string, takeBack: boolean) => Promise<boolean>
  /** By the form that they acted with. */
  readonly replace: (k: string, read: ReadForm, language: string) => Promise<Result<void, ReplaceRefusal>>
  readonly unfollow: (k: string) => Promise<boolean>
  readonly askToSee: (k: string) => Promise<boolean>
}

export type ReplaceRefusal =
  | { readonly kind: 'link_ended' }
  | ({ readonly kind: 'form' } & RefusedReplacement)

type Deps = { readonly database: Database; readonly clock: () => Date }

export const openOwnPages = ({ database, clock }: Deps): OwnPages => {
  const asGate = <T>(work: Parameters<typeof inTransaction<T>>[2]): Promise<T> =>
    inTransaction(database, { role: 'gate' }, work)
  return {
    find: async (k) => {
      const found = await asGate((db) => findWhole(db, k))
      return found && pageOf(found.row, found.part)
    },
    erase: (k, takeBack) => asGate((db) => eraseOwn(db, tokenHash(k), { takeBack, now: clock() })),
    replace: async (k, read, language) => {
      const found = await asGate((db) => findWhole(db, k))
      const body = found && !found.row.stopped ? askBody.safeParse(found.row.body) : null
      if (!found || !body?.success) return err({ kind: 'link_ended' })
      const { row, part } = found
      const ask = { id: row.ask, version: row.ask_version, body: body.data }
      const now = clock()
      const held = parseReplacement(read, {
        ...part,
        body: body.data,
        language,
        on: now.toISOString().slice(0, 10),
        today: latestDay(now),
        somebody: translator(language)('messages.somebody'),
      })
      if (!held.ok) return err({ kind: 'form', ...held.error })
      const sealed = await sealSupporter(ask, { ...held.value, toFollow: false }, row.action)
      const done = await asGate((db) => replaceOwn(db, tokenHash(k), { agreed: held.value.agreed, sealed }))
      return done ? ok(undefined) : err({ kind: 'link_ended' })
    },
    unfollow: (k) => asGate((db) => unfollowOwn(db, tokenHash(k))),
    askToSee: (k) => asGate((db) => askToSee(db, tokenHash(k), clock().toISOString().slice(0, 10))),
  }
}

const findWhole = async (db: Writer, k: string) => {
  const row = await findOwn(db, tokenHash(k))
  const part = row && (await findOwnPart(db, tokenHash(k)))
  return row && part ? { row, part } : null
}

const pageOf = (row: OwnRow, { kind, kept }: OwnPart): OwnPage => {
  const parsed = askBody.safeParse(row.body)
  const body = parsed.success ? parsed.data : null
  const all = body?.receivers ?? []
  const given = receiversFor(all, row)
  const shown = (one: (typeof all)[number]): OwnReceiver => ({
    id: one.id,
    name: one.name,
    purpose: row.stopped ? null : one.purpose,
    fields: one.fields,
    runs: one.id === all[0]?.id,
  })
  return {
    on: row.on_day,
    forgetOn: row.forget_on,
    follow: row.follow,
    askedOn: row.asked_on,
    answeredOn: row.answered_on,
    receivers: given.map(shown),
    others: row.stopped ? [] : all.filter((one) => !given.includes(one)).map(shown),
    ask:
      row.stopped || !body
        ? null
        : {
            lang: body.lang,
            title: body.title,
            request: body.request,
            letter: body.letter,
            targets: namedTargets(body).map(({ id, name, office }) => ({ id, name, office })),
          },
    kind,
    people: kept.people === undefined ? null : Number(kept.people),
  }
}
