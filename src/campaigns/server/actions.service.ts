/**
 * Taking what a stranger does, and confirming it. Docs: docs/decisions/0022-signing.md.
 *
 * [Note: Pending] Until its address answers, an action is a row that counts nowhere and that two days erase; what was typed
 * lies in it under the server's secret. From the confirmation on the row holds no word of it.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { attemptKey, forgetAttempts, takeAttempt } from '#platform/server/limit.store.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { shareReads } from '#platform/server/shared_read.ts'
import { newCode, newShortToken, openHeldKeys, ownToken, tokenHash } from '#vault/server/held.service.ts'

import { canonicalAddress } from '../core/address.ts'
import { takesActions } from '../core/ask_state.ts'
import { readCode, readKey } from '../core/confirming.ts'
import { heldSupporter, type HeldSupporter } from '../core/supporter.ts'
import type {
  Actions,
  ConfirmHooks,
  ConfirmedAction,
  ConfirmKey,
  ConfirmRefusal,
  HookRefusal,
  NewAction,
} from './actions.ts'
import {
  type ActionRow,
  confirmRow,
  countConfirmed,
  countWaiting,
  eraseWaitingRow,
  findCounts,
  findWaitingByCode,
  findWaitingById,
  insertActions,
  mailAgain,
  type WaitingRow,
} from './actions.store.ts'
import { createBatch } from './batch.ts'
import type { Campaigns, OpenAsk } from './campaigns.service.ts'
import { openFingerprints } from './fingerprints.ts'
import { openFloodMeters } from './flood_meters.ts'
import { keepSketch, sketchFor } from './likeness.service.ts'
import { keepSupporter, sealSupporter } from './seal_supporter.ts'
import { openWaitingRoom } from './waiting_room.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly actions?: Actions
  }
}

export type ActionDeps = {
  readonly database: Database
  readonly secrets: ServerSecrets
  readonly clock: () => Date
  readonly campaigns: Pick<Campaigns, 'evenSecret'>
  /** What happens with a confirmation besides sealing what was given, by its kind. */
  readonly hooks: ConfirmHooks
  /** Rows that may wait for their address. */
  readonly mostWaiting?: number
}

