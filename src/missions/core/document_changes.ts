/** What each released version of a document changed: which of its parts, never their words. Pure. */
import type { ReleasedDocument } from '#releases/core/kind.ts'

export type DocumentChange = {
  readonly version: number
  readonly releasedOn: string
  /** Parts that differ from the version before; of the first one none. */
  readonly parts: readonly string[]
}

/** The newest first. */
export const changesOf = (
  versions: readonly Pick<ReleasedDocument, 'version' | 'releasedOn' | 'body'>[],
): readonly DocumentChange[] => {
  const ordered = versions.toSorted((a, b) => b.version - a.version)
  return ordered.map(({ version, releasedOn, body }, at) => {
    const before = ordered[at + 1]
    return { version, releasedOn, parts: before ? differing(before.body, body) : [] }
  })
}

const differing = (before: unknown, after: unknown): readonly string[] => {
  const [was, is] = [partsOf(before), partsOf(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (part) => JSON.stringify(was[part]) !== JSON.stringify(is[part]),
  )
}

const partsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
