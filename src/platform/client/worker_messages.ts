/** What passes between a page and the vault's worker: calls of the workbench by name, their answers, progress. */
import type { Workbench } from '#platform/client/workbench.ts'

export type Method = keyof Workbench

export type Call = { readonly id: number; readonly method: Method; readonly args: readonly unknown[] }

/** How far long work is; `what` names it. */
export type Progress = { readonly done: number; readonly total: number; readonly what: string }

export type FromWorker =
  | { readonly id: number; readonly value: unknown }
  /** A broken assumption, not a refusal: refusals are values. */
  | { readonly id: number; readonly fault: string }
  | { readonly progress: Progress }
