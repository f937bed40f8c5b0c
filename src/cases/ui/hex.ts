/** A hash as programs print it, to be compared by eye. */
export const hexOf = (hash: string): string => {
  const bytes = atob(hash.replaceAll('-', '+').replaceAll('_', '/'))
  return [...bytes].map((one) => one.codePointAt(0)?.toString(16).padStart(2, '0')).join('')
}
