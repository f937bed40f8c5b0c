/** Exports of more than one case: one lead proposes, another releases, and within a day the first may make it, once. */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type By,
  decideRelease,
  type Document,
  type DocumentRefusal,
  proposal,
  type Version,
} from './document.ts'

export const EXPORT = 'export'

/** Milliseconds from its release. */
const EXPORT_HOLDS_MS = 24 * 3_600_000

/** What the second person is asked. `reason` is read by the server: it names nobody. */
export const exportBody = z.strictObject({
  scope: z.enum(['desk', 'cases']),
  cases: z.int().min(0).max(1_000_000),
  reason: z.string().trim().min(1).max(500),
})
export type ExportBody = Readonly<z.infer<typeof exportBody>>

/** One case leaves as it always did: signed for in the desk's log by the lead who takes it. */
export const needsRelease = (cases: number): boolean => cases > 1

/**
 * The versions to write, in this order. A desk with one lead could export nothing; it says why, releases itself, and
 * both stands here for ever. A lead who demotes the others to come to that has signed so in the desk's log.
 */
export const decideExportProposal = (
  by: By,
  { id, body }: { readonly id: string; readonly body: ExportBody },
): Result<readonly Version[], DocumentRefusal> => {
  if (by.role !== 'lead') return err({ kind: 'role_too_low' })
  const proposed = proposal('export', 1, by, body)
  if (by.leads > 1) return ok([proposed])
  const stranger = { ...by, account: '' }
  const released = decideRelease({ kind: EXPORT, id, versions: [proposed] }, stranger, proposed)
  return released.ok
    ? ok([proposed, ...released.value.map((one) => ({ ...one, decidedBy: by.account }) as Version)])
    : released
}

export type ExportRefusal = { readonly kind: 'export_not_released' }

type Exporting = { readonly account: string; readonly cases: number; readonly now: string }

/** The released proposal that an `exported` entry uses up: made by the lead who proposed it. */
export const decideExport = (
  proposals: readonly Document[],
  { account, cases, now }: Exporting,
): Result<{ readonly id: string; readonly used: Version }, ExportRefusal> => {
  for (const { id, versions } of proposals)
    for (const one of versions)
      if (
        one.state === 'released' &&
        one.act === 'export' &&
        one.usedAt === null &&
        one.writers.includes(account) &&
        Date.parse(now) - Date.parse(one.decidedAt) <= EXPORT_HOLDS_MS &&
        covers(one.body, cases)
      )
        return ok({ id, used: { ...one, usedAt: now } })
  return err({ kind: 'export_not_released' })
}

/** A released export that was made is opened again for a while: whoever made it looks at what they took. */
export const releasedCases = (
  proposals: readonly Document[],
  { account, now }: Omit<Exporting, 'cases'>,
): number =>
  proposals
    .flatMap(({ versions }) => versions)
    .filter((one) => one.state === 'released' && one.act === 'export' && one.writers.includes(account))
    .reduce((sum, one) => {
      if (one.state !== 'released') return sum
      const since = Date.parse(now) - Date.parse(one.usedAt ?? one.decidedAt)
      const asked = exportBody.safeParse(one.body)
      if (since > EXPORT_HOLDS_MS || !asked.success) return sum
      return sum + (asked.data.scope === 'desk' ? MOST_EXPORTED : asked.data.cases)
    }, 0)

/** More than any desk has. */
const MOST_EXPORTED = 1_000_000

/** A desk grows while somebody decides; a number of cases does not. */
const covers = (body: unknown, cases: number): boolean => {
  const asked = exportBody.safeParse(body)
  return asked.success && (asked.data.scope === 'desk' || asked.data.cases === cases)
}
