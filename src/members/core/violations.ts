/** What a steward is told of things that browsers stopped: numbers by day, rule and kind of page. */
import { z } from 'zod'

export const violationsAnswer = z.object({
  violations: z.array(
    z.object({ day: z.string(), directive: z.string(), page: z.string(), n: z.int().min(1) }),
  ),
})
export type ViolationCount = z.infer<typeof violationsAnswer>['violations'][number]
