/**
 * Bundles as a lead's device makes them: from a case by consent, or back to the sender of facts. Without the entry of the export in
 * the desk's log there is no file.
 */
import { engagementsOf } from '#cases/core/engagements.ts'
import { readLog } from '#cases/core/read_log.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { appendToDeskLog } from '#members/client/desk_log.ts'
import { at, newId } from '#members/client/unlocked.ts'
import { type BundleSaid, type Party, type RequestBody, writeBundle } from '#missions/core/bundle.ts'
import { agreedTo, excludedIn, type FactField, factsFrom, purposeTo } from '#missions/core/bundle_facts.ts'
import {
  type Counterpart,
  counterpartsIn,
  type Exchanged,
  exchangedIn,
  isWith,
  trustedBy,
} from '#missions/core/bundle_journal.ts'
import { mayTell } from '#missions/core/reports/appearance.ts'
import type { CaseSource } from '#missions/core/reports/shown_case.ts'
import { sealSignedBundle } from '#vault/client/v1/signed_bundle.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import {
  type BundleAnswer as Answer,
  type BundleHere,
  type BundleRefusal,
  groundOf,
  noteExchange,
  ownParty,
} from './bundles.ts'
import { judge } from './reports.ts'

export type BundleWish =
  | { readonly kind: 'request'; readonly case: string; readonly body: RequestBody }
  | {
      readonly kind: 'facts'
      readonly case: string
      readonly fields: readonly FactField[]
      readonly summary?: string
    }
  | { readonly kind: 'answer'; readonly ref: string; readonly engagement: string; readonly text?: string }
  | { readonly kind: 'coverage'; readonly ref: string; readonly hearing: string }

export type MakeForm = {
  readonly desk: string
  /** The counterpart's inbox and key, as they were compared. */
  readonly to: Pick<Party, 'recipient' | 'signing'>
  readonly wish: BundleWish
}

export type MadeBundle = {
  readonly id: string
  readonly ref: string
  readonly bytes: Uint8Array
  /** Chosen, and not told or told in part: the person excluded it. */
  readonly leftOut: readonly FactField[]
}

export const makeBundle = async <E>(here: BundleHere<E>, form: MakeForm): Answer<MadeBundle, E> => {
  const { journals } = here
  const { deps, unlocked } = journals
  const ground = await groundOf(here, form.desk)
  if (!ground.ok) return ground
  const { open, entries } = ground.value
  const to = trustedBy(counterpartsIn(entries), form.to)
  if (to === null) return err({ kind: 'not_compared' })
  const said = await sayFor(here, { form, to, exchanged: exchangedIn(entries) })
  if (!said.ok) return said
  const { case: log, ref, said: what, leftOut = [] } = said.value
  const id = newId(deps)
  const from = await ownParty(journals, open)
  const made = at(deps)
  const written = writeBundle({ id, made, from, to: { recipient: to.recipient }, ref }, what)
  if (!written.ok) return written
  const sealed = await sealSignedBundle(written.value, {
    signing: unlocked.keys.signing,
    recipient: to.recipient,
  })
  if (!sealed.ok) return sealed
  const coded = { manifest: hashOf(sealed.value), cases: 1, to: 'recipient' } as const
  const told = await appendToDeskLog(deps, unlocked, { desk: form.desk, kind: 'exported', coded })
  if (!told.ok) return told
  const noted = await noteExchange(here, form.desk, {
    bundle: id,
    ref,
    direction: 'made',
    kind: what.kind,
    with: { name: to.name, desk: to.desk, recipient: to.recipient },
    on: made.slice(0, 10),
    case: log,
  })
  return noted.ok ? ok({ id, ref, bytes: sealed.value, leftOut }) : noted
}

type Saying = { readonly form: MakeForm; readonly to: Counterpart; readonly exchanged: readonly Exchanged[] }
type Said = {
  readonly case: string
  readonly ref: string
  readonly said: BundleSaid
  readonly leftOut?: readonly FactField[]
}

const sayFor = async <E>(here: BundleHere<E>, saying: Saying): Answer<Said, E> => {
  const { wish } = saying.form
  return wish.kind === 'request' || wish.kind === 'facts'
    ? sayOfCase(here, saying, wish)
    : sayBack(here, saying, wish)
}

