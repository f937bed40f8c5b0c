/**
 * Sends what waits. Several servers on one database share the queue: a letter is leased to one of them, and asked for
 * once more in the moment before it goes out, together with whether its ask may still be acted for.
 *
 * What ends here ends in numbers: nothing of a letter, and no address, is ever logged.
 */
import { randomBytes, randomInt } from 'node:crypto'

import { type Database, inTransaction, type Writer } from '../database.ts'
import type { ServerSecrets } from '../secrets.ts'
import { composeLetter, type Sendable } from './compose.ts'
import type { MailPurpose, MayStillSend } from './mail.ts'
import type { MailConfig } from './mail_config.ts'
import { openLetter, stopMark } from './mail_seal.ts'
import type { MailSource } from './mail_source.ts'
import {
  countMail,
  deleteLeased,
  deleteMailOfAsk,
  findOpenTargets,
  findWaitingAsks,
  giveBack,
  isStopped,
  leaseDue,
  leaseForTarget,
  type MailRow,
  noteProblem,
  noteSent,
  putOff,
  renewLease,
  takeSlot,
} from './mail.store.ts'
import { nextSlot, opensAt } from './pace.ts'
import { CONNECTIONS, type MailProblem, type Transport } from './transport.ts'

export type MailRooms = {
  readonly purposes: readonly MailPurpose[]
  readonly sources: readonly MailSource[]
  readonly mayStillSend: MayStillSend
}

export type SenderDeps = MailRooms & {
  readonly database: Database
  readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'>
  readonly clock: () => Date
  readonly config: { readonly mail: MailConfig; readonly publicOrigin: string }
  readonly transport: Transport
  /** True from when the server stops: no further letter is begun. */
  readonly stopping?: () => boolean
}

export type Round = { readonly tried: number; readonly down: MailProblem | null }

/** Letters taken at once: a server that is killed holds no more than these back for the minutes of its lease. */
const BATCH = 50

/** One time through everything that is due. */
export const sendRound = async (deps: SenderDeps): Promise<Round> => {
  await eraseStopped(deps)
  const line = openLine(deps)
  const lease = randomBytes(16).toString('base64url')
  try {
    const rows = [...(await takePaced(deps, lease)), ...(await takeDue(deps, lease))]
    await eachOf(rows, (row) => line.send(fromQueue(deps, row, lease)))
    for (const source of deps.sources) await sendFrom(deps, source, line)
  } finally {
    await asJobs(deps, (db) => giveBack(db, lease))
  }
  const { tried, down } = line.state()
  if (down !== null) await asJobs(deps, (db) => noteProblem(db, { problem: down, now: deps.clock() }))
  return { tried, down }
}

const asJobs = <T>(
  { database }: Pick<SenderDeps, 'database'>,
  work: (db: Writer) => Promise<T>,
): Promise<T> => inTransaction(database, { role: 'jobs' }, work)

/** What may not be sent any more is erased, whether due or not. */
export const eraseStopped = async (
  deps: Pick<SenderDeps, 'database' | 'mayStillSend' | 'clock'>,
): Promise<void> => {
  for (const ask of await asJobs(deps, findWaitingAsks)) {
    if (await deps.mayStillSend(ask)) continue
    await asJobs(deps, async (db) => {
      const n = await deleteMailOfAsk(db, ask)
      await countMail(db, { outcome: 'erased', n, now: deps.clock() })
    })
  }
}

const takeDue = (deps: SenderDeps, lease: string): Promise<readonly MailRow[]> =>
  asJobs(deps, (db) => leaseDue(db, { lease, now: deps.clock(), most: BATCH }))

/** One letter for each target whose time has come; outside its working hours none. */
const takePaced = async (deps: SenderDeps, lease: string): Promise<readonly MailRow[]> => {
  const now = deps.clock()
  const open = await asJobs(deps, (db) => findOpenTargets(db, { now, most: BATCH }))
  const taken = await Promise.all(
    open.map(({ target, per_hour, zone, country, waiting }) => {
      const pace = { perHour: per_hour, zone, country, waiting }
      const opens = opensAt(now, pace)
      const nextAt = opens ?? nextSlot(now, pace, randomInt(1_000_000) / 1_000_000)
      return asJobs(deps, async (db) => {
        if (!(await takeSlot(db, { target, now, nextAt })) || opens !== null) return []
        return leaseForTarget(db, { lease, now, target })
      })
    }),
  )
  return taken.flat()
}

/** A letter on its way, wherever it came from. */
type Underway = {
  readonly ask: string | null
  readonly open: () => Promise<(Sendable & { readonly id: string }) | 'not_ours' | 'unreadable'>
  readonly settle: (outcome: Ended) => Promise<void>
}
type Ended = 'later' | 'refused' | 'sent' | 'erased' | 'not_tried'

const fromQueue = (deps: SenderDeps, row: MailRow, lease: string): Underway => ({
  ask: row.ask,
  open: async () => {
    const mine = await asJobs(deps, (db) => renewLease(db, { id: row.id, lease }))
    if (!mine) return 'not_ours'
    const letter = openLetter(deps.secrets, row)
    return letter === null ? 'unreadable' : { ...letter, id: row.id }
  },
  settle: (outcome) => asJobs(deps, (db) => settleRow(deps, db, { row, lease, outcome })),
})

