/** What a desk decided about messages, between its devices and the server: codes alone. */
import { z } from 'zod'

import { idSchema } from '#vault/core/v1/statement.ts'

import { messageReasons, messageStates } from './message.ts'

/** SHA-256 of the sealed row that was read: words that were exchanged meanwhile are read anew. */
const seen = z.string().regex(/^[0-9a-f]{64}$/)
const state = z.enum(messageStates)
const reason = z.enum(messageReasons).nullable()

export const messagesAnswer = z.object({
  states: z.array(z.object({ action: idSchema, state, reason, seen })),
})
export type MessageStates = z.infer<typeof messagesAnswer>['states']

export const decideMessageForm = z
  .strictObject({ state, reason, seen })
  .refine((form) => (form.state === 'not_handed_on') === (form.reason !== null), { path: ['reason'] })
export type DecideMessage = z.infer<typeof decideMessageForm>
