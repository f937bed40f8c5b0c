/** What a manager is told of events and groups, and what they decide about a group. */
import { z } from 'zod'

import { idSchema } from '#vault/core/v1/statement.ts'
import { hostKinds } from './taking_part.ts'

const count = z.int().min(0)

const group = z.object({
  id: idSchema,
  ask: idSchema,
  kind: z.enum(hostKinds),
  announced: count,
  on: z.string(),
  sessions: count,
  /** All that the host wrote down; `counted` of them stand in the count. */
  letters: count,
  people: count,
  counted: count,
  refused: z.boolean(),
})
export type GroupLine = z.infer<typeof group>

const seats = z.object({ ask: idSchema, places: count.nullable(), taken: count })
export type EventLine = z.infer<typeof seats>

export const takingPartAnswer = z.object({ groups: z.array(group), events: z.array(seats) })
export type TakingPartLines = z.infer<typeof takingPartAnswer>

/** `letters`: the number that whoever decides has seen; another one meanwhile is looked at first. */
export const decideForm = z.strictObject({ act: z.enum(['allow', 'refuse']), letters: count })
export type DecideForm = z.infer<typeof decideForm>
