/**
 * A supporter's own page, by the token in their mail: what they agreed to, in the words that stood there; erase, replace,
 * ask to see, hear no more. The server tells what it knows; what was given it cannot open itself.
 */
import { askBody, type Receiver } from '#campaigns/core/ask.ts'
import { receiversFor } from '#campaigns/core/supporter.ts'
import { parseSignForm, type ReadForm, type RefusedForm } from '#campaigns/core/signing.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { tokenHash } from '#vault/server/held.service.ts'
import { askToSee, eraseOwn, findOwn, type OwnRow, replaceOwn, unfollowOwn } from './own_page.store.ts'
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
  } | null
}

export type OwnPages = {
  /** Null for a link that opens nothing: unknown, erased, forgotten; one answer. */
  readonly find: (k: string) => Promise<OwnPage | null>
  readonly erase: (k: string, takeBack: boolean) => Promise<boolean>
  /** By the form that they signed with. */
  readonly replace: (k: string, read: ReadForm, language: string) => Promise<Result<void, ReplaceRefusal>>
  readonly unfollow: (k: string) => Promise<boolean>
  readonly askToSee: (k: string) => Promise<boolean>
}

export type ReplaceRefusal = { readonly kind: 'link_ended' } | ({ readonly kind: 'form' } & RefusedForm)

type Deps = { readonly database: Database; readonly clock: () => Date }

export const openOwnPages = ({ database, clock }: Deps): OwnPages => {
  const asGate = <T>(work: Parameters<typeof inTransaction<T>>[2]): Promise<T> =>
    inTransaction(database, { role: 'gate' }, work)
  return {
    find: async (k) => {
      const row = await asGate((db) => findOwn(db, tokenHash(k)))
      return row && pageOf(row)
    },
    erase: (k, takeBack) => asGate((db) => eraseOwn(db, tokenHash(k), { takeBack, now: clock() })),
    replace: async (k, read, language) => {
      const row = await asGate((db) => findOwn(db, tokenHash(k)))
      const body = row && !row.stopped ? askBody.safeParse(row.body) : null
      if (!row || !body?.success) return err({ kind: 'link_ended' })
      const ask = { id: row.ask, version: row.ask_version, body: body.data }
      const on = clock().toISOString().slice(0, 10)
      const held = parseSignForm(read, { body: body.data, language, on })
      if (!held.ok) return err({ kind: 'form', ...held.error })
      const sealed = await sealSupporter(ask, { ...held.value, toFollow: false }, row.action)
      const done = await asGate((db) => replaceOwn(db, tokenHash(k), { agreed: held.value.agreed, sealed }))
      return done ? ok(undefined) : err({ kind: 'link_ended' })
    },
    unfollow: (k) => asGate((db) => unfollowOwn(db, tokenHash(k))),
    askToSee: (k) => asGate((db) => askToSee(db, tokenHash(k), clock().toISOString().slice(0, 10))),
  }
}

const pageOf = (row: OwnRow): OwnPage => {
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
        : { lang: body.lang, title: body.title, request: body.request, letter: body.letter },
  }
}
