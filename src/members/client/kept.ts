/**
 * The server from a device that keeps what it opened: an API that answers from the box while the server is away, and knows
 * since when it is. Kept answers go through the same verification as fresh ones.
 *
 * [Note: Kept answers are older] What a device kept may be older than what it remembers, by its own later work or by
 * that of another device. Of a kept answer that is no roll-back; of a fresh one it is.
 */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type KeptBox, type KeptStore, openBox } from '#members/client/kept_box.ts'
import type { Api, ApiRefusal } from '#platform/client/api.ts'
import type { AccountKeys, Chance } from '#vault/client/v1/account.ts'
import { toInstant } from '#vault/core/v1/statement.ts'
import type { Tip } from '#vault/core/v1/chain.ts'

/** Runs alone among all tabs of this browser; in a program among what shares the store. */
export type Alone = <T>(name: string, act: () => Promise<T>) => Promise<T>

export type Kept = {
  readonly api: Api
  readonly store: KeptStore
  readonly alone: Alone
  /** Null where the member has not chosen that this device keeps anything, and while it is locked. */
  readonly box: () => KeptBox | null
  /** After unlocking: opens the box where this device was chosen for this account. */
  readonly open: (keys: AccountKeys) => Promise<void>
  /** Chosen just now. */
  readonly begin: (keys: AccountKeys) => Promise<KeptBox>
  readonly close: () => void
  readonly isKept: (answer: object) => boolean
  /** Since when the server does not answer; null while it does. */
  readonly away: () => string | null
  /** The server was away a moment ago: nobody waits for it to be so again. */
  readonly isSilent: () => boolean
  /** The next call asks the server, however short ago it was away. */
  readonly tryNow: () => void
  /** `unreachable`, and said to be away, where the line does not answer in time: what is kept is shown instead. */
  readonly inTime: <T>(asked: Promise<Result<T, ApiRefusal>>) => Promise<Result<T, ApiRefusal>>
  /** Something waits and the server seems to be there. */
  readonly nudge: () => void
  /** Called when the server answers again, or falls silent. */
  readonly onTurn: (listener: (away: string | null) => void) => void
}

const TRY_AGAIN_MS = 10_000
/** A line that is neither there nor gone: what is kept is shown meanwhile. */
const PATIENCE_MS = 8_000

/** What the pages of a desk ask for and can show without the server. Logs are kept by their rooms, verified. */
const keptPaths: readonly RegExp[] = [
  /^\/me$/,
  /^\/norms$/,
  /^\/desks\/[\w-]+\/log$/,
  /^\/desks\/[\w-]+\/documents(\/[\w-]+)?$/,
  /^\/desks\/[\w-]+\/positions\?/,
  /^\/desks\/[\w-]+\/whip-counts(\/|$)/,
]

const deskIn = (path: string): string => /^\/desks\/([\w-]+)/.exec(path)?.[1] ?? ''

const keptSchema = z.object({ at: z.string(), answer: z.unknown(), tag: z.string().nullable().default(null) })

const meSchema = z.object({ account: z.string(), desks: z.array(z.object({ id: z.string() })) })

const inBox = async (box: KeptBox, path: string): Promise<z.infer<typeof keptSchema> | undefined> =>
  keptSchema.safeParse(await box.get(path)).data

type Given = {
  readonly api: Api
  readonly store: KeptStore
  readonly alone: Alone
  readonly chance: Chance
  readonly clock: () => Date
  readonly limit?: number
}

