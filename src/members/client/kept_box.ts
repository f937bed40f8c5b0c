/**
 * What a device keeps for the time when the server is away: answers, opened cases, and what waits to be sent. Sealed under
 * the account's own key, coded parts too: a thief of the device reads no vocabulary term either. Names are hashed.
 */
import { openDraft, sealDraft } from '#members/client/memory.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import type { AccountKeys, Chance } from '#vault/client/v1/account.ts'

/** `case`: goes first where there is no room. `outbox`: never goes by itself. */
export type KeptSort = 'base' | 'case' | 'outbox' | 'choice' | 'unlock'

/** What stands in clear beside sealed bytes: hashes, a size, and which was used later than which. */
export type KeptMark = {
  readonly key: string
  readonly owner: string
  readonly sort: KeptSort
  /** Hash of the desk that it belongs to; empty where it belongs to none. */
  readonly desk: string
  /** Hash of the tip of a kept log: tells without opening it whether it is still the newest. */
  readonly tag: string
  readonly size: number
  /** Counted up at every use: order, and no time. */
  readonly order: number
}

export type KeptStore = {
  readonly get: (key: string) => Promise<Uint8Array | null>
  readonly set: (mark: KeptMark, bytes: Uint8Array) => Promise<void>
  /** Of what is there no more, nothing. */
  readonly remark: (mark: KeptMark) => Promise<void>
  readonly delete: (keys: readonly string[]) => Promise<void>
  readonly marks: () => Promise<readonly KeptMark[]>
}

export type KeptItem = {
  readonly name: string
  readonly value: unknown
  readonly sort: KeptSort
  readonly desk?: string
  readonly tag?: string
}

export type KeptBox = {
  readonly account: string
  /** Null where it is not there or does not open. */
  readonly get: (name: string) => Promise<unknown>
  /** False where the device has no room. */
  readonly put: (item: KeptItem) => Promise<boolean>
  readonly delete: (names: readonly string[]) => Promise<void>
  readonly marks: () => Promise<readonly KeptMark[]>
  readonly keyOf: (name: string) => string
  /** The server has ended the session: the device opens again only with its consent. */
  readonly deleteVault: () => Promise<void>
  /** All that belongs to a desk that this member left; what waits to be sent stays and is shown as refused. */
  readonly deleteDesk: (desk: string) => Promise<void>
  /** The same for every desk but these. */
  readonly keepDesks: (desks: readonly string[]) => Promise<void>
}

/** Bytes of one account; the cases opened longest ago go first. */
export const KEPT_LIMIT = 100 * 1024 * 1024

export const ownerOf = (account: string): string => hashOf(utf8(`amparo/v1/kept|${account}`))

export const tagOf = (text: string): string => hashOf(utf8(`amparo/v1/kept-tag|${text}`)).slice(0, 12)

const keyIn = (account: string, name: string): string => hashOf(utf8(`amparo/v1/kept|${account}|${name}`))

export const openBox = (given: {
  readonly store: KeptStore
  readonly keys: AccountKeys
  readonly chance: Chance
  readonly limit?: number
}): KeptBox => {
  const { store, keys, chance, limit = KEPT_LIMIT } = given
  const { account } = keys
  const owner = ownerOf(account)
  const keyOf = (name: string): string => keyIn(account, name)
  const own = async () => (await store.marks()).filter((mark) => mark.owner === owner)
  // One write after the other: an older answer never ends up over a newer one.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act)
    last = turn.catch(() => undefined)
    return turn
  }

  const put = async ({ name, value, sort, desk = '', tag = '' }: KeptItem): Promise<boolean> => {
    const bytes = await sealDraft({ name: `kept|${name}`, value }, keys, chance)
    const marks = await own()
    const order = Math.max(0, ...marks.map((mark) => mark.order)) + 1
    const mark = { key: keyOf(name), owner, sort, desk: desk && keyOf(desk), tag, size: bytes.length, order }
    const gone = toMakeRoom(marks, mark, limit)
    if (gone === null) return false
    if (gone.length > 0) await store.delete(gone)
    return store.set(mark, bytes).then(
      () => true,
      () => false,
    )
  }

  const touch = async (key: string): Promise<void> => {
    const marks = await own()
    const mark = marks.find((one) => one.key === key)
    const order = Math.max(0, ...marks.map((one) => one.order))
    if (mark?.sort === 'case' && mark.order < order) await store.remark({ ...mark, order: order + 1 })
  }

  const deleteWhere = async (isGone: (mark: KeptMark) => boolean): Promise<void> => {
    const gone = (await own()).filter((mark) => mark.sort !== 'outbox' && isGone(mark))
    if (gone.length > 0) await store.delete(gone.map(({ key }) => key))
  }

  return {
    account,
    keyOf,
    marks: own,
    get: async (name) => {
      const bytes = await store.get(keyOf(name)).catch(() => null)
      if (!bytes) return null
      void inTurn(() => touch(keyOf(name))).catch(() => undefined)
      return openDraft(bytes, keys, `kept|${name}`)
    },
    put: (item) => inTurn(() => put(item)).catch(() => false),
    delete: (names) => inTurn(() => store.delete(names.map(keyOf))),
    deleteVault: () => inTurn(() => deleteWhere((mark) => mark.sort === 'unlock')),
    deleteDesk: (desk) => inTurn(() => deleteWhere((mark) => mark.desk === keyOf(desk))),
    keepDesks: (desks) =>
      inTurn(() => {
        const stay = new Set(['', ...desks.map(keyOf)])
        return deleteWhere((mark) => !stay.has(mark.desk))
      }),
  }
}

/** The cases that go, oldest first; null where even then there is no room. */
const toMakeRoom = (marks: readonly KeptMark[], next: KeptMark, limit: number): readonly string[] | null => {
  const others = marks.filter(({ key }) => key !== next.key)
  let over = others.reduce((sum, { size }) => sum + size, next.size) - limit
  const gone: string[] = []
  for (const mark of others.toSorted((a, b) => a.order - b.order)) {
    if (over <= 0) break
    if (mark.sort !== 'case') continue
    gone.push(mark.key)
    over -= mark.size
  }
  // What waits to be sent is kept whatever else is there.
  return over > 0 && next.sort !== 'outbox' ? null : gone
}
