/**
 * The atoms all entry kinds are built from. A coded part is built from coded atoms alone, so that no free text
 * can stand in it; each atom carries its name, and placement.ts reads them back.
 */
import { z } from 'zod'
import { countryCodes, isRegionCode } from '#kernel/core/vocabulary/countries.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { citationShape, citedOnce } from '#kernel/core/citation.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { isMonthDate } from './days.ts'

export const codedAtoms = ['id', 'day', 'month', 'region', 'language', 'citation', 'hash'] as const
export type CodedAtom = (typeof codedAtoms)[number]
const wordAtoms = ['text', 'date', 'url', 'json'] as const
export type WordAtom = (typeof wordAtoms)[number]
export type Atom = CodedAtom | WordAtom

const atom = <S extends z.ZodType>(name: Atom, schema: S): S => schema.meta({ atom: name }) as S

/** 16 random bytes as base64url: entries, logs, desks, accounts, references. */
export const id = atom('id', z.string().regex(/^[A-Za-z0-9_-]{22}$/))

/** A SHA-256 as base64url. */
export const hash = atom('hash', z.string().regex(/^[A-Za-z0-9_-]{43}$/))

/** A day, for hearings and deadlines only: what is due must be known without opening anything. */
export const day = atom('day', z.string().max(10).refine(isIsoDay))

/** An EDTF date no finer than the month: what happened is dated to the day in the sealed part only. */
export const month = atom('month', z.string().max(60).refine(isMonthDate))

export const country = z.enum(countryCodes)

/** A first-level region (ISO 3166-2), the finest place a coded part may name. */
export const region = atom('region', z.string().max(6).refine(isRegionCode))

/** A language tag (BCP 47), without private use and extensions, which could carry words. */
export const language = atom(
  'language',
  z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/),
)

export const integer = (least: number, most: number) => z.int().min(least).max(most)

/** One term of a vocabulary. */
export const term = <const T extends string>(codes: readonly T[]) => z.enum(codes)

/** At most `most` different terms. */
export const terms = <const T extends string>(codes: readonly T[], most: number) =>
  z.array(z.enum(codes)).max(most).refine(allDifferent)

export const ids = (most: number) => z.array(id).max(most).refine(allDifferent)

/** Provisions of instruments, each once. Of a citation only the form is checked: what it names may not be open here. */
export const citations = (most: number) =>
  z
    .array(atom('citation', citationShape))
    .max(most)
    .refine((list) => citedOnce(list))

/** Free words: sealed and open parts only. Without the one character that the database cannot keep. */
export const text = (most: number) =>
  atom(
    'text',
    z
      .string()
      .min(1)
      .max(most)
      .refine((words) => !words.includes('\0')),
  )

/** A free EDTF date of any precision: sealed and open parts only. */
export const date = atom(
  'date',
  z
    .string()
    .max(60)
    .refine((edtf) => parseEdtf(edtf).ok),
)

/** Only web addresses: the page that shows it makes a link of it. */
export const url = atom(
  'url',
  z
    .string()
    .max(2000)
    .regex(/^https?:\/\/[^\s<>"]+$/),
)

/** Words of a kind that is known only from another entry, checked against that kind afterwards. */
export const json = atom('json', z.unknown())

export const shortText = text(200)
export const longText = text(20_000)

/** A region lies in the country it is given with. */
export const regionFits = (place: { country?: string | undefined; region?: string | undefined }): boolean =>
  place.region === undefined || (place.country !== undefined && place.region.startsWith(`${place.country}-`))

function allDifferent(list: readonly string[]): boolean {
  return new Set(list).size === list.length
}
