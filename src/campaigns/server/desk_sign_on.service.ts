/** A letter at its secretary's desk: who signs, the freeze, what is sealed. Each act one transaction, all of it or nothing. */
import { askState, instantOf, isTold } from '#campaigns/core/ask_state.ts'
import {
  decideSignature,
  isFrozenNow,
  listNow,
  type SignatureAct,
  type SignatureRefusal,
} from '#campaigns/core/sign_on.ts'
import { makeFrozenList, canonicalText } from '#campaigns/core/sign_on_frozen.ts'
import type { AddForm, DecideForm, DeskAct, LetterDesk } from '#campaigns/core/sign_on_wire.ts'
import { KEPT_DAYS } from '#campaigns/core/supporter.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Database, inSnapshot, inTransaction, type Writer } from '#platform/server/database.ts'
import { sha256Hex } from '#platform/server/hash.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import type { Campaigns, OpenAsk } from './campaigns.service.ts'
import { findLogos, saveLogo } from './logos.store.ts'
import { cleanLogo, type LogoRefusal } from './logo_png.ts'
import { findAddressees, findDeliveries, findSending } from './letter_mail.store.ts'
import { linksOf, newRowId, tell } from './sign_on_links.ts'
import { frozenNameOf, type SignOn } from './sign_on.service.ts'
import {
  type DeskSignatory,
  eraseSealedOf,
  findFrozenList,
  findSignatories,
  hasAskedUnnamed,
  insertFrozenList,
  insertSealed,
  insertSignatories,
  isListFrozen,
  lockList,
  lockSignatories,
  saltSignatory,
  saveSignature,
} from './sign_on.store.ts'

export type DeskLetterDeps = {
  readonly database: Database
  readonly secrets: Pick<ServerSecrets, 'pepper' | 'covers'>
  readonly clock: () => Date
  readonly campaigns: Campaigns
  readonly signOn: Pick<SignOn, 'invitationTo'>
  readonly origin: string
}
export type DeskOf = { readonly account: string; readonly desk: string; readonly ask: string }

export type LetterUnknown = { readonly kind: 'letter_unknown' }
export type ActRefusal =
  | LetterUnknown
  | { readonly kind: 'signatory_unknown' }
  | { readonly kind: 'list_closed' }
  | { readonly kind: 'already_frozen' }
  | { readonly kind: 'not_closed' }
  | { readonly kind: 'not_older_text' }
  /** Nobody else undoes that they took their name off. */
  | { readonly kind: 'asked_unnamed' }
  | SignatureRefusal

const asMember = ({ account, desk }: DeskOf) => ({ role: 'desk', account, desk }) as const
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** A released letter of this desk, under embargo or not; null where nothing may be done for it now. */
export const findLetter = async (
  { campaigns, clock }: Pick<DeskLetterDeps, 'campaigns' | 'clock'>,
  of: DeskOf,
): Promise<OpenAsk | null> =>
  (await campaigns.evenSecret(clock())).find(
    ({ id, desk, body }) => id === of.ask && desk === of.desk && body.form === 'sign_on',
  ) ?? null

export const readLetter = async (
  deps: DeskLetterDeps,
  of: DeskOf,
): Promise<Result<LetterDesk, LetterUnknown>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  return ok(
    await inSnapshot(deps.database, asMember(of), async (db) => ({
      ...headOf(deps, ask),
      ...(await signatoriesOf(db, ask)),
      ...(await frozenOf(db, ask)),
      ...(await sendingOf(db, ask)),
    })),
  )
}

const headOf = ({ clock, signOn }: DeskLetterDeps, { id, body }: OpenAsk) => {
  const now = clock()
  const { embargo = null, commentsUntil = null } = body.signOn ?? {}
  return {
    id,
    campaign: body.campaign,
    slug: body.slug,
    title: body.title,
    lang: body.lang,
    languages: Object.keys(body.letter ?? {}),
    state: askState(body, now),
    letterVersion: body.letterVersion,
    invitation: embargo !== null && !isTold(body, now) ? signOn.invitationTo(id) : null,
    commentsOpen: commentsUntil !== null && now.getTime() < instantOf(commentsUntil, body.zone),
    recipient: body.receivers[0]?.recipient ?? '',
  }
}

const signatoriesOf = async (db: Writer, { id }: OpenAsk): Promise<Pick<LetterDesk, 'signatories'>> => {
  const logos = await findLogos(db, id)
  const all = await findSignatories(db, id)
  return { signatories: all.map((one) => ({ ...one, logoShown: logos.has(one.id) })) }
}

const frozenOf = async (db: Writer, ask: OpenAsk): Promise<Pick<LetterDesk, 'frozen'>> => {
  const frozen = await findFrozenList(db, ask.id)
  if (!frozen) return { frozen: null }
  const { names } = JSON.parse(frozen.list) as { readonly names: readonly string[] }
  const { sha256, frozenAt, letterVersion } = frozen
  return { frozen: { sha256, on: dayOf(frozenAt), letterVersion, names: names.length } }
}

