/**
 * What never changes, such as the body of a released version: read once for each key and held in memory. Where more than
 * `most` would be held, the memory is emptied first.
 */
export const holdOnce = <Value>(most: number) => {
  const held = new Map<string, Value>()
  /** Only what is found here and now is given: this reading or another may empty the memory meanwhile. */
  return async <Item>(
    items: readonly Item[],
    keyOf: (item: Item) => string,
    read: (missing: readonly Item[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<ReadonlyMap<string, Value>> => {
    const keys = items.map(keyOf)
    const found = new Map(keys.flatMap((key) => entryOf(held, key)))
    const missing = items.filter((_, at) => !found.has(keys[at] ?? ''))
    if (missing.length === 0) return found
    const fresh = await read(missing)
    if (held.size + fresh.size > most) held.clear()
    for (const [key, value] of fresh) {
      held.set(key, value)
      found.set(key, value)
    }
    return found
  }
}

const entryOf = <Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
): readonly (readonly [string, Value])[] => (map.has(key) ? [[key, map.get(key) as Value]] : [])
