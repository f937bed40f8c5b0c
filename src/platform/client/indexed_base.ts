/**
 * A database of this browser, opened at its first use: a browser without storage (private windows of some) fails only
 * there.
 *
 * [Note: Cleared storage] A sign-out in any tab clears the storage of the whole site, and the browser then closes every
 * connection to it, those of other tabs too. What meets a closed connection is done once more on a new one, so an act
 * must be one that can be done twice.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

export type UseDatabase<S extends DBSchema> = <T>(
  act: (database: IDBPDatabase<S>) => Promise<T>,
) => Promise<T>

export const useDatabase = <S extends DBSchema>(
  name: string,
  upgrade: (database: IDBPDatabase<S>) => void,
): UseDatabase<S> => {
  let opened: Promise<IDBPDatabase<S>> | undefined
  const open = () => (opened ??= openDB<S>(name, 1, { upgrade }))
  return async (act) => {
    try {
      return await act(await open())
    } catch (fault) {
      opened = undefined
      if (!isOfClosed(fault)) throw fault
      return act(await open())
    }
  }
}

/** What a browser throws for a connection that it closed before an act, and under one. */
const isOfClosed = (fault: unknown): boolean =>
  fault instanceof DOMException && (fault.name === 'InvalidStateError' || fault.name === 'AbortError')
