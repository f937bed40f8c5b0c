/** The secret behind `#` of a link: read once, then taken out of the address and of the history. */

/** Null when there is none. Secrets are longer than any id on a page, to which a `#` may lead as well. */
export const takeFragment = (): string | null => {
  const fragment = location.hash.slice(1)
  if (fragment.length < 20) return null
  history.replaceState(history.state, '', location.pathname + location.search)
  return fragment
}