/** Of a defender to somebody who does not know of them yet. */
const sayOfCase = async <E>(
  { journals, cases }: BundleHere<E>,
  { form: { desk }, to, exchanged }: Saying,
  wish: Extract<BundleWish, { kind: 'request' | 'facts' }>,
): Answer<Said, E> => {
  const opened = await cases.open({ desk, case: wish.case })
  if (!opened.ok) return opened
  const agreed = agreedTo(opened.value, to)
  if (agreed !== 'yes') return err({ kind: agreed === 'no' ? 'no_consent' : 'other_partner' })
  const text = wish.kind === 'request' ? wish.body.text : (wish.summary ?? '')
  const mayLeave = await judge(cases, {
    desk,
    purpose: purposeTo(to.side),
    cases: [{ case: wish.case, as: 'named' }],
    text,
  })
  if (!mayLeave.ok) return mayLeave
  const words = excludedIn(opened.value, to.side, text)
  if (words.length > 0) return err({ kind: 'excluded', words })
  const last = exchanged.findLast(
    (one) => one.direction === 'made' && one.case === wish.case && isWith(one, to),
  )
  const ref = wish.kind === 'facts' && last?.kind === 'request' ? last.ref : newId(journals.deps)
  if (wish.kind === 'request') return ok({ case: wish.case, ref, said: { kind: 'request', body: wish.body } })
  const told = factsFrom(opened.value, { ...to, ...wish })
  if (told === null) return err({ kind: 'no_consent' })
  if (wish.fields.length === 0 && !wish.summary) return err({ kind: 'nothing_chosen' })
  return ok({ case: wish.case, ref, said: { kind: 'facts', body: told.facts }, leftOut: told.leftOut })
}

/** To the very sender of the facts, as far as the consent that came with them still holds here. */
const sayBack = async <E>(
  { cases }: BundleHere<E>,
  { form: { desk }, to, exchanged }: Saying,
  wish: Extract<BundleWish, { kind: 'answer' | 'coverage' }>,
): Answer<Said, E> => {
  const { ref } = wish
  const facts = exchanged.find(
    (one) => one.ref === ref && one.kind === 'facts' && one.direction === 'taken' && isWith(one, to),
  )
  if (facts?.case === undefined) return err({ kind: 'answers_nothing' })
  const text = wish.kind === 'answer' ? (wish.text ?? '') : ''
  const asked = {
    desk,
    purpose: 'confidential' as const,
    cases: [{ case: facts.case, as: 'named' as const }],
    text,
  }
  const mayLeave = await judge(cases, asked)
  if (!mayLeave.ok) return mayLeave
  const opened = await cases.open({ desk, case: facts.case })
  if (!opened.ok) return opened
  const said = wish.kind === 'answer' ? answerOf(opened.value, wish) : coverageOf(opened.value, facts, wish)
  return said.ok ? ok({ case: facts.case, ref, said: said.value }) : said
}

const answerOf = (
  { entries }: CaseSource,
  wish: Extract<BundleWish, { kind: 'answer' }>,
): Result<BundleSaid, BundleRefusal> => {
  const found = engagementsOf(readLog(entries)).find(({ entry }) => entry === wish.engagement)
  if (found === undefined) return err({ kind: 'answers_nothing' })
  const { type, duties, result, date } = found.coded
  // What was said behind closed doors is for its own government alone.
  if (!mayTell('partner', found.coded)) return err({ kind: 'quiet' })
  return ok({ kind: 'answer', body: { type, duties, result, date, ...(wish.text && { text: wish.text }) } })
}

const coverageOf = (
  { state }: CaseSource,
  facts: Exchanged,
  wish: Extract<BundleWish, { kind: 'coverage' }>,
): Result<BundleSaid, BundleRefusal> => {
  const known = facts.hearings?.find(({ theirs }) => theirs === wish.hearing)
  const day = state.courtDays.findLast(({ ids }) => known !== undefined && ids.includes(known.ours))
  if (day === undefined) return err({ kind: 'answers_nothing' })
  return ok({ kind: 'coverage', body: { hearing: wish.hearing, covered: day.covered } })
}
