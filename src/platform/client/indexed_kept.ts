/** What a device keeps for later, in the browser's IndexedDB. Sealed already: this file sees bytes and marks alone. */
import { type DBSchema, openDB } from 'idb'
import type { KeptMark, KeptStore } from '#members/client/kept_box.ts'

const NAME = 'amparo-kept'

type Schema = DBSchema & {
  readonly bytes: { key: string; value: Uint8Array }
  readonly marks: { key: string; value: KeptMark }
}

/** Opened at the first use, so that a browser without storage (private windows of some) fails only there. */
export const openKeptStore = (): KeptStore => {
  let opened: ReturnType<typeof open> | undefined
  const database = () => (opened ??= open())
  const both = ['bytes', 'marks'] as const
  return {
    get: async (key) => (await (await database()).get('bytes', key)) ?? null,
    set: async (mark, bytes) => {
      const change = (await database()).transaction(both, 'readwrite', { durability: 'strict' })
      await Promise.all([
        change.objectStore('bytes').put(bytes, mark.key),
        change.objectStore('marks').put(mark, mark.key),
        change.done,
      ])
    },
    remark: async (mark) => {
      const change = (await database()).transaction('marks', 'readwrite')
      if (await change.store.getKey(mark.key)) await change.store.put(mark, mark.key)
      await change.done
    },
    delete: async (keys) => {
      const change = (await database()).transaction(both, 'readwrite')
      await Promise.all([
        ...keys.flatMap((key) => both.map((store) => change.objectStore(store).delete(key))),
        change.done,
      ])
    },
    marks: async () => (await database()).getAll('marks'),
  }
}

const open = () =>
  openDB<Schema>(NAME, 1, {
    upgrade: (database) => {
      database.createObjectStore('bytes')
      database.createObjectStore('marks')
    },
  })
