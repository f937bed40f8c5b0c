/** What a room tells this one of a kind of documents that it describes; put together in src/cli/rooms.ts. */
import type { z } from 'zod'
import type { Document } from './document.ts'

/** Kinds that a desk writes, with a page each: their words are `releases.{kind}.…`, their places in `ui/words.ts`. */
export type KindName =
  | 'theme'
  | 'figure'
  | 'instrument'
  | 'vote'
  | 'amendment'
  | 'body'
  | 'deadline'
  | 'campaign'
  | 'ask'
  | 'outcome'
  | 'mission'
  | 'mission_record'
  | 'commitment'
  | 'scorecard'
  | 'programme'

/** As everybody may read it: no writer, no note, no id of the desk. */
export type ReleasedDocument = {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly body: unknown
  readonly deskName: string
  /** The day of its release, UTC. */
  readonly releasedOn: string
  /** The instant of its release. */
  readonly updatedAt: string
}

/** What is wrong and where: `at` is the path of the field, `code` names the message. */
export type BodyProblem = { readonly at: string; readonly code: string }

/** `others` are the newest released documents of this kind but the one in question; `read` is what `reads` gave. */
export type BodyCheck = (
  body: unknown,
  others: readonly ReleasedDocument[],
  read: unknown,
) => readonly BodyProblem[]

export type DocumentKind = {
  readonly kind: string
  readonly body: z.ZodType
  readonly checks?: BodyCheck
  /** Whether the lead who wrote this one may release it alone when hours count (urgent.ts). */
  readonly urgent?: (body: unknown) => boolean
  /** Of problems that have one cause, the one to mend. */
  readonly tell?: (problems: readonly BodyProblem[]) => readonly BodyProblem[]
  /** What else its checks need, read before the act: of an amendment the text that it amends. */
  readonly reads?: (body: unknown, by: { readonly desk: string; readonly now: Date }) => Promise<unknown>
  /** Of a long body what the desk's lists show, where it is not the one that is open. */
  readonly listed?: (body: unknown) => unknown
  /** Bytes of its body as JSON; without it those of most kinds (DRAFT_LIMIT). */
  readonly limit?: number
}

/** A draft may be incomplete; what is proposed may not. */
export const problemsOf = (
  { body: schema, checks, tell }: DocumentKind,
  body: unknown,
  others: readonly ReleasedDocument[],
  read: unknown = null,
): readonly BodyProblem[] => {
  const parsed = schema.safeParse(body)
  if (parsed.success) return checks?.(parsed.data, others, read) ?? []
  const problems = parsed.error.issues.map(({ path, code, message }) => ({
    at: path.join('.'),
    // A schema that says what is wrong in a word of its own says it in its message.
    code: code === 'custom' || /^[a-z_]+$/.test(message) ? message : code,
  }))
  return tell?.(problems) ?? problems
}

/** Of long texts a list holds the one that is open; the others are read with their document. */
export const toListed = (document: Document, kinds: readonly DocumentKind[]): Document => {
  const listed = kinds.find(({ kind }) => kind === document.kind)?.listed
  if (!listed) return document
  const open = document.versions.findLast(({ act, state }) => act === 'publish' && state === 'released')
  return {
    ...document,
    versions: document.versions.map((one) =>
      one === open || one.act !== 'publish' || one.body === null ? one : { ...one, body: listed(one.body) },
    ),
  }
}

const DEEPEST = 16

/** Whether the database can keep it as JSON: not too deep, and no character that it refuses. */
export const isKeepable = (value: unknown, depth = 0): boolean => {
  if (depth > DEEPEST) return false
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every((one) => isKeepable(one, depth + 1))
  return Object.entries(value).every(([key, one]) => isKeepable(key) && isKeepable(one, depth + 1))
}
