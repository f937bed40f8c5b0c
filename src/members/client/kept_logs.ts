/** Logs as a device keeps them: whole, after they were verified, without what was erased. Verified again when read. */
import { z } from 'zod'
import { err, type Result } from '#kernel/core/result.ts'
import { tagOf } from '#members/client/kept_box.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'
import type { ApiRefusal } from '#platform/client/api.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import { entryToWire, entryWireSchema, grantWireSchema, wireToEntry } from '#vault/core/wire.ts'

const logSchema = z.object({
  entries: z.array(entryWireSchema),
  grant: grantWireSchema.nullable().default(null),
})

const nameOf = (log: string): string => `log ${log}`

type Kept = Pick<ClientDeps, 'kept'>
type KeptLog = {
  readonly entries: readonly EntryBytes[]
  readonly grant: z.infer<typeof grantWireSchema> | null
}

const read = async ({ kept }: Kept, log: string): Promise<KeptLog | null> => {
  const found = logSchema.safeParse(await kept?.box()?.get(nameOf(log)))
  return found.success ? { ...found.data, entries: found.data.entries.map(wireToEntry) } : null
}

/** Empty where the device keeps none. */
export const keptLog = async (deps: Kept, log: string): Promise<readonly EntryBytes[]> =>
  (await read(deps, log))?.entries ?? []

/** With the grant of its key, which a case has in the list. */
export const keptJournal = (deps: Kept, log: string): Promise<KeptLog | null> => read(deps, log)

export type LogToKeep = {
  readonly desk: string
  readonly log: string
  readonly entries: readonly EntryBytes[]
  readonly tip: Tip
  readonly grant?: z.infer<typeof grantWireSchema>
}

export const keepLog = async ({ kept }: Kept, given: LogToKeep): Promise<void> => {
  const { desk, log, entries, tip, grant } = given
  const box = kept?.box()
  if (!box) return
  const tag = tagOf(`${tip.hash} ${grant?.sealed ?? ''}`)
  const there = (await box.marks()).find(({ key }) => key === box.keyOf(nameOf(log)))
  if (there?.tag === tag) return
  const value = { entries: entries.map(entryToWire), ...(grant && { grant }) }
  await box.put({ name: nameOf(log), value, sort: grant ? 'base' : 'case', desk, tag })
}

/** It is the desk's no more: withdrawn, handed back, or erased with its case. */
export const dropLog = async ({ kept }: Kept, log: string): Promise<void> => {
  await kept?.box()?.delete([nameOf(log)])
}

/** Drafts of these cases and uploads under way, which are sealed on this device under names that tell the case. */
export const dropDrafts = async (
  { drafts }: Pick<ClientDeps, 'drafts'>,
  account: string,
  cases: readonly string[],
): Promise<void> => {
  const prefixes = cases.flatMap((log) => [`draft ${account} case ${log} `, `uploads ${log} ${account}`])
  for (const name of await drafts.names())
    if (prefixes.some((prefix) => name.startsWith(prefix))) await drafts.delete(name)
}

/** Of these cases the ones that the device keeps at an older tip; those that are the desk's no more are dropped. */
export const keptBehind = async (
  { kept }: Kept,
  desk: string,
  tips: ReadonlyMap<string, Tip>,
): Promise<readonly string[]> => {
  const box = kept?.box()
  if (!box) return []
  const marks = (await box.marks()).filter((mark) => mark.sort === 'case' && mark.desk === box.keyOf(desk))
  if (marks.length === 0) return []
  const logs = new Map([...tips].map(([log, tip]) => [box.keyOf(nameOf(log)), { log, tip }] as const))
  const gone = marks.filter(({ key }) => !logs.has(key)).map(({ key }) => key)
  if (gone.length > 0) await kept?.store.delete(gone)
  return marks.flatMap(({ key, tag }) => {
    const now = logs.get(key)
    return now && tagOf(`${now.tip.hash} `) !== tag ? [now.log] : []
  })
}

export const isAway = ({ kept }: Kept, answer: Result<unknown, ApiRefusal>): boolean =>
  !answer.ok && answer.error.kind === 'unreachable' && kept?.box() !== null && kept !== undefined

/** What is kept is shown where the line does not answer in time; where nothing is kept, it is waited for. */
export const askOrKept = async <T>(
  { kept }: Kept,
  isThere: boolean,
  ask: () => Promise<Result<T, ApiRefusal>>,
): Promise<Result<T, ApiRefusal>> => {
  if (!isThere || !kept?.box()) return ask()
  if (kept.isSilent()) return err({ kind: 'unreachable' })
  return kept.inTime(ask())
}
