/** The rule of two persons, one for every release, deletion and export: a lead other than whoever wrote it confirms. */
import { err, ok, type Result } from '#kernel/core/result.ts'

export type OwnRelease = { readonly kind: 'own_release' }

/** `authors` are all who wrote or proposed it; that the member is a lead is asked elsewhere, of the desk's log. */
export const decideSecondPerson = (account: string, authors: readonly string[]): Result<void, OwnRelease> =>
  authors.includes(account) ? err({ kind: 'own_release' }) : ok(undefined)
