/** Drafts in the browser's IndexedDB. What comes in is sealed already: this file sees bytes alone. */
import { openDB } from 'idb'
import type { DraftStore } from '#members/client/unlocked.ts'

const STORE = 'drafts'

/** Opened at the first use, so that a browser without storage (private windows of some) fails only there. */
export const openDrafts = (): DraftStore => {
  let opened: ReturnType<typeof open> | undefined
  const database = () => (opened ??= open())
  return {
    get: async (key) => ((await (await database()).get(STORE, key)) as Uint8Array | undefined) ?? null,
    set: async (key, bytes) => void (await (await database()).put(STORE, bytes, key)),
    delete: async (key) => (await database()).delete(STORE, key),
    names: async () => (await (await database()).getAllKeys(STORE)).map(String),
    clear: async () => (await database()).clear(STORE),
  }
}

const open = () => openDB('amparo', 1, { upgrade: (database) => void database.createObjectStore(STORE) })