export const openActions = (deps: ActionDeps): Actions => {
  const { database, clock } = deps
  const keys = openHeldKeys(deps.secrets)
  const fingerprints = openFingerprints({ ...deps, keys })
  const meters = openFloodMeters()
  const room = openWaitingRoom({
    count: () => inTransaction(database, { role: 'gate' }, countWaiting),
    ...(deps.mostWaiting !== undefined && { most: deps.mostWaiting }),
  })
  const batch = createBatch<ActionRow>({ write: (rows) => writeRows(database, rows, clock()) })

  const rowOf = async ({ ask, kind, held, language }: NewAction): Promise<ActionRow | null> => {
    const now = clock()
    if (!takesActions(ask.body, now)) return null
    const fingerprint = await fingerprints.of(ask)
    const address = canonicalAddress(held.mail)
    const { flags, delay } = meters.judge(ask.id, held.mail, now)
    const [id, token, code] = [newShortToken(), newShortToken(), newCode()]
    return {
      id,
      ask: ask.id,
      desk: ask.desk,
      kind,
      fingerprint: fingerprint(kind, address),
      tokenHash: tokenHash(token),
      codeHash: keys.codeHash(code),
      held: keys.seal(id, packHeld({ token, code, held })),
      language,
      flags,
      now,
      mailDue: new Date(now.getTime() + delay),
    }
  }

  const openWaiting = async (row: WaitingRow): Promise<OpenedWaiting | null> => {
    const packed = unpackHeld(row.held === null ? null : keys.open(row.id, row.held))
    if (packed === null) return null
    // Withdrawn meanwhile: as if it had never been.
    const ask = (await deps.campaigns.evenSecret(clock())).find(({ id }) => id === row.ask)
    return ask === undefined ? null : { ask, row, ...packed }
  }

  const findByLink = async (k: string): Promise<OpenedWaiting | null> => {
    const key = readKey(k)
    if (key === null) return null
    const row = await inTransaction(database, { role: 'gate' }, (db) => findWaitingById(db, key.id, clock()))
    if (!row?.token_hash?.equals(tokenHash(key.token))) return null
    return openWaiting(row)
  }

  const findByCode = async (typed: string) => {
    const code = readCode(typed)
    if (code === null) return err({ kind: 'link_ended' } as const)
    // Counted by its first half, so that whoever tries codes is slowed and hardly anybody beside them.
    const key = attemptKey(deps.secrets, { purpose: 'campaign_code', subject: code.slice(0, 4) })
    const [may, row] = await inTransaction(database, { role: 'gate' }, async (db) => {
      const answer = await takeAttempt(db, key, { now: clock() })
      if (answer.kind === 'wait') return [answer, undefined] as const
      const found = await findWaitingByCode(db, keys.codeHash(code), clock())
      if (found) await forgetAttempts(db, key)
      return [answer, found] as const
    })
    if (may.kind === 'wait') return err(may)
    return ok(row === undefined ? null : await openWaiting(row))
  }

  const find = async (key: ConfirmKey) =>
    key.kind === 'code' ? findByCode(key.code) : ok(await findByLink(key.k))

  const confirm = async ({
    ask,
    row,
    token,
    held,
  }: OpenedWaiting): Promise<Result<ConfirmedAction, ConfirmRefusal>> => {
    const now = clock()
    const on = now.toISOString().slice(0, 10)
    const { id, kind, language } = row
    const action: ConfirmedAction = { id, ask, kind, held, language, on, own: ownToken(token) }
    const sealed = await sealSupporter(ask, held, id)
    const sketch = await sketchFor(fingerprints, ask, held)
    let refusal: HookRefusal | null = null
    const work = inTransaction(database, { role: 'gate' }, async (db) => {
      const given = { id, token: tokenHash(token), now, country: held.country }
      if (!(await confirmRow(db, given))) return false
      await keepSupporter(db, { action: id, ask, link: tokenHash(action.own), held, sealed })
      await keepSketch(db, { ask, kind, sketch })
      for (const hook of [...(deps.hooks['*'] ?? []), ...(deps.hooks[kind] ?? [])]) {
        refusal = (await hook(db, action)) ?? null
        // Nothing but an error undoes a transaction.
        if (refusal !== null) throw new Error('refused')
      }
      return true
    })
    const done = await work.catch((cause: unknown) => {
      if (refusal === null) throw cause
      return false
    })
    if (refusal !== null) return err(refusal)
    return done ? ok(action) : err({ kind: 'link_ended' })
  }

  const counts = openCounts(deps)
  return {
    takeAction: async (given) => {
      if (await room.isFull()) return err({ kind: 'crowded', seconds: 30 })
      // A closed ask takes as long as an open one.
      const added = await batch.add(await rowOf(given))
      return added.ok ? ok({ kind: 'taken' }) : err({ kind: 'crowded', seconds: 30 })
    },
    findWaiting: async (k) => {
      const found = await findByLink(k)
      return found && { ask: found.ask, kind: found.row.kind, held: found.held }
    },
    confirmAction: async (key) => {
      const found = await find(key)
      if (!found.ok) return found
      return found.value ? confirm(found.value) : err({ kind: 'link_ended' })
    },
    eraseWaiting: async (k) => {
      const key = readKey(k)
      if (key === null) return
      await inTransaction(database, { role: 'gate' }, (db) =>
        eraseWaitingRow(db, key.id, tokenHash(key.token)),
      )
    },
    countsOf: counts.of,
  }
}

type OpenedWaiting = Packed & { readonly ask: OpenAsk; readonly row: WaitingRow }

/** What lies sealed in a row that waits. */
type Packed = { readonly token: string; readonly code: string; readonly held: HeldSupporter }

const packHeld = ({ token, code, held }: Packed): string => JSON.stringify([token, code, held])

export const unpackHeld = (text: string | null): Packed | null => {
  if (text === null) return null
  const [token, code, given] = JSON.parse(text) as readonly [string, string, unknown]
  const held = heldSupporter.safeParse(given)
  return held.success ? { token, code, held: held.data } : null
}

const writeRows = (database: Database, rows: readonly ActionRow[], now: Date): Promise<void> =>
  inTransaction(database, { role: 'gate' }, async (db) => {
    const written = await insertActions(db, rows)
    const again = rows.filter(({ id }) => !written.has(id))
    if (again.length > 0) await mailAgain(db, again, now)
  })

/** Milliseconds between two looks at what is new. */
const COUNT_EVERY = 10_000
const COUNT_MOST = 20_000

/** Counted when somebody asks, and not more often than every ten seconds. */
const openCounts = ({ database, clock }: Pick<ActionDeps, 'database' | 'clock'>) => {
  let lastAt = 0
  const recount = shareReads(() =>
    inTransaction(database, { role: 'jobs' }, (db) => countConfirmed(db, { now: clock(), most: COUNT_MOST })),
  )
  const recountIfDue = async (): Promise<void> => {
    const now = clock().getTime()
    if (Math.abs(now - lastAt) < COUNT_EVERY) return
    // More than one batch waits: the next who asks goes on.
    if ((await recount()) < COUNT_MOST) lastAt = now
  }
  return {
    of: async (ask: string) => {
      await recountIfDue()
      return inTransaction(database, { role: 'public' }, (db) => findCounts(db, ask))
    },
  }
}
