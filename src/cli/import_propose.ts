/** Rows of a list become drafts of a desk that are proposed at once; what an interrupted run left is gone on with. */
import { createHash } from 'node:crypto'

import type { ClientDeps } from '#members/client/unlocked.ts'
import { actOnDocument, findDeskDocuments, saveDocument } from '#releases/client/documents.ts'
import type { KindName } from '#releases/core/kind.ts'
import type { DeskDocument } from '#releases/core/wire.ts'

import { expectOk } from './device.ts'

/** The same key of the same desk has the same id, so that nothing comes in twice, from whatever device. */
export const importedId = (kind: KindName, desk: string, key: string): string =>
  createHash('sha256')
    .update(`amparo/${kind}\0${desk}\0${key}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')

export type ToPropose = {
  readonly id: string
  readonly line: number
  readonly body: Readonly<Record<string, unknown>>
}
export type Proposed = { readonly sent: number; readonly there: number }

/** Drafts that an interrupted import left are proposed; what has gone further stays as it is. */
export const proposeAll = async (
  deps: ClientDeps,
  desk: string,
  given: {
    readonly kind: KindName
    readonly rows: readonly ToPropose[]
    readonly onProgress?: (done: number, total: number) => void
  },
): Promise<Proposed> => {
  const { kind, rows, onProgress } = given
  const { documents } = expectOk(await findDeskDocuments(deps, desk), 'read the documents of the desk')
  const byId = new Map(documents.map((one) => [one.id, one]))
  let there = 0
  for (const [place, row] of rows.entries()) {
    const before = byId.get(row.id)
    if (before && !isLeftDraft(before)) there += 1
    else await propose(deps, desk, { line: row.line, of: before ?? (await draft(deps, desk, { kind, row })) })
    onProgress?.(place + 1, rows.length)
  }
  return { sent: rows.length - there, there }
}

const isLeftDraft = ({ versions }: DeskDocument): boolean =>
  versions.length === 1 && versions[0]?.state === 'draft' && versions[0].revision === 1

const draft = async (
  deps: ClientDeps,
  desk: string,
  { kind, row }: { readonly kind: KindName; readonly row: ToPropose },
): Promise<DeskDocument> =>
  expectOk(
    await saveDocument(deps, { desk, document: row.id, kind, body: row.body, seen: null }),
    `write the ${kind} of line ${row.line}`,
  )

const propose = async (
  deps: ClientDeps,
  desk: string,
  { line, of }: { readonly line: number; readonly of: DeskDocument },
): Promise<void> => {
  const { version = 1, revision = 1 } = of.versions.at(-1) ?? {}
  const act = { kind: 'propose', version, revision } as const
  expectOk(await actOnDocument(deps, { desk, document: of.id, act }), `propose line ${line}`)
}
