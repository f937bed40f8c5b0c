/** Refusals about numbers in words. */
import { refusalIn } from '../desk/refusal_words.ts'

export const numbersRefusal = refusalIn((t, type) => t.find(`campaign_counts.refusal.${type}`))
