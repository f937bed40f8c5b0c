/**
 * Notices that the database has fallen silent, so that nobody waits for it.
 *
 * [Note: Silence] A slow statement is no silence: as soon as the oldest work has lasted 0.4 s, the database is asked
 * something that takes no time, on a connection of its own. Where that and all else stays without an answer, all
 * connections are cut, whoever waits is told so at once, and whoever comes is not let in until an answer comes.
 * What was cut may have been committed all the same; nothing of it is acknowledged.
 */
import { setTimeout as wait } from 'node:timers/promises'

import { Client, type ClientConfig } from 'pg'

import { DatabaseAway } from './unavailable.ts'

export type DatabaseWatch = {
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
  readonly close: () => void
}

export type WatchOptions = {
  readonly address: ClientConfig
  /** Cuts every connection. */
  readonly cut: (cause: Error) => void
}

/** Milliseconds: whoever waits is told within two seconds. */
const PATIENCE = 400
const ANSWER_WITHIN = 1_200
const ASK_AGAIN = 250
const LOOK_EVERY = 100

/** More than this at once are turned away: the last of them would wait longer than anybody does. */
const MOST_AT_ONCE = 500

type Waiting = { since: number; readonly giveUp: (cause: Error) => void }

export const watchDatabase = ({ address, cut }: WatchOptions): DatabaseWatch => {
  const waiting = new Set<Waiting>()
  let away = false
  let done = 0
  let asking = false
  const ended = new AbortController()

  /** Whoever got something done meanwhile was answered, be it that a new connection takes its time. */
  const isSilent = async (): Promise<boolean> => {
    const before = done
    return !(await answers(address)) && done === before
  }

  const ask = async (): Promise<void> => {
    asking = true
    while (!ended.signal.aborted && (await isSilent())) {
      away = true
      const cause = new DatabaseAway('The database does not answer.')
      cut(cause)
      for (const { giveUp } of waiting) giveUp(cause)
      waiting.clear()
      await wait(ASK_AGAIN)
    }
    away = false
    asking = false
    // It has answered: whoever still waits has a slow statement, and is patient anew.
    for (const one of waiting) one.since = performance.now()
  }

  const look = (): void => {
    const oldest = waiting.values().next().value
    if (!asking && oldest !== undefined && performance.now() - oldest.since > PATIENCE) void ask()
  }
  const timer = setInterval(look, LOOK_EVERY)
  timer.unref()

  return {
    during: async (work) => {
      if (away) throw new DatabaseAway('The database does not answer.')
      if (waiting.size >= MOST_AT_ONCE) throw new DatabaseAway('The database has too much to do.')
      const silence = Promise.withResolvers<never>()
      const own: Waiting = { since: performance.now(), giveUp: silence.reject }
      waiting.add(own)
      try {
        const answer = await Promise.race([work(), silence.promise])
        done += 1
        return answer
      } finally {
        waiting.delete(own)
      }
    },
    close: () => {
      ended.abort()
      clearInterval(timer)
    },
  }
}

/** Any answer will do, a refusal too, except that it is starting or stopping. */
const answers = async (address: ClientConfig): Promise<boolean> => {
  const client = new Client({ ...address, application_name: 'amparo watch' })
  client.on('error', () => undefined)
  const late = new AbortController()
  const asked = client.connect().then(
    () => true,
    (cause: unknown) => isRefusalOfLogin(cause),
  )
  // A busy machine may have the answer in its socket when the time is up: one turn of the loop more shows it.
  const silent = wait(ANSWER_WITHIN, undefined, { signal: late.signal })
    .then(() => wait(50))
    .then(() => false)
  silent.catch(() => undefined)
  try {
    return await Promise.race([asked, silent])
  } finally {
    late.abort()
    client.end().catch(() => undefined)
    if ('connection' in client) (client.connection as { stream: { destroy: () => void } }).stream.destroy()
  }
}

const isRefusalOfLogin = (cause: unknown): boolean => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^(?:28|53|42|3D)...$/.test(code)
}
