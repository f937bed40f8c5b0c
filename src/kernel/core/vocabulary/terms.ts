/** What every vocabulary has: a version, codes that never change their meaning, and labels among the messages. */

/** Stands in the context of every entry. A code once released is never reused for another meaning. */
export const VOCABULARY_VERSION = '2026.1'

/** The codes of a table, in its order. */
export const codesOf = <const T extends { readonly code: string }>(
  table: readonly T[],
): readonly T['code'][] => table.map((term) => term.code)
