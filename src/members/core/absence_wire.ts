/** What the server answers of absent members, for the server that presents it and the device that parses it. */
import { z } from 'zod'
import { suspensionReasons } from '#members/core/absence.ts'

const person = z.object({ account: z.string(), name: z.string() })
const act = z.object({ by: person, at: z.string() })

export const suspensionsAnswer = z.object({
  suspensions: z.array(
    z.object({
      of: person,
      by: person,
      reason: z.enum(suspensionReasons),
      since: z.string(),
      until: z.string(),
      inForce: z.boolean(),
      locked: act.nullable(),
      lift: act.nullable(),
      lifted: act.nullable(),
    }),
  ),
})
export type SuspensionLine = z.infer<typeof suspensionsAnswer>['suspensions'][number]

/** `here`: the session lives. `gone`: it does not. `ended`: colleagues have ended it. */
export const heartbeatAnswer = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('here'),
    desks: z.array(z.string()),
    /** Changes whenever cases of this account are handed back or returned. */
    travel: z.string(),
  }),
  z.object({ state: z.literal('gone') }),
  z.object({ state: z.literal('ended') }),
])

export const handedBackAnswer = z.object({
  /** Of the caller: how many, and what the caller's own devices have sealed about which. */
  own: z.array(z.object({ since: z.string(), sealed: z.string(), cases: z.int() })),
  others: z.array(
    z.object({
      traveller: person,
      since: z.string(),
      cases: z.array(z.string()),
    }),
  ),
  /** The newest acts of colleagues who gave cases back to a traveller. */
  returned: z.array(z.object({ traveller: person, by: person, at: z.string(), cases: z.int() })),
})
export type HandedBackWire = z.infer<typeof handedBackAnswer>
