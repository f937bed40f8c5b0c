/**
 * Work that one process at a time does. The system holds the lock for as long as its owner lives, however long the work
 * takes, and lets it go with the owner, however that one ends.
 */
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

/** Called to let it go. */
export type Held = () => void

/** Null while another holds it. The file is made where there is none, and stays. */
export const tryToHold = (path: string): Held | null => {
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return () => lock.close()
  } catch (cause) {
    lock.close()
    if ((cause as { readonly errcode?: number }).errcode === SQLITE_BUSY) return null
    throw cause
  }
}

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5

export const holdOnly = async (path: string): Promise<Held> => {
  for (;;) {
    const held = tryToHold(path)
    if (held) return held
    await wait(200)
  }
}
