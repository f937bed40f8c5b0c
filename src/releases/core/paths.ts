/** Bodies by the paths of their fields (`words.en.claims.0.head`): read, written, compared. What is written is a copy. */

export const valueAt = (body: unknown, path: string): unknown => {
  let value = body
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** Makes objects on the way where there are none; undefined takes the field out. */
export const withValue = (body: unknown, path: string, value: unknown): unknown => {
  const [key = '', ...rest] = path.split('.')
  const inner = rest.length === 0 ? value : withValue(valueAt(body, key), rest.join('.'), value)
  if (Array.isArray(body)) return body.map((one: unknown, at) => (String(at) === key ? inner : one))
  const copy = { ...(typeof body === 'object' && body !== null ? body : {}) } as Record<string, unknown>
  if (inner === undefined) delete copy[key]
  else copy[key] = inner
  return copy
}

export type Difference = {
  readonly at: string
  readonly before: string | null
  readonly after: string | null
}

/** Field by field; null: it is not there. */
export const differencesOf = (before: unknown, after: unknown): readonly Difference[] => {
  const [was, is] = [leavesOf(before), leavesOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((at) => {
    const [old = null, fresh = null] = [was.get(at), is.get(at)]
    return old === fresh ? [] : [{ at, before: old, after: fresh }]
  })
}

/** What says nothing is no leaf. */
const leavesOf = (value: unknown, at = ''): ReadonlyMap<string, string> => {
  if (value === null || value === undefined || value === '') return new Map()
  if (typeof value !== 'object') return new Map([[at, String(value)]])
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...leavesOf(inner, at === '' ? key : `${at}.${key}`)]),
  )
}
