/** Opening again after a lock: by which ways, and how often one may be wrong. */
import { z } from 'zod'
import { hashSchema } from '#vault/core/v1/statement.ts'

export const reopenWays = ['pin', 'passkey'] as const
export const reopenWaySchema = z.enum(reopenWays)
export type ReopenWay = (typeof reopenWays)[number]

/** Wrong proofs until the server destroys its half and the session. */
export const MOST_TRIES = 5

export const LEAST_DIGITS = 6
const MOST_DIGITS = 12

export type PinRefusal =
  | { readonly kind: 'pin_too_short'; readonly least: number }
  | { readonly kind: 'pin_too_easy' }

/** Digits of any script are the same digits; spaces between them are for reading. */
export const plainDigits = (typed: string): string =>
  [...typed.normalize('NFKC')]
    .filter((sign) => !/\s/u.test(sign))
    .map((sign) => (/\p{Nd}/u.test(sign) ? digitOf(sign) : sign))
    .join('')

/** Of every script the ten digits stand in a row in Unicode, the nought first. */
const digitOf = (sign: string): string => {
  const place = sign.codePointAt(0) ?? 0
  let zero = place
  while (place - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String(place - zero)
}

/** Null for one that may be used. Five tries are few, so only what everybody tries first is refused. */
export const judgePin = (pin: string): PinRefusal | null => {
  if (!/^[0-9]+$/.test(pin) || pin.length < LEAST_DIGITS || pin.length > MOST_DIGITS)
    return { kind: 'pin_too_short', least: LEAST_DIGITS }
  const steps = new Set([...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10))
  const few = new Set(pin).size < 3
  return few || steps.size === 1 ? { kind: 'pin_too_easy' } : null
}

export const reopeningAnswer = z.object({ ways: z.array(reopenWaySchema) })
/** The server's half, and what every unlock begins with. */
export const reopenedAnswer = z.object({
  half: z.string(),
  memoryHash: hashSchema.nullable(),
  device: z.string(),
})
