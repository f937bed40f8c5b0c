/**
 * One letter to each addressee, as a PDF beside a few words: proposed by one member, released by another lead, queued
 * with that release, and what became of each kept line by line.
 */
import type { Addressee } from '#campaigns/core/sign_on_addressees.ts'
import type { DeliveryForm } from '#campaigns/core/sign_on_wire.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { pathInLanguage } from '#languages/address.ts'
import { isLanguage, translator } from '#languages/translate.ts'
import { decideSecondPerson } from '#members/core/second_person.ts'
import { inTransaction, type Writer } from '#platform/server/database.ts'
import { type MailPurpose, queueMail } from '#platform/server/mail/mail.ts'
import type { typeset } from '#platform/server/typeset.ts'
import type { OpenAsk } from './campaigns.service.ts'
import { type DeskLetterDeps, type DeskOf, findLetter, type LetterUnknown } from './desk_sign_on.service.ts'
import {
  type AddresseeRow,
  deleteSending,
  findAddressees,
  insertSending,
  lockAddressee,
  lockSending,
  releaseSending,
  replaceAddressees,
  setDelivery,
  setMail,
} from './letter_mail.store.ts'
import { newRowId } from './sign_on_links.ts'
import type { SignOn } from './sign_on.service.ts'
import { logosIn, signedLetterOf, signedLetterPdf } from './signed_letter.service.ts'

export type LetterMailDeps = Omit<DeskLetterDeps, 'signOn'> & {
  readonly signOn: SignOn
  readonly typeset: typeof typeset
}

export type SendingRefusal =
  | LetterUnknown
  | { readonly kind: 'nobody_addressed' }
  /** Proposed, or released: what two persons look at does not change under them. */
  | { readonly kind: 'sending_begun' }
  | { readonly kind: 'not_proposed' }
  | { readonly kind: 'list_not_frozen' }
  | { readonly kind: 'under_embargo' }
  | { readonly kind: 'own_release' }
  | { readonly kind: 'addressee_unknown' }
  | { readonly kind: 'language_unknown' }

const asMember = ({ account, desk }: DeskOf) => ({ role: 'desk', account, desk }) as const
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** All of them anew; nobody is added once the sending is proposed. */
export const saveAddressees = async (
  deps: LetterMailDeps,
  of: DeskOf,
  addressees: readonly Addressee[],
): Promise<Result<null, SendingRefusal>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  const languages = Object.keys(ask.body.letter ?? {})
  if (addressees.some(({ language }) => !languages.includes(language)))
    return err({ kind: 'language_unknown' })
  return inTransaction(deps.database, asMember(of), async (db) => {
    if (await lockSending(db, of.ask)) return err({ kind: 'sending_begun' as const })
    await replaceAddressees(
      db,
      of,
      addressees.map((one) => ({ ...one, id: newRowId() })),
    )
    return ok(null)
  })
}

export const proposeSending = async (
  deps: LetterMailDeps,
  of: DeskOf,
): Promise<Result<null, SendingRefusal>> => {
  if (!(await findLetter(deps, of))) return err({ kind: 'letter_unknown' })
  return inTransaction(deps.database, asMember(of), async (db) => {
    if (await lockSending(db, of.ask)) return err({ kind: 'sending_begun' as const })
    if ((await findAddressees(db, of.ask)).length === 0) return err({ kind: 'nobody_addressed' as const })
    await insertSending(db, { ask: of.ask, desk: of.desk, by: of.account, at: deps.clock() })
    return ok(null)
  })
}

/** Before it is released, so that the addressees can be changed. */
export const takeBackSending = async (
  deps: LetterMailDeps,
  of: DeskOf,
): Promise<Result<null, SendingRefusal>> =>
  inTransaction(deps.database, asMember(of), async (db) => {
    const sending = await lockSending(db, of.ask)
    if (!sending) return err({ kind: 'not_proposed' as const })
    if (sending.releasedBy !== null) return err({ kind: 'sending_begun' as const })
    await deleteSending(db, of.ask)
    return ok(null)
  })

/** By another lead than who proposed it: every letter with an address is queued in the same transaction. */
export const letSendingGo = async (
  deps: LetterMailDeps,
  of: DeskOf,
): Promise<Result<null, SendingRefusal>> => {
  const ask = (await deps.campaigns.asks(deps.clock())).find(
    ({ id, desk }) => id === of.ask && desk === of.desk,
  )
  if (!ask) return err({ kind: (await findLetter(deps, of)) ? 'under_embargo' : 'letter_unknown' })
  const lists = await deps.signOn.listsOf(ask)
  if (!lists.frozen) return err({ kind: 'list_not_frozen' })
  const pdfs = await pdfsOf(deps, ask)
  return inTransaction(deps.database, asMember(of), async (db) => {
    const sending = await lockSending(db, of.ask)
    if (!sending) return err({ kind: 'not_proposed' as const })
    if (sending.releasedBy !== null) return err({ kind: 'sending_begun' as const })
    const second = decideSecondPerson(of.account, [sending.proposedBy])
    if (!second.ok) return second
    const at = deps.clock()
    await releaseSending(db, { ask: of.ask, by: of.account, at })
    for (const one of await findAddressees(db, of.ask))
      await queueLetter(deps, db, { ask, one, of, at, pdfs })
    return ok(null)
  })
}

