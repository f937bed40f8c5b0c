/** Bundles of others on a device: opened, held against what was compared, shown, and taken in once. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { inboxIdentities } from '#members/client/desk_log.ts'
import { at } from '#members/client/unlocked.ts'
import { type Bundle, readBundle } from '#missions/core/bundle.ts'
import { entriesToAdd, entriesToOpen } from '#missions/core/bundle_facts.ts'
import {
  type Counterpart,
  counterpartsIn,
  exchangedIn,
  isChanged,
  isWith,
  trustedBy,
} from '#missions/core/bundle_journal.ts'
import { importIds } from '#vault/client/v1/import.ts'
import { openSignedBundle } from '#vault/client/v1/signed_bundle.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import {
  type BundleAnswer as Answer,
  type BundleCases,
  type BundleHere,
  type BundleRefusal,
  type Ground,
  groundOf,
  noteExchange,
} from './bundles.ts'

export type LookedAt = {
  readonly bundle: Bundle
  readonly sender: Counterpart
  readonly digits: string
  /** The own case that it answers; null: none that this desk knows. */
  readonly answers: string | null
}

/** Opened on this device and shown; nothing is written. */
export const lookAtBundle = async <E>(
  here: BundleHere<E>,
  { desk, bytes }: { readonly desk: string; readonly bytes: Uint8Array },
): Answer<LookedAt, E> => {
  const ground = await groundOf(here, desk)
  return ground.ok ? read(ground.value, bytes) : ground
}

const read = async (
  { open, entries }: Ground,
  bytes: Uint8Array,
): Promise<Result<LookedAt, BundleRefusal>> => {
  const opened = await openSignedBundle(bytes, await inboxIdentities(open))
  if (!opened.ok) return opened
  const form = readBundle(opened.value.content)
  if (!form.ok) return form
  const bundle = form.value
  if (bundle.to.recipient !== opened.value.recipient) return err({ kind: 'not_for_this_desk' })
  if (!(await opened.value.isSignedBy(bundle.from.signing))) return err({ kind: 'altered' })
  const counterparts = counterpartsIn(entries)
  const sender = trustedBy(counterparts, bundle.from)
  const digits = fingerprint(bundle.from)
  if (sender === null)
    return err({
      kind: 'unknown_sender',
      sender: { party: bundle.from, digits },
      changed: isChanged(counterparts, bundle.from),
    })
  const exchanged = exchangedIn(entries)
  if (exchanged.some((one) => one.bundle === bundle.id)) return err({ kind: 'taken_already' })
  const asked = exchanged.find(
    (one) => one.ref === bundle.ref && one.direction === 'made' && isWith(one, sender),
  )
  return ok({ bundle, sender, digits, answers: asked?.case ?? null })
}

export type TakeForm = {
  readonly desk: string
  readonly bytes: Uint8Array
  /** Of facts: the case that they are linked to; null opens a new one. */
  readonly case: string | null
  /** Who told it and what was answered, in the language of whoever takes it in. */
  readonly told: string
  readonly text: string
}

export type TakenIn = { readonly case: string | null }

export const takeBundle = async <E>(here: BundleHere<E>, form: TakeForm): Answer<TakenIn, E> => {
  const { desk } = form
  const ground = await groundOf(here, desk)
  if (!ground.ok) return ground
  const looked = await read(ground.value, form.bytes)
  if (!looked.ok) return looked
  const { bundle, sender, answers } = looked.value
  const idOf = await importIds(ground.value.open.secret)
  const idAt = (name: string): string => idOf(['bundle', bundle.id, name])
  const common = {
    bundle: bundle.id,
    ref: bundle.ref,
    direction: 'taken' as const,
    kind: bundle.kind,
    with: { name: sender.name, desk: sender.desk, recipient: sender.recipient },
    on: at(here.journals.deps).slice(0, 10),
  }
  if (bundle.kind === 'request') {
    const noted = await noteExchange(here, desk, { ...common, request: bundle.body })
    return noted.ok ? ok({ case: null }) : noted
  }
  const written =
    bundle.kind === 'facts'
      ? await takeFacts(here, { form, bundle, facts: bundle.body, idAt })
      : await takeAnswer(here, { form, answers, idAt })
  if (!written.ok) return written
  const noted = await noteExchange(here, desk, { ...common, ...written.value })
  return noted.ok ? ok({ case: written.value.case }) : noted
}

type Written = { readonly case: string; readonly hearings?: { theirs: string; ours: string }[] }
type IdAt = (name: string) => string

const takeFacts = async <E>(
  { journals, cases }: BundleHere<E>,
  given: {
    readonly form: TakeForm
    readonly bundle: Bundle
    readonly facts: Extract<Bundle, { kind: 'facts' }>['body']
    readonly idAt: IdAt
  },
): Answer<Written, E> => {
  const { form, bundle, facts, idAt } = given
  const own = journals.unlocked.organisation
  const told = { bundle, facts, own, told: form.told, idAt }
  const { entries, hearings } = form.case === null ? entriesToOpen(told) : entriesToAdd(told)
  const log = form.case ?? idAt('case')
  const to = { desk: form.desk, case: log, entries }
  const done = await (form.case === null ? cases.create(to) : cases.append(to))
  const of = { desk: form.desk, case: log, entry: idAt('note') }
  return orThere(done, cases, of, { case: log, hearings: [...hearings] })
}

const takeAnswer = async <E>(
  { cases }: BundleHere<E>,
  given: { readonly form: TakeForm; readonly answers: string | null; readonly idAt: IdAt },
): Answer<Written, E> => {
  const { form, answers, idAt } = given
  if (answers === null) return err({ kind: 'answers_nothing' })
  const words = { title: form.told.slice(0, 200).toWellFormed(), text: form.text }
  const entry = { id: idAt('note'), kind: 'note', coded: { toCode: false }, words }
  const of = { desk: form.desk, case: answers }
  const done = await cases.append({ ...of, entries: [entry] })
  return orThere(done, cases, { ...of, entry: entry.id }, { case: answers })
}

/** Its ids follow from the bundle: cut off before the journal knew, what is there already was written then. */
const orThere = async <E>(
  done: Result<unknown, E>,
  cases: BundleCases<E>,
  of: { readonly desk: string; readonly case: string; readonly entry: string },
  written: Written,
): Answer<Written, E> => {
  if (done.ok) return ok(written)
  const there = await cases.open(of)
  return there.ok && there.value.entries.some(({ id }) => id === of.entry) ? ok(written) : done
}