const sendingOf = async (
  db: Writer,
  { id }: OpenAsk,
): Promise<Pick<LetterDesk, 'addressees' | 'sending'>> => {
  const [addressees, deliveries, sending] = [
    await findAddressees(db, id),
    await findDeliveries(db, id),
    await findSending(db, id),
  ]
  return {
    addressees: addressees.map((one) => ({
      ...one,
      deliveries: deliveries
        .filter(({ addressee }) => addressee === one.id)
        .map(({ what, on, mail, carriedBy }) => ({ what, on, mail, carriedBy })),
    })),
    sending: sending && {
      proposedBy: sending.proposedBy,
      proposedOn: dayOf(sending.proposedAt),
      releasedBy: sending.releasedBy,
      releasedOn: sending.releasedAt && dayOf(sending.releasedAt),
    },
  }
}

/** Written down by the desk, whose word is their authority; after the close in the second list. */
export const addSignatories = async (
  deps: DeskLetterDeps,
  of: DeskOf,
  { signatories }: AddForm,
): Promise<Result<null, ActRefusal>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  const { clock, database } = deps
  const at = clock()
  const links = linksOf(deps)
  return inTransaction(database, asMember(of), async (db) => {
    const list = listNow({
      closed: ask.state === 'closed',
      frozen: await isListFrozen(db, ask.id),
      late: ask.body.signOn?.late === true,
    })
    if (list === null) return err({ kind: 'list_closed' as const })
    const there = new Set((await findSignatories(db, ask.id)).map(({ id }) => id))
    // Sent twice because the answer was lost: it stands there once.
    const fresh = signatories.filter(({ id }) => !there.has(id))
    await insertSignatories(
      db,
      fresh.map((one) => ({
        id: one.id,
        ask: ask.id,
        desk: of.desk,
        kind: one.kind,
        name: one.name.replace(/\s+/g, ' ').normalize('NFC'),
        local_name: one.localName,
        local_language: one.localLanguage,
        country: one.country,
        logo: one.logo,
        listed: one.listed,
        list,
        version: ask.body.letterVersion,
        state: 'accepted',
        authority: 'secretary',
        domain: null,
        came: 'desk',
        by_account: of.account,
        signed_on: dayOf(at),
        ...links.hashes(one.id),
      })),
    )
    await insertSealed(
      db,
      fresh.flatMap(({ id, evidence }) => (evidence === null ? [] : noted({ id, evidence, of, at }))),
    )
    return ok(null)
  })
}

const noted = (given: {
  readonly id: string
  readonly evidence: string
  readonly of: DeskOf
  readonly at: Date
}) => ({
  id: newRowId(),
  signatory: given.id,
  desk: given.of.desk,
  what: 'note' as const,
  sealed: Buffer.from(given.evidence, 'base64url'),
  at: given.at,
})

export const decideSignatories = async (
  deps: DeskLetterDeps,
  of: DeskOf,
  { act, ids, evidence }: DecideForm,
): Promise<Result<null, ActRefusal>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  const at = deps.clock()
  return inTransaction(deps.database, asMember(of), async (db) => {
    const frozen = await isListFrozen(db, ask.id)
    const found = await lockSignatories(db, ask.id, ids)
    if (found.length !== new Set(ids).size) return err({ kind: 'signatory_unknown' as const })
    if (act === 'list' && (await hasAskedUnnamed(db, ids))) return err({ kind: 'asked_unnamed' as const })
    const decided = found.map((one) => decideOne(one, { act, frozen, version: ask.body.letterVersion }))
    for (const one of decided) if (!one.ok) return one
    for (const one of decided) if (one.ok) await saveSignature(db, one.value, dayOf(at))
    if (evidence !== null)
      await insertSealed(
        db,
        ids.flatMap((id) => noted({ id, evidence, of, at })),
      )
    return ok(null)
  })
}

const decideOne = (
  one: DeskSignatory,
  given: { readonly act: DeskAct; readonly frozen: boolean; readonly version: number },
): Result<DeskSignatory, SignatureRefusal> => {
  const { act, frozen, version } = given
  if (act === 'list' || act === 'unlist') return ok({ ...one, listed: act === 'list' })
  const move: SignatureAct = act === 'keep' ? { kind: 'keep', version } : { kind: act }
  const decided = decideSignature(one, move, { frozen })
  return decided.ok ? ok({ ...one, ...decided.value }) : decided
}

