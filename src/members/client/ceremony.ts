/**
 * The ceremony: a steward's device makes the organisation's keys, shows them as shares to print, and keeps nothing but
 * public halves once every sheet was typed back. Whatever ends it before leaves nothing behind.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { at, type ClientDeps, type Unlocked } from '#members/client/unlocked.ts'
import type { CoveredDesk, RootSheets, RootView, SheetCheck } from '#members/client/views.ts'
import { coveredAnswer, rootAnswer } from '#members/core/recovery.ts'
import { nothing } from '#members/core/wire.ts'
import {
  readRoot,
  rootBytes,
  rootDigits,
  type RootStatement,
  splittingSchema,
  toSignAs,
} from '#members/core/root.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { combineShares, newRoot, type NewRoot, signByRoot, type Splitting } from '#vault/client/v1/root.ts'
import { parseShareText, shareText } from '#vault/core/v1/share_text.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** What lies in the worker between making and keeping, and nowhere else. */
export type Ceremony = {
  readonly made: NewRoot
  readonly statement: RootStatement
  /** As typed back from paper, by the number of the sheet. */
  readonly typed: Map<number, string>
}

export const beginCeremony = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: Splitting,
): Answer<Ceremony> => {
  const splitting = splittingSchema.safeParse(given)
  if (!splitting.success || !unlocked.steward)
    return err({ kind: 'refused_by_server', type: 'not_permitted', fields: {} })
  const made = await newRoot(splitting.data, deps.chance)
  const { root, recovery } = made.keys
  const day = at(deps).slice(0, 10)
  const statement = {
    v: 1,
    organisation: unlocked.organisation,
    root,
    recovery,
    ...splitting.data,
    day,
  } as const
  return ok({ made, statement, typed: new Map() })
}

export const sheetsOf = ({ made, statement }: Ceremony): RootSheets => ({
  organisation: statement.organisation,
  digits: rootDigits(statement),
  day: statement.day,
  threshold: statement.threshold,
  sheets: made.sheets.map((text, place) => ({ number: place + 1, text })),
})

/** The whole code of one sheet, read from paper: which group is wrong is said, and nothing counts before it is right. */
export const checkSheet = (
  { made, typed }: Ceremony,
  given: { readonly number: number; readonly text: string },
): SheetCheck => {
  const share = parseShareText(given.text)
  if (!share.ok) return share.error
  const own = made.sheets[given.number - 1]
  const same = shareText(share.value)
  if (same === own) {
    typed.set(given.number, same)
    return { kind: 'fine', left: made.sheets.length - typed.size }
  }
  const other = made.sheets.indexOf(same) + 1
  return other > 0 ? { kind: 'other_sheet', number: other } : { kind: 'other_ceremony' }
}

/** Proves once more, from what was typed, that enough sheets give the key back; then the server learns the public halves. */
export const keepCeremony = async (deps: ClientDeps, ceremony: Ceremony): Answer<RootView> => {
  const { made, statement, typed } = ceremony
  if (typed.size < made.sheets.length) return err({ kind: 'not_all_checked' })
  const texts = made.sheets.map((_, place) => typed.get(place + 1) ?? '')
  for (let from = 0; from + statement.threshold <= texts.length; from++) {
    const again = await combineShares(texts.slice(from, from + statement.threshold))
    if (!again.ok) return again
    if (again.value.root !== statement.root) return err({ kind: 'shares_do_not_fit' })
  }
  const bytes = rootBytes(statement)
  const signature = await signByRoot(made.keys, toSignAs('root', bytes))
  const body = { statement: toBase64url(bytes), signature }
  const kept = await deps.api('POST', '/root', { body, answer: nothing })
  return kept.ok ? ok(viewRoot(statement)) : serverErr(kept.error)
}

export const viewRoot = (statement: RootStatement): RootView => ({
  organisation: statement.organisation,
  digits: rootDigits(statement),
  day: statement.day,
  threshold: statement.threshold,
  shares: statement.shares,
})

/** As the server shows it, signed by itself: whose it is, only the digits on paper say. */
export const findRoot = async (deps: ClientDeps): Answer<RootStatement | null> => {
  const answer = await deps.api('GET', '/root', { answer: rootAnswer })
  if (!answer.ok) return serverErr(answer.error)
  if (answer.value.root === null) return ok(null)
  const statement = await readRoot(answer.value.root)
  return statement ? ok(statement) : err({ kind: 'tampered', what: 'root', seq: null })
}

/** For the steward: by the server's projection, which desks do not rely on. */
export const findCovered = async (deps: ClientDeps): Answer<readonly CoveredDesk[]> => {
  const answer = await deps.api('GET', '/root/desks', { answer: coveredAnswer })
  return answer.ok ? ok(answer.value.desks) : serverErr(answer.error)
}
