/** What is public and a form of this room offers: every released text and body, one text whole, the members of a day. */
import { z } from 'zod'
import { slug } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { type AmendmentBody, amendmentBody } from './amendment_body.ts'
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
  /** To that text, of every desk; read by the schema of amendments. */
  amendments: z.array(z.unknown()),
  members: z
    .object({
      listed: z.array(listedMember),
      /** False: the roll may not name everybody who sat there that day. */
      whole: z.boolean(),
    })
    .nullable(),
})
export type OpenParts = Omit<Readonly<z.infer<typeof openPartsAnswer>>, 'text' | 'amendments'> & {
  readonly text: InstrumentBody | null
  readonly amendments: readonly AmendmentBody[]
}

/** As the device keeps the answer: a text that is none by the schema of today is not there. */
export const readOpenParts = (
  answer: Readonly<z.infer<typeof openPartsAnswer>>,
  { instrument }: OpenPartsAsked,
): OpenParts => ({
  ...answer,
  text: instrument === null ? null : readInstrument(answer.text, instrument),
  amendments: answer.amendments.flatMap((one) => {
    const parsed = amendmentBody.safeParse(one)
    return parsed.success && parsed.data.instrument === instrument ? [parsed.data] : []
  }),
})

/** Whether it can be the address of a text at all. */
export const isSlug = (typed: string): boolean => slug.safeParse(typed).success

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