/** Minutes until the next try of one letter; after the last it is given up. Two days and a half in all. */
const WAITS = [1, 5, 15, 60, 4 * 60, 8 * 60, 12 * 60, 12 * 60, 24 * 60]

type Settling = {
  readonly row: MailRow
  readonly lease: string
  readonly outcome: Ended
}

const settleRow = async (deps: SenderDeps, db: Writer, { row, lease, outcome }: Settling): Promise<void> => {
  if (outcome === 'not_tried') return
  const now = deps.clock()
  const { id } = row
  const wait = WAITS[row.attempts]
  if (outcome === 'later' && wait !== undefined)
    return putOff(db, { id, lease, until: new Date(now.getTime() + wait * 60_000) })
  const ended = outcome === 'later' ? 'given_up' : outcome
  if (!(await deleteLeased(db, { id, lease }))) return
  await countMail(db, { outcome: ended, n: 1, now })
  if (ended === 'erased') return
  if (ended === 'sent') await noteSent(db, now)
  const told = deps.purposes.find(({ purpose }) => purpose === row.purpose)?.settled
  if (told && row.about !== null) await told(db, { about: row.about, outcome: ended })
}

type Line = {
  readonly send: (letter: Underway) => Promise<void>
  readonly state: () => Round
}

/** Keeps the pace of all letters, and stops at the first sign that the mail server takes none. */
const openLine = (deps: SenderDeps): Line => {
  let tried = 0
  let down: MailProblem | null = null
  let free = performance.now()
  const gate = rememberFor(100, deps.mayStillSend)

  const inTurn = async (): Promise<void> => {
    const at = Math.max(free, performance.now())
    free = at + 1000 / deps.config.mail.perSecond
    const wait = at - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  }

  const over = (): boolean => down !== null || deps.stopping?.() === true

  const attempt = async (letter: Underway): Promise<Ended> => {
    // Asked before the wait, too: what may not go need not wait for its turn.
    if (!over() && letter.ask !== null && !(await gate(letter.ask))) return 'erased'
    if (!over()) await inTurn()
    if (over()) return 'not_tried'
    if (letter.ask !== null && !(await gate(letter.ask))) return 'erased'
    const opened = await letter.open()
    if (opened === 'not_ours') return 'not_tried'
    // Of a server with other secrets: nobody will ever read it.
    if (opened === 'unreadable') return 'refused'
    if (await wantsNoMore(deps, opened)) return 'erased'
    tried += 1
    return sendNow(opened)
  }

  const sendNow = async (opened: Sendable & { readonly id: string }): Promise<Ended> => {
    const composed = composeLetter(deps, opened)
    if (composed === null) return 'refused'
    const outcome = await deps.transport.send(composed)
    if (outcome.kind !== 'down') return outcome.kind
    down = outcome.problem
    return 'not_tried'
  }

  const send = async (letter: Underway): Promise<void> => letter.settle(await attempt(letter))
  return { send, state: () => ({ tried, down }) }
}

const wantsNoMore = async (deps: SenderDeps, letter: Sendable): Promise<boolean> => {
  const { unsubscribe, purpose } = letter
  if (unsubscribe === undefined) return false
  return asJobs(deps, (db) => isStopped(db, stopMark(deps.secrets, purpose, unsubscribe)))
}

/** A thousand letters of one ask ask once in that many milliseconds. */
const rememberFor = (milliseconds: number, ask: MayStillSend): MayStillSend => {
  const known = new Map<string, { readonly at: number; readonly may: Promise<boolean> }>()
  return (id) => {
    const found = known.get(id)
    if (found && performance.now() - found.at < milliseconds) return found.may
    const may = ask(id)
    known.set(id, { at: performance.now(), may })
    return may
  }
}

const sendFrom = async (deps: SenderDeps, source: MailSource, line: Line): Promise<void> => {
  if (line.state().down !== null || deps.stopping?.() === true) return
  const letters = await source.take({ most: BATCH, now: deps.clock() })
  await eachOf(letters, (letter) =>
    line.send({
      ask: letter.ask,
      open: async () => ({ ...letter, about: letter.id }),
      settle: async (outcome) => {
        const said = outcome === 'not_tried' ? 'later' : outcome === 'erased' ? 'refused' : outcome
        await source.settle([{ id: letter.id, outcome: said }])
        if (said === 'later') return
        await asJobs(deps, async (db) => {
          await countMail(db, { outcome: said, n: 1, now: deps.clock() })
          if (said === 'sent') await noteSent(db, deps.clock())
        })
      },
    }),
  )
}

/** So many at once as there are connections; the first fault is thrown when the others have ended. */
const eachOf = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  const left = [...all]
  const faults: unknown[] = []
  const next = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift())
      try {
        await work(one)
      } catch (cause) {
        faults.push(cause)
        left.length = 0
      }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, next))
  if (faults.length > 0) throw faults[0]
}
