/** Drills of recovery as the server keeps them: its clock makes the figure, a steward's word begins and ends it. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type DrillRow, endRow, findDrill, insertDrill } from '#members/server/drills.store.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'

export type DrillDeps = { readonly database: Database; readonly clock: () => Date }

export type DrillState = Readonly<Record<'running' | 'last' | 'lastOpened', DrillRow | null>>

const stateIn = async (db: Writer): Promise<DrillState> => ({
  running: await findDrill(db, 'running'),
  last: await findDrill(db, 'ended'),
  lastOpened: await findDrill(db, 'opened'),
})

export const readDrills = ({ database }: DrillDeps): Promise<DrillState> =>
  inTransaction(database, { role: 'gate' }, stateIn)

type Beginning = { readonly drill: string; readonly account: string }

/** The same beginning sent twice, because an answer was lost, is answered as it stands. */
export const beginDrill = (
  { database, clock }: DrillDeps,
  { drill, account }: Beginning,
): Promise<Result<DrillState, { readonly kind: 'drill_runs' }>> =>
  inTransaction(database, { role: 'gate' }, async (db) => {
    const begun = await insertDrill(db, { id: drill, by: account, now: clock() })
    const state = await stateIn(db)
    return begun || state.running?.id === drill ? ok(state) : err({ kind: 'drill_runs' as const })
  })

type Ending = Beginning & { readonly opened: boolean }

export const endDrill = (
  { database, clock }: DrillDeps,
  { drill, account, opened }: Ending,
): Promise<Result<DrillState, { readonly kind: 'drill_over' }>> =>
  inTransaction(database, { role: 'gate' }, async (db) => {
    const running = await findDrill(db, 'running')
    // A clock that was set back meanwhile makes it no shorter than nothing.
    const at = new Date(Math.max(clock().getTime(), running?.begunAt.getTime() ?? 0))
    const ended = await endRow(db, { id: drill, by: account, at, opened })
    return ended ? ok(await stateIn(db)) : err({ kind: 'drill_over' as const })
  })
