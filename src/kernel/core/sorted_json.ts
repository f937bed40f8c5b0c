/**
 * JSON whose fields stand in one order, for comparing what the database gave back in its own. Takes fractions, unlike
 * the canonical JSON that the vault signs.
 */
export const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