export const createKept = (given: Given): Kept => {
  const { store, chance, clock } = given
  const state = {
    box: null as KeptBox | null,
    away: null as string | null,
    triedAt: 0,
    /** Questions that were asked, and up to which of them nobody waits any more. */
    asked: 0,
    gaveUp: 0,
    listeners: [] as ((away: string | null) => void)[],
  }
  const kept = new WeakSet()

  const hear = (unreachable: boolean): void => {
    state.triedAt = unreachable ? clock().getTime() : 0
    if (unreachable === (state.away !== null)) return
    state.away = unreachable ? toInstant(clock()) : null
    for (const listener of state.listeners) listener(state.away)
  }

  const ask: Api = async (method, path, of) => {
    const question = ++state.asked
    const answer = await given.api(method, path, of)
    const unreachable = !answer.ok && answer.error.kind === 'unreachable'
    // In place of what comes too late something older is shown: it does not say that the server is there.
    if (unreachable || question > state.gaveUp) hear(unreachable)
    if (!answer.ok && hasEnded(answer.error)) await state.box?.deleteVault()
    return answer
  }

  const giveUp = (): void => {
    state.gaveUp = state.asked
    hear(true)
  }

  const fresh = async (box: KeptBox, path: string): Promise<Result<unknown, ApiRefusal>> => {
    const before = await inBox(box, path)
    let tag: string | null = null
    const had = {
      tag: before?.tag ?? null,
      value: before?.answer,
      learn: (told: string | null) => void (tag = told),
    }
    const answer = await ask('GET', path, { answer: z.unknown(), had })
    // What the server denies now is not to be read on from here.
    if (!answer.ok && answer.error.kind === 'refused' && [403, 404].includes(answer.error.status))
      await (path.endsWith('/log') ? box.deleteDesk(deskIn(path)) : box.delete([path]))
    if (answer.ok) {
      const me = path === '/me' ? meSchema.safeParse(answer.value) : null
      // Unlocked without the server, in a browser whose session is another member's.
      if (me?.success && me.data.account !== box.account) return err(notSignedIn)
      if (me?.success) await box.keepDesks(me.data.desks.map(({ id }) => id))
      const value = { at: toInstant(clock()), answer: answer.value, tag }
      void box.put({ name: path, value, sort: 'base', desk: deskIn(path) })
    }
    return answer
  }

  const isSilent = (): boolean => state.away !== null && clock().getTime() - state.triedAt < TRY_AGAIN_MS

  const keeping = async (box: KeptBox, path: string): Promise<readonly [unknown, boolean] | ApiRefusal> => {
    if (isSilent()) {
      const there = await inBox(box, path)
      if (there) return [there.answer, true]
    }
    const asked = fresh(box, path)
    const first = await Promise.race([asked, patience()])
    if (first?.ok) return [first.value, false]
    if (first && first.error.kind !== 'unreachable') return first.error
    const there = await inBox(box, path)
    if (there) {
      if (!first) giveUp()
      return [there.answer, true]
    }
    const late = first ?? (await asked)
    return late.ok ? [late.value, false] : late.error
  }

  const api: Api = async (method, path, of) => {
    const { box } = state
    if (!box || method !== 'GET' || !keptPaths.some((pattern) => pattern.test(path)))
      return ask(method, path, of)
    const found = await keeping(box, path)
    if ('kind' in found) return err(found)
    const [raw, isOld] = found
    const parsed = of.answer.safeParse(raw)
    if (!parsed.success) return err({ kind: isOld ? 'unreachable' : 'bad_answer' })
    if (isOld && typeof parsed.data === 'object' && parsed.data !== null) kept.add(parsed.data)
    return ok(parsed.data)
  }

  const boxFor = (keys: AccountKeys): KeptBox =>
    openBox({ store, keys, chance, ...(given.limit !== undefined && { limit: given.limit }) })

  return {
    api,
    store,
    alone: given.alone,
    box: () => state.box,
    open: async (keys) => {
      const box = boxFor(keys)
      state.box = (await box.get(CHOICE)) === null ? null : box
    },
    begin: async (keys) => {
      const box = boxFor(keys)
      await box.put({ name: CHOICE, value: { at: toInstant(clock()) }, sort: 'choice' })
      return (state.box = box)
    },
    close: () => void (state.box = null),
    isKept: (answer) => kept.has(answer),
    away: () => state.away,
    isSilent,
    tryNow: () => void (state.triedAt = 0),
    inTime: async (asked) => {
      const first = await Promise.race([asked, patience()])
      if (!first) giveUp()
      return first ?? err({ kind: 'unreachable' })
    },
    nudge: () => {
      for (const listener of state.listeners) listener(state.away)
    },
    onTurn: (listener) => void state.listeners.push(listener),
  }
}

const CHOICE = 'choice'

const notSignedIn = { kind: 'refused', status: 401, type: 'not_signed_in', fields: {} } as const

const hasEnded = (refusal: ApiRefusal): boolean =>
  refusal.kind === 'refused' && refusal.status === 401 && refusal.type === notSignedIn.type

const patience = (): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS))

/** Against what an answer is held; see [Note: Kept answers are older]. */
export const heldAgainst = <K extends Pick<Tip, 'seq'>>(
  isKept: boolean,
  known: K | null,
  shown: number,
): K | null => (isKept && known && known.seq > shown ? null : known)

/** In one process, for what shares a store: one after the other. */
export const aloneInProcess = (): Alone => {
  const last = new Map<string, Promise<unknown>>()
  return (name, act) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(act)
    last.set(
      name,
      turn.catch(() => undefined),
    )
    return turn
  }
}
