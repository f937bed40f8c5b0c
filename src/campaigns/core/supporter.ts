/**
 * What a supporter gave, and what of it each organisation is given: the fields that it asked for, and nothing where the
 * supporter did not agree. Pure; sealed in ../server/seal_supporter.ts, as docs/formats/supporter-v1.md says.
 */
import { z } from 'zod'
import { slug } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { arePlainLines, isPlainText } from '#kernel/core/plain_text.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { mailAddress } from './target.ts'
import type { Receiver } from './ask.ts'

/** Days after an ask has closed until nothing is left here of who took part; said before anybody signs. */
export const KEPT_DAYS = 90

/** The UTC day on which everything of a supporter goes, of an ask that closes on this day of its own clock. */
export const forgetOnOf = (closes: string): string =>
  new Date(Date.parse(`${closes}T00:00:00Z`) + KEPT_DAYS * 86_400_000).toISOString().slice(0, 10)

const plain = z.string().refine(isPlainText, { error: 'not_plain' })

/** As the form was understood. Before the address answers it lies encrypted under the server's secret, then not at all. */
export const heldSupporter = z.strictObject({
  name: plain.min(1).max(120),
  /** As typed: what is canonical is counted, what is typed is written to. */
  mail: mailAddress.refine(isPlainText, { error: 'not_plain' }),
  country: z.enum(countryCodes).nullable(),
  /** In which they read what is sent to them. */
  language: z.enum(['en', 'ar']),
  message: z.string().min(1).max(4000).refine(arePlainLines, { error: 'not_plain' }).nullable(),
  /** Whether the name may be shown in public; null where nobody was asked. */
  showName: z.boolean().nullable(),
  /** Receivers whose line was ticked. The first receiver of an ask is given without. */
  agreed: z.array(slug).max(20),
  /** Wants to hear what became of it, from whoever runs the ask. */
  toFollow: z.boolean(),
  /** What else the kind of action asks for. */
  extra: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.string().max(2000).refine(arePlainLines)),
  /** UTC day of agreeing. */
  on: z.string().refine(isIsoDay),
})
export type HeldSupporter = Readonly<z.infer<typeof heldSupporter>>

/** What one organisation is given of one supporter; a field that it did not ask for is not there. */
export const supporterPart = z.strictObject({
  v: z.literal(1),
  ask: z.string(),
  askVersion: z.int().min(1),
  receiver: slug,
  /** Changes nothing and names nobody: by it the supporter's own page finds what to erase. */
  action: z.string(),
  on: z.string(),
  name: z.string().optional(),
  mail: z.string().optional(),
  country: z.string().nullable().optional(),
  message: z.string().nullable().optional(),
  /** Whoever runs the ask, and nobody else. */
  language: z.string().optional(),
  showName: z.boolean().nullable().optional(),
  toFollow: z.boolean().optional(),
  extra: z.record(z.string(), z.string()).optional(),
})
export type SupporterPart = Readonly<z.infer<typeof supporterPart>>

export type SealingAsk = {
  readonly id: string
  readonly version: number
  readonly body: { readonly receivers: readonly Receiver[] }
}

/** Who is given something: whoever runs the ask, and each other one that was ticked. */
export const receiversFor = (
  receivers: readonly Receiver[],
  { agreed }: { readonly agreed: readonly string[] },
): readonly Receiver[] => receivers.filter(({ id }, place) => place === 0 || agreed.includes(id))

/** What of a supporter one receiver is given, and nothing that it did not ask for. */
export const partsFor = (
  receiver: Pick<Receiver, 'fields'> & { readonly runs: boolean },
  held: HeldSupporter,
): Omit<SupporterPart, 'v' | 'ask' | 'askVersion' | 'receiver' | 'action'> => {
  const { fields, runs } = receiver
  return {
    on: held.on,
    ...(fields.includes('name') && { name: held.name }),
    ...(fields.includes('mail') && { mail: held.mail }),
    ...(fields.includes('country') && { country: held.country }),
    ...(fields.includes('message') && { message: held.message }),
    ...(runs && {
      language: held.language,
      showName: held.showName,
      toFollow: held.toFollow && fields.includes('mail'),
      extra: held.extra,
    }),
  }
}

/** Bytes of a part before it is sealed: one size for all supporters of an ask that takes no messages, else few. */
const sizes = [2048, 24_576] as const
const STEP = 65_536

/** JSON and blanks up to the size, a line feed last: what `age` prints is a line of JSON. */
export const padPart = (json: string, bytes: number): string => {
  const size = sizes.find((one) => bytes < one) ?? Math.ceil((bytes + 1) / STEP) * STEP
  return `${json}${' '.repeat(size - bytes - 1)}\n`
}
