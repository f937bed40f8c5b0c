/** The sender at work inside a server: round after round, slower while nothing is due or the mail server is away. */
import { setTimeout as sleep } from 'node:timers/promises'

import { inTransaction } from '../database.ts'
import { faultLine } from '../log.ts'
import { isUnavailable } from '../unavailable.ts'
import { dueAgain, sweepMail } from './mail.store.ts'
import { takeReturned } from './returned.ts'
import { eraseStopped, type SenderDeps, sendRound } from './sender.ts'
import { openTransport } from './transport.ts'

export type MailerDeps = Omit<SenderDeps, 'transport' | 'stopping'> & {
  readonly dataFolder: string
  readonly log: (line: string) => void
}

export type Mailer = {
  /** Once an hour. */
  readonly sweep: () => Promise<void>
  /** Somebody has set the clock. */
  readonly onClockJump: () => Promise<void>
  /** The letters under way are finished, for ten seconds at most. */
  readonly stop: () => Promise<void>
}

/** Milliseconds between two looks where nothing was due. */
const IDLE = 1_000
/** Milliseconds. */
const ERASE_EVERY = 1_500
/** Milliseconds; doubled from the first to the last while the mail server is away. */
const FIRST_PAUSE = 5_000
const LAST_PAUSE = 5 * 60_000

export const startMailer = (deps: MailerDeps): Mailer => {
  const transport = openTransport({ mail: deps.config.mail, dataFolder: deps.dataFolder })
  const ending = new AbortController()
  const jobs = (work: Parameters<typeof inTransaction<void>>[2]) =>
    inTransaction(deps.database, { role: 'jobs' }, work)

  const round = async (): Promise<{ readonly pause: boolean; readonly busy: boolean }> => {
    try {
      await takeReturned(deps)
      const { tried, down } = await sendRound({ ...deps, transport, stopping: () => ending.signal.aborted })
      return { pause: down !== null, busy: tried > 0 }
    } catch (cause) {
      // Of a database that is away the requests tell.
      if (!isUnavailable(cause)) deps.log(faultLine(cause, 'mail'))
      return { pause: true, busy: false }
    }
  }

  const work = async (): Promise<void> => {
    let pause = FIRST_PAUSE
    while (!ending.signal.aborted) {
      const done = await round()
      const wait = done.pause ? pause : done.busy ? 0 : IDLE
      pause = done.pause ? Math.min(pause * 2, LAST_PAUSE) : FIRST_PAUSE
      await sleepUnless(ending.signal, wait)
    }
  }
  // Beside the rounds: however slow a mail server is, what may not be sent any more is gone.
  const erase = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await sleepUnless(ending.signal, ERASE_EVERY)
      if (!ending.signal.aborted) await eraseStopped(deps).catch(() => undefined)
    }
  }
  const working = Promise.all([work(), erase()])
  return {
    sweep: () => jobs((db) => sweepMail(db, deps.clock())),
    onClockJump: () => jobs((db) => dueAgain(db, deps.clock())),
    stop: async () => {
      ending.abort()
      const late = setTimeout(() => transport.close(), 10_000)
      await working
      clearTimeout(late)
      transport.close()
    },
  }
}

const sleepUnless = (ending: AbortSignal, milliseconds: number): Promise<void> =>
  ending.aborted || milliseconds === 0
    ? Promise.resolve()
    : sleep(milliseconds, undefined, { signal: ending }).catch(() => undefined)