type Pdfs = ReadonlyMap<string, Uint8Array>

/** One for each language of the letter: they say the same to everybody. */
const pdfsOf = async (deps: LetterMailDeps, ask: OpenAsk): Promise<Pdfs> => {
  const pdfs = new Map<string, Uint8Array>()
  for (const lang of Object.keys(ask.body.letter ?? {})) {
    const letter = await signedLetterOf(deps.signOn, ask, { lang, origin: deps.origin, on: 'paper' })
    pdfs.set(
      lang,
      await signedLetterPdf(deps.typeset, letter, await deps.signOn.logosOf(ask, logosIn(letter))),
    )
  }
  return pdfs
}

type Queueing = {
  readonly ask: OpenAsk
  readonly one: AddresseeRow
  readonly of: DeskOf
  readonly at: Date
  readonly pdfs: Pdfs
}

const queueLetter = async (
  deps: LetterMailDeps,
  db: Writer,
  { ask, one, of, at, pdfs }: Queueing,
): Promise<void> => {
  const pdf = pdfs.get(one.language)
  if (one.mail === null || !pdf) return
  const { body, deskName } = ask
  const spoken = isLanguage(one.language) ? one.language : 'en'
  const t = translator(spoken)
  const title = body.title[one.language] ?? body.title[body.lang] ?? ''
  const link = deps.origin + pathInLanguage(`/campaigns/${body.campaign}/${body.slug}/letter`, spoken)
  await queueMail(
    db,
    {
      purpose: 'letter',
      ask: ask.id,
      about: one.id,
      target: one.mail,
      pace: { perHour: 1, zone: body.zone, country: one.country },
      dueAt: at,
      to: one.mail,
      subject: title,
      text: `${one.salutation}\n\n${t('sign_on.mail.letter.text', { title, link, desk: deskName })}`,
      language: one.language,
      fromName: deskName,
      ...(body.signOn && { replyTo: body.signOn.secretary }),
      unsubscribe: one.id,
      attachments: [{ name: `${body.slug}.pdf`, type: 'application/pdf', bytes: pdf }],
    },
    deps.secrets,
  )
  await setDelivery(db, {
    addressee: one.id,
    what: 'queued',
    on: dayOf(at),
    mail: one.mail,
    by: of.account,
    carriedBy: null,
  })
}

/** Handed over by somebody, or sent again to another address: only once the sending was released. */
export const recordDelivery = async (
  deps: LetterMailDeps,
  of: DeskOf,
  form: DeliveryForm,
): Promise<Result<null, SendingRefusal>> => {
  const ask = (await deps.campaigns.asks(deps.clock())).find(
    ({ id, desk }) => id === of.ask && desk === of.desk,
  )
  if (!ask) return err({ kind: 'letter_unknown' })
  const pdfs = form.act === 'again' ? await pdfsOf(deps, ask) : new Map<string, Uint8Array>()
  return inTransaction(deps.database, asMember(of), async (db) => {
    const sending = await lockSending(db, of.ask)
    if (!sending?.releasedBy) return err({ kind: 'not_proposed' as const })
    const one = await lockAddressee(db, of.ask, form.addressee)
    if (!one) return err({ kind: 'addressee_unknown' as const })
    if (form.act === 'by_hand') {
      const { on, carriedBy } = form
      await setDelivery(db, {
        addressee: one.id,
        what: 'by_hand',
        on,
        mail: null,
        by: of.account,
        carriedBy,
      })
      return ok(null)
    }
    await setMail(db, one.id, form.mail)
    await queueLetter(deps, db, { ask, one: { ...one, mail: form.mail }, of, at: deps.clock(), pdfs })
    return ok(null)
  })
}

/** What the mail tells of them, days later too. */
export const letterPurposes = ({ clock }: Pick<DeskLetterDeps, 'clock'>): readonly MailPurpose[] => {
  const note = (db: Writer, addressee: string, what: 'sent' | 'refused' | 'bounced') =>
    setDelivery(db, { addressee, what, on: dayOf(clock()), mail: null, by: null, carriedBy: null })
  return [
    {
      purpose: 'letter',
      settled: (db, { about, outcome }) => note(db, about, outcome === 'sent' ? 'sent' : 'refused'),
      returned: (db, { about, hard }) => (hard ? note(db, about, 'bounced') : Promise.resolve()),
    },
    // Nothing is kept of the address: whoever does not answer has not answered.
    { purpose: 'signatory' },
  ]
}
