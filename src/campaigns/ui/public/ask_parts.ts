/**
 * What the page of an ask shows between its words and what followed, by form. A form that is written elsewhere adds its
 * line here.
 */
import type { Component } from 'svelte'
import type { AskForm } from '#campaigns/core/ask.ts'
import type { AskView } from '#campaigns/core/ask_view.ts'
import MessagePart from '../messages/MessagePart.svelte'
import SignOnPart from '../sign_on/SignOnPart.svelte'
import ClassroomPart from '../taking_part/ClassroomPart.svelte'
import EventPart from '../taking_part/EventPart.svelte'
import LetterWriting from './parts/LetterWriting.svelte'
import Observance from './parts/Observance.svelte'
import Petition from './parts/Petition.svelte'
import UrgentAction from './parts/UrgentAction.svelte'

export type AskPart = Component<{ readonly view: AskView }>

/** An urgent action has an order of its own from its first line on (`urgent_action_structure`). */
export const askParts: Readonly<Record<AskForm, AskPart>> = {
  petition: Petition,
  urgent_action: UrgentAction,
  letter_writing: LetterWriting,
  observance: Observance,
  sign_on: SignOnPart,
  meeting: MessagePart,
  solidarity: MessagePart,
  event: EventPart,
  classroom: ClassroomPart,
}
