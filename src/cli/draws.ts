/** Chance that repeats: the same seed draws the same. For examples and benchmarks, never for keys. */
import { type Bytes, toBase64url } from '#vault/core/bytes.ts'

export type Draws = {
  /** A whole number from 0 to below `n`. */
  readonly below: (n: number) => number
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number
  /** True about once in `n` times. */
  readonly oneIn: (n: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  readonly some: <T>(list: readonly T[], least: number, most: number) => readonly T[]
  readonly bytes: (size: number) => Bytes
  readonly id: () => string
}

export const drawsFrom = (seed: string): Draws => {
  const next = generatorFrom(hashOfSeed(seed))
  const below = (n: number): number => Math.floor((next() / 0x1_0000_0000) * n)
  const between = (least: number, most: number): number => least + below(most - least + 1)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const bytes = (size: number): Bytes => Uint8Array.from({ length: size }, () => below(256))
  return {
    below,
    between,
    oneIn: (n) => below(n) === 0,
    pick,
    some: (list, least, most) => {
      const left = [...list]
      const count = Math.min(between(least, most), left.length)
      return Array.from(
        { length: count },
        () => left.splice(below(left.length), 1)[0] as (typeof list)[number],
      )
    },
    bytes,
    id: () => toBase64url(bytes(16)),
  }
}

/** FNV-1a, 32 bits. */
const hashOfSeed = (seed: string): number => {
  let hash = 0x811c9dc5
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

/** Mulberry32: 32 bits at a time, the same in every engine. */
const generatorFrom = (start: number): (() => number) => {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
