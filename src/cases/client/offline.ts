/** This device without the server: whether its member chose it, what it keeps, what waits, and sending that. */
import { type CasesOf, registryOf } from '#cases/client/desk_cases.ts'
import { type OutboxItem, readOutbox } from '#cases/client/outbox.ts'
import { dropItem, sendOutbox, tryAgain } from '#cases/client/sending.ts'
import type { CaseRefusal, Offline, OutboxLine } from '#cases/client/views.ts'
import { emptyView, outboxLine, withWaiting } from '#cases/client/waiting.ts'
import { hereOf } from '#cases/client/desk_cases.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { refreshDesks } from '#members/client/gate.ts'
import { KEPT_LIMIT } from '#members/client/kept_box.ts'
import { keepLog } from '#members/client/kept_logs.ts'
import { chooseDevice, forgetDevice } from '#members/client/own_device.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'
import type { Workbench } from '#platform/client/workbench.ts'

type OfflineMethods = Pick<
  Workbench,
  'offline' | 'keepOffline' | 'forgetOffline' | 'sendOutbox' | 'outbox' | 'settleOutbox'
>

export const offlineMethods = (
  deps: ClientDeps,
  /** `alsoKeep`: what the pages of other rooms need. */
  given: { readonly cases: () => CasesOf | null; readonly alsoKeep: () => Promise<unknown> },
): OfflineMethods => {
  const open = async <T>(act: (cases: CasesOf) => Answer<T>): Answer<T> => {
    const cases = given.cases()
    return cases ? act(cases) : err({ kind: 'locked' })
  }
  return {
    offline: () => offlineOf(deps),
    keepOffline: ({ passphrase }) =>
      open(async (cases) => {
        const chosen = await keepOffline(cases, passphrase)
        if (!chosen.ok) return chosen
        await given.alsoKeep()
        return ok(await offlineOf(deps))
      }),
    forgetOffline: () => open((cases) => forgetOffline(cases)),
    sendOutbox: () => open((cases) => catchUp(cases)),
    outbox: ({ desk }) => open((cases) => findOutbox(cases, desk)),
    settleOutbox: (form) => open((cases) => settleOutbox(cases, form)),
  }
}

/** When the line is cut or back: the page is told, and with `cases` whatever waits is sent before. */
export const catchUpThen = async (
  deps: ClientDeps,
  cases: CasesOf | null,
  tell: (offline: Offline) => void,
): Promise<void> => {
  // A fault of storage is none of the member's doing; the next call says what is so.
  await (cases && catchUp(cases).catch(() => undefined))
  tell(await offlineOf(deps))
}

type Answer<T> = Promise<Result<T, MemberRefusal | CaseRefusal>>

const offlineOf = async ({ kept }: ClientDeps): Promise<Offline> => {
  const box = kept?.box() ?? null
  const marks = box ? await box.marks() : []
  const items = await readOutbox(kept)
  return {
    chosen: box !== null,
    away: kept?.away() ?? null,
    waiting: count(items.filter(({ refused }) => refused === null)),
    refused: count(items.filter(({ refused }) => refused !== null)),
    cases: marks.filter(({ sort }) => sort === 'case').length,
    bytes: marks.reduce((sum, { size }) => sum + size, 0),
    room: KEPT_LIMIT,
  }
}

const count = (some: readonly OutboxItem[]): number =>
  some.reduce((sum, { entries }) => sum + entries.length, 0)

/** From now on this device keeps what it opens; what is open already is kept at once. */
const keepOffline = async (cases: CasesOf, passphrase: string): Answer<Offline> => {
  const { deps, unlocked } = cases
  const chosen = await chooseDevice(deps, unlocked, passphrase)
  if (!chosen.ok) return chosen
  const fresh = await refreshDesks(deps, unlocked)
  if (!fresh.ok) return fresh
  for (const desk of unlocked.desks.keys()) {
    await openDesk(deps, unlocked, desk)
    await registryOf(cases, desk, 'newest')
  }
  for (const { case: id, log, tip } of cases.opened.values()) {
    const desk = log[0]?.statement.desk ?? ''
    await keepLog(deps, { desk, log: id, entries: log.map(({ bytes }) => bytes), tip })
  }
  return ok(await offlineOf(deps))
}

/** All that is kept goes, and what waits with it: the page has asked. */
const forgetOffline = async ({ deps, unlocked }: CasesOf): Answer<Offline> => {
  await forgetDevice(deps.kept, unlocked.keys.account)
  return ok(await offlineOf(deps))
}

/** After the line was away: whether the session still is, and then whatever waits. */
const catchUp = async (cases: CasesOf): Answer<Offline> => {
  const { deps, unlocked } = cases
  deps.kept?.tryNow()
  const there = await refreshDesks(deps, unlocked)
  if (!there.ok && there.error.kind !== 'unreachable') return there
  if (there.ok && deps.kept?.away() === null) {
    const sent = await sendOutbox(cases)
    if (!sent.ok && sent.error.kind === 'locked') return sent
  }
  return ok(await offlineOf(deps))
}

const findOutbox = async (cases: CasesOf, desk: string): Answer<readonly OutboxLine[]> => {
  const items = (await readOutbox(cases.deps.kept)).filter((item) => item.desk === desk)
  const here = hereOf(cases, desk)
  const registry = items.length > 0 ? await registryOf(cases, desk, 'known') : null
  const titleOf = (item: OutboxItem): string => {
    const listed = registry?.ok ? registry.value.get(item.case)?.head : null
    const head = listed ?? (here && withWaiting(here, emptyView(here, item.case), items).head)
    return head?.names[0] ?? head?.aliases?.[0] ?? head?.ref ?? ''
  }
  return ok(items.map((item) => outboxLine(item, titleOf(item))))
}

/** `retry`: what was refused is tried once more. `drop`: the member lets it go. */
const settleOutbox = async (
  cases: CasesOf,
  given: { readonly item: string; readonly act: 'retry' | 'drop' },
): Answer<Offline> => {
  if (given.act === 'drop') await dropItem(cases, given.item)
  else await tryAgain(cases, given.item)
  return given.act === 'drop' ? ok(await offlineOf(cases.deps)) : catchUp(cases)
}
