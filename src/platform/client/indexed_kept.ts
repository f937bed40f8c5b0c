/** What a device keeps for later, in the browser's IndexedDB. Sealed already: this file sees bytes and marks alone. */
import type { DBSchema } from 'idb'
import type { KeptMark, KeptStore } from '#members/client/kept_box.ts'
import { useDatabase } from '#platform/client/indexed_base.ts'

type Schema = DBSchema & {
  readonly bytes: { key: string; value: Uint8Array }
  readonly marks: { key: string; value: KeptMark }
}

const both = ['bytes', 'marks'] as const

export const openKeptStore = (): KeptStore => {
  const use = useDatabase<Schema>('amparo-kept', (database) => {
    for (const store of both) database.createObjectStore(store)
  })
  return {
    get: async (key) => (await use((database) => database.get('bytes', key))) ?? null,
    set: (mark, bytes) =>
      use(async (database) => {
        const change = database.transaction(both, 'readwrite', { durability: 'strict' })
        await Promise.all([
          change.objectStore('bytes').put(bytes, mark.key),
          change.objectStore('marks').put(mark, mark.key),
          change.done,
        ])
      }),
    remark: (mark) =>
      use(async (database) => {
        const change = database.transaction('marks', 'readwrite')
        if (await change.store.getKey(mark.key)) await change.store.put(mark, mark.key)
        await change.done
      }),
    delete: (keys) =>
      use(async (database) => {
        const change = database.transaction(both, 'readwrite')
        await Promise.all([
          ...keys.flatMap((key) => both.map((store) => change.objectStore(store).delete(key))),
          change.done,
        ])
      }),
    marks: () => use((database) => database.getAll('marks')),
  }
}
