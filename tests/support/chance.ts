/** Chance that repeats: SHA-256 in counter mode over a seed. For tests and vectors only. */
import { createHash } from 'node:crypto'
import type { Chance } from '#vault/client/v1/account.ts'

export const seededChance = (seed: string): Chance => {
  let drawn = 0
  return (size) => {
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size; at += 32) {
      const block = createHash('sha256').update(`${seed}|${drawn++}`).digest()
      bytes.set(block.subarray(0, size - at), at)
    }
    return bytes
  }
}

let devices = 0

/**
 * Of a device of a test: the first of a file draws what the first of any other draws, so that their members' Argon2id is
 * one and the same; no two of a file draw alike.
 */
export const deviceChance = (): Chance => seededChance(`device ${devices++}`)

const alive = new Set<number>()

/** As above, and again from the first for each new installation; no two that are there together draw alike. */
export const installationChances = () => {
  let place = 0
  while (alive.has(place)) place += 1
  alive.add(place)
  let own = 0
  return {
    device: (): Chance => seededChance(`installation ${place} device ${own++}`),
    end: (): void => void alive.delete(place),
  }
}
