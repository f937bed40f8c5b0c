/**
 * Certificates of leads' keys: the holders of the root's shares look at the desks that trust it, compare the digits of each
 * lead by voice, and their machine signs. The server shows logs and takes the entries; it can make none.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { certificateOf } from '#members/core/certificates.ts'
import { holderPaths } from '#members/core/recovery.ts'
import { type AppendRefusal, loadDesk, readDeskLog } from '#members/server/desk.service.ts'
import { type GateDeps, orNothing } from '#members/server/gate.service.ts'
import type { RecoveryDeps } from '#members/server/recovery.service.ts'
import { appendRootEntry } from '#members/server/root_entries.service.ts'
import { type ProofForm, type ProofRefusal, takeProof } from '#members/server/root.service.ts'
import { findRoot, findRootedDesks } from '#members/server/root.store.ts'
import { isSuspended } from '#members/server/suspension.store.ts'
import { inTransaction, stepOn, type Writer } from '#platform/server/database.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'

type Asked = { readonly proof: ProofForm }
type DeskOfRoot = { readonly id: string; readonly name: string }

/** The desks whose logs name this root, but for those of which everybody is suspended. */
export const listDesksOfRoot = (
  deps: RecoveryDeps,
  { proof }: Asked,
): Promise<Result<readonly DeskOfRoot[], ProofRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const root = await takeProof(deps, db, { proof, path: holderPaths.desks, body: {} })
    if (!root.ok) return root
    const desks = await findRootedDesks(db, deps.clock())
    const own = desks.filter((desk) => desk.rooted_in === root.value.root && desk.reader !== null)
    return ok(own.map(({ id, name }) => ({ id, name })))
  })

/** The desk does not name this root, or there is none. */
export type NotRooted = { readonly kind: 'not_rooted' }

/** The log of one of them, as its members read it; of keys nothing. */
export const openDeskOfRoot = async (
  deps: RecoveryDeps,
  { proof, desk }: Asked & { readonly desk: string },
): Promise<Result<readonly EntryBytes[], ProofRefusal | NotRooted>> => {
  const found = await inTransaction(
    deps.database,
    { role: 'gate' },
    async (db): Promise<Result<string, ProofRefusal | NotRooted>> => {
      const root = await takeProof(deps, db, { proof, path: holderPaths.desk, body: { desk } })
      if (!root.ok) return root
      const desks = await findRootedDesks(db, deps.clock())
      const own = desks.find((one) => one.id === desk && one.rooted_in === root.value.root)
      return own?.reader ? ok(own.reader) : err({ kind: 'not_rooted' })
    },
  )
  if (!found.ok) return found
  const { entries } = await readDeskLog(deps, { account: found.value, desk })
  return ok(entries)
}

export type CertifyForm = { readonly account: string; readonly desk: string; readonly entry: EntryBytes }
export type CertifyRefusal =
  | ProofRefusal
  /** Who is suspended may not be speaking freely. */
  | { readonly kind: 'lead_suspended' }
  | { readonly kind: 'append_refused'; readonly why: AppendRefusal }

export const certify = (
  deps: RecoveryDeps,
  { proof, body, form }: Asked & { readonly body: unknown; readonly form: CertifyForm },
): Promise<Result<null, CertifyRefusal>> =>
  orNothing<null, CertifyRefusal>(deps, async (db) => {
    const { account, desk, entry } = form
    const now = deps.clock()
    const root = await takeProof(deps, db, { proof, path: holderPaths.certify, body, account })
    if (!root.ok) return root
    if (await isSuspended(db, { account, now })) return err({ kind: 'lead_suspended' })
    await stepOn(db, { role: 'desk', account, desk })
    const given = { kind: 'certified', desk, account, root: root.value.root, entry, now } as const
    const written = await appendRootEntry(db, given)
    return written.ok ? ok(null) : err({ kind: 'append_refused', why: written.error })
  })

export type Covered = {
  readonly name: string
  readonly covered: 'yes' | 'older' | 'no'
  /**
   * Of a desk that trusts the newest root: how many leads it has, and of how many the certificate holds today. Null, too,
   * where all of its members are suspended.
   */
  readonly leads: { readonly all: number; readonly certified: number; readonly until: string | null } | null
}

/** Every desk as its own log says, for the steward. `until` is when the first of its certificates runs out. */
export const listCovered = (deps: GateDeps): Promise<readonly Covered[]> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const own = await findRoot(db)
    const desks = await findRootedDesks(db, deps.clock())
    const covered: Covered[] = []
    for (const { id, name, rooted_in: root, reader } of desks) {
      const isOwn = root !== null && root === own?.root
      const older = root === null ? 'no' : 'older'
      const leads =
        isOwn && reader !== null ? await countLeads(db, { desk: id, account: reader }, deps.clock()) : null
      covered.push({ name, covered: isOwn ? 'yes' : older, leads })
    }
    return covered
  })

const countLeads = async (
  db: Writer,
  at: { readonly desk: string; readonly account: string },
  now: Date,
): Promise<Covered['leads']> => {
  await stepOn(db, { role: 'desk', ...at })
  const loaded = await loadDesk(db, at.desk)
  if (!loaded) return null
  const { desk } = loaded
  const leads = [...desk.members.values()].flatMap((member) => certificateOf(desk, member, now) ?? [])
  const untils = leads.flatMap(({ state, until }) => (until === null || state === 'expired' ? [] : [until]))
  return { all: leads.length, certified: untils.length, until: untils.toSorted()[0] ?? null }
}
