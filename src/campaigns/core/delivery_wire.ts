/** What a manager is told of supporters' own messages. */
import { z } from 'zod'

const count = z.int().min(0)

export const deliveryAnswer = z.object({
  confirmed: count,
  delivered: count,
  refused: count,
  /** Held back since too many supporters wrote the same. */
  held: count,
  alikeAllowed: z.boolean(),
})
export type DeliveryNumbers = z.infer<typeof deliveryAnswer>
