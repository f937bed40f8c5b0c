/** Letters that organisations sign, as the workbench offers them. */
import {
  addSignatories,
  answerComment,
  askAgain,
  decideSignatories,
  type Evidence,
  findLetter,
  freezeList,
  type LetterGround,
  type LetterPlace,
  moveSending,
  openNotes,
  recordDelivery,
  saveAddressees,
  saveLogo,
  type SealedNote,
  type TypedSignatory,
} from '#campaigns/client/sign_on.ts'
import type { Addressee } from '#campaigns/core/sign_on_addressees.ts'
import type { DeliveryForm, DeskAct, LetterDesk } from '#campaigns/core/sign_on_wire.ts'
import type { Result } from '#kernel/core/result.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import { whileOpen } from './while_open.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

export type SignOnMethods = {
  letter(given: LetterPlace): Answer<LetterDesk>
  addSignatories(
    given: LetterPlace & {
      readonly signatories: readonly TypedSignatory[]
      readonly evidence: Evidence | null
    },
  ): Answer<LetterDesk>
  decideSignatories(
    given: LetterPlace & {
      readonly act: DeskAct
      readonly ids: readonly string[]
      readonly evidence: Evidence | null
    },
  ): Answer<LetterDesk>
  freezeSignatories(given: LetterPlace): Answer<LetterDesk>
  signatoryNotes(given: LetterPlace): Answer<readonly SealedNote[]>
  answerComment(
    given: LetterPlace & {
      readonly note: Pick<SealedNote, 'id' | 'signatory'>
      readonly reply: string
      readonly changed: boolean
      readonly tell: boolean
    },
  ): Answer<{ readonly told: boolean }>
  saveLogo(
    given: LetterPlace & { readonly signatory: string; readonly png: string | null },
  ): Answer<LetterDesk>
  askSignatoriesAgain(given: LetterPlace): Answer<{ readonly asked: number; readonly without: number }>
  saveAddressees(given: LetterPlace & { readonly addressees: readonly Addressee[] }): Answer<LetterDesk>
  /** Proposed by one, released by another lead. */
  moveSending(given: LetterPlace & { readonly act: 'propose' | 'release' | 'take_back' }): Answer<LetterDesk>
  recordDelivery(given: LetterPlace & { readonly form: DeliveryForm }): Answer<LetterDesk>
}

export const signOnMethods = (deps: ClientDeps, unlocked: () => Unlocked | null): SignOnMethods => {
  const open = whileOpen<LetterGround>(() => {
    const device = unlocked()
    return device && { deps, unlocked: device }
  })
  return {
    letter: (of) => open((ground) => findLetter(ground, of)),
    addSignatories: (given) => open((ground) => addSignatories(ground, given, given)),
    decideSignatories: (given) => open((ground) => decideSignatories(ground, given, given)),
    freezeSignatories: (of) => open((ground) => freezeList(ground, of)),
    signatoryNotes: (of) => open((ground) => openNotes(ground, of)),
    answerComment: (given) => open((ground) => answerComment(ground, given, given)),
    saveLogo: (given) => open((ground) => saveLogo(ground, given, given)),
    askSignatoriesAgain: (of) => open((ground) => askAgain(ground, of)),
    saveAddressees: (of) => open((ground) => saveAddressees(ground, of)),
    moveSending: (of) => open((ground) => moveSending(ground, of)),
    recordDelivery: (of) => open((ground) => recordDelivery(ground, of)),
  }
}
