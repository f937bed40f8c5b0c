/** Drafts in the browser's IndexedDB. What comes in is sealed already: this file sees bytes alone. */
import type { DBSchema } from 'idb'
import type { DraftStore } from '#members/client/unlocked.ts'
import { useDatabase } from '#platform/client/indexed_base.ts'

type Schema = DBSchema & { readonly drafts: { key: string; value: Uint8Array } }

export const openDrafts = (): DraftStore => {
  const use = useDatabase<Schema>('amparo', (database) => void database.createObjectStore('drafts'))
  return {
    get: async (key) => (await use((database) => database.get('drafts', key))) ?? null,
    set: async (key, bytes) => void (await use((database) => database.put('drafts', bytes, key))),
    delete: (key) => use((database) => database.delete('drafts', key)),
    names: () => use((database) => database.getAllKeys('drafts')),
    clear: () => use((database) => database.clear('drafts')),
  }
}
