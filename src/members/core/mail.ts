/** What a steward is told of mail: numbers, and what keeps it from going out. No address is among them. */
import { z } from 'zod'

const count = z.int().min(0)

export const mailAnswer = z.object({
  /** `outbox`: no mail server is named, and letters are written into a folder. */
  way: z.enum(['smtp', 'outbox']),
  /** Files in that folder. */
  outbox: count,
  waiting: count,
  held: count,
  oldestDue: z.string().nullable(),
  problem: z.enum(['unreachable', 'sign_in', 'tls', 'sender', 'busy', 'disk']).nullable(),
  since: z.string().nullable(),
  lastSentAt: z.string().nullable(),
  /** Of the last seven days. */
  week: z.object({
    sent: count,
    refused: count,
    given_up: count,
    erased: count,
    returned: count,
    stopped: count,
  }),
})
export type MailReport = z.infer<typeof mailAnswer>

/** Milliseconds: letters of yesterday that nobody took. */
const TOO_LATE = 24 * 60 * 60 * 1000

/** Null where all is well. */
export const mailWorry = (
  { problem, waiting, oldestDue }: MailReport,
  now: number,
): NonNullable<MailReport['problem']> | 'late' | null => {
  if (problem !== null) return problem
  return waiting > 0 && oldestDue !== null && now - Date.parse(oldestDue) > TOO_LATE ? 'late' : null
}
