/** The command line as a member's device: the same client as the browser's, with what it remembers in memory. */
import { randomFillSync } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'

import { type Here, hereAt } from '#cases/client/case_log.ts'
import type { Result } from '#kernel/core/result.ts'
import type { ClientDeps, DraftStore, Unlocked } from '#members/client/unlocked.ts'
import { type BytesApi, createApi, createBytesApi, fetchWithJar } from '#platform/client/api.ts'

/** With what passes files, beside what every device has. */
export type DeviceDeps = ClientDeps & { readonly bytes: BytesApi }
export type Device = { readonly deps: DeviceDeps; readonly unlocked: Unlocked }

/** A device without a member yet. `send` stands for the network. */
export const newDeviceDeps = (given: {
  readonly server: string
  readonly clock: () => Date
  readonly send?: typeof fetch
}): DeviceDeps => {
  const server = { fetch: fetchWithJar(given.server, afterTurns(given.send ?? fetch)), base: given.server }
  return {
    api: createApi(server),
    bytes: createBytesApi(server),
    chance: (size) => randomFillSync(new Uint8Array(size)),
    clock: given.clock,
    drafts: memoryStore(),
    origin: given.server,
  }
}

/** So many until an end that came meanwhile is read; the server of a demo, in this process, needs one to end it. */
const TURNS = 3

/**
 * While this process computes for seconds (a passphrase, keys), the server ends connections that rest, and nobody here
 * reads it. A request that is sent onto one of them is lost, and nobody knows whether it arrived.
 */
const afterTurns =
  (send: typeof fetch): typeof fetch =>
  async (input, init) => {
    for (let turn = 0; turn < TURNS; turn += 1) await nextTurn()
    return send(input, init)
  }

/** Gone with the process; tips and read marks are kept sealed on the server. */
const memoryStore = (): DraftStore => {
  const kept = new Map<string, Uint8Array>()
  return {
    get: async (key) => kept.get(key) ?? null,
    set: async (key, bytes) => void kept.set(key, bytes),
    delete: async (key) => void kept.delete(key),
    names: async () => [...kept.keys()],
    clear: async () => kept.clear(),
  }
}

/** The device at a desk that it has opened. */
export const atDesk = ({ deps, unlocked }: Device, desk: string): Here => {
  const here = hereAt(deps, unlocked, { desk, opened: new Map() })
  if (!here) throw new Error('This desk is not open to this member.')
  return here
}

/** For steps whose refusal ends the command; it is told in words. */
export const expectOk = <T>(result: Result<T, { readonly kind: string }>, what: string): T => {
  if (!result.ok) throw new Error(`${what}: ${JSON.stringify(result.error)}`)
  return result.value
}