/** A picture beside a name whose organisation gave the right to it; null takes it off. */
export const keepLogo = async (
  deps: DeskLetterDeps,
  of: DeskOf,
  { signatory, png }: { readonly signatory: string; readonly png: Uint8Array | null },
): Promise<Result<null, ActRefusal | LogoRefusal | { readonly kind: 'logo_not_granted' }>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  const clean = png === null ? ok(null) : cleanLogo(png)
  if (!clean.ok) return clean
  return inTransaction(deps.database, asMember(of), async (db) => {
    const [one] = await lockSignatories(db, ask.id, [signatory])
    if (!one) return err({ kind: 'signatory_unknown' as const })
    if (!one.logo && clean.value !== null) return err({ kind: 'logo_not_granted' as const })
    await saveLogo(db, { signatory, desk: of.desk, by: of.account, at: deps.clock() }, clean.value)
    return ok(null)
  })
}

/** By a member, once the letter has closed. */
export const freezeList = async (deps: DeskLetterDeps, of: DeskOf): Promise<Result<null, ActRefusal>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  if (ask.state !== 'closed') return err({ kind: 'not_closed' })
  const sha256 = await inTransaction(deps.database, asMember(of), (db) =>
    freezeNow(db, ask, { at: deps.clock(), by: of.account }),
  )
  return sha256 === null ? err({ kind: 'already_frozen' }) : ok(null)
}

/** Null: it is frozen already. */
const freezeNow = async (
  db: Writer,
  ask: OpenAsk,
  { at, by }: { readonly at: Date; readonly by: string | null },
): Promise<string | null> => {
  await lockList(db, ask.id)
  if (await isListFrozen(db, ask.id)) return null
  const { campaign, slug, letterVersion, letter } = ask.body
  const standing = (await findSignatories(db, ask.id)).filter(
    (one) => one.list === 'main' && one.state === 'accepted' && one.version === letterVersion,
  )
  const salted = standing.map((one) => ({ one, salt: newRowId() }))
  for (const { one, salt } of salted) await saltSignatory(db, one.id, salt)
  const names = salted.map(({ one, salt }) => frozenNameOf(one, salt))
  const made = makeFrozenList(
    { campaign, ask: slug, letterVersion, letter: letter ?? {}, frozenOn: dayOf(at), names },
    sha256Hex,
  )
  await insertFrozenList(db, {
    ask: ask.id,
    desk: ask.desk,
    letter_version: letterVersion,
    list: canonicalText(made.list),
    sha256: made.sha256,
    frozen_at: at,
    by_account: by,
  })
  return made.sha256
}

/** The server's own work: lists of letters that have closed, and what is sealed of those that closed long ago. */
export const closeLetters = async (
  deps: Pick<DeskLetterDeps, 'database' | 'campaigns' | 'clock'>,
): Promise<void> => {
  const now = deps.clock()
  const letters = (await deps.campaigns.evenSecret(now)).filter(({ body }) => body.form === 'sign_on')
  const old = letters.filter((ask) => now.getTime() - closedAt(ask).getTime() > KEPT_DAYS * 86_400_000)
  await inTransaction(deps.database, { role: 'jobs' }, (db) =>
    eraseSealedOf(
      db,
      old.map(({ id }) => id),
    ),
  )
  for (const ask of letters.filter(({ state }) => state === 'closed'))
    await inTransaction(deps.database, { role: 'jobs' }, async (db) => {
      const all = await findSignatories(db, ask.id)
      const waiting = all.filter(
        (one) => one.list === 'main' && (one.state === 'asked' || one.state === 'shown'),
      ).length
      if (isFrozenNow({ closedAt: closedAt(ask), now, waiting }))
        await freezeNow(db, ask, { at: now, by: null })
    })
}

const closedAt = ({ body }: OpenAsk): Date => new Date(instantOf(body.to, body.zone))

type AskedMail = { readonly signatory: string; readonly mail: string; readonly language: 'en' | 'ar' }

/** Those under an older text are asked whether they stand under this one. Addresses come from the device, and go. */
export const askAgain = async (
  deps: DeskLetterDeps,
  of: DeskOf,
  mails: readonly AskedMail[],
): Promise<Result<null, ActRefusal>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  const links = linksOf(deps)
  const now = deps.clock()
  return inTransaction(deps.database, asMember(of), async (db) => {
    const ids = mails.map(({ signatory }) => signatory)
    const found = new Map((await lockSignatories(db, ask.id, ids)).map((one) => [one.id, one]))
    for (const { signatory, mail, language } of mails) {
      const one = found.get(signatory)
      if (!one) return err({ kind: 'signatory_unknown' as const })
      if (one.version >= ask.body.letterVersion || one.endedOn !== null)
        return err({ kind: 'not_older_text' as const })
      const link = links.address('own', signatory, language)
      await tell(
        db,
        { deps, ask, language, name: one.name, now },
        { use: 'again', to: mail, link, about: signatory },
      )
    }
    return ok(null)
  })
}
