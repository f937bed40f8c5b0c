/** What is typed as a second factor, as the device takes it. */
import type { FactorProof } from '#members/client/factors.ts'

/** An app's code has six digits, a printed one twelve signs: one field is enough for both. */
export const typedProof = (typed: string): FactorProof => {
  const kind = typed.replaceAll(/[\s-]/gu, '').length > 6 ? 'code' : 'totp'
  return { kind, code: typed }
}
