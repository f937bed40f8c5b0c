/** What is public and a form of this room offers: every released text and body, one text whole, the members of a day. */
import { z } from 'zod'
import { slug } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import type { InstrumentBody } from './instrument_body.ts'
import { bodyLine, isRollWhole, type ReleasedBody, seatsOfBody } from './released_body.ts'
import { instrumentLine, readInstrument } from './released_instrument.ts'
import { listedMember, type ListedMember } from './votes.ts'

/** Null: not asked for. */
export const openPartsAsked = z.strictObject({
  /** Of a text that is wanted whole. */
  instrument: slug.nullable(),
  /** Of a body whose members on a day are wanted. */
  body: z.strictObject({ slug, on: z.string().refine(isIsoDay) }).nullable(),
})
export type OpenPartsAsked = Readonly<z.infer<typeof openPartsAsked>>

export const openPartsAnswer = z.object({
  instruments: z.array(instrumentLine),
  bodies: z.array(bodyLine),
  /** Read by the schema of instruments, which no description of an API can hold: provisions hold provisions. */
  text: z.unknown(),
  members: z
    .object({
      listed: z.array(listedMember),
      /** False: the roll may not name everybody who sat there that day. */
      whole: z.boolean(),
    })
    .nullable(),
})
export type OpenParts = Omit<Readonly<z.infer<typeof openPartsAnswer>>, 'text'> & {
  readonly text: InstrumentBody | null
}

/** As the device keeps the answer: a text that is none by the schema of today is not there. */
export const readOpenParts = (
  answer: Readonly<z.infer<typeof openPartsAnswer>>,
  { instrument }: OpenPartsAsked,
): OpenParts => ({ ...answer, text: instrument === null ? null : readInstrument(answer.text, instrument) })

/** Who sat there that day, as a vote keeps its own list of them. */
export const membersOn = (body: ReleasedBody, on: string): NonNullable<OpenParts['members']> => {
  const nameById = new Map(body.roll.groups.map(({ id, name }) => [id, name]))
  const listed = seatsOfBody(body, on).map(({ member: { id, name }, membership }): ListedMember => {
    const group = membership.groups[body.groupKind]
    return {
      id,
      name,
      group: group === undefined ? null : (nameById.get(group) ?? group),
      votes: membership.votes,
    }
  })
  return { listed, whole: isRollWhole(body, on) }
}
