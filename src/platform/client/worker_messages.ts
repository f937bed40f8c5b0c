/** What passes between a page and the vault's worker: calls of the workbench by name, their answers, progress. */
import type { Offline, Workbench } from '#platform/client/workbench.ts'

export type Method = keyof Workbench

export type Call = { readonly id: number; readonly method: Method; readonly args: readonly unknown[] }

/** How far long work is; `what` names it. */
export type Progress = { readonly done: number; readonly total: number; readonly what: string }

export type FromWorker =
  | { readonly id: number; readonly value: unknown }
  /** A broken assumption, not a refusal: refusals are values. */
  | { readonly id: number; readonly fault: string }
  | { readonly progress: Progress }
  | { readonly offline: Offline }

/** A file that a page hands over: it passes as it is, by reference. */
export const filesOf = (arg: unknown): Readonly<Record<string, Blob>> => {
  if (typeof arg !== 'object' || arg === null) return {}
  return Object.fromEntries(
    Object.entries(arg).filter((entry): entry is [string, Blob] => entry[1] instanceof Blob),
  )
}

/** What of an answer moves to the page instead of being copied: streams, which cannot be, and bytes. */
export const movedIn = (value: unknown): Transferable[] => {
  const inside = typeof value === 'object' && value !== null && 'value' in value ? value.value : null
  if (inside instanceof ReadableStream) return [inside]
  if (inside instanceof Uint8Array && inside.buffer instanceof ArrayBuffer) return [inside.buffer]
  const stream = typeof inside === 'object' && inside !== null && 'stream' in inside ? inside.stream : null
  return stream instanceof ReadableStream ? [stream] : []
}
