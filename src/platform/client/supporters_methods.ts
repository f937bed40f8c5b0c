/** Supporters of an ask, as the workbench offers them: what is opened stays in the worker. */
import { decideMessage, type OpenedMessages, readMessages } from '#campaigns/client/messages.ts'
import {
  answerSupporter,
  type AskPlace,
  bundleSupporters,
  endFollowUp,
  findSupporters,
  type FoundSupporters,
  listSupporters,
  noSupportersYet,
  type OpenedSupporters,
  openSupporters,
  readSupporters,
  sendFollowUp,
  type SupportersGround,
  type SupportersView,
} from '#campaigns/client/supporters.ts'
import type { DecideMessage } from '#campaigns/core/message_wire.ts'
import type { FollowWords } from '#campaigns/core/supporters_wire.ts'
import type { Result } from '#kernel/core/result.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import { whileOpen } from './while_open.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

export type SupportersMethods = {
  supporters(given: AskPlace): Answer<SupportersView>
  /** Fetches and opens all of an ask, with progress; needed before the others. */
  openSupporters(given: AskPlace): Answer<OpenedSupporters>
  /** Null before they were opened. */
  findSupporters(
    given: AskPlace & { words: string; country: string | null; from: number },
  ): Promise<FoundSupporters | null>
  /** As CSV, made on this device. */
  listSupporters(given: AskPlace & { language: string }): Answer<string>
  /** Of another receiver: sealed to it, as a tar file of age files. */
  bundleSupporters(given: AskPlace & { receiver: string }): Answer<Uint8Array<ArrayBuffer>>
  sendFollowUp(
    given: AskPlace & ({ followUp: string } | { words: FollowWords }),
  ): Answer<{ readonly followUp: string; readonly queued: number }>
  endFollowUp(given: AskPlace & { followUp: string }): Answer<null>
  answerSupporter(given: AskPlace & { action: string }): Answer<null>
  /** Opens all messages of an ask, with progress and what was decided about each. */
  messages(given: AskPlace): Answer<OpenedMessages>
  decideMessage(given: AskPlace & DecideMessage & { action: string }): Answer<null>
}

export const supportersMethods = (
  deps: ClientDeps,
  unlocked: () => Unlocked | null,
  progress: SupportersGround['progress'],
): SupportersMethods => {
  // With whoever is signed in goes what they opened.
  const grounds = new WeakMap<Unlocked, SupportersGround>()
  const now = (): SupportersGround | null => {
    const open = unlocked()
    if (!open) return null
    const ground = grounds.get(open) ?? noSupportersYet({ deps, unlocked: open, progress })
    grounds.set(open, ground)
    return ground
  }
  const opened = whileOpen(now)
  return {
    supporters: (of) => opened((ground) => readSupporters(ground, of)),
    openSupporters: (of) => opened((ground) => openSupporters(ground, of)),
    findSupporters: async (of) => {
      const ground = now()
      return ground && findSupporters(ground, of)
    },
    listSupporters: (of) => opened((ground) => listSupporters(ground, of)),
    bundleSupporters: (of) => opened((ground) => bundleSupporters(ground, of)),
    sendFollowUp: (of) => opened((ground) => sendFollowUp(ground, of)),
    endFollowUp: (of) => opened((ground) => endFollowUp(ground, of)),
    answerSupporter: (of) => opened((ground) => answerSupporter(ground, of)),
    messages: (of) => opened((ground) => readMessages(ground, of)),
    decideMessage: (of) => opened((ground) => decideMessage(ground, of)),
  }
}
