/**
 * A letter at its secretary's desk, on a member's device: evidence is sealed here before it is sent, and opened here;
 * addresses of signatories leave the device for one letter each.
 */
import {
  type AddForm,
  type AnswerForm,
  type DecideForm,
  type DeliveryForm,
  type DeskAct,
  letterDeskAnswer,
  type LetterDesk,
  sealedAnswer,
  sealedWords,
} from '#campaigns/core/sign_on_wire.ts'
import type { Addressee } from '#campaigns/core/sign_on_addressees.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { inboxIdentities, openDesk } from '#members/client/desk_log.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId, type Unlocked } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'
import type { ApiRefusal } from '#platform/client/api.ts'
import { inboxRecipient } from '#vault/client/v1/desk.ts'
import { openerOf, sealExport } from '#vault/client/v1/export.ts'
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { noSupportersYet, openSupporters } from './supporters.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>
export type LetterPlace = { readonly desk: string; readonly ask: string }
export type LetterGround = { readonly deps: ClientDeps; readonly unlocked: Unlocked }

const pathOf = ({ desk, ask }: LetterPlace): string => `/desks/${desk}/letters/${ask}`
const orRefusal = <T>(answer: Result<T, ApiRefusal>): Result<T, MemberRefusal> =>
  answer.ok ? answer : serverErr(answer.error)

export const findLetter = async ({ deps }: LetterGround, of: LetterPlace): Answer<LetterDesk> =>
  orRefusal(await deps.api('GET', pathOf(of), { answer: letterDeskAnswer }))

/** A signatory as the secretary typed or pasted it. */
export type TypedSignatory = Omit<AddForm['signatories'][number], 'id' | 'evidence'>
export type Evidence = { readonly text: string; readonly mail: string | null }

/** Names per request: of a list of thousands a cut one goes on where it was. */
const AT_ONCE = 500

/** `evidence` is noted with every one of them: the mail in which they say that they sign. */
export const addSignatories = async (
  ground: LetterGround,
  of: LetterPlace,
  given: { readonly signatories: readonly TypedSignatory[]; readonly evidence: Evidence | null },
): Answer<LetterDesk> => {
  for (let from = 0; from < given.signatories.length; from += AT_ONCE) {
    const sealed = await sealEvidence(ground, of, given.evidence)
    if (!sealed.ok) return sealed
    const signatories = given.signatories
      .slice(from, from + AT_ONCE)
      .map((one) => ({ ...one, id: newId(ground.deps), evidence: sealed.value }))
    const sent = await ground.deps.api('POST', `${pathOf(of)}/signatories`, {
      body: { signatories },
      answer: nothing,
    })
    if (!sent.ok) return serverErr(sent.error)
  }
  return findLetter(ground, of)
}

export const decideSignatories = async (
  ground: LetterGround,
  of: LetterPlace,
  given: { readonly act: DeskAct; readonly ids: readonly string[]; readonly evidence: Evidence | null },
): Answer<LetterDesk> => {
  const sealed = await sealEvidence(ground, of, given.evidence)
  if (!sealed.ok) return sealed
  const body: DecideForm = { act: given.act, ids: [...given.ids], evidence: sealed.value }
  const sent = await ground.deps.api('POST', `${pathOf(of)}/decide`, { body, answer: nothing })
  return sent.ok ? findLetter(ground, of) : serverErr(sent.error)
}

/** To the desk's own inbox of today. */
const sealEvidence = async (
  { deps, unlocked }: LetterGround,
  of: LetterPlace,
  evidence: Evidence | null,
): Answer<string | null> => {
  if (evidence === null) return ok(null)
  const desk = await openDesk(deps, unlocked, of.desk)
  if (!desk.ok) return desk
  const recipient = await inboxRecipient(desk.value.secret)
  const said = { v: 1, what: 'note', signatory: null, text: evidence.text, mail: evidence.mail }
  const plain = new Blob([utf8(JSON.stringify(said).padEnd(2048))]).stream()
  const sealed = await sealExport(plain, { kind: 'recipient', recipients: [recipient] })
  return ok(toBase64url(new Uint8Array(await new Response(sealed).arrayBuffer())))
}

export const freezeList = async (ground: LetterGround, of: LetterPlace): Answer<LetterDesk> => {
  const sent = await ground.deps.api('POST', `${pathOf(of)}/freeze`, { body: {}, answer: nothing })
  return sent.ok ? findLetter(ground, of) : serverErr(sent.error)
}

export type SealedNote = {
  readonly id: string
  readonly signatory: string
  readonly what: 'contact' | 'note' | 'comment'
  readonly on: string
  readonly answeredOn: string | null
  readonly reply: string | null
  readonly changed: boolean | null
  /** Null: this device cannot open it. */
  readonly words: { readonly text: string; readonly mail: string | null } | null
}

export const openNotes = async (
  { deps, unlocked }: LetterGround,
  of: LetterPlace,
): Answer<readonly SealedNote[]> => {
  const desk = await openDesk(deps, unlocked, of.desk)
  if (!desk.ok) return desk
  const found = await deps.api('GET', `${pathOf(of)}/sealed`, { answer: sealedAnswer })
  if (!found.ok) return serverErr(found.error)
  const open = openerOf(await inboxIdentities(desk.value))
  const notes: SealedNote[] = []
  for (const { sealed, ...line } of found.value.lines)
    notes.push({ ...line, words: await wordsOf(open, line.signatory, sealed) })
  return ok(notes)
}

