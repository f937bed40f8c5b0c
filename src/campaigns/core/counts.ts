/**
 * What an ask counts, and how a number came about. Confirmed, on paper and from classrooms are never mixed, and what was
 * taken out is said. Pure, with the shapes that travel between the server and a desk's device.
 */
import { z } from 'zod'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { arePlainLines } from '#kernel/core/plain_text.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

/** Why somebody should look at a row. */
export const countFlags = ['burst', 'domain', 'disposable', 'lookalike'] as const

export const countKinds = ['confirmed', 'paper', 'classroom', 'delivered', 'invalidated'] as const
export type CountKind = (typeof countKinds)[number]
export type Counts = Readonly<Record<CountKind, number>>

type Line = { readonly kind: string; readonly what: CountKind; readonly number: number }

/** Of one kind of action. */
export const countsIn = (lines: readonly Line[], kind: string): Counts => {
  const of = (what: CountKind): number =>
    lines.filter((one) => one.kind === kind && one.what === what).reduce((sum, { number }) => sum + number, 0)
  return {
    confirmed: of('confirmed'),
    paper: of('paper'),
    classroom: of('classroom'),
    delivered: of('delivered'),
    invalidated: of('invalidated'),
  }
}

/** What a thermometer shows: confirmed ones that were not taken out, and those on paper. */
export const totalOf = ({ confirmed, invalidated, paper }: Counts): number =>
  Math.max(0, confirmed - invalidated) + paper

/** What the page of an ask shows of its numbers. */
export type AskNumbers = {
  readonly counts: Counts
  /** ISO days with a confirmation, in order. */
  readonly days: readonly { readonly day: string; readonly number: number }[]
  /** Those that five people named at least. */
  readonly countries: readonly { readonly country: string; readonly number: number }[]
}

const day = z.string().refine(isIsoDay, { error: 'day_unreadable' })
const kind = z.string().regex(/^[a-z_]{1,20}$/)

/** Which rows: with one of the flags, in these days, from these countries; what is empty chooses nothing away. */
export const chosenSchema = z
  .strictObject({
    kind,
    flags: z.array(z.enum(countFlags)).max(countFlags.length),
    from: day.nullable(),
    to: day.nullable(),
    countries: z.array(z.enum(countryCodes)).max(40),
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, { error: 'ends_before' })
export type Chosen = Readonly<z.infer<typeof chosenSchema>>

const note = z.string().trim().min(1).max(2000).refine(arePlainLines, { error: 'not_plain' })

/** `seen`: how many were counted before. */
export const invalidateForm = z.strictObject({
  batch: idSchema,
  chosen: chosenSchema,
  seen: z.int().min(1).max(100_000_000),
  note,
})
export const restoreForm = z.strictObject({ note })
export const paperForm = z.strictObject({
  kind,
  /** Below zero: too many were counted before. */
  number: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((number) => number !== 0),
  note,
})

export const chosenAnswer = z.strictObject({ number: z.int() })

const ledgerLine = z.strictObject({
  at: z.string(),
  kind,
  what: z.string(),
  number: z.int(),
  by: z.string().nullable(),
  note: z.string().nullable(),
})
export type LedgerLine = Readonly<z.infer<typeof ledgerLine>>

/** Every line, for a list to be kept. */
export const ledgerAnswer = z.strictObject({
  lines: z.array(ledgerLine),
  /** False: there are more than one answer holds, and the oldest are left out. */
  whole: z.boolean(),
})

export const numbersAnswer = z.strictObject({
  counts: z.array(z.strictObject({ kind, what: z.enum(countKinds), number: z.int() })),
  /** Rows whose address has not answered. */
  awaiting: z.array(z.strictObject({ kind, number: z.int() })),
  days: z.array(z.strictObject({ day: z.string(), number: z.int() })),
  countries: z.array(z.strictObject({ country: z.string(), number: z.int() })),
  flags: z.array(z.strictObject({ flag: z.string(), number: z.int() })),
  /** Texts of supporters, and how many of them are near copies of another one; null where nobody has written any. */
  likeness: z.strictObject({ texts: z.int(), alike: z.int() }).nullable(),
  batches: z.array(
    z.strictObject({
      id: idSchema,
      at: z.string(),
      by: z.string(),
      number: z.int(),
      note: z.string(),
      undoneAt: z.string().nullable(),
    }),
  ),
  /** The newest first; of many the newest alone. */
  ledger: z.array(ledgerLine),
})
export type DeskNumbers = Readonly<z.infer<typeof numbersAnswer>>
