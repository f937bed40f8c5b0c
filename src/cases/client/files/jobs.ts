/** What passes between a page and the worker in which files of strangers are taken apart: one worker for one job. */
import type { FileKind, FileReport, NoCopyReason } from '#cases/core/file_facts.ts'
import type { Result } from '#kernel/core/result.ts'
import type { CleanCopy } from './clean_copy.ts'
import type { PlayPiece } from './play_media.ts'

/** The bytes: a chosen file, or evidence of which the page reads one part after the other. */
export type JobFile = Blob | { readonly size: number }

export type Job =
  | { readonly kind: 'report'; readonly file: JobFile }
  | { readonly kind: 'clean'; readonly file: JobFile }
  /** At most so many pixels wide or high. */
  | { readonly kind: 'draw'; readonly file: JobFile; readonly most: number }
  | { readonly kind: 'play'; readonly file: JobFile; readonly as: FileKind; readonly from: number }

export type JobAnswers = {
  readonly report: FileReport
  readonly clean: Result<CleanCopy, NoCopyReason>
  /** Null: it cannot be shown. */
  readonly draw: ImageBitmap | null
  /** False: it cannot be played. */
  readonly play: boolean
}

/** A question of the worker; the page answers with the same number. */
export type JobQuestion =
  | { readonly kind: 'read'; readonly from: number; readonly to: number }
  | { readonly kind: 'can_play'; readonly mime: string }
  | { readonly kind: 'give'; readonly piece: PlayPiece }

export type FromJob =
  | { readonly ask: number; readonly question: JobQuestion }
  | { readonly done: JobAnswers[keyof JobAnswers] }
  | { readonly failed: true }

export type ToJob = { readonly job: Job } | { readonly answered: number; readonly value: unknown }