/** What is inside of a comment has to say whose it is: rows that were exchanged are read by nobody. */
const wordsOf = async (
  open: ReturnType<typeof openerOf>,
  signatory: string,
  sealed: string,
): Promise<SealedNote['words']> => {
  const bytes = fromBase64url(sealed)
  const plain = bytes && (await open(bytes))
  if (!plain) return null
  try {
    const read = sealedWords.safeParse(JSON.parse(fromUtf8(plain)))
    if (!read.success || (read.data.signatory !== null && read.data.signatory !== signatory)) return null
    return { text: read.data.text, mail: read.data.mail ?? null }
  } catch {
    return null
  }
}

/** What the writer of a comment reads by their link; `tell`: they are mailed that it is there, where their address is known. */
export const answerComment = async (
  ground: LetterGround,
  of: LetterPlace,
  given: {
    readonly note: Pick<SealedNote, 'id' | 'signatory'>
    readonly reply: string
    readonly changed: boolean
    readonly tell: boolean
  },
): Answer<{ readonly told: boolean }> => {
  const { note, reply, changed, tell } = given
  const reached = tell ? await addressesOf(ground, of) : ok(new Map<string, Reached>())
  if (!reached.ok) return reached
  const mail = reached.value.get(note.signatory) ?? null
  const body: AnswerForm = { id: note.id, reply, changed, mail }
  const sent = await ground.deps.api('POST', `${pathOf(of)}/answered`, { body, answer: nothing })
  return sent.ok ? ok({ told: mail !== null }) : serverErr(sent.error)
}

/** PNG in base64url, drawn small by the page; the server writes it anew. Null takes it off. */
export const saveLogo = async (
  ground: LetterGround,
  of: LetterPlace,
  { signatory, png }: { readonly signatory: string; readonly png: string | null },
): Answer<LetterDesk> => {
  const path = `${pathOf(of)}/signatories/${signatory}/logo`
  const sent = await ground.deps.api('PUT', path, { body: { png }, answer: nothing })
  return sent.ok ? findLetter(ground, of) : serverErr(sent.error)
}

/** Letters per request. */
const LETTERS = 200

/** Everybody under an older text whose address this device can open; tells how many were asked. */
export const askAgain = async (
  ground: LetterGround,
  of: LetterPlace,
): Answer<{ readonly asked: number; readonly without: number }> => {
  const letter = await findLetter(ground, of)
  if (!letter.ok) return letter
  const older = letter.value.signatories.filter(
    ({ version, endedOn }) => version < letter.value.letterVersion && endedOn === null,
  )
  const mails = await addressesOf(ground, of)
  if (!mails.ok) return mails
  const found = older.flatMap(({ id }) => {
    const known = mails.value.get(id)
    return known ? [{ signatory: id, ...known }] : []
  })
  for (let from = 0; from < found.length; from += LETTERS) {
    const sent = await ground.deps.api('POST', `${pathOf(of)}/ask-again`, {
      body: { mails: found.slice(from, from + LETTERS) },
      answer: nothing,
    })
    if (!sent.ok) return serverErr(sent.error)
  }
  return ok({ asked: found.length, without: older.length - found.length })
}

type Reached = { readonly mail: string; readonly language: 'en' | 'ar' }

/** Of those who signed by the form as they are sealed as supporters; of others as the desk noted it. */
const addressesOf = async (ground: LetterGround, of: LetterPlace): Answer<ReadonlyMap<string, Reached>> => {
  const supporters = noSupportersYet({ ...ground, progress: () => undefined })
  const opened = await openSupporters(supporters, of)
  if (!opened.ok) return opened
  const notes = await openNotes(ground, of)
  if (!notes.ok) return notes
  const reached = new Map<string, Reached>()
  for (const { signatory, words } of notes.value)
    if (words?.mail) reached.set(signatory, { mail: words.mail, language: 'en' })
  for (const { supporters: all } of supporters.opened.values())
    for (const { action, mail, language } of all)
      if (mail !== undefined) reached.set(action, { mail, language: language === 'ar' ? 'ar' : 'en' })
  return ok(reached)
}

export const saveAddressees = async (
  ground: LetterGround,
  of: LetterPlace & { readonly addressees: readonly Addressee[] },
): Answer<LetterDesk> => {
  const sent = await ground.deps.api('PUT', `${pathOf(of)}/addressees`, {
    body: { addressees: of.addressees },
    answer: nothing,
  })
  return sent.ok ? findLetter(ground, of) : serverErr(sent.error)
}

export const moveSending = async (
  ground: LetterGround,
  of: LetterPlace & { readonly act: 'propose' | 'release' | 'take_back' },
): Answer<LetterDesk> => {
  const sent = await ground.deps.api('POST', `${pathOf(of)}/sending`, {
    body: { act: of.act },
    answer: nothing,
  })
  return sent.ok ? findLetter(ground, of) : serverErr(sent.error)
}

export const recordDelivery = async (
  ground: LetterGround,
  of: LetterPlace & { readonly form: DeliveryForm },
): Answer<LetterDesk> => {
  const sent = await ground.deps.api('POST', `${pathOf(of)}/deliveries`, { body: of.form, answer: nothing })
  return sent.ok ? findLetter(ground, of) : serverErr(sent.error)
}
